import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsString, MaxLength } from 'class-validator';
import { IsDate, ListOf, ObjectOf, OneOf, Optional, Text } from '../../platform/errors/fields.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { bankHolidayDivisions, type BankHolidayDivision } from '../../kernel/working-days.js';

/** One event of the file that GOV.UK publishes. */
export class BankHolidayEventDto {
  @IsDate()
  date: CalendarDate;

  @Text({ max: 200 })
  title: string;

  /** Stands in the file and is not kept. */
  @Optional()
  @IsString()
  @MaxLength(200)
  notes?: string;

  /** Stands in the file and is not kept. */
  @Optional()
  @IsBoolean()
  bunting?: boolean;
}

export class BankHolidayDivisionDto {
  /** As GOV.UK repeats it. */
  @Optional()
  @OneOf(bankHolidayDivisions)
  division?: BankHolidayDivision;

  @ListOf(() => BankHolidayEventDto, 1000)
  events: BankHolidayEventDto[];
}

/** The content of bank-holidays.json as GOV.UK publishes it: a division that is left out stays as it is. */
export class LoadBankHolidaysDto {
  @Optional()
  @ObjectOf(() => BankHolidayDivisionDto)
  'england-and-wales'?: BankHolidayDivisionDto;

  @Optional()
  @ObjectOf(() => BankHolidayDivisionDto)
  scotland?: BankHolidayDivisionDto;

  @Optional()
  @ObjectOf(() => BankHolidayDivisionDto)
  'northern-ireland'?: BankHolidayDivisionDto;
}

export class BankHolidayView {
  @ApiProperty({ enum: bankHolidayDivisions })
  division: BankHolidayDivision;
  heldOn: CalendarDate;
  title: string;
}

/** Every bank holiday that working days are counted by. */
export class BankHolidayList {
  /** The last day of which it is known whether it is one: the end of the last year that every division has. Null: none are loaded. */
  knownUntil: CalendarDate | null;
  /** What to do, as a sentence, when days within the next year are not known; null when they are. */
  warning: string | null;
  /** By division and day, never cut. */
  items: BankHolidayView[];
}
