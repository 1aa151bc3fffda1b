import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import type { FileAnswer } from '../../../platform/files/file-answer.js';
import { ChangesRecord, IfMatch } from '../../../platform/web/entity-tag.js';
import { Idempotent } from '../../../platform/web/idempotency.interceptor.js';
import { IdPipe, RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { TakesFile, UploadedFile, type Upload } from '../../../platform/web/upload.js';
import { DocumentDownloads } from './document.downloads.js';
import {
  AddDocumentDto,
  AddVersionDto,
  AgreementDocumentList,
  AgreementDocumentView,
  DocumentFormDto,
  VersionFormDto,
} from './documents.dto.js';
import { DocumentQueries } from './documents.queries.js';
import { DocumentsService } from './documents.service.js';
import { VersionNumberPipe } from './version-number.pipe.js';

@ApiTags('documents')
@ApiBearerAuth()
@Controller('api/v1')
export class DocumentsApiController {
  constructor(
    private readonly queries: DocumentQueries,
    private readonly service: DocumentsService,
    private readonly downloads: DocumentDownloads,
  ) {}

  /** The documents of an agreement with all their versions, in the order in which they were added. */
  @Permit('agreements.read')
  @Discloses('agreement_document')
  @Get('agreements/:id/documents')
  async list(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<AgreementDocumentList> {
    const { items } = await this.queries.list(actor, id);
    return { items };
  }

  /** Adds a document to an agreement of your agency. */
  @Permit('agreements.write')
  @Discloses('agreement_document')
  @Idempotent()
  @TakesFile()
  @ApiBody({ type: DocumentFormDto })
  @Post('agreements/:id/documents')
  add(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() dto: AddDocumentDto,
    @UploadedFile() upload: Upload | null,
  ): Promise<AgreementDocumentView> {
    return this.service.add(actor, id, dto, upload);
  }

  /** One document with all its versions. */
  @Permit('agreements.read')
  @Discloses('agreement_document')
  @Get('documents/:id')
  show(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<AgreementDocumentView> {
    return this.queries.show(actor, id);
  }

  /** Adds a version. The agreement's wording takes one only while the agreement is a draft. */
  @Permit('agreements.write')
  @Discloses('agreement_document')
  @ChangesRecord()
  @TakesFile()
  @ApiBody({ type: VersionFormDto })
  @HttpCode(200)
  @Post('documents/:id/versions')
  addVersion(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: AddVersionDto,
    @UploadedFile() upload: Upload | null,
  ): Promise<AgreementDocumentView> {
    return this.service.addVersion(actor, id, version, dto, upload);
  }

  /** One version as a file. The header `Accord-Marking` says how it is marked. */
  @Permit('agreements.read')
  @Discloses('agreement_document')
  @ApiOkResponse({
    description: 'The file.',
    content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
  })
  @Get('documents/:id/versions/:number')
  download(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Param('number', VersionNumberPipe) number: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FileAnswer> {
    return this.downloads.send(actor, id, number, reply);
  }
}
