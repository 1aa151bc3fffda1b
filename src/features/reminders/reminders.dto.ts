import { ApiProperty } from '@nestjs/swagger';
import { dayCounts, type DayCount } from '../../kernel/day-offsets.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { IsDate, IsId, OneOf, Optional, Text } from '../../platform/errors/fields.js';
import { ListQuery } from '../../platform/errors/list-query.js';
import type { Delivery } from './delivery/delivery.rules.js';
import { ResendView } from './resends/resends.dto.js';

export const reminderStates = ['scheduled', 'sent', 'skipped', 'failed', 'superseded'] as const;
export type ReminderState = (typeof reminderStates)[number];

/** Why somebody is told: they look after the record, or it was not dealt with for so long that they are told as well. */
export const toldAs = ['owner', 'deputy', 'lead'] as const;
export type ToldAs = (typeof toldAs)[number];

export class ReminderListQuery extends ListQuery {
  @Optional()
  @OneOf(reminderStates)
  state?: ReminderState;

  /** The agreement or follow-up it is about. */
  @Optional()
  @IsId()
  recordId?: string;

  /** The reference of the agreement it is about, such as AGR-2026-0007. */
  @Optional()
  @Text({ max: 40 })
  reference?: string;

  /** `me`, or the id of a user: of somebody else only reminders about the records of your agency. */
  @Optional()
  @Text({ max: 36 })
  recipient?: string;

  /** To be sent on or after this day, Europe/London. */
  @Optional()
  @IsDate()
  from?: CalendarDate;

  /** To be sent on or before this day, Europe/London. */
  @Optional()
  @IsDate()
  to?: CalendarDate;
}

export class ReminderRuleRef {
  code: string;
  name: string;
}

export class RemindedRecordRef {
  kind: string;
  id: string;
  reference: string;
}

export class RecipientRef {
  id: string;
  name: string;
}

class ReminderMessageView {
  /** The mail's Message-ID: the same however often it was tried, and the same for all that one mail carries. */
  messageId: string;
  /** `daily` or `weekly` when the mail gathers what its recipient is reminded of. */
  delivery: Delivery;
  sentAt: Date | null;
  attempts: number;
  /** True when a worker died while it was being handed over: it may have arrived twice. */
  maybeDuplicate: boolean;
  lastError: string | null;
}

/** One row of the ledger: one rule, record, date, offset and recipient. */
export class ReminderView {
  id: string;
  rule: ReminderRuleRef;
  record: RemindedRecordRef;
  /** The date that matters, Europe/London. */
  anchorOn: CalendarDate;
  /** Days from that date as its rule counts them: negative before it. */
  offsetDays: number;
  @ApiProperty({ enum: dayCounts })
  dayCount: DayCount;
  /** The day it is sent, from 08:00 Europe/London. */
  sendOn: CalendarDate;
  /**
   * True when another agency keeps the record and the reminder is not to you: then the recipient, the reason and the message are
   * not told, and are null.
   */
  withheld: boolean;
  /** Null when nobody looks after the record, and when it is withheld. */
  recipient: RecipientRef | null;
  /** `owner`: whoever looks after the record. `deputy` and `lead` are told as well; null when it is withheld. */
  @ApiProperty({ enum: toldAs, nullable: true })
  toldAs: ToldAs | null;
  state: ReminderState;
  /** Why it was skipped, superseded or failed; null when it is withheld. */
  reason: string | null;
  /** Null while there is none, and when it is withheld. */
  message: ReminderMessageView | null;
  /** True while it stands in its recipient's inbox and its mail waits for their daily or weekly digest; false when it is withheld. */
  waitsForDigest: boolean;
  /** When it was sent again by hand, by whom and why, the earliest first; empty when it is withheld. */
  resends: ResendView[];
  /** True when your agency keeps the record and it was sent or failed: it may be sent again. */
  canResend: boolean;
}

export class ReminderPage {
  items: ReminderView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}
