import sql, { type Sql } from 'sql-template-tag';
import type { Care } from '../../../kernel/contracts.js';
import { visibleExperts } from '../expert.visibility.js';
import { changeableRelationships } from './relationship.visibility.js';

const select =
  (userId: Sql, where: Sql): Care['select'] =>
  (actor, agencyId, today) => sql`
    select ${userId} as "userId", r.id, e.reference as "pageId", r.version,
      concat_ws(' ', e.title, e.given_name, e.family_name) as title, r.marking,
      ${changeableRelationships(actor, 'r', today)} and ${visibleExperts(actor, 'e', today)} as mine
    from relationships r join experts e on e.id = r.expert_id
    where r.agency_id = ${agencyId} and r.stage <> 'former' and ${where}`;

/** The people whom somebody looks after. */
export const relationshipsOwnedInCare: Care = {
  name: 'relationships.owned',
  recordKind: 'relationship',
  words: ['relationship owned', 'relationships owned'],
  path: '/experts/:id',
  select: select(sql`r.owner_user_id`, sql`r.owner_user_id is not null`),
};

/** The people for whom somebody stands in. */
export const relationshipsDeputiedInCare: Care = {
  name: 'relationships.deputied',
  recordKind: 'relationship',
  words: ['relationship as deputy', 'relationships as deputy'],
  path: '/experts/:id',
  // Of one who owns it as well the first of the two says all.
  select: select(
    sql`r.deputy_user_id`,
    sql`r.deputy_user_id is not null and r.deputy_user_id is distinct from r.owner_user_id`,
  ),
};
