import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { isBeyondKnownHolidays, type DayOffsets } from '../../../kernel/day-offsets.js';
import { DomainError, notFound } from '../../../kernel/domain-error.js';
import type { BankHolidays } from '../../../kernel/working-days.js';
import type { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { warningOf } from '../../bank-holidays/bank-holidays.rules.js';
import { inOrder, problemsOfTiming } from '../reminder.offsets.rules.js';
import { offsetSides } from '../reminder.templates.js';
import { timingColumns, type PlannedRule } from '../reminder.wanted.sql.js';
import type { PreviewQuery } from './reminder-rules.dto.js';

/** A rule that somebody looks at without changing it. */
export interface LookedAtRule extends PlannedRule {
  readonly id: string;
  readonly subject: string;
  readonly offsets: number[];
  readonly enabled: boolean;
}

/** A rule with another timing, as far as one is given: 0 stands for none. Refused where the rule could not be kept with it. */
export async function ruleWith(
  work: UnitOfWork,
  actor: UserActor,
  { id, timing }: { readonly id: string; readonly timing: PreviewQuery },
): Promise<LookedAtRule> {
  const kept = await work.readOne<LookedAtRule>(
    actor,
    sql`select id, subject, enabled, ${timingColumns} from reminder_rules where id = ${id}`,
  );
  if (!kept) throw notFound('reminder rule');
  const given = (value: number | undefined, otherwise: number | null): number | null =>
    value === undefined ? otherwise : value || null;
  const rule = {
    ...kept,
    offsets: inOrder(timing.offsets ?? kept.offsets),
    dayCount: timing.dayCount ?? kept.dayCount,
    repeatEvery: given(timing.repeatEvery, kept.repeatEvery),
    repeatTimes: given(timing.repeatTimes, kept.repeatTimes),
    escalateAfter: given(timing.escalateAfter, kept.escalateAfter),
  };
  const problems = problemsOfTiming(rule, offsetSides[rule.template]);
  if (problems.length > 0)
    throw new DomainError(
      'invalid',
      'Some of what you sent needs correcting.',
      problems.map((one) => ({ ...one, pointer: `?${one.pointer.slice(1)}` })),
    );
  return rule;
}

/** What to tell whoever looks at days up to this one. */
export function warningOfDays(
  timing: Pick<DayOffsets, 'dayCount'>,
  until: CalendarDate,
  holidays: BankHolidays,
): string | null {
  return isBeyondKnownHolidays(timing, until, holidays) ? warningOf(holidays) : null;
}
