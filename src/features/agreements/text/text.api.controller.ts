import { Body, Controller, Get, Param, Put, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import type { FileAnswer } from '../../../platform/files/file-answer.js';
import { ChangesRecord, IfMatch } from '../../../platform/web/entity-tag.js';
import { RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { AgreementTextView, ReplaceTextDto } from './text.dto.js';
import { AgreementTextPdf } from './text.pdf.js';
import { AgreementTextQueries } from './text.queries.js';
import { AgreementTextService } from './text.service.js';

@ApiTags('agreements')
@ApiBearerAuth()
@Controller('api/v1/agreements/:id')
export class AgreementTextApiController {
  constructor(
    private readonly queries: AgreementTextQueries,
    private readonly service: AgreementTextService,
    private readonly pdf: AgreementTextPdf,
  ) {}

  /** The text of an agreement, clause by clause, with what differs from its template. */
  @Permit('agreements.read')
  @Discloses('agreement')
  @Get('text')
  show(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<AgreementTextView> {
    return this.queries.show(actor, id);
  }

  /** The same as a tagged PDF. */
  @Permit('agreements.read')
  @Discloses('agreement')
  @ApiOkResponse({
    description: 'The text as a file.',
    content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } },
  })
  @Get('text.pdf')
  async file(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FileAnswer> {
    return this.pdf.send(await this.queries.show(actor, id), reply);
  }

  /** Replaces the clauses of a draft, or begins anew from the newest template. */
  @Permit('agreements.write')
  @Discloses('agreement')
  @ChangesRecord()
  @Put('text')
  replace(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: ReplaceTextDto,
  ): Promise<AgreementTextView> {
    return this.service.replace(actor, id, version, dto);
  }
}
