import { addDays, isBefore, type CalendarDate } from '../../kernel/calendar-date.js';

/** What a reminder of an agreement is about: its end, or the last day on which notice counts. */
export type RemindedDate = 'end' | 'notice';

export interface ReminderRule {
  readonly about: RemindedDate;
  /** Days from the date: negative before it. */
  readonly offsets: readonly number[];
}

export interface ReminderDay {
  readonly on: CalendarDate;
  readonly about: RemindedDate;
  readonly anchorOn: CalendarDate;
  readonly daysBefore: number;
}

/**
 * The days on which an agreement with these dates would be reminded of, once it is in force, in their order. Those whose day has
 * passed already are counted only: the engine makes up for them with one reminder a date (docs/architecture.md, Reminders).
 */
export function reminderDays(
  dates: { readonly endOn: CalendarDate | null; readonly noticeDeadlineOn: CalendarDate | null },
  rules: readonly ReminderRule[],
  today: CalendarDate,
): { days: ReminderDay[]; passed: number } {
  const all = rules.flatMap(({ about, offsets }) => {
    const anchorOn = about === 'end' ? dates.endOn : dates.noticeDeadlineOn;
    if (anchorOn === null || isBefore(anchorOn, today)) return [];
    return offsets.map((offset) => ({ on: addDays(anchorOn, offset), about, anchorOn, daysBefore: -offset }));
  });
  const days = all.filter(({ on }) => !isBefore(on, today));
  return { days: days.sort((one, other) => (one.on < other.on ? -1 : 1)), passed: all.length - days.length };
}
