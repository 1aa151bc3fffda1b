import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError, invalidField } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/identifier.js';
import { highestMarking } from '../../kernel/marking.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { backTo } from '../../platform/pages/back-to.js';
import { checked, errorsOf, statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { HandOverForm, HandOverQuery, UndoHandOverForm } from './follow-up.form.js';
import { FollowUpHandOversService } from './follow-up.hand-overs.service.js';
import { FollowUpQueries } from './follow-ups.queries.js';
import { HandOverDto } from './follow-up.hand-overs.dto.js';

/** Several follow-ups that change hands at once: a page that names them, and the way back. */
@Pages()
@Controller('follow-ups/hand-over')
export class FollowUpHandOversWebController {
  constructor(
    private readonly queries: FollowUpQueries,
    private readonly service: FollowUpHandOversService,
  ) {}

  /** Names what was ticked on the list, and asks who takes it on. */
  @Permit('follow-ups.write')
  @Get()
  ask(@CurrentActor() actor: UserActor, @Query() { followUp = [] }: HandOverQuery): Promise<PageView> {
    return this.askPage(actor, followUp, {});
  }

  /** Hands them over: all of them or none. */
  @Permit('follow-ups.write')
  @Post()
  async handOver(@CurrentActor() actor: UserActor, @Body() form: HandOverForm): Promise<PageView | Redirect> {
    const followUps = (form.followUp ?? []).map((one) => {
      const [id, version] = one.split('/');
      return { id, version: versionOf(version) };
    });
    try {
      const problems = form.assigneeUserId ? [] : [{ pointer: '/assigneeUserId', detail: 'Select who takes them on.' }];
      const reason = form.reason?.trim() || 'Handed over together with others.';
      const sent = { followUps, assigneeUserId: form.assigneeUserId || actor.userId, reason };
      const { id } = await this.service.handOver(actor, checked(HandOverDto, sent, problems));
      return new Redirect(`/follow-ups?handed=${id}`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      const ids = followUps.map(({ id }) => id);
      return this.askPage(actor, ids, form, error);
    }
  }

  /** Gives them back to whoever had them. */
  @Permit('follow-ups.write')
  @Post('undo')
  async undo(@CurrentActor() actor: UserActor, @Body() form: UndoHandOverForm): Promise<PageView | Redirect> {
    const id = isId(form.handOverId) ? form.handOverId : '';
    try {
      if (id === '') throw invalidField('', 'Open the list of follow-ups again, and undo from there.');
      await this.service.undo(actor, id);
      return new Redirect(backTo(form.back, { done: 'given-back' }));
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      const given = id === '' ? null : await this.service.find(actor, id);
      return this.askPage(actor, given?.followUpIds ?? [], {}, error);
    }
  }

  private async askPage(
    actor: UserActor,
    ids: readonly string[],
    typed: HandOverForm,
    error?: DomainError,
  ): Promise<PageView> {
    const [selected, colleagues] = await Promise.all([
      this.queries.selected(actor, ids.filter(isId)),
      this.queries.possibleAssignees(actor),
    ]);
    const model = {
      title: 'Hand over follow-ups',
      marking: highestMarking(selected.map(({ marking }) => marking)),
      selected,
      colleagues,
      typed,
      errors: error ? errorsOf(error, ['assigneeUserId', 'reason']) : [],
    };
    const status = statusOnThePage(error) ?? 200;
    return page('follow-ups/hand-over', model, { status, shown: { follow_up: selected } });
  }
}
