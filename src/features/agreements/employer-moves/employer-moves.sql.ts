import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { instant, listOf, namedRef } from '../../../platform/database/fragments.js';
import { visibleExperts } from '../../experts/expert.visibility.js';

/** The moves that flag the agreement of a row, of people whom the reader may see; those that nobody has settled first. */
export function employerMovesSql(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  return listOf(sql`select json_agg(json_build_object('id', m.id,
      'expert', json_build_object('id', e.id, 'reference', e.reference, 'name', concat_ws(' ', e.title, e.given_name, e.family_name)),
      'organisation', ${namedRef('o')}, 'leftOn', m.left_on, 'flaggedAt', ${instant(sql`m.flagged_at`)},
      'settlement', case when m.settled_at is not null then json_build_object('outcome', m.outcome, 'reason', m.settlement_reason,
        'settledAt', ${instant(sql`m.settled_at`)}, 'settledBy', ${namedRef('settler')}) end)
      order by m.settled_at is not null, m.left_on, e.family_name, m.id)
    from agreement_employer_moves m
    join experts e on e.id = m.expert_id
    join organisations o on o.id = m.organisation_id
    left join users settler on settler.id = m.settled_by_user_id
    where m.agreement_id = ${raw(aliasName)}.id and ${visibleExperts(actor, 'e', today)}`);
}
