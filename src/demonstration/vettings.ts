import type { RunSql } from '../platform/database/run-sql.js';
import { agencyIds } from './bodies.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import { createRandom } from './random.js';
import type { InventedRelationship } from './relationships.js';
import { staffId, workersOf } from './staff.js';
import type { Timeline } from './timeline.js';

const levels = { bpss: 3, ctc: 3, sc: 4, nppv2_abbreviated: 2, nppv3: 1 };

/** Some of those who advise or work with an agency are vetted: most in date, some nearly or already past it, some not yet. */
export async function insertVettings(
  run: RunSql,
  time: Timeline,
  leadAgencyId: string,
  relationships: readonly InventedRelationship[],
): Promise<void> {
  const random = createRandom('vettings');
  const agencies = agencyIds(leadAgencyId);
  const close = relationships.filter(({ stage }) => stage === 'partner' || stage === 'named_expert');
  const vetted = close.filter(({ expert }) => expert.number === 0 || random.chance(0.35));
  const rows = vetted.map(({ id, expert, agency, owner }): Row => {
    const sought = expert.number !== 0 && random.chance(0.15);
    const granted = -random.pick([60, 200, 400, 700, 1000, 1060, 1120]);
    const created = time.moment(sought ? -20 : granted, 300);
    return {
      id: demonstrationId('vetting', id),
      expert_id: expert.id,
      agency_id: agencies[agency],
      level: expert.number === 0 ? 'ctc' : random.weighted(levels),
      status: sought ? 'in_progress' : 'granted',
      granted_on: sought ? null : time.day(granted),
      expires_on: sought ? null : time.day(granted + 1095),
      created_by_user_id: staffId(owner ?? workersOf[agency][0]),
      created_at: created,
      updated_at: created,
      version: 1,
    };
  });
  await insertRows(run, 'vettings', rows);
}
