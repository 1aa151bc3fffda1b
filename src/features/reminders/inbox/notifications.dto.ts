import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { Marking } from '../../../kernel/marking.js';
import { BooleanInQuery, IsInstant, Optional } from '../../../platform/errors/fields.js';
import { ListQuery } from '../../../platform/errors/list-query.js';

export class NotificationListQuery extends ListQuery {
  /** `true`: those you have not marked as read; `false`: those you have. Both unless told. */
  @Optional()
  @BooleanInQuery()
  unread?: boolean;
}

export class ReadNotificationsDto {
  /** Those made up to this instant are marked: the `madeAt` of the newest that you were shown. What arrives meanwhile stays unread. */
  @IsInstant()
  until: string;
}

class NotifiedRecordRef {
  kind: string;
  id: string;
  /** Such as AGR-2026-0007. Of an obligation its agreement's; a follow-up has none, so it says "Follow-up". */
  reference: string;
  /** What the record is called now. */
  title: string;
  marking: Marking;
}

/** Something that you were reminded of: there whether or not the mail could be handed over. */
export class NotificationView {
  id: string;
  record: NotifiedRecordRef;
  /** What it is about, in the words of the mail's subject, as the date stood when it was made. */
  about: string;
  /** The date that matters, Europe/London. */
  anchorOn: CalendarDate;
  /** Days from that date: negative before it. */
  offsetDays: number;
  madeAt: Date;
  /** When you first marked it as read; null while you have not. */
  readAt: Date | null;
}

export class NotificationPage {
  items: NotificationView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}

export class NotificationCountView {
  /** How many are unread, counted up to 1,000. */
  count: number;
  /** True when there are more than that. */
  more: boolean;
}
