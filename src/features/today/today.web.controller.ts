import { Controller, Get } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { highestMarking } from '../../kernel/marking.js';
import { AccessPolicy, SignedIn } from '../../platform/auth/permissions.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Navigation } from '../../platform/pages/navigation.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { AgreementQueries } from '../agreements/agreements.queries.js';
import { FollowUpQueries } from '../follow-ups/follow-ups.queries.js';

/** Ten lines each, then a link. */
const lines = 10;

/** The first page: what is promised and what ends, for those who keep records; a way on for everybody else. */
@Pages()
@Controller()
export class TodayWebController {
  constructor(
    private readonly followUps: FollowUpQueries,
    private readonly agreements: AgreementQueries,
    private readonly policy: AccessPolicy,
    private readonly navigation: Navigation,
    private readonly clock: Clock,
  ) {}

  @SignedIn()
  @Get()
  async show(@CurrentActor() actor: UserActor): Promise<PageView | Redirect> {
    if (!this.policy.allows(actor.role, 'follow-ups.read')) {
      const first = this.navigation.firstOf(actor);
      return first === null ? page('today/nothing-yet', { title: 'Accord' }) : new Redirect(first);
    }
    const today = this.clock.today();
    const [promised, ending] = await Promise.all([
      this.followUps.list(actor, { assigneeUserId: 'me', dueBefore: today, state: 'overdue', limit: lines }),
      this.agreements.list(actor, { ownerUserId: actor.userId, sort: 'ends_next', limit: lines }),
    ]);
    const marking = highestMarking([...promised.items, ...ending.items].map((record) => record.marking));
    return page(
      'today/show',
      { title: 'Today', marking, today, promised: promised.items, ending: ending.items },
      { shown: { follow_up: promised.items, agreement: ending.items } },
    );
  }
}
