import { daysBetween, isBefore, type CalendarDate } from '../../kernel/calendar-date.js';
import { dayAt, everyOffset, type DayCounting, type DayOffsets } from '../../kernel/day-offsets.js';

/** What a reminder of an agreement is about: its end, or the last day on which notice counts. */
export type RemindedDate = 'end' | 'notice';

export interface ReminderRule extends DayOffsets {
  readonly about: RemindedDate;
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
  { today, division, holidays }: Pick<DayCounting, 'division' | 'holidays'> & { readonly today: CalendarDate },
): { days: ReminderDay[]; passed: number } {
  const all = rules.flatMap(({ about, ...rule }) => {
    const anchorOn = about === 'end' ? dates.endOn : dates.noticeDeadlineOn;
    if (anchorOn === null || isBefore(anchorOn, today)) return [];
    const counting = { dayCount: rule.dayCount, division, holidays, zero: 'before' } as const;
    return everyOffset(rule).map((offset) => {
      const on = dayAt(anchorOn, offset, counting);
      return { on, about, anchorOn, daysBefore: daysBetween(on, anchorOn) };
    });
  });
  const days = all.filter(({ on }) => !isBefore(on, today));
  return { days: days.sort((one, other) => (one.on < other.on ? -1 : 1)), passed: all.length - days.length };
}
