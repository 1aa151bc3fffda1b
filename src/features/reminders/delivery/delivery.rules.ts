import {
  addDays,
  daysBetween,
  londonDateOf,
  londonInstant,
  weekdayOf,
  type CalendarDate,
} from '../../../kernel/calendar-date.js';
import { sendingTime } from '../reminder.rules.js';

/** Each reminder as a mail of its own, or all of a day or a week in one. */
export const deliveries = ['single', 'daily', 'weekly'] as const;
export type Delivery = (typeof deliveries)[number];

/** A date that a weekly digest warns of lies at least so many days after its Monday. */
export const leastDaysLeft = 7;

const monday = 1;

/** A reminder that is due, as the delivery sees it. */
export interface DeliverableReminder {
  /** The day it is due. */
  readonly sendOn: CalendarDate;
  readonly anchorOn: CalendarDate;
  /** Days from the anchor: negative before it. */
  readonly offsetDays: number;
  /** Asks something of its recipient, rather than telling that something has happened. */
  readonly isDuty: boolean;
  /** When it was put on the ledger: what comes later than eight is not in the digest of that morning. */
  readonly knownSince: Date;
}

/** The first moment at which the mail of a due reminder goes out. Which way is asked when it is due, not when it is planned. */
export function goesOutFrom(reminder: DeliverableReminder, delivery: Delivery): Date {
  const due = londonInstant(reminder.sendOn, sendingTime);
  if (delivery === 'single') return due;
  const morning = morningFrom(reminder.knownSince > due ? reminder.knownSince : due);
  const day = delivery === 'weekly' ? weeklyDay(reminder, morning) : morning;
  return londonInstant(day, sendingTime);
}

/** The first day whose eight o'clock in London is not before an instant. */
function morningFrom(instant: Date): CalendarDate {
  const day = londonDateOf(instant);
  return instant <= londonInstant(day, sendingTime) ? day : addDays(day, 1);
}

/** The next Monday; that morning itself for what cannot wait so long. */
function weeklyDay(reminder: DeliverableReminder, morning: CalendarDate): CalendarDate {
  const next = addDays(morning, (7 + monday - weekdayOf(morning)) % 7);
  return canWaitUntil(next, reminder) ? next : morning;
}

/**
 * What tells that something has happened can wait. What asks something can if its date is still to come and a week is left by then:
 * what is due or overdue already cannot.
 */
export function canWaitUntil(
  day: CalendarDate,
  { anchorOn, offsetDays, isDuty }: Pick<DeliverableReminder, 'anchorOn' | 'offsetDays' | 'isDuty'>,
): boolean {
  if (!isDuty) return true;
  return offsetDays < 0 && daysBetween(day, anchorOn) >= leastDaysLeft;
}
