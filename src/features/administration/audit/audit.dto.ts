import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { Role } from '../../../kernel/actor.js';
import { Holds, IsDate, Optional, Text } from '../../../platform/errors/fields.js';
import { ListQuery } from '../../../platform/errors/list-query.js';

const code = /^[a-z][a-z_.-]{0,59}$/;

/** A code of ours, such as the kind of a record. One that nothing has finds nothing. */
function Code(what: string): PropertyDecorator {
  return Holds(
    'isCode',
    (value) => typeof value === 'string' && code.test(value),
    (label) => `${label} must be ${what}.`,
  );
}

export class AuditFilters extends ListQuery {
  /** Part of the name or e-mail address of who did it. */
  @Optional()
  @Text({ max: 200 })
  person?: string;

  /** Of the record, such as `agreement`. */
  @Optional()
  @Code('a kind of record, such as agreement')
  kind?: string;

  /** The reference of an agreement or expert, or the id of any record. */
  @Optional()
  @Text({ max: 60 })
  record?: string;

  /** Such as `agreement.approve`. */
  @Optional()
  @Code('what was done, such as agreement.approve')
  action?: string;

  /** The first day, Europe/London. */
  @Optional()
  @IsDate()
  from?: CalendarDate;

  /** The last day, Europe/London. */
  @Optional()
  @IsDate()
  to?: CalendarDate;
}

export class AuditListQuery extends AuditFilters {}

class AuditPersonView {
  id: string;
  name: string;
  role: Role;
}

class AuditedRecordView {
  kind: string;
  id: string;
  /** Its reference, or the name of an account, an organisation or a term. Null for records that have none. */
  called: string | null;
}

class AuditChangeView {
  field: string;
  /** As people read it; null when it held nothing. */
  before: string | null;
  after: string | null;
}

export class AuditEntryView {
  id: string;
  at: Date;
  /** Null when the product did it itself. */
  person: AuditPersonView | null;
  /** The job that did it; null when a person did. */
  job: string | null;
  /** Such as `agreement.approve`. */
  action: string;
  record: AuditedRecordView;
  /** What happened, in plain English. */
  sentence: string;
  /** The fields that changed. */
  fields: string[];
  /** With what they held before and after: only of records that you may open, otherwise null. */
  changes: AuditChangeView[] | null;
}

export class AuditPage {
  items: AuditEntryView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}

export class AuditCountView {
  /** Exact up to 1,000. */
  count: number;
  /** True when there are more than that. */
  more: boolean;
}
