import sql, { join, raw, type Sql } from 'sql-template-tag';
import { bodiesOf } from '../users/user.visibility.js';

/** People who can take a follow-up on: those who may read and close it, and can still sign in. Over the alias of a user. */
const worker = (u: Sql): Sql => sql`(${u}.disabled_at is null and ${u}.role in ('liaison', 'partner'))`;

/** People of one agency or its units whom its follow-ups can be given to. */
export function takersOf(aliasName: string, agencyId: string): Sql {
  const u = raw(aliasName);
  return sql`(${worker(u)} and ${u}.organisation_id in (${bodiesOf(agencyId)}))`;
}

/**
 * The id of whoever has to act on a follow-up, so that nothing drops silently (docs/domain.md, Follow-up): its assignee; else the
 * owner of its agency's relationship with the expert it is about, or the owner of the agreement, or whoever wrote up the
 * interaction; else a deputy; else the agency's lead. Whoever has left or gone to another agency is passed over. Null when
 * there is nobody at all. Over the alias of the follow-up.
 */
export function effectiveAssigneeSql(alias: string | Sql): Sql {
  const f = typeof alias === 'string' ? raw(alias) : alias;
  // One after the other, and each only when the one before found nobody: nearly always the first is enough.
  const candidates = [
    sql`${f}.assignee_user_id`,
    sql`(select r.owner_user_id from relationships r where r.expert_id = ${f}.about_expert_id and r.agency_id = ${f}.agency_id)`,
    sql`(select a.owner_user_id from agreements a where a.id = ${f}.about_agreement_id and a.agency_id = ${f}.agency_id)`,
    sql`(select i.created_by_user_id from interactions i where i.id = ${f}.about_interaction_id and i.agency_id = ${f}.agency_id)`,
    sql`${f}.deputy_user_id`,
    sql`(select r.deputy_user_id from relationships r where r.expert_id = ${f}.about_expert_id and r.agency_id = ${f}.agency_id)`,
    sql`(select a.deputy_user_id from agreements a where a.id = ${f}.about_agreement_id and a.agency_id = ${f}.agency_id)`,
    sql`(select o.lead_user_id from organisations o where o.id = ${f}.agency_id)`,
  ].map(
    (candidate) => sql`(select taker.id from users taker where taker.id = ${candidate} and ${worker(sql`taker`)}
      and (taker.organisation_id = ${f}.agency_id or agency_of(taker.organisation_id) = ${f}.agency_id))`,
  );
  return sql`coalesce(${join(candidates)})`;
}

/**
 * The same person as `{ id, name }`, or null. For the follow-up's own agency alone: whom it falls to tells who owns, or who wrote
 * up, a record that others may not see.
 */
export function effectiveAssigneeRefSql(aliasName: string): Sql {
  return sql`(select json_build_object('id', turn.id, 'name', turn.name) from users turn where turn.id = ${effectiveAssigneeSql(aliasName)})`;
}

/**
 * True for the follow-ups that are assigned to this user or, in an agency that the reader belongs to, fall to them. The
 * expensive question is asked only where nobody who is there is assigned.
 */
export function turnOf(aliasName: string, userId: string, readersAgencyId: string | null): Sql {
  const f = raw(aliasName);
  const assigned = sql`${f}.assignee_user_id = ${userId}`;
  if (readersAgencyId === null) return assigned;
  return sql`(${assigned} or (${f}.agency_id = ${readersAgencyId}
    and (${f}.assignee_user_id is null or ${f}.assignee_user_id not in (select own.id from users own where ${takersOf('own', readersAgencyId)}))
    and ${effectiveAssigneeSql(aliasName)} = ${userId}))`;
}
