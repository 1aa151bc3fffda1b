import { everyOffset, type DayCount, type DayOffsets } from '../../kernel/day-offsets.js';
import type { FieldProblem } from '../../kernel/domain-error.js';

/** When a rule sends, and from when on it tells others than whoever looks after the record. */
export interface RuleTiming extends DayOffsets {
  /** So many days after the date, counted as the offsets are, the deputy is told too, and after twice as many the lead; null: never. */
  readonly escalateAfter: number | null;
}

/** Two years before the date, in days; a year after it. */
export const earliestOffset = -730;
export const latestOffset = 365;
export const mostOffsets = 12;

/** Which days the mail of a rule can be sent on without saying something untrue: "ends on" before, "overdue since" after. */
export type OffsetSide = 'until' | 'since' | 'after' | 'either';

/** What is wrong with the offsets of a rule, as a sentence; null when they can be kept. */
export function problemOfOffsets(offsets: unknown): string | null {
  if (!Array.isArray(offsets)) return 'Offsets must be a list of whole days, such as [-90, -30].';
  if (offsets.length === 0) return 'Enter at least one day, such as -30 for 30 days before the date.';
  if (offsets.length > mostOffsets) return `Enter ${mostOffsets} days at most.`;
  if (!offsets.every(Number.isInteger)) return 'Enter whole days with commas between them, such as -90, -30, 0.';
  if (offsets.some((offset) => offset < earliestOffset || offset > latestOffset))
    return `Enter days from ${earliestOffset}, two years before the date, to ${latestOffset}, a year after it.`;
  if (new Set(offsets).size < offsets.length) return 'Enter each day once only.';
  return null;
}

/** Why the mail of a rule cannot be sent on these days; null when it can. */
export function refusalOfSide(offsets: readonly number[], side: OffsetSide): string | null {
  if (side === 'until' && offsets.some((offset) => offset > 0))
    return 'The mail of this rule says that a date is to come: enter days before it, such as -30, or 0 for the day itself.';
  if (side === 'since' && offsets.some((offset) => offset < 0))
    return 'The mail of this rule says that something has happened: enter 0 for the day itself, or days after it, such as 7.';
  if (side === 'after' && offsets.some((offset) => offset < 1))
    return 'The mail of this rule says that a date has passed: enter days after it, such as 1 or 7.';
  return null;
}

/** What is wrong with when a rule sends, whose mail can be sent on one side of the date only; empty when nothing is. */
export function problemsOfTiming(timing: RuleTiming, side: OffsetSide): FieldProblem[] {
  const refusal = refusalOfSide(timing.offsets, side);
  if (refusal !== null) return [{ pointer: '/offsets', detail: refusal }];
  const { repeatEvery, repeatTimes, escalateAfter } = timing;
  if (repeatEvery === null && repeatTimes !== null)
    return [{ pointer: '/repeatEvery', detail: 'Enter how many days lie between two of them, such as 7.' }];
  if (repeatEvery !== null && repeatTimes === null)
    return [{ pointer: '/repeatTimes', detail: 'Enter how often it is sent again, such as 4.' }];
  const all = everyOffset(timing);
  const problems: FieldProblem[] = [];
  if (all.at(-1)! > latestOffset)
    problems.push({
      pointer: '/repeatTimes',
      detail: 'The last of them lies more than a year after the date. Repeat it less often.',
    });
  else if (side === 'until' && all.at(-1)! > 0)
    problems.push({
      pointer: '/repeatTimes',
      detail:
        'The mail of this rule says that a date is to come, and the last of them lies after it. Repeat it less often.',
    });
  if (escalateAfter !== null && all.at(-1)! < escalateAfter)
    problems.push({
      pointer: '/escalateAfter',
      detail:
        'Nothing is sent so many days after the date, so nobody else would be told. Enter fewer days, or leave it empty.',
    });
  return problems;
}

/** Where a rule that counts working days sends what is meant for a day that is none: never after what its mail says is to come. */
export function zeroOf(side: OffsetSide): 'before' | 'after' {
  return side === 'since' || side === 'after' ? 'after' : 'before';
}

/** In the order of time, as they are kept. */
export function inOrder(offsets: readonly number[]): number[] {
  // -0 is a number of JSON; it is the day itself.
  return offsets.map((offset) => offset + 0).sort((one, other) => one - other);
}

const minusSigns = /[\u2212\u2013]/g;
const typedOffset = /^[+-]?\d{1,6}$/;

/** "-180, -90, -30" as numbers; what is none is NaN, which `problemOfOffsets` then names. */
export function typedOffsets(text: string): number[] {
  const parts = text.replaceAll(minusSigns, '-').split(/[\s,;]+/);
  return parts.filter((part) => part !== '').map((part) => (typedOffset.test(part) ? Number(part) + 0 : Number.NaN));
}

/** "180, 90 and 30 days before", "on the day", "1 working day after": offsets as people say them, in the order of time. */
export function offsetsInWords(offsets: readonly number[], dayCount: DayCount = 'calendar'): string {
  const days = (numbers: readonly number[]): string => `${listed(numbers)} ${dayWords(dayCount, numbers.at(-1)!)}`;
  const ordered = inOrder(offsets);
  const before = ordered.filter((offset) => offset < 0).map((offset) => -offset);
  const after = ordered.filter((offset) => offset > 0);
  return [
    ...(before.length > 0 ? [`${days(before)} before`] : []),
    ...(ordered.includes(0) ? ['on the day'] : []),
    ...(after.length > 0 ? [`${days(after)} after`] : []),
  ].join(', ');
}

function listed(numbers: readonly number[]): string {
  return numbers.length === 1 ? String(numbers[0]) : `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
}

/** "day", "working days". */
export function dayWords(dayCount: DayCount, count: number): string {
  return `${dayCount === 'working' ? 'working ' : ''}${Math.abs(count) === 1 ? 'day' : 'days'}`;
}

/** All that a rule's timing says, as sentences end: "1 and 7 days after, then every 7 days 4 times". */
export function timingInWords({ offsets, dayCount, repeatEvery, repeatTimes }: DayOffsets): string {
  const first = offsetsInWords(offsets, dayCount);
  if (repeatEvery === null || repeatTimes === null) return first;
  const every =
    repeatEvery === 1 ? `every ${dayWords(dayCount, 1)}` : `every ${repeatEvery} ${dayWords(dayCount, repeatEvery)}`;
  return `${first}, then ${every} ${repeatTimes === 1 ? 'once' : `${repeatTimes} times`}`;
}

/** Who else is told and when, as a sentence; null where nobody is. */
export function escalationInWords({
  escalateAfter,
  dayCount,
}: Pick<RuleTiming, 'escalateAfter' | 'dayCount'>): string | null {
  if (escalateAfter === null) return null;
  const days = (count: number): string => `${count} ${dayWords(dayCount, count)}`;
  return `From ${days(escalateAfter)} after the date the deputy is told too, and from ${days(escalateAfter * 2)} after it the agency’s lead.`;
}
