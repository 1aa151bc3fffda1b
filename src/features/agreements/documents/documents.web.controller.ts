import { createHash } from 'node:crypto';
import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { AccessPolicy, Permit } from '../../../platform/auth/permissions.js';
import { validate } from '../../../platform/errors/validate.js';
import type { FileAnswer } from '../../../platform/files/file-answer.js';
import { acceptedFiles } from '../../../platform/files/inspection/file-name.rules.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { statusOnThePage, versionOf, withoutBlanks } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { formKey, SentOnce } from '../../../platform/pages/sent-once.js';
import { IdPipe, RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { TakesFile, UploadedFile, type Upload } from '../../../platform/web/upload.js';
import { DocumentDownloads } from './document.downloads.js';
import { documentKinds, whyNoDocument } from './document.rules.js';
import { AddDocumentDto, AddVersionDto } from './documents.dto.js';
import {
  addErrors,
  DocumentForm,
  DocumentsPageQuery,
  doneWords,
  fileFieldOf,
  kindWords,
  mediaTypeWords,
  noteFieldOf,
  sizeWords,
  VersionForm,
  versionErrors,
} from './documents.form.js';
import { DocumentQueries } from './documents.queries.js';
import { DocumentsService } from './documents.service.js';
import { VersionNumberPipe } from './version-number.pipe.js';

/** What is shown again of a form that was wrong. A browser never fills in a file again: it has to be chosen once more. */
interface ShownAgain {
  readonly form?: DocumentForm;
  readonly version?: VersionForm & { readonly documentId: string };
  readonly errors?: readonly FormError[];
  readonly status?: number;
  readonly done?: string;
}

/** The documents of an agreement as people add and fetch them. */
@Pages()
@Controller()
export class DocumentsWebController {
  constructor(
    private readonly queries: DocumentQueries,
    private readonly service: DocumentsService,
    private readonly downloads: DocumentDownloads,
    private readonly sentOnce: SentOnce,
    private readonly policy: AccessPolicy,
  ) {}

  @Permit('agreements.read')
  @Get('agreements/:id/documents')
  list(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Query() { done }: DocumentsPageQuery,
  ): Promise<PageView> {
    return this.documents(actor, id, { done });
  }

  @Permit('agreements.write')
  @TakesFile()
  @Post('agreements/:id/documents')
  async add(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: DocumentForm,
    @UploadedFile() upload: Upload | null,
  ): Promise<PageView | Redirect> {
    try {
      const { key, kind, title = '' } = form;
      const dto = validate(AddDocumentDto, { ...withoutBlanks({ kind }), title });
      const file = upload && createHash('sha256').update(upload.bytes).digest('hex');
      await this.sentOnce.make(actor, { ...form, key, ...{ file } }, () => this.service.add(actor, id, dto, upload));
      return new Redirect(`/agreements/${id}/documents?done=added`);
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      return this.documents(actor, id, { form, errors: addErrors(error, upload !== null), status });
    }
  }

  @Permit('agreements.write')
  @TakesFile()
  @Post('documents/:id/versions')
  async addVersion(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: VersionForm,
    @UploadedFile() upload: Upload | null,
  ): Promise<PageView | Redirect> {
    const { agreementReference } = await this.queries.show(actor, id);
    try {
      const version = versionOf(form.version);
      const dto = validate(AddVersionDto, withoutBlanks({ note: form.note }));
      await this.service.addVersion(actor, id, version, dto, upload);
      return new Redirect(`/agreements/${agreementReference}/documents?done=version`);
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      const errors = versionErrors(error, id);
      return this.documents(actor, agreementReference, { version: { ...form, documentId: id }, errors, status });
    }
  }

  /** The API's file, for whoever signs in with a cookie. */
  @Permit('agreements.read')
  @Discloses('agreement_document')
  @Get('documents/:id/versions/:number')
  download(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Param('number', VersionNumberPipe) number: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FileAnswer> {
    return this.downloads.send(actor, id, number, reply);
  }

  private async documents(actor: UserActor, id: string, shown: ShownAgain): Promise<PageView> {
    const { agreement, items } = await this.queries.list(actor, id);
    const { reference, marking, handling, stage, agencyId } = agreement;
    const keeps = agencyId === actor.agencyId && this.policy.allows(actor.role, 'agreements.write');
    const hasText = items.some(({ kind }) => kind === 'text');
    const kinds = documentKinds.filter((kind) => whyNoDocument(kind, stage) === null && !(kind === 'text' && hasText));
    const model = {
      title: `Documents of ${reference}`,
      marking,
      handling,
      agreement,
      documents: items.map((document) => ({
        ...document,
        fileField: fileFieldOf(document.id),
        noteField: noteFieldOf(document.id),
        takesVersion: keeps && whyNoDocument(document.kind, stage) === null,
        typed: shown.version?.documentId === document.id ? shown.version : {},
        versions: document.versions.map((version) => ({
          ...version,
          href: `/documents/${document.id}/versions/${version.number}`,
          size: sizeWords(version.size),
          type: mediaTypeWords[version.mediaType],
        })),
      })),
      adds: keeps && stage !== 'withdrawn',
      kinds,
      words: { kind: kindWords },
      accepted: acceptedFiles.charAt(0).toUpperCase() + acceptedFiles.slice(1),
      form: { ...shown.form, key: formKey(shown.form?.key) },
      done: doneWords[shown.done ?? ''],
      errors: shown.errors ?? [],
    };
    const readings = { agreement: [agreement], agreement_document: items };
    return page('agreements/documents', model, { status: shown.status, shown: readings });
  }
}
