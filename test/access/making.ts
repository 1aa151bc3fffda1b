import { newId } from '../../src/kernel/identifier.js';
import type { TestApp } from '../support/app.js';
import type { Person as User } from '../support/factory.js';
import { canary, columnsOf } from './canaries.js';
import type { Person } from './people.js';
import type { Kind } from './reach.js';

export type Row = Record<string, unknown>;

export interface SceneRecord {
  readonly id: string;
  readonly reference?: string;
  /** The parameters of a path that names it. */
  readonly path: Record<string, string>;
  /** The same path for one that is not there. */
  readonly absent: Record<string, string>;
}

export type Records = Record<Kind, Record<string, SceneRecord>>;

export interface Agencies {
  readonly a: string;
  readonly b: string;
  readonly c: string;
  /** Where the academic and the host work. */
  readonly campus: string;
}

/** What the makers of records need: the people, the agencies and what has been made so far. */
export interface Making {
  readonly t: TestApp;
  readonly agencies: Agencies;
  readonly user: Record<Person, User>;
  /** Colleagues of agency A and of agency B who never call: they stand where somebody must, without making a caller `named`. */
  readonly clerks: { readonly a: User; readonly b: User };
  readonly records: Records;
}

/** A canary for every text column of a kind that the table itself has. */
export function texts(kind: Kind, className: string, columns = columnsOf[kind]): Row {
  return Object.fromEntries(columns.map((column) => [column, textOf(kind, className, column)]));
}

function textOf(kind: Kind, className: string, column: string): string | string[] {
  const text = canary(kind, className, column);
  if (column === 'email') return `${text}@agency.example`;
  if (column === 'website') return `https://${text}.example`;
  return ['languages', 'aliases', 'email_domains'].includes(column) ? [text] : text;
}

export function keep(
  records: Records,
  kind: Kind,
  className: string,
  record: { id: string; reference?: string },
  path: Row = { id: record.id },
  absent: Row = { id: newId() },
): void {
  records[kind][className] = {
    id: record.id,
    reference: record.reference,
    path: path as Record<string, string>,
    absent: absent as Record<string, string>,
  };
}

/** A person with a post of today and one of former times. */
export async function makeExpert(
  { t: { make }, records }: Pick<Making, 't' | 'records'>,
  className: string,
  given: Row & { agency_id: string },
): Promise<string> {
  const own = columnsOf.expert.filter((column) => !/^(post|former|declared)_/.test(column));
  const expert = await make.expert({ ...texts('expert', className, own), ...given });
  const text = (column: string): string => canary('expert', className, column);
  const post = { expert_id: expert.id, department: text('post_department'), role: text('post_role') };
  const affiliationId = newId();
  await make.affiliation({ ...post, id: affiliationId });
  await make.affiliation({
    expert_id: expert.id,
    department: text('former_department'),
    role: text('former_role'),
    started_on: '2010-09-01',
    ended_on: '2020-08-31',
    is_primary: false,
  });
  // By whomever: only who reads it matters here.
  const { id: declared_by_user_id } = await make.user('host', (await make.organisation()).id);
  await make.row('declarations', {
    id: newId(),
    expert_id: expert.id,
    declared_on: '2026-01-05',
    funding: text('declared_funding'),
    foreign_ties: text('declared_foreign_ties'),
    commercial_interests: text('declared_commercial_interests'),
    expert_witness_work: text('declared_expert_witness_work'),
    declared_by_user_id,
    created_at: new Date('2026-01-05T09:00:00Z'),
  });
  keep(records, 'expert', className, expert, { id: expert.id, affiliationId }, { id: newId(), affiliationId: newId() });
  return expert.id;
}
