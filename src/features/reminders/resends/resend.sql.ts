import sql, { raw, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { instant, listOf, namedRef } from '../../../platform/database/fragments.js';
import type { SubjectRegister } from '../subject-register.js';

/** Whether the row is about a record that the actor's own agency keeps. Asked together with whether they may read it. */
export function keptByAgencyOf(actor: UserActor, subjects: SubjectRegister, aliasName: string): Sql {
  const row = raw(aliasName);
  const ways = subjects.kinds().map(
    (
      subject,
    ) => sql`(${row}.record_kind = ${subject.recordKind} and coalesce((select true from ${raw(subject.table)} record
        where record.id = ${row}.record_id and record.agency_id = ${actor.agencyId}), false))`,
  );
  return sql`(${ways.reduce((one, other) => sql`${one} or ${other}`)})`;
}

/**
 * Which rows somebody may know of when they want one sent again, and which they may send: those about records that they may read
 * and their agency keeps. Administrators look after the mail itself: they may send any row again, and read no record by it.
 */
export function resendableBy(
  actor: UserActor,
  subjects: SubjectRegister,
  aliasName: string,
  today: CalendarDate,
): { known: Sql; may: Sql } {
  if (actor.role === 'admin') return { known: sql`true`, may: sql`true` };
  return { known: subjects.readableBy(actor, aliasName, today), may: keptByAgencyOf(actor, subjects, aliasName) };
}

/** A mail of this row is being handed over: its own, or one that was asked for. */
export function underWaySql(aliasName: string): Sql {
  const r = raw(aliasName);
  return sql`(exists (select 1 from reminder_messages m where m.id = ${r}.message_id and m.state = 'sending')
    or exists (select 1 from reminder_resends s join reminder_messages m on m.id = s.message_id
      where s.reminder_id = ${r}.id and m.state = 'sending'))`;
}

const fields = sql`'id', s.id, 'reminderId', s.reminder_id, 'messageId', m.message_id, 'by', ${namedRef('asker')}, 'reason', s.reason,
  'askedAt', ${instant(sql`s.asked_at`)}, 'state', m.state, 'sentAt', ${instant(sql`m.sent_at`)}, 'lastError', m.last_error`;
const tables = sql`reminder_resends s join reminder_messages m on m.id = s.message_id join users asker on asker.id = s.by_user_id`;

/** Those of one row, the earliest first. */
export function resendsOf(aliasName: string): Sql {
  const r = raw(aliasName);
  return listOf(sql`select json_agg(json_build_object(${fields}) order by s.asked_at, s.id) from ${tables}
    where s.reminder_id = ${r}.id`);
}

/** One that the actor asked for. */
export function ownResendSql(actor: UserActor, id: string): Sql {
  return sql`select json_build_object(${fields}) as resend, s.reminder_id as "reminderId" from ${tables}
    where s.id = ${id} and s.by_user_id = ${actor.userId}`;
}
