import { createHash } from 'node:crypto';
import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { ApiConsumes } from '@nestjs/swagger';
import type { MultipartFile } from '@fastify/multipart';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { DomainError, invalidField } from '../../kernel/domain-error.js';
import { mostFileBytes, tooLargeFile } from '../files/inspection/file-name.rules.js';

/** The one file of a request, in memory: it is looked at before it is kept. */
export interface Upload {
  /** As the sender called it. */
  readonly name: string;
  readonly bytes: Buffer;
  /** True when it was longer than may be sent; then the bytes were not kept. */
  readonly tooLarge: boolean;
}

interface UploadRequest extends FastifyRequest {
  upload?: Upload;
}

const takesFileKey = 'accord.takes-file';
const fileField = 'file';
/** Beyond this nobody reads on to answer politely. */
const mostSent = 64 * 1024 * 1024;
const limits = {
  fileSize: mostFileBytes,
  files: 1,
  fields: 50,
  parts: 51,
  fieldNameSize: 100,
  fieldSize: 100 * 1024,
  headerPairs: 100,
};

/** The route takes a form with one file in the field `file`, `multipart/form-data`. All others refuse such a body. */
export const TakesFile = () =>
  applyDecorators(
    SetMetadata(takesFileKey, true),
    RouteConfig({ takesFile: true }),
    ApiConsumes('multipart/form-data'),
  );

/** Whether the address that is asked for takes a file: known before any body is read. */
export function routeTakesFile({ routeOptions }: FastifyRequest): boolean {
  return (routeOptions.config as { takesFile?: boolean } | undefined)?.takesFile === true;
}

export function isMultipart({ headers }: FastifyRequest): boolean {
  return headers['content-type']?.toLowerCase().startsWith('multipart/') === true;
}

/**
 * Reads the form: its fields become the body, its file is kept in memory. `beforeFile` judges the fields that came before the
 * file, such as a page's token, and throws: then not one byte of the file is taken in.
 */
export async function readUpload(request: FastifyRequest, beforeFile: () => void): Promise<void> {
  if (Number(request.headers['content-length'] ?? 0) > mostSent) throw new DomainError('too_large', tooLargeFile);
  const fields: Record<string, unknown> = {};
  request.body = fields;
  let judged = false;
  const judge = (): void => {
    if (!judged) beforeFile();
    judged = true;
  };
  try {
    for await (const part of request.parts({ limits, preservePath: true })) {
      if (part.type === 'field') keepField(fields, part);
      else {
        judge();
        if (part.fieldname !== fileField)
          throw invalidField(`/${fileField}`, `Send the file in the field "${fileField}".`);
        (request as UploadRequest).upload = await readFile(part);
      }
    }
    judge();
  } catch (error) {
    throw error instanceof DomainError ? error : unreadable(error);
  }
}

/** What tells one upload from another with the same fields. */
export function uploadHashOf(request: FastifyRequest): string {
  const { upload } = request as UploadRequest;
  return upload ? createHash('sha256').update(upload.name).update('\n').update(upload.bytes).digest('hex') : '';
}

/** The file of the request, or null where none was chosen. */
export const UploadedFile = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Upload | null =>
    context.switchToHttp().getRequest<UploadRequest>().upload ?? null,
);

/** A file was chosen, and it is no larger than may be. */
export function requireUpload(upload: Upload | null): Upload {
  if (upload === null) throw invalidField(`/${fileField}`, 'Select a file.');
  if (upload.tooLarge)
    throw new DomainError('too_large', tooLargeFile, [{ pointer: `/${fileField}`, detail: tooLargeFile }]);
  return upload;
}

function keepField(
  fields: Record<string, unknown>,
  part: { fieldname: string; value: unknown; fieldnameTruncated: boolean; valueTruncated: boolean },
): void {
  if (part.fieldnameTruncated || part.valueTruncated)
    throw new DomainError('too_large', 'A field of the form is longer than any of ours. Shorten it.');
  const before = fields[part.fieldname];
  fields[part.fieldname] = before === undefined ? part.value : [before, part.value].flat();
}

/** A form without a chosen file sends an empty one without a name. */
async function readFile(part: MultipartFile): Promise<Upload | undefined> {
  const chunks: Buffer[] = [];
  // What goes beyond the limit is left unread by the parser, so this ends in any case.
  for await (const chunk of part.file as AsyncIterable<Buffer>) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const name = (part.filename as string | undefined) ?? '';
  if (name === '' && bytes.length === 0) return undefined;
  const tooLarge = part.file.truncated;
  return { name, bytes: tooLarge ? Buffer.alloc(0) : bytes, tooLarge };
}

function unreadable(error: unknown): DomainError {
  const { statusCode } = error as { statusCode?: number };
  if (statusCode === 413)
    return new DomainError(
      'too_large',
      'The form has more parts than any of ours. Send one file and the fields of the form.',
    );
  return new DomainError('malformed', 'The form broke off or could not be read. Send it again.');
}
