import { canary } from './canaries.js';
import { matrix, type Row } from './matrix.js';
import type { Person } from './people.js';
import type { Kind } from './reach.js';
import type { World } from './world.js';

type Table = readonly [name: string, idColumn: string];

/** Where the words of each kind of record are kept: its own table first, then those around it. */
export const tablesOf: Partial<Record<Kind, readonly Table[]>> = {
  agreement: [
    ['agreements', 'id'],
    ['agreement_people', 'agreement_id'],
    ['agreement_parties', 'agreement_id'],
    ['agreement_approvals', 'agreement_id'],
    ['agreement_beneficiaries', 'agreement_id'],
    ['agreement_employer_moves', 'agreement_id'],
    ['agreement_renewal_decisions', 'agreement_id'],
    ['agreement_clauses', 'agreement_id'],
    ['agreement_signatures', 'agreement_id'],
  ],
  obligation: [
    ['obligations', 'id'],
    ['obligation_occurrences', 'obligation_id'],
  ],
  amendment: [
    ['agreement_amendments', 'id'],
    ['agreement_amendment_signatures', 'amendment_id'],
  ],
  document: [
    ['agreement_documents', 'id'],
    ['agreement_document_versions', 'document_id'],
  ],
  expert: [
    ['experts', 'id'],
    ['affiliations', 'expert_id'],
    ['declarations', 'expert_id'],
  ],
  relationship: [
    ['relationships', 'id'],
    ['relationship_stage_changes', 'relationship_id'],
  ],
  vetting: [['vettings', 'id']],
  profile_change: [['profile_changes', 'id']],
  publication: [['publications', 'id']],
  delegate: [['expert_delegates', 'id']],
  contact: [['contacts', 'id']],
  interaction: [
    ['interactions', 'id'],
    ['interaction_corrections', 'interaction_id'],
  ],
  follow_up: [['follow_ups', 'id']],
  playbook: [['playbooks', 'id']],
  user: [['users', 'id']],
  organisation: [['organisations', 'id']],
  term: [['vocabulary_terms', 'id']],
  reminder: [['reminder_resends', 'reminder_id']],
  reminder_rule: [['reminder_rules', 'id']],
};

/** Tables with text that is nobody's words about a record, or that no route reads; and how many rows the scene leaves in them. */
export const otherTables: Readonly<Record<string, number>> = {
  access_grants: 1,
  agreement_status_changes: 0,
  audit_readings: 0,
  bank_holidays: 1,
  bulk_changes: 0,
  calendar_feeds: 0,
  idempotency_keys: 0,
  job_runs: 1,
  mail_preferences: 0,
  notifications: 4,
  outbox_deliveries: 1,
  outbox_events: 1,
  playbook_starts: 0,
  refused_addresses: 0,
  reminder_messages: 4,
  reminders: 4,
  saved_views: 0,
  sessions: 10,
  single_use_links: 0,
  tags: 0,
  expertise: 0,
};

/** Keeps the words themselves. Its routes tell them only of records that the reader may open. */
export const audit = 'audit_entries';

export const tablesWithTextSql = `
  select distinct t.table_name as name from information_schema.tables t
  join information_schema.columns c on c.table_schema = t.table_schema and c.table_name = t.table_name
  where t.table_schema = 'public' and c.data_type in ('text', 'ARRAY', 'USER-DEFINED') order by 1`;

/** The text columns of a table in which no row of this record has a canary. `$2` are columns that need none. */
export function bareColumnsSql([table, idColumn]: Table): string {
  return ['select coalesce(array_agg(one.name), array[]::text[]) as columns from (', 'select c.key as name from', table]
    .concat(
      `r cross join jsonb_each_text(to_jsonb(r)) c
       join information_schema.columns i on i.table_schema = 'public' and i.column_name = c.key
         and i.is_generated = 'NEVER' and i.data_type in ('text', 'ARRAY', 'USER-DEFINED')
       where c.key <> all($2) and i.table_name =`,
      `'${table}' and r.${idColumn} = $1 group by c.key having not bool_or(coalesce(c.value, '') like '%canary%')) one`,
    )
    .join(' ');
}

/** What every table holds, but for the log of readings, as one text for each. */
export async function fingerprint({ t: { source } }: World): Promise<Record<string, unknown>> {
  const tables = await source.query<{ name: string }[]>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_name <> 'audit_readings'`,
  );
  const prints: Record<string, unknown> = {};
  for (const { name } of tables)
    [prints[name]] = await source.query<unknown[]>(
      ['select count(*), md5(string_agg(one::text, chr(10) order by one::text)) from', name, 'one'].join(' '),
    );
  return prints;
}

/** What is delegated is the profile of an expert, under the expert's version. */
function wordsOf(kind?: Kind): Kind | undefined {
  return kind === 'delegation' ? 'expert' : kind;
}

/** The columns of the table behind a route, as the entity names them. */
export function columnsBehind(row: Row, { t: { source } }: World): string[] {
  const kind = row.makes ?? (row.does === 'begins' ? 'relationship' : wordsOf(row.kind));
  const table = kind && tablesOf[kind]?.[0][0];
  const entity = source.entityMetadatas.find(({ tableName }) => tableName === table);
  return entity?.columns.map(({ propertyName }) => propertyName) ?? [];
}

export async function versionOf(row: Row, className: string | null, { t: { source }, scene }: World): Promise<number> {
  const [table] = tablesOf[wordsOf(row.kind)!]![0];
  const [{ version }] = await source.query<{ version: number }[]>(
    ['select version from', table, 'where id = $1'].join(' '),
    [scene.records[row.kind!][className!].id],
  );
  return version;
}

interface Writing {
  readonly by: Person;
  readonly row: Row;
  readonly className: string;
  readonly body: object;
}

/** Changes that are made for good, in words that may not leave the record. */
export const writings: readonly Writing[] = [
  writing('colleague', 'agreement', 'hidden', {
    releasableSummary: canary('agreement', 'hidden', 'releasable_summary'),
  }),
  writing('liaison', 'expert', 'own', { biography: canary('expert', 'own', 'biography') }),
  writing('partner', 'expert', 'other', { interests: canary('expert', 'other', 'interests') }),
  writing('colleague', 'relationship', 'hidden', { notes: canary('relationship', 'hidden', 'notes') }),
  writing('colleague', 'contact', 'hidden', { office: canary('contact', 'hidden', 'office') }),
  writing('colleague', 'interaction', 'hidden', {
    notes: `${canary('interaction', 'hidden', 'notes')} again`,
    correctionReason: canary('interaction', 'hidden', 'correction_reason'),
  }),
  writing('colleague', 'follow_up', 'hidden', { details: canary('follow_up', 'hidden', 'details') }),
  writing('admin', 'user', 'hidden', { name: canary('user', 'hidden', 'name') }),
  writing('liaison', 'organisation', 'shared', { shortName: canary('organisation', 'shared', 'short_name') }),
];

function writing(by: Person, kind: Kind, className: string, body: object): Writing {
  const row = matrix.find((one) => one.route.startsWith('PATCH') && one.kind === kind)!;
  return { by, row, className, body };
}
