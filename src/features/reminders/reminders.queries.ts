import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { isAfter } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { invalidField, notFound } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/identifier.js';
import type { CursorParts } from '../../kernel/page.js';
import { instant, namedRef } from '../../platform/database/fragments.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../platform/web/keyset.js';
import type { ReminderListQuery, ReminderPage, ReminderView } from './reminders.dto.js';
import { keptByAgencyOf, resendsOf } from './resends/resend.sql.js';
import { SubjectRegister } from './subject-register.js';

const mostCounted = 1000;

/** Reads of the ledger: the rows about records that the reader may see. */
@Injectable()
export class ReminderQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly subjects: SubjectRegister,
  ) {}

  async list(actor: UserActor, query: ReminderListQuery): Promise<ReminderPage> {
    const limit = query.limit ?? 25;
    const conditions = this.filters(actor, query);
    const after = cursorOf(query.cursor, 'date', 'id');
    if (after) conditions.push(sql`(r.send_on, r.id) < (${after[0]}::date, ${after[1]}::uuid)`);
    const rows = await this.work.read<ReminderView & { cursorKey: CursorParts }>(
      actor,
      sql`select ${columns}, json_build_array(r.send_on, r.id) as "cursorKey" ${this.tablesFor(actor)}
        where ${join(conditions, ' and ')} order by r.send_on desc, r.id desc limit ${limit + 1}`,
    );
    return keysetPage<ReminderView>(rows, limit);
  }

  /** How many rows the reader may see that match, counted up to a thousand. */
  async count(actor: UserActor, query: ReminderListQuery): Promise<{ count: number; more: boolean }> {
    const [{ count }] = await this.work.read<{ count: number }>(
      actor,
      sql`select count(*)::integer as count from (select 1 from reminders r
        where ${join(this.filters(actor, query), ' and ')} limit ${mostCounted + 1}) found`,
    );
    return { count: Math.min(count, mostCounted), more: count > mostCounted };
  }

  async show(actor: UserActor, id: string): Promise<ReminderView> {
    const row = await this.work.readOne<ReminderView>(
      actor,
      sql`select ${columns} ${this.tablesFor(actor)} where r.id = ${id} and ${this.aboutVisibleRecords(actor)}`,
    );
    if (!row) throw notFound('reminder');
    return row;
  }

  private filters(actor: UserActor, query: ReminderListQuery): Sql[] {
    if (query.from && query.to && isAfter(query.from, query.to))
      throw invalidField('?to', 'Enter a last day that is on or after the first.');
    const conditions = [this.aboutVisibleRecords(actor)];
    if (query.state) conditions.push(sql`r.state = ${query.state}`);
    if (query.recordId) conditions.push(sql`r.record_id = ${query.recordId}`);
    if (query.reference) conditions.push(sql`r.record_reference = ${query.reference.toUpperCase()}`);
    if (query.recipient)
      conditions.push(sql`r.recipient_user_id = ${recipientOf(actor, query.recipient)} and ${this.told(actor)}`);
    if (query.from) conditions.push(sql`r.send_on >= ${query.from}`);
    if (query.to) conditions.push(sql`r.send_on <= ${query.to}`);
    return conditions;
  }

  private aboutVisibleRecords(actor: UserActor): Sql {
    return this.subjects.readableBy(actor, 'r', this.clock.today());
  }

  /** `told`: whether the reader hears of the recipient and of what became of the mail. `kept`: whether their agency keeps the record. */
  private tablesFor(actor: UserActor): Sql {
    return sql`from reminders r join reminder_rules rule on rule.id = r.rule_id
      left join users recipient on recipient.id = r.recipient_user_id left join reminder_messages m on m.id = r.message_id
      cross join lateral (select coalesce(${this.told(actor)}, false) as told, ${keptByAgencyOf(actor, this.subjects, 'r')} as kept) known`;
  }

  /**
   * Whom the reminder goes to tells who looks after the record or wrote it up, which an agency that it is shared with does not
   * read. So it is for the record's own agency, and for whoever gets it.
   */
  private told(actor: UserActor): Sql {
    return sql`(r.recipient_user_id is not distinct from ${actor.userId} or ${keptByAgencyOf(actor, this.subjects, 'r')})`;
  }
}

function recipientOf(actor: UserActor, recipient: string): string {
  if (recipient === 'me') return actor.userId;
  if (!isId(recipient)) throw invalidField('?recipient', 'Recipient must be "me" or the id of a user.');
  return recipient;
}

const columns = sql`r.id, json_build_object('code', rule.code, 'name', rule.name) as rule,
  json_build_object('kind', r.record_kind, 'id', r.record_id, 'reference', r.record_reference) as record,
  r.anchor_on as "anchorOn", r.offset_days as "offsetDays", r.day_count as "dayCount",
  case when known.told then r.told_as end as "toldAs", r.send_on as "sendOn", r.state, not known.told as withheld,
  case when known.told then ${namedRef('recipient')} end as recipient, case when known.told then r.reason end as reason,
  case when known.told and m.id is not null then json_build_object('messageId', m.message_id, 'delivery', m.delivery, 'sentAt', ${instant(sql`m.sent_at`)},
    'attempts', m.attempts, 'maybeDuplicate', m.maybe_duplicate, 'lastError', m.last_error) end as message,
  known.told and r.state = 'scheduled' and r.message_id is null and coalesce((select true from notifications n where n.reminder_id = r.id), false)
    as "waitsForDigest",
  case when known.told then ${resendsOf('r')} else '[]'::json end as resends, known.kept and r.state in ('sent', 'failed') as "canResend"`;
