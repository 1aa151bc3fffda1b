import { addDays, type CalendarDate } from '../../../kernel/calendar-date.js';
import { endAfter, noticeDeadlineOf, renewalsMadeBy, type AgreementDates } from '../agreement.status.rules.js';

/** One more term of an agreement. */
export interface Renewal {
  readonly effectiveOn: CalendarDate;
  /** The last day in force. */
  readonly endOn: CalendarDate;
  /** The day on which it renewed itself, after the last on which notice counted; null where somebody decided it. */
  readonly renewedItselfOn: CalendarDate | null;
}

/** The terms for which an agreement has renewed itself since its end was agreed, as of a day of Europe/London. */
export function renewalsOf(a: AgreementDates, today: CalendarDate): Renewal[] {
  return Array.from({ length: renewalsMadeBy(a, today) }, (_, made) => {
    const formerEnd = endAfter(a.endOn!, a.renewalMonths!, made);
    return {
      effectiveOn: addDays(formerEnd, 1),
      endOn: endAfter(a.endOn!, a.renewalMonths!, made + 1),
      renewedItselfOn: addDays(noticeDeadlineOf({ ...a, endOn: formerEnd }) ?? formerEnd, 1),
    };
  });
}
