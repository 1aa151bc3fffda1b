import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit, Public } from '../../platform/auth/permissions.js';
import { errorsOf, statusOnThePage } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { RecordIdPipe } from '../../platform/web/record-id.pipe.js';
import { ConfirmationService, type ConfirmedBasics } from '../experts/profile/confirmation.service.js';
import { changedTextOf, ConfirmationForm, ThanksQuery } from './confirmation.form.js';
import { LinkAttempts } from '../../platform/web/link-attempts.js';
import { availabilityWords } from './portal.words.js';

/** "Is this still correct?" in under a minute and without an account. Opening the link changes nothing; an answer spends it. */
@Pages()
@Controller()
export class ConfirmationWebController {
  constructor(
    private readonly service: ConfirmationService,
    private readonly attempts: LinkAttempts,
  ) {}

  /** Staff ask; the answer comes by the link of a mail. */
  @Permit('experts.write')
  @Post('experts/:id/confirmation')
  async ask(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<PageView | Redirect> {
    try {
      const { reference } = await this.service.ask(actor, id);
      return new Redirect(`/experts/${reference}?done=confirmation-asked`);
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      const model = { title: 'They were not asked', detail: error.detail, back: `/experts/${id}` };
      return page('portal/not-asked', model, { status });
    }
  }

  @Public()
  @Get('confirm/thanks')
  thanks(@Query() { answer }: ThanksQuery): PageView {
    return page('portal/thanks', { title: 'Thank you', changed: answer === 'changed' });
  }

  @Public()
  @Get('confirm/:value')
  async open(@Param('value') value: string, @Req() request: FastifyRequest): Promise<PageView> {
    const basics = await this.look(value, request);
    return basics === null ? endedPage() : questionPage(value, basics);
  }

  @Public()
  @Post('confirm/:value')
  async answer(
    @Param('value') value: string,
    @Body() { answer, text = '' }: ConfirmationForm,
    @Req() request: FastifyRequest,
  ): Promise<PageView | Redirect> {
    const basics = await this.look(value, request);
    if (basics === null) return endedPage();
    try {
      if (answer === 'correct') await this.service.confirm(value);
      else await this.service.tell(value, changedTextOf(text));
      return new Redirect(`/confirm/thanks?answer=${answer}`);
    } catch (error) {
      // Somebody else's answer, sent at the same moment, has spent it.
      if (error instanceof DomainError && error.code === 'not_found') return endedPage();
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return questionPage(value, basics, text, error);
    }
  }

  private async look(value: string, { ip }: FastifyRequest): Promise<ConfirmedBasics | null> {
    this.attempts.admit(ip);
    const basics = await this.service.open(value);
    if (basics === null) this.attempts.failed(ip);
    return basics;
  }
}

function questionPage(value: string, basics: ConfirmedBasics, text = '', error?: DomainError): PageView {
  const model = {
    title: 'Is this still correct?',
    value,
    basics,
    availability: availabilityWords[basics.availability],
    text,
    errors: error ? errorsOf(error, ['text']) : [],
  };
  return page('portal/confirm', model, { status: statusOnThePage(error) ?? 200 });
}

/** The same for a link that was used, replaced, has ended or never was: nobody learns which. */
function endedPage(): PageView {
  return page('portal/link-ended', { title: 'This link no longer works' }, { status: 404 });
}
