import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor } from '../../kernel/actor.js';
import { nothing } from '../../platform/auth/visibility.js';
import { listOf } from '../../platform/database/fragments.js';

/** Tags belong to an agency: nobody outside it reads them, nor the person who carries them. */
export function ownTags(actor: Actor, aliasName: string): Sql {
  if (actor.kind !== 'user' || actor.agencyId === null) return nothing;
  if (actor.role !== 'liaison' && actor.role !== 'partner') return nothing;
  return sql`${raw(aliasName)}.agency_id = ${actor.agencyId}`;
}

/** The reader's agency's tags on the expert of row `aliasName`, by name. */
export function tagsOnExpert(actor: Actor, aliasName: string): Sql {
  return listOf(sql`select json_agg(json_build_object('id', g.id, 'name', g.name) order by g.name)
    from expert_tags given join tags g on g.id = given.tag_id
    where given.expert_id = ${raw(aliasName)}.id and ${ownTags(actor, 'g')}`);
}

/** Whether the expert of row `aliasName` carries a tag of the reader's agency. */
export function taggedWith(actor: Actor, aliasName: string, tagId: string): Sql {
  return sql`exists (select 1 from expert_tags given where given.expert_id = ${raw(aliasName)}.id
    and given.tag_id = (select g.id from tags g where g.id = ${tagId} and ${ownTags(actor, 'g')}))`;
}
