import type { RunSql } from '../platform/database/run-sql.js';
import type { InventedExpert } from './experts.js';
import { demonstrationId, insertRows } from './insert.js';
import { createRandom } from './random.js';
import { staffId } from './staff.js';
import type { Timeline } from './timeline.js';

const tags = [
  { name: 'Conference speaker', share: 0.12 },
  { name: 'Horizon scanning panel', share: 0.08 },
  { name: 'Rapid reviews', share: 0.15 },
];

/** The lead agency's own tags on some people, and a view that the first liaison has kept. */
export async function insertTagsAndViews(
  run: RunSql,
  time: Timeline,
  leadAgencyId: string,
  experts: readonly InventedExpert[],
): Promise<void> {
  const random = createRandom('tags');
  const by = staffId('liaison');
  const rows = tags.map(({ name }) => ({
    id: demonstrationId('tag', name),
    agency_id: leadAgencyId,
    name,
    created_by_user_id: by,
    created_at: time.moment(-200, 500),
  }));
  await insertRows(run, 'tags', rows);
  const ofTheLead = experts.filter(({ agency }) => agency === 'lead');
  const given = tags.flatMap(({ name, share }) =>
    ofTheLead
      .filter(({ number }) => number === 0 || random.chance(share))
      .map(({ id }) => ({
        tag_id: demonstrationId('tag', name),
        expert_id: id,
        tagged_by_user_id: by,
        tagged_at: time.moment(-100, 500),
      })),
  );
  await insertRows(run, 'expert_tags', given);
  await insertRows(run, 'saved_views', [
    {
      id: demonstrationId('saved view', 1),
      user_id: by,
      page: 'experts',
      name: 'Modern slavery in South East Asia',
      query: 'topic=modern+slavery&region=south_east_asia',
      created_at: time.moment(-30, 500),
    },
  ]);
}
