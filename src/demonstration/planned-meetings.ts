import type { RunSql } from '../platform/database/run-sql.js';
import { agencyIds } from './bodies.js';
import { shortNameOf } from './experts.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import type { InventedRelationship } from './relationships.js';
import { staffId } from './staff.js';
import type { Timeline } from './timeline.js';

const subjects = ['What the new survey shows', 'Plans for the coming year'] as const;
/** Days from today, and minutes after nine. */
const times: readonly (readonly [days: number, minutes: number])[] = [
  [1, 330],
  [6, 60],
];

/** Two meetings to come for everybody who looks after people, so that the first page has something to announce. */
export async function insertPlannedMeetings(
  run: RunSql,
  time: Timeline,
  leadAgencyId: string,
  relationships: readonly InventedRelationship[],
): Promise<void> {
  const agencies = agencyIds(leadAgencyId);
  const awake = relationships.filter(
    ({ stage, expert }) => ['network_member', 'named_expert', 'partner'].includes(stage) && expert.closed === null,
  );
  const owners = [...new Set(awake.flatMap(({ owner }) => owner ?? []))];
  const planned = owners.flatMap((owner) =>
    awake
      .filter((one) => one.owner === owner)
      .slice(0, times.length)
      .map((one, index) => ({ ...one, owner, index, id: demonstrationId('planned', `${owner}/${index}`) })),
  );
  const createdAt = time.moment(-1, 480);
  const rows = planned.map(({ id, agency, expert, owner, index }): Row => ({
    id,
    agency_id: agencies[agency],
    marking: 'OFFICIAL',
    sharing: 'agency',
    kind: index === 0 ? 'meeting' : 'call',
    happened_at: time.moment(times[index][0], times[index][1]),
    subject: `${subjects[index]}: ${shortNameOf(expert)}`,
    topics: expert.threats,
    chatham_house: false,
    version: 1,
    created_by_user_id: staffId(owner),
    created_at: createdAt,
    updated_at: createdAt,
  }));
  await insertRows(run, 'interactions', rows);
  await insertRows(
    run,
    'interaction_participants',
    planned.flatMap(({ id, expert, owner }) => [took(id, 'expert_id', expert.id), took(id, 'user_id', staffId(owner))]),
  );
}

function took(interactionId: string, column: string, id: string): Row {
  return {
    id: demonstrationId('participant', `${interactionId}/${id}`),
    interaction_id: interactionId,
    ...{ expert_id: null, user_id: null },
    [column]: id,
  };
}
