import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { Optional, Typed } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { MailPreferencesDto, type MailPreferencesView } from './mail-preferences.dto.js';
import { MailPreferencesService } from './mail-preferences.service.js';
import { preferencesPath } from './preferences.paths.js';

class MailPreferencesForm {
  @Optional()
  @Typed()
  delivery?: string;

  /** `yes` when it is ticked. */
  @Optional()
  @Typed()
  dutiesOnly?: string;
}

class MailPreferencesQuery {
  /** What was just done: `kept`. */
  @Optional()
  @Typed()
  done?: string;
}

/** How somebody gets their reminders by mail, beside their account. */
@Pages()
@Controller(preferencesPath)
export class MailPreferencesWebController {
  constructor(private readonly service: MailPreferencesService) {}

  @Permit('mail-preferences.own')
  @Get()
  async show(@CurrentActor() actor: UserActor, @Query() { done }: MailPreferencesQuery): Promise<PageView> {
    return preferencesPage(await this.service.of(actor), [], 200, done === 'kept');
  }

  @Permit('mail-preferences.own')
  @Post()
  async choose(
    @CurrentActor() actor: UserActor,
    @Body() { delivery = '', dutiesOnly }: MailPreferencesForm,
  ): Promise<PageView | Redirect> {
    const typed = { delivery, dutiesOnly: dutiesOnly === 'yes' };
    try {
      await this.service.choose(actor, validate(MailPreferencesDto, typed));
      return new Redirect(`${preferencesPath}?done=kept`);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      return preferencesPage(typed, [{ text: 'Select how you get your reminders', href: '#delivery' }], 400);
    }
  }
}

function preferencesPage(
  typed: MailPreferencesView | { delivery: string; dutiesOnly: boolean },
  errors: readonly FormError[],
  status = 200,
  kept = false,
): PageView {
  const done = kept ? 'Your choice is kept. It counts from the next reminder.' : undefined;
  return page('reminders/mail-preferences', { title: 'How reminders reach you', typed, errors, done }, { status });
}
