import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { recurrenceUnits, type RecurrenceUnit } from '../../../kernel/recurrence.js';
import { IsDate, Nullable, OneOf, WholeNumber } from '../../../platform/errors/fields.js';

/** How it comes round again, until a day, a number of times, or for ever. */
export class RecurrenceDto {
  /** Every so many days, weeks, months or years; ten years at most. */
  @WholeNumber(1, 3650)
  everyCount: number;

  /** Months and years are counted from the first due day and clamp at the end of a shorter month, never from a clamped day. */
  @OneOf(recurrenceUnits)
  everyUnit: RecurrenceUnit;

  /** The last day on which it may be due again, Europe/London. Instead of `times`. */
  @Nullable()
  @IsDate()
  untilOn?: CalendarDate | null;

  /** How many times in all, the first among them. A time that is left out because its day has passed is counted. Instead of `untilOn`. */
  @Nullable()
  @WholeNumber(1, 1000)
  times?: number | null;
}

/** How one of a series comes round again. */
export class RecurrenceView {
  everyCount: number;
  everyUnit: RecurrenceUnit;
  /** The day of the first time, from which all others are counted. */
  firstOn: CalendarDate;
  /** Which time this is, the first being 1. Times that were left out are counted. */
  number: number;
  untilOn: CalendarDate | null;
  times: number | null;
  /** The day on which the next would be due if this one were closed today; null when this is the last, or closed. */
  nextOn: CalendarDate | null;
}
