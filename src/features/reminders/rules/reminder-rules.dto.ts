import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, ValidateBy } from 'class-validator';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { Optional, Text } from '../../../platform/errors/fields.js';
import { problemOfOffsets, typedOffsets } from '../reminder.offsets.rules.js';
import type { RecipientRef, RemindedRecordRef } from '../reminders.dto.js';

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

  /** False: it sends nothing more, and what is unsent is superseded. */
  @Optional()
  @IsBoolean()
  enabled?: boolean;
}

export class PreviewQuery {
  /** Other days to look at, with commas between them, such as `-90,-30`: nothing is kept. Without them those of the rule. */
  @Optional()
  @ApiProperty({ type: String })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? typedOffsets(value) : value))
  @AreOffsets()
  offsets?: number[];
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
  /** Days from that date: negative before it. */
  offsetDays: number;
  record: RemindedRecordRef;
  /** True when another agency keeps the record and the reminder would not be to you: then the recipient is not told, and is null. */
  withheld: boolean;
  /** Null when nobody looks after the record, and when it is withheld. */
  recipient: RecipientRef | null;
}

/** Whom a rule would reach as dates and people stand now. It counts what you may read; for administrators every record. */
export class ReminderRulePreview {
  ruleId: string;
  /** The days that were looked at: those asked for, or the rule's own. */
  offsets: number[];
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
