import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { recurrenceUnits } from '../../../kernel/recurrence.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { statusOnThePage, versionOf } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import { FollowUpQueries } from '../follow-ups.queries.js';
import { FollowUpsService } from '../follow-ups.service.js';
import type { FollowUpView } from '../follow-ups.dto.js';
import { RecurrenceForm, recurrenceChangeOf, recurrenceErrors, recurrenceFormOf } from './recurrence.form.js';
import { recurrenceWords } from './recurrence.words.js';

/** How a follow-up comes round again: said, changed or ended. */
@Pages()
@Controller('follow-ups/:id/repeats')
export class RecurrenceWebController {
  constructor(
    private readonly queries: FollowUpQueries,
    private readonly service: FollowUpsService,
  ) {}

  /** The form. */
  @Permit('follow-ups.write')
  @Get()
  async form(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<PageView> {
    const followUp = await this.own(actor, id);
    return formPage(followUp, recurrenceFormOf(followUp.repeats));
  }

  /** Keeps it. What is wrong is said on the page, and what was typed stays. */
  @Permit('follow-ups.write')
  @Post()
  async change(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: RecurrenceForm,
  ): Promise<PageView | Redirect> {
    const followUp = await this.own(actor, id);
    try {
      await this.service.change(actor, id, versionOf(form.version), recurrenceChangeOf(form));
      return new Redirect(`/follow-ups/${id}?done=repeats`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return formPage(followUp, form, error);
    }
  }

  private async own(actor: UserActor, id: string): Promise<FollowUpView> {
    const followUp = await this.queries.show(actor, id);
    if (followUp.agency.id === actor.agencyId) return followUp;
    throw new DomainError('forbidden', 'You can read this follow-up, but another agency keeps it and changes it.');
  }
}

function formPage(followUp: FollowUpView, typed: RecurrenceForm, error?: DomainError): PageView {
  const { title, marking, handling, repeats } = followUp;
  const model = {
    title: `How a follow-up comes round again: ${title}`,
    marking,
    handling,
    followUp,
    open: followUp.completedOn === null,
    now: repeats && recurrenceWords(repeats),
    typed,
    units: recurrenceUnits,
    errors: error ? recurrenceErrors(error) : [],
  };
  return page('follow-ups/repeats', model, {
    status: statusOnThePage(error) ?? 200,
    shown: { follow_up: [followUp] },
  });
}
