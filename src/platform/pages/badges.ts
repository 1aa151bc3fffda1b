import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import type { Badge } from '../../kernel/contracts.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Navigation } from './navigation.js';

export const BADGES = Symbol('what stands beside places of the navigation');

/** The most that is shown as a figure: one more is "99+". */
const mostShown = 99;

export interface ShownBadge {
  readonly figure: string;
  /** Read out instead: "3 unread notifications". */
  readonly words: string;
}

/** By the place that they stand beside. One without anything to count is left out. */
export type ShownBadges = ReadonlyMap<string, ShownBadge>;

/** Counts what stands beside the reader's places: one statement a badge and page, which stops at what can be shown. */
@Injectable()
export class Badges {
  constructor(
    @Inject(BADGES) private readonly badges: readonly Badge[],
    private readonly navigation: Navigation,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async of(actor: UserActor): Promise<ShownBadges> {
    const shown = new Map<string, ShownBadge>();
    for (const { href, words, records } of this.badges) {
      if (!this.navigation.leadsTo(actor, href)) continue;
      const [{ badge }] = await this.work.read<{ badge: number }>(
        actor,
        sql`select count(*)::integer as badge from (${records(actor, this.clock.today())} limit ${mostShown + 1}) found`,
      );
      if (badge > 0) shown.set(href, badgeOf(badge, words));
    }
    return shown;
  }
}

function badgeOf(count: number, [one, several]: Badge['words']): ShownBadge {
  if (count > mostShown) return { figure: `${mostShown}+`, words: `more than ${mostShown} ${several}` };
  return { figure: String(count), words: `${count} ${count === 1 ? one : several}` };
}
