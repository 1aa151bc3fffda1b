import { isAfter, isBefore, type CalendarDate } from '../../../kernel/calendar-date.js';
import type { FieldProblem } from '../../../kernel/domain-error.js';
import { dayOfTime, isTooSeldom, mostYearsBetween, nextTime, type Rhythm } from '../../../kernel/recurrence.js';

/** How a follow-up comes round again: until a day, a number of times, or for ever. Days are days of Europe/London. */
export interface Recurrence extends Rhythm {
  /** The last day on which it may be due again. */
  readonly untilOn: CalendarDate | null;
  /** How many times in all, the first among them; those that were left out are counted. */
  readonly times: number | null;
}

/** A recurrence, and the place of one follow-up in it. */
export interface PlaceInSeries extends Recurrence {
  /** The day of the first time: all others are counted from it. */
  readonly firstOn: CalendarDate;
  /** Which time this is, counted from nought. Its own due day may have been moved since. */
  readonly number: number;
}

/**
 * The time that follows when this one is closed on a day: the next of the series whose day has not passed by then. Those whose
 * day has passed are left out, so that nobody who was late is given a heap of what is late already. Null when it was the last.
 */
export function nextOf(place: PlaceInSeries, today: CalendarDate): { number: number; dueOn: CalendarDate } | null {
  const number = nextTime(place.firstOn, place, place.number, today);
  if (number === null || (place.times !== null && number >= place.times)) return null;
  const dueOn = dayOfTime(place.firstOn, place, number)!;
  return place.untilOn !== null && isAfter(dueOn, place.untilOn) ? null : { number, dueOn };
}

/**
 * Where a follow-up stands once its recurrence has been said anew. Another rhythm, or another due day said together with it,
 * begins a new count from this one's due day; with the rhythm as it was only the end moves.
 */
export function placeAfter(
  said: Recurrence,
  dueOn: CalendarDate,
  before: PlaceInSeries | null,
  dueDaySaid: boolean,
): PlaceInSeries {
  const asBefore =
    before !== null && !dueDaySaid && before.everyCount === said.everyCount && before.everyUnit === said.everyUnit;
  return { ...said, firstOn: asBefore ? before.firstOn : dueOn, number: asBefore ? before.number : 0 };
}

/** What is wrong with how it comes round again, field by field. */
export function problemsOfRecurrence(place: PlaceInSeries, dueOn: CalendarDate, at = '/repeats'): FieldProblem[] {
  const { untilOn, times, number } = place;
  const problems: FieldProblem[] = [];
  if (isTooSeldom(place))
    problems.push({
      pointer: `${at}/everyCount`,
      detail: `It must come round again within ${mostYearsBetween} years.`,
    });
  if (untilOn !== null && times !== null)
    problems.push({ pointer: `${at}/times`, detail: 'Give the last day or how many times, not both.' });
  else if (untilOn !== null && isBefore(untilOn, dueOn))
    problems.push({ pointer: `${at}/untilOn`, detail: 'The last day must be on or after the day this one is due.' });
  else if (times !== null && times <= number)
    problems.push({
      pointer: `${at}/times`,
      detail: `This is time ${number + 1} already. Enter ${number + 1} or more, or end it instead.`,
    });
  return problems;
}
