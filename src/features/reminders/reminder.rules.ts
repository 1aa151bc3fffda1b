import { everyOffset, mostCalendarDays, type DayOffsets } from '../../kernel/day-offsets.js';
import { addDays, isAfter, isBefore, londonInstant, type CalendarDate } from '../../kernel/calendar-date.js';

/** Reminders go out from this time of day, Europe/London. */
export const sendingTime = '08:00';

/**
 * How long after its day a reminder on or after the date is still worth sending. One before the date is worth sending until
 * the date itself: a record entered inside its window gets its catch-up however late.
 */
export const latestDays = 60;

/** Days: Good Friday to Easter Monday are four, Christmas to the working day after New Year has been five. */
const longestWeekend = 7;

/** A row of the ledger that has not been sent, as the decision sees it. */
export interface WaitingReminder {
  readonly sendOn: CalendarDate;
  readonly anchorOn: CalendarDate;
  /** Days from the anchor as its rule counts them: negative before it. */
  readonly offsetDays: number;
  /** The day of the latest reminder of the same rule, record and date that is due by now, this one included. */
  readonly latestDueOn: CalendarDate;
  readonly recipientUserId: string | null;
}

export type ReminderDecision =
  { readonly action: 'wait' } | { readonly action: 'send' } | { readonly action: 'skip'; readonly reason: string };

/** The first and the last anchor date for which a rule with this timing may have something to send today. */
export function anchorsWithin(timing: DayOffsets, today: CalendarDate): { from: CalendarDate; to: CalendarDate } {
  const all = everyOffset(timing);
  const most = (offset: number): number => (offset === 0 ? 0 : mostCalendarDays(offset, timing.dayCount));
  // What is meant for a day that is no working day goes out before or after it, by a long weekend at most.
  const around = timing.dayCount === 'working' ? longestWeekend : 0;
  return {
    from: addDays(today, -most(Math.max(...all, 0)) - around - latestDays),
    to: addDays(today, most(Math.min(...all, 0)) + around),
  };
}

/** The last day whose reminders go out at this moment: yesterday until the sending time, then today. */
export function lastDayDue(now: Date, today: CalendarDate): CalendarDate {
  return now < londonInstant(today, sendingTime) ? addDays(today, -1) : today;
}

/** What to do about one row at one moment. A row entered, or left over, behind a later one is skipped: one catch-up, not four. */
export function decide(reminder: WaitingReminder, now: Date, today: CalendarDate): ReminderDecision {
  if (isAfter(reminder.sendOn, lastDayDue(now, today))) return { action: 'wait' };
  if (reminder.recipientUserId === null)
    return skip('Nobody looks after this record: it has no owner or deputy, and its agency no lead.');
  if (reminder.offsetDays < 0 && isBefore(reminder.anchorOn, today))
    return skip('The date had passed before this could be sent.');
  if (reminder.offsetDays >= 0 && isAfter(addDays(today, -latestDays), reminder.sendOn))
    return skip(`It was due more than ${latestDays} days ago.`);
  if (isAfter(reminder.latestDueOn, reminder.sendOn))
    return skip('A later reminder of the same date was due as well and stands for this one.');
  return { action: 'send' };
}

function skip(reason: string): ReminderDecision {
  return { action: 'skip', reason };
}

const firstRetrySeconds = 60;
const mostAttempts = 8;

/** Seconds until a message that could not be handed over is tried again, twice as long each time; null gives up. */
export function retryAfter(attempts: number): number | null {
  return attempts >= mostAttempts ? null : firstRetrySeconds * 2 ** (attempts - 1);
}
