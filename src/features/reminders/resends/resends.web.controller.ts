import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { AccessPolicy, Permit } from '../../../platform/auth/permissions.js';
import { Optional, Typed } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { errorsOf, statusOnThePage } from '../../../platform/pages/forms.js';
import { listAddress } from '../../../platform/pages/list-address.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { formKey, SentOnce } from '../../../platform/pages/sent-once.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import { subjectOf } from '../reminder.templates.js';
import { refusalOfResend } from './resend.rules.js';
import { ResendReminderDto } from './resends.dto.js';
import { ResendsService, type ResendableReminder } from './resends.service.js';

class ResendForm {
  @Optional()
  @Typed()
  key?: string;

  @Optional()
  @Typed()
  reason?: string;
}

/** Asks once more, and why, before a reminder is sent again. */
@Pages()
@Controller('reminders/:id/resend')
export class ResendsWebController {
  constructor(
    private readonly service: ResendsService,
    private readonly sentOnce: SentOnce,
    private readonly policy: AccessPolicy,
  ) {}

  @Permit('reminders.resend')
  @Get()
  async ask(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<PageView> {
    return this.askPage(actor, await this.service.ask(actor, id), {}, []);
  }

  @Permit('reminders.resend')
  @Post()
  async resend(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: ResendForm,
  ): Promise<PageView | Redirect> {
    const reminder = await this.service.ask(actor, id);
    const reason = form.reason?.trim() ?? '';
    if (reason === '') return this.askPage(actor, reminder, form, [{ text: 'Enter the reason', href: '#reason' }], 400);
    try {
      await this.sentOnce.make(actor, form, () =>
        this.service.resend(actor, id, validate(ResendReminderDto, { reason })),
      );
      return new Redirect(this.backFor(actor, reminder, 'resend'));
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      return this.askPage(actor, reminder, form, errorsOf(error, ['reason']), status);
    }
  }

  private askPage(
    actor: UserActor,
    reminder: ResendableReminder,
    { key, reason = '' }: ResendForm,
    errors: readonly FormError[],
    status = 200,
  ): PageView {
    const model = {
      title: 'Send this reminder again',
      question: 'Do you want to send this reminder again?',
      consequence: `It goes to ${reminder.recipientName ?? 'nobody'} within a minute or two, as another e-mail. The list of reminders says who asked for it and why.`,
      records: this.readsLedger(actor) ? [{ text: subjectOf(reminder.template, reminder) }] : [],
      blocked: refusalOfResend(reminder),
      hint: 'Kept with the reminder and in the audit. It is not in the e-mail',
      action: `/reminders/${reminder.id}/resend`,
      fields: { key: formKey(key) },
      button: 'Send it again',
      cancel: this.backFor(actor, reminder),
      reason,
      errors,
    };
    return page('confirm-with-reason', model, {
      status,
      shown: { reminder: [{ id: reminder.id, marking: 'OFFICIAL' }] },
    });
  }

  private backFor(actor: UserActor, { reference }: ResendableReminder, done = ''): string {
    if (!this.readsLedger(actor)) return listAddress('/admin/jobs', { done });
    // A follow-up has no reference of its own to look for.
    return listAddress('/reminders', { reference: reference === reference.toUpperCase() ? reference : '', done });
  }

  /** Administrators come from the jobs: they read no record, so not what its reminder says either. */
  private readsLedger({ role }: UserActor): boolean {
    return this.policy.allows(role, 'reminders.read');
  }
}
