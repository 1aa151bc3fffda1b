import { addDays, type CalendarDate, londonInstant, weekdayOf } from '../kernel/calendar-date.js';

/** Days are counted from today, backwards negative, so that the demonstration never goes stale. */
export interface Timeline {
  readonly today: CalendarDate;
  day(offset: number): CalendarDate;
  /** An instant in London's office hours on that day. */
  moment(offset: number, minutesAfterNine: number): string;
  /** The offset itself, or the Friday before when it falls on a weekend. */
  workingDay(offset: number): number;
}

export function timelineFrom(today: CalendarDate): Timeline {
  const day = (offset: number): CalendarDate => addDays(today, offset);
  return {
    today,
    day,
    moment: (offset, minutesAfterNine) => {
      const minutes = 9 * 60 + minutesAfterNine;
      const two = (number: number): string => String(number).padStart(2, '0');
      const time = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
      return londonInstant(day(offset), time).toISOString();
    },
    workingDay: (offset) => offset - Math.max(0, weekdayOf(day(offset)) - 5),
  };
}
