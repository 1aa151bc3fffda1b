import sql, { join, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import type { AccessPolicy } from '../../../platform/auth/permissions.js';
import { everything, nothing } from '../../../platform/auth/visibility.js';
import { visibleUsers } from '../../users/user.visibility.js';

/**
 * Of which entries this reader sees what fields held, over the alias of the entry: of accounts, organisations, terms and the rules
 * of reminders, as far as their role opens them. Every other record's values stay in the database (docs/domain.md, Audit); a new kind is hidden
 * until it is put here.
 */
export function openedEntries(actor: UserActor, policy: AccessPolicy): Sql {
  const may = (permission: string): boolean => policy.allows(actor.role, permission);
  const ways = [
    may('users.read')
      ? sql`(e.record_kind = 'user' and exists (select 1 from users opened where opened.id = e.record_id and ${visibleUsers(actor, 'opened')}))`
      : nothing,
    sql`(e.record_kind = 'organisation' and ${may('organisations.read') ? everything : nothing})`,
    sql`(e.record_kind = 'vocabulary_term' and ${may('vocabularies.read') ? everything : nothing})`,
    sql`(e.record_kind = 'reminder_rule' and ${may('reminder-rules.read') ? everything : nothing})`,
    sql`(e.record_kind = 'bank_holidays' and ${may('bank-holidays.read') ? everything : nothing})`,
  ];
  return sql`(${join(ways, ' or ')})`;
}

/** What the record is called: nothing of its content, only what identifies it. */
export const calledSql: Sql = sql`case e.record_kind
  when 'agreement' then (select a.reference from agreements a where a.id = e.record_id)
  when 'obligation' then (select 'an obligation of ' || a.reference from obligations o join agreements a on a.id = o.agreement_id
    where o.id = e.record_id)
  when 'amendment' then (select 'amendment ' || m.number || ' of ' || a.reference from agreement_amendments m
    join agreements a on a.id = m.agreement_id where m.id = e.record_id)
  when 'expert' then (select x.reference from experts x where x.id = e.record_id)
  when 'user' then (select u.name from users u where u.id = e.record_id)
  when 'organisation' then (select o.name from organisations o where o.id = e.record_id)
  when 'vocabulary_term' then (select t.label from vocabulary_terms t where t.id = e.record_id)
  when 'reminder' then (select 'a reminder of ' || r.record_reference from reminders r where r.id = e.record_id)
  when 'reminder_rule' then (select 'the rule “' || r.name || '”' from reminder_rules r where r.id = e.record_id)
  end`;

/** The records that a reference names. */
export function namedRecords(reference: string): Sql {
  return sql`(select a.id from agreements a where a.reference = ${reference}
    union all select x.id from experts x where x.reference = ${reference})`;
}

/** The names of the bodies, people and terms that an opened entry's values name by id. */
export const namesSql: Sql = sql`(select json_object_agg(named.id, named.name) from (
    select o.id, o.name from organisations o where o.id = any(mentioned.ids)
    union all select u.id, u.name from users u where u.id = any(mentioned.ids)) named)`;
