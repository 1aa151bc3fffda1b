import { Controller, Get, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { addDays, addMonths, type CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { highestMarking } from '../../kernel/marking.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { Optional, Typed } from '../../platform/errors/fields.js';
import { timeBars, type Chart } from '../../platform/pages/charts/charts.js';
import { listAddress } from '../../platform/pages/list-address.js';
import { page, Pages, type PageView } from '../../platform/pages/page.js';
import { dateWords } from '../../platform/pages/words.js';
import { RenewalQueries, type Renewal } from './agreement.renewals.queries.js';
import { statusColours } from './agreement.words.js';

class RenewalsForm {
  @Optional()
  @Typed()
  cursor?: string;
}

/** The coming year of agreements, as a picture and as a table by month. */
@Pages()
@Controller('agreements/renewals')
export class RenewalsWebController {
  constructor(
    private readonly queries: RenewalQueries,
    private readonly clock: Clock,
  ) {}

  /** What ends, has its last day of notice or is reviewed within twelve months. */
  @Permit('agreements.write')
  @Get()
  async show(@CurrentActor() actor: UserActor, @Query() { cursor }: RenewalsForm): Promise<PageView> {
    const today = this.clock.today();
    const to = addDays(addMonths(today, 12), -1);
    const { items, nextCursor } = await this.queries.until(actor, to, cursor?.trim() || undefined);
    const model = {
      title: 'Renewals',
      marking: highestMarking(items.map(({ marking }) => marking)),
      today,
      to,
      months: byMonth(items),
      count: items.length,
      picture: items.length > 0 ? pictureOf(items, today, to, nextCursor !== null) : null,
      quick: [30, 60, 90].map((days) => ({
        days,
        href: listAddress('/agreements', { endsBefore: addDays(today, days), sort: 'ends_next' }),
      })),
      next: nextCursor === null ? null : listAddress('/agreements/renewals', { cursor: nextCursor }),
      first: cursor ? '/agreements/renewals' : null,
      colours: statusColours,
    };
    return page('agreements/renewals', model, { shown: { agreement: items } });
  }
}

/** In the order of the months in which the next thing of each falls; months without any are left out. */
function byMonth(items: readonly Renewal[]): { month: string; items: Renewal[] }[] {
  const months = new Map<string, Renewal[]>();
  for (const item of items) {
    const month = dateWords(item.nextOn).replace(/^\d+ /, '');
    months.set(month, [...(months.get(month) ?? []), item]);
  }
  return [...months].map(([month, found]) => ({ month, items: found }));
}

function pictureOf(items: readonly Renewal[], from: CalendarDate, to: CalendarDate, more: boolean): Chart {
  const ending = items.filter(({ endOn }) => endOn !== null && endOn <= to).length;
  const agreements = items.length === 1 ? 'agreement needs' : 'agreements need';
  return timeBars({
    id: 'renewals',
    title: 'The coming twelve months',
    sentence: `${more ? 'The first ' : ''}${items.length} ${agreements} a decision from ${dateWords(from)} to ${dateWords(to)}: ${ending} of them ${ending === 1 ? 'ends' : 'end'}. A bar is the time in force; a diamond is the last day of notice or the day of review.`,
    from,
    to,
    bars: items.map((one) => ({
      text: `${one.reference} ${one.title}`,
      href: `/agreements/${one.reference}`,
      from: one.effectiveOn,
      to: one.endOn,
      marks: [
        ...(one.noticeDeadlineOn === null ? [] : [{ on: one.noticeDeadlineOn, text: 'Last day of notice' }]),
        ...(one.reviewOn === null ? [] : [{ on: one.reviewOn, text: 'Review' }]),
      ],
    })),
  });
}
