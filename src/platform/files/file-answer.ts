import type { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Marking } from '../../kernel/marking.js';
import { attachmentHeader } from './inspection/file-name.rules.js';

/** A kept file as an answer: always to be saved, never shown by the browser itself. The log of readings knows it by its record. */
export class FileAnswer extends StreamableFile {
  constructor(
    readonly id: string,
    readonly marking: Marking,
    stream: Readable,
    { name, mediaType, size }: { readonly name: string; readonly mediaType: string; readonly size: number },
  ) {
    super(stream, { type: mediaType, disposition: attachmentHeader(name), length: size });
  }
}

/** The marking travels with the answer, for programs that keep the file. */
export function markAnswer(reply: FastifyReply, marking: Marking): void {
  void reply.header('accord-marking', marking);
}
