import { applyDecorators } from '@nestjs/common';
import { ApiProperty, OmitType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, ValidateBy } from 'class-validator';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { dayCounts, type DayCount } from '../../../kernel/day-offsets.js';
import { NumberInQuery, Nullable, OneOf, Optional, Text, WholeNumber } from '../../../platform/errors/fields.js';
import { problemOfOffsets, typedOffsets } from '../reminder.offsets.rules.js';
import {
  reminderStates,
  toldAs,
  type RecipientRef,
  type RemindedRecordRef,
  type ReminderState,
  type ToldAs,
} from '../reminders.dto.js';

function AreOffsets(): PropertyDecorator {
  return ValidateBy({
    name: 'areOffsets',
    validator: {
      validate: (value) => problemOfOffsets(value) === null,
      defaultMessage: (args) => problemOfOffsets(args?.value) ?? '',
    },
  });
}

/** Days from a date, as a rule keeps them. */
function Offsets(): PropertyDecorator {
  return applyDecorators(ApiProperty({ type: 'integer', isArray: true }), AreOffsets());
}

export class ChangeReminderRuleDto {
  /** What people call it: in the ledger, and on the page of what it reminds of. */
  @Optional()
  @Text({ max: 120 })
  name?: string;

  /**
   * Whole days from the date, negative before it: 1 to 12 of them from -730 to 365, no two alike. The mail of the rule may
   * allow only days before the date, or only days after it.
   */
  @Optional()
  @Offsets()
  offsets?: number[];

  /** `calendar`: every day counts. `working`: from Monday to Friday, without the bank holidays of the agency that keeps the record. */
  @Optional()
  @OneOf(dayCounts)
  dayCount?: DayCount;

  /** After the last offset it is sent again every so many days, 1 to 90, counted alike; null with `repeatTimes` for no more. */
  @Nullable()
  @WholeNumber(1, 90)
  repeatEvery?: number | null;

  /** How often it is sent again, 1 to 24 times, for as long as the date still matters. */
  @Nullable()
  @WholeNumber(1, 24)
  repeatTimes?: number | null;

  /** From so many days after the date the deputy is told too, from twice as many the agency’s lead: 1 to 180; null for nobody. */
  @Nullable()
  @WholeNumber(1, 180)
  escalateAfter?: number | null;

  /** False: it sends nothing more, and what is unsent is superseded. */
  @Optional()
  @IsBoolean()
  enabled?: boolean;
}

/** Another timing than the rule's own, to look at: nothing is kept. What is left out is as the rule has it. */
class TimingQuery {
  /** Other days, with commas between them, such as `-90,-30`. */
  @Optional()
  @ApiProperty({ type: String })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? typedOffsets(value) : value))
  @AreOffsets()
  offsets?: number[];

  @Optional()
  @OneOf(dayCounts)
  dayCount?: DayCount;

  /** 0: it is not repeated. */
  @Optional()
  @NumberInQuery(0, 90)
  repeatEvery?: number;

  /** 0: it is not repeated. */
  @Optional()
  @NumberInQuery(0, 24)
  repeatTimes?: number;

  /** 0: nobody else is told. */
  @Optional()
  @NumberInQuery(0, 180)
  escalateAfter?: number;
}

export class PreviewQuery extends TimingQuery {}

export class TrialQuery extends TimingQuery {
  /** The reference of the record, such as AGR-2026-0007, or its id. */
  @Text({ max: 40 })
  record: string;
}

class ReminderMailView {
  subject: string;
  text: string;
}

export class ReminderRuleView {
  id: string;
  version: number;
  code: string;
  name: string;
  /** The date it is about. */
  subject: string;
  /** Days from that date: negative before it. */
  offsets: number[];
  /** How those days are counted. */
  @ApiProperty({ enum: dayCounts })
  dayCount: DayCount;
  /** After the last of them again every so many days; null: never. */
  repeatEvery: number | null;
  repeatTimes: number | null;
  /** From so many days after the date the deputy is told too, from twice as many the agency’s lead; null: nobody. */
  escalateAfter: number | null;
  /** A sentence when it counts working days beyond the bank holidays that are loaded; null otherwise. */
  warning: string | null;
  enabled: boolean;
  /** The mail of the first offset, as it would be for an invented record. */
  example: ReminderMailView;
  /** How many fall due in the next 30 days as the dates stand, of records that you may see; of every record for administrators. */
  next30Days: number;
}

export class ReminderRuleList {
  items: ReminderRuleView[];
}

class PreviewedDayView {
  /** Europe/London, from 08:00. */
  sendOn: CalendarDate;
  count: number;
}

class PreviewedRecipientView {
  /** Null: nobody looks after these records, so nothing would be sent. */
  recipient: RecipientRef | null;
  count: number;
}

class PreviewedReminderView {
  /** The day it would be sent, from 08:00 Europe/London; today for one whose own day has passed and that would be made up for. */
  sendOn: CalendarDate;
  /** The date that matters, Europe/London. */
  anchorOn: CalendarDate;
  /** Days from that date as the rule counts them: negative before it. */
  offsetDays: number;
  record: RemindedRecordRef;
  /** True when another agency keeps the record and the reminder would not be to you: then the recipient is not told, and is null. */
  withheld: boolean;
  /** Null when nobody looks after the record, and when it is withheld. */
  recipient: RecipientRef | null;
}

class TriedReminderView extends OmitType(PreviewedReminderView, ['withheld']) {
  /** `deputy` and `lead`: they are told as well, because it was not dealt with for so long. */
  @ApiProperty({ enum: toldAs })
  toldAs: ToldAs;
  /** What stands in the ledger, or what would come of it: `scheduled` is to be sent, `skipped` would not be. */
  @ApiProperty({ enum: reminderStates })
  state: ReminderState;
  /** Why it is not sent; null when it is. */
  reason: string | null;
  /** The mail as it would be. */
  mail: ReminderMailView;
}

/** What a rule does about one record as its dates and people stand now, in the order of time. It writes nothing. */
export class ReminderRuleTrial {
  ruleId: string;
  /** The last date that was looked at. */
  to: CalendarDate;
  /** As of the rule. */
  warning: string | null;
  /** Empty when the record has no date for this rule, or is none that you may try it on. */
  items: TriedReminderView[];
}

/** Whom a rule would reach as dates and people stand now. It counts what you may read; for administrators every record. */
export class ReminderRulePreview {
  ruleId: string;
  /** The days that were looked at: those asked for, or the rule's own. */
  offsets: number[];
  @ApiProperty({ enum: dayCounts })
  dayCount: DayCount;
  repeatEvery: number | null;
  repeatTimes: number | null;
  escalateAfter: number | null;
  /** As of the rule, for the days that were looked at. */
  warning: string | null;
  /** Whether the rule is in use. Of one that is switched off this is what it would send if it were not. */
  enabled: boolean;
  /** The first and the last day that were looked at, Europe/London: today and 90 days from it. */
  from: CalendarDate;
  to: CalendarDate;
  /** How many reminders, whether or not they are among `items`. */
  total: number;
  /** How many on each day that has any. */
  days: PreviewedDayView[];
  /** How many to each person, most first, 200 people at most; without those that you are not told of. */
  recipients: PreviewedRecipientView[];
  /** The first 200 by day, of records that you may read: none for administrators, whose figures open no record. */
  items: PreviewedReminderView[];
}
