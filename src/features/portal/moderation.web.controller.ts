import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { errorsOf, statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { listAddress } from '../../platform/pages/list-address.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { changeStates } from '../experts/profile/profile-change.rules.js';
import { ProfileChangeQueries, type RightsExercised } from '../experts/profile/profile-changes.queries.js';
import { ProfileChangesService } from '../experts/profile/profile-changes.service.js';
import type { ProfileChangePage } from '../experts/profile/profile-changes.dto.js';
import { DecisionForm, decisionOf, ModerationListForm, moderationQueryOf } from './moderation.form.js';

import { comparison, sectionWords, stateColours, stateWords } from './portal.words.js';

const doneWords: Record<string, string> = {
  approve: 'Approved. The record says so now, and the person sees it on their profile.',
  accept: 'Accepted. The delegate may edit from now on, and the person sees it on their profile.',
  refuse: 'Refused. The person sees the reason on their profile.',
};

/** What people want changed of their own records: for staff of the agency that keeps them. */
@Pages()
@Controller('moderation')
export class ModerationWebController {
  constructor(
    private readonly queries: ProfileChangeQueries,
    private readonly service: ProfileChangesService,
  ) {}

  /** What waits for a decision, and who has objected or asked for restriction. */
  @Permit('profile-changes.decide')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() form: ModerationListForm): Promise<PageView> {
    try {
      const [found, rights] = await Promise.all([
        this.queries.list(actor, moderationQueryOf(form)),
        this.queries.rightsExercised(actor),
      ]);
      return listPage(form, found, rights, []);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      return listPage(
        form,
        { items: [], nextCursor: null },
        [],
        [{ text: 'Select one of the choices.', href: '#state' }],
      );
    }
  }

  /** One proposal, before and after side by side. */
  @Permit('profile-changes.decide')
  @Get(':id')
  show(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<PageView> {
    return this.proposal(actor, id);
  }

  @Permit('profile-changes.decide')
  @Post(':id/decision')
  async decide(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: DecisionForm,
  ): Promise<PageView | Redirect> {
    try {
      const dto = decisionOf(form);
      const { section } = await this.service.decide(actor, id, versionOf(form.version), dto);
      const done = section === 'delegate' && dto.decision === 'approve' ? 'accept' : dto.decision;
      return new Redirect(`/moderation?done=${done}`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.proposal(actor, id, form, error);
    }
  }

  private async proposal(actor: UserActor, id: string, typed?: DecisionForm, error?: DomainError): Promise<PageView> {
    const change = await this.queries.show(actor, id);
    const unregistered =
      change.section === 'affiliation' && !change.after.affiliationId && !change.after.organisationId;
    const model = {
      title: `${sectionWords[change.section]}: ${change.expert.name}`,
      marking: change.marking,
      change,
      values: comparison(change),
      organisations: unregistered ? await this.queries.organisations(actor) : null,
      typed: typed ?? {},
      words: { section: sectionWords, state: stateWords },
      colours: stateColours,
      errors: error ? errorsOf(error, ['organisationId', 'reason']) : [],
    };
    const status = statusOnThePage(error) ?? 200;
    return page('portal/proposal', model, { status, shown: { profile_change: [change] } });
  }
}

function listPage(
  { state = '', cursor, done }: ModerationListForm,
  { items, nextCursor }: ProfileChangePage,
  rights: readonly RightsExercised[],
  errors: readonly FormError[],
): PageView {
  const model = {
    title: 'Moderation',
    items: items.map((change) => ({ ...change, values: comparison(change) })),
    rights,
    state,
    states: changeStates,
    next: nextCursor === null ? null : listAddress('/moderation', { state, cursor: nextCursor }),
    first: cursor ? listAddress('/moderation', { state }) : null,
    done: doneWords[done ?? ''],
    words: { section: sectionWords, state: stateWords },
    colours: stateColours,
    errors,
  };
  const shown = { profile_change: items, expert: rights.map(({ id }) => ({ id, marking: 'OFFICIAL' as const })) };
  return page('portal/moderation', model, { status: errors.length > 0 ? 400 : 200, shown });
}
