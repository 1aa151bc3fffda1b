import sql from 'sql-template-tag';
import type { AgencyFigure } from '../../../kernel/contracts.js';
import { visibleExperts } from '../expert.visibility.js';
import { knowableRelationships } from './relationship.visibility.js';

/**
 * The people an agency keeps a relationship with, as far as the reader may know that it exists. In the order of the index, or
 * the planner reads the whole table for an agency that has none, because most rows belong to the few that have many.
 */
export const relationshipsKept: AgencyFigure = {
  name: 'relationships.kept',
  records: (actor, agencyId, today) => sql`
    select r.id from relationships r join experts e on e.id = r.expert_id
    where r.agency_id = ${agencyId} and ${knowableRelationships(actor, 'r', today)} and ${visibleExperts(actor, 'e', today)}
    order by r.expert_id`,
};
