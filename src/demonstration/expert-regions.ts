import { vocabularyTermId } from '../features/vocabularies/register/load-vocabularies.js';
import type { RunSql } from '../platform/database/run-sql.js';
import type { InventedExpert } from './experts.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import { createRandom } from './random.js';
import type { Timeline } from './timeline.js';

const regions = {
  uk: 30,
  london: 10,
  wales: 8,
  scotland: 8,
  north_west: 8,
  western_europe: 10,
  western_balkans: 14,
  west_africa: 12,
  south_east_asia: 12,
  south_asia: 8,
  central_america_caribbean: 6,
  south_america: 6,
};
const strands = { upstream: 30, overseas: 40, online: 30 };

/** The parts of the world that people study, and the strand they serve. */
export async function insertRegions(run: RunSql, time: Timeline, experts: readonly InventedExpert[]): Promise<void> {
  const random = createRandom('expert regions');
  const rows = experts.flatMap((expert): Row[] => {
    const createdAt = time.moment(expert.createdOffset, 486);
    const chosen =
      expert.number === 0 ? ['south_east_asia', 'uk'] : [random.weighted(regions), random.weighted(regions)];
    const row = (scheme: string, code: string): Row => ({
      id: demonstrationId('expertise', `${expert.number}/${scheme}/${code}`),
      expert_id: expert.id,
      term_id: vocabularyTermId(scheme, code),
      level: 'secondary',
      source: 'liaison',
      confirmed_on: time.day(expert.createdOffset),
      created_at: createdAt,
      updated_at: createdAt,
    });
    return [...new Set(chosen)].map((code) => row('region', code)).concat(row('strand', random.weighted(strands)));
  });
  await insertRows(run, 'expertise', rows);
}
