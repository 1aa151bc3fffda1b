import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { AccessPolicy, Permit } from '../../../platform/auth/permissions.js';
import { validate } from '../../../platform/errors/validate.js';
import type { FileAnswer } from '../../../platform/files/file-answer.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { statusOnThePage, versionOf } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { typeWords } from '../agreement.words.js';
import { mostClauses } from './clause.rules.js';
import { newestTemplate, noLegalAdvice, templateOf } from './templates.js';
import { blocksOf } from './text.blocks.rules.js';
import { ReplaceTextDto, type AgreementTextView } from './text.dto.js';
import {
  changeWords,
  formOf,
  placesIn,
  readText,
  textDoneWords,
  textErrors,
  TextForm,
  TextPageQuery,
} from './text.form.js';
import { AgreementTextPdf } from './text.pdf.js';
import { AgreementTextQueries } from './text.queries.js';
import { AgreementTextService } from './text.service.js';

/** The text of an agreement: to read and print, and while it is a draft to change. */
@Pages()
@Controller('agreements/:id')
export class AgreementTextWebController {
  constructor(
    private readonly queries: AgreementTextQueries,
    private readonly service: AgreementTextService,
    private readonly pdf: AgreementTextPdf,
    private readonly policy: AccessPolicy,
  ) {}

  @Permit('agreements.read')
  @Get('text')
  show(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Query() { done }: TextPageQuery,
  ): Promise<PageView> {
    return this.text(actor, id, { done });
  }

  /** The same as a file to keep and send. */
  @Permit('agreements.read')
  @Discloses('agreement')
  @Get('text.pdf')
  async file(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FileAnswer> {
    return this.pdf.send(await this.queries.show(actor, id), reply);
  }

  /** Begins the text from the newest template, as it is. */
  @Permit('agreements.write')
  @Post('text')
  async begin(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: TextForm,
  ): Promise<PageView | Redirect> {
    try {
      await this.service.replace(actor, id, versionOf(form.version), {});
      return new Redirect(`/agreements/${id}/text?done=begun`);
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      return this.text(actor, id, { errors: [{ text: error.detail }], status });
    }
  }

  @Permit('agreements.write')
  @Get('text/edit')
  async edit(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<PageView> {
    const text = await this.own(actor, id);
    return editPage(text, formOf(text));
  }

  @Permit('agreements.write')
  @Post('text/edit')
  async change(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: TextForm,
  ): Promise<PageView | Redirect> {
    const text = await this.own(actor, id);
    const read = readText(form, templateFor(text));
    try {
      const dto = validate(ReplaceTextDto, { clauses: read.clauses });
      await this.service.replace(actor, id, versionOf(form.version), dto);
      return new Redirect(`/agreements/${text.reference}/text?done=changed`);
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      return editPage(text, form, textErrors(error, read), status);
    }
  }

  private async own(actor: UserActor, id: string): Promise<AgreementTextView> {
    const text = await this.queries.show(actor, id);
    if (text.agencyId === actor.agencyId) return text;
    throw new DomainError('forbidden', 'You can read this agreement, but another agency keeps it and changes it.');
  }

  private async text(
    actor: UserActor,
    id: string,
    shown: { done?: string; errors?: readonly FormError[]; status?: number },
  ): Promise<PageView> {
    const text = await this.queries.show(actor, id);
    const { reference, marking, handling, type } = text;
    // How the wording came about is for the agency, whoever of it decides on it.
    const ofAgency = text.agencyId === actor.agencyId;
    const keeps = ofAgency && this.policy.allows(actor.role, 'agreements.write');
    const model = {
      title: `Text of ${reference}`,
      marking,
      handling,
      text,
      clauses: text.clauses.map((clause) => ({ ...clause, blocks: blocksOf(clause.text) })),
      ofAgency,
      changeable: keeps && text.stage === 'draft',
      template: text.templateVersion === null ? newestTemplate(type) : templateOf(type, text.templateVersion),
      noLegalAdvice,
      words: { change: changeWords, type: typeWords },
      done: textDoneWords[shown.done ?? ''],
      errors: shown.errors ?? [],
    };
    return page('agreements/text', model, { status: shown.status, shown: { agreement: [text] } });
  }
}

function templateFor({ type, templateVersion }: AgreementTextView): ReturnType<typeof templateOf>['clauses'] {
  return templateVersion === null ? newestTemplate(type).clauses : templateOf(type, templateVersion).clauses;
}

function editPage(text: AgreementTextView, form: TextForm, errors: readonly FormError[] = [], status = 200): PageView {
  const { reference, marking, handling } = text;
  const template = templateFor(text);
  const shown = placesIn(form);
  const codes = shown.map((index) => form[`code${index}`]);
  // One more, blank, unless what was sent has one already.
  const next = (shown.at(-1) ?? -1) + 1;
  const blank = shown.length > text.clauses.length || next >= mostClauses ? [] : [next];
  const model = {
    title: `Change the text of ${reference}`,
    marking,
    handling,
    text,
    form,
    places: [...shown, ...blank].map((index) => ({
      index,
      code: form[`code${index}`] ?? '',
      fromTemplate: template.some(({ code }) => code === form[`code${index}`]),
      isNew: blank.includes(index) || index >= text.clauses.length,
    })),
    leftOut: template.flatMap(({ code, heading }, index) =>
      codes.includes(code) ? [] : [{ index, heading, ticked: form[`restore${index}`] !== undefined }],
    ),
    headings: shown
      .filter((index) => index < text.clauses.length)
      .map((index) => ({ id: String(index), name: form[`heading${index}`] ?? '' })),
    errors,
  };
  return page('agreements/text-edit', model, { status, shown: { agreement: [text] } });
}
