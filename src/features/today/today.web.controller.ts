import { Controller, Get, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { highestMarking } from '../../kernel/marking.js';
import { AccessPolicy, SignedIn } from '../../platform/auth/permissions.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Optional, Typed } from '../../platform/errors/fields.js';
import { Navigation } from '../../platform/pages/navigation.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { ObligationQueries } from '../agreements/obligations/obligations.queries.js';
import { FollowUpBanners } from '../follow-ups/follow-up.banners.js';
import { FollowUpQueries } from '../follow-ups/follow-ups.queries.js';
import { InteractionQueries } from '../interactions/interactions.queries.js';
import { quietWords } from './quiet.words.js';
import { QuietQueries } from './quiet.queries.js';
import { TodayQueries } from './today.queries.js';
import { TodayVisits } from './today.visits.js';

/** Ten lines each, then a link. */
const lines = 10;

class TodayForm {
  /** What was just done. */
  @Optional()
  @Typed()
  done?: string;

  /** The follow-up that was just done. */
  @Optional()
  @Typed()
  finished?: string;
}

/** The first page: what waits for those who keep records; a way on for everybody else. */
@Pages()
@Controller()
export class TodayWebController {
  constructor(
    private readonly queries: TodayQueries,
    private readonly visits: TodayVisits,
    private readonly quiet: QuietQueries,
    private readonly followUps: FollowUpQueries,
    private readonly banners: FollowUpBanners,
    private readonly interactions: InteractionQueries,
    private readonly obligations: ObligationQueries,
    private readonly policy: AccessPolicy,
    private readonly navigation: Navigation,
    private readonly clock: Clock,
  ) {}

  @SignedIn()
  @Get()
  async show(@CurrentActor() actor: UserActor, @Query() form: TodayForm): Promise<PageView | Redirect> {
    if (!this.policy.allows(actor.role, 'follow-ups.read')) {
      const first = this.navigation.firstOf(actor);
      return first === null ? page('today/nothing-yet', { title: 'Accord' }) : new Redirect(first);
    }
    const since = await this.visits.since(actor);
    const mine = { assigneeUserId: 'me', limit: lines };
    const [arrived, meetings, late, due, decisions, obligations, quiet, banner] = await Promise.all([
      this.queries.arrived(actor, since, lines + 1),
      this.interactions.meetings(actor, lines + 1),
      this.followUps.list(actor, { ...mine, state: 'overdue' }),
      this.followUps.list(actor, { ...mine, state: 'due_today' }),
      this.queries.decisions(actor, lines + 1),
      this.obligations.list(actor, { ownerUserId: 'me', state: 'overdue', limit: lines }),
      this.quiet.list(actor, { limit: lines }),
      this.banners.of(actor, form, '/'),
    ]);
    const records = [...arrived, ...meetings, ...late.items, ...due.items, ...decisions];
    const shown = [...records, ...obligations.items, ...quiet.items];
    const model = {
      title: 'Today',
      marking: highestMarking(shown.map((record) => record.marking)),
      today: this.clock.today(),
      now: this.clock.now(),
      since,
      arrived: cut(arrived),
      meetings: cut(meetings),
      late,
      due,
      decisions: cut(decisions),
      obligations,
      quiet,
      done: banner.model.done ?? quietWords[form.done ?? ''],
      undo: banner.model.undo,
      actorAgencyId: actor.agencyId,
    };
    const arrivedOf = (kind: string) => arrived.filter(({ recordKind }) => recordKind === kind);
    return page('today/show', model, {
      shown: {
        interaction: meetings,
        follow_up: [...late.items, ...due.items, ...arrivedOf('follow_up'), ...banner.shown],
        agreement: [...decisions, ...arrivedOf('agreement')],
        obligation: obligations.items,
        relationship: quiet.items,
      },
    });
  }
}

/** As many lines as the page has, and whether there are more. */
function cut<Line>(found: readonly Line[]): { items: readonly Line[]; more: boolean } {
  return { items: found.slice(0, lines), more: found.length > lines };
}
