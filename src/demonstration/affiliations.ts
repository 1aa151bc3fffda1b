import type { RunSql } from '../platform/database/run-sql.js';
import { inventedInstitutions } from './bodies.js';
import type { InventedEmployerMove } from './employer-moves.js';
import type { InventedExpert } from './experts.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import { createRandom, type Random } from './random.js';
import { subjects } from './subjects.js';
import type { Timeline } from './timeline.js';

const roles: Record<string, readonly string[]> = {
  Professor: ['Professor', 'Professor and Head of Department', 'Professor Emeritus'],
  Dr: ['Lecturer', 'Senior Lecturer', 'Research Fellow', 'Associate Professor', 'Reader'],
  other: ['Research Assistant', 'Doctoral Researcher', 'Research Associate', 'Senior Analyst'],
};

export async function insertAffiliations(
  run: RunSql,
  time: Timeline,
  experts: readonly InventedExpert[],
  moves: readonly InventedEmployerMove[],
): Promise<void> {
  const random = createRandom('affiliations');
  const rows = experts.flatMap((expert) => {
    const move = moves.find((one) => one.expert === expert);
    const before = affiliationsOf(random, time, expert);
    return move === undefined ? before : moved(time, before, move);
  });
  await insertRows(run, 'affiliations', rows);
}

export function affiliationId(expert: InventedExpert, name: string): string {
  return demonstrationId('affiliation', `${expert.number}/${name}`);
}

/** Lately: the primary post is closed, and another is open from the day after. */
function moved(time: Timeline, before: readonly Row[], { expert, to, leftOffset }: InventedEmployerMove): Row[] {
  const id = affiliationId(expert, 'current');
  const changedAt = time.moment(leftOffset + 1, 30);
  return before.flatMap((row) => {
    if (row.id !== id) return [row];
    const closed = { ...row, ended_on: time.day(leftOffset), updated_at: changedAt };
    const opened = {
      ...row,
      id: affiliationId(expert, 'new'),
      organisation_id: to.id,
      started_on: time.day(leftOffset + 1),
      created_at: changedAt,
      updated_at: changedAt,
    };
    return [closed, opened];
  });
}

/** A move closes one affiliation and opens another; some people also hold a second post. */
function affiliationsOf(random: Random, time: Timeline, expert: InventedExpert): Row[] {
  const createdAt = time.moment(expert.createdOffset, 490);
  const role = random.pick(roles[expert.title ?? 'other'] ?? roles.other);
  const startOffset = expert.createdOffset - random.integer(100, 2600);
  const elsewhere = random.sample(
    inventedInstitutions.filter((body) => body !== expert.employer),
    2,
  );
  const row = (name: string, organisationId: string, from: number | null, to: number | null, more: Row): Row => ({
    id: affiliationId(expert, name),
    expert_id: expert.id,
    organisation_id: organisationId,
    department: expert.department,
    role,
    started_on: from === null ? null : time.day(from),
    ended_on: to === null ? null : time.day(to),
    is_primary: false,
    created_at: createdAt,
    updated_at: createdAt,
    ...more,
  });
  const rows: Row[] = [];
  const { employer } = expert;
  if (employer === null) {
    rows.push(row('last', elsewhere[0].id, startOffset, Math.ceil(expert.createdOffset / 2), { is_primary: true }));
    return rows;
  }
  rows.push(row('current', employer.id, startOffset, null, { is_primary: true }));
  if (random.chance(0.25)) {
    const from = random.chance(0.2) ? null : startOffset - random.integer(300, 2500);
    const department = random.pick(subjects[expert.threats[0]].departments);
    rows.push(row('earlier', elsewhere[0].id, from, startOffset - 1, { department, role: 'Research Fellow' }));
  }
  if (random.chance(0.1)) {
    rows.push(row('second', elsewhere[1].id, startOffset + 60, null, { department: null, role: 'Visiting Fellow' }));
  }
  return rows;
}
