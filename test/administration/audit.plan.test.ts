import pg from 'pg';
import { encodeCursor } from '../../src/kernel/page.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { expectOneStatementByIndexes } from '../support/plans.js';

const large = ['audit_entries', 'experts', 'agreements'];

/** Entries of some twenty kinds of act over three years, by two hundred people and the product itself. */
const people = `
  insert into users (id, email, name, role, organisation_id, created_at, updated_at)
  select gen_random_uuid(), 'large-' || n || '@agency.example', 'Large Person ' || n, 'liaison', $1, now(), now()
  from generate_series(1, 200) n`;
const experts = `
  insert into experts (id, reference, kind, given_name, family_name, agency_id, created_at, updated_at)
  select gen_random_uuid(), 'EXP-' || lpad((900000 + n)::text, 6, '0'), 'academic', 'Given' || n, 'Family' || n, $1, now(), now()
  from generate_series(1, 2000) n`;
const entries = `
  insert into audit_entries (id, at, actor_user_id, actor_job, actor_role, verb, record_kind, record_id, before, after)
  select gen_random_uuid(), $1::timestamptz - make_interval(mins => n * 8), case when n % 10 > 0 then who.ids[1 + n % 200] end,
    case when n % 10 = 0 then 'reminders.sweep' end, case when n % 10 > 0 then 'liaison' end,
    case when n % 5000 = 7 then 'report.export' when n % 3 = 0 then 'session.begin' else kind.name || '.' || act.name end,
    case when n % 5000 = 7 then 'report' when n % 3 = 0 then 'user' else kind.name end,
    case when n % 3 = 0 then who.ids[1 + n % 200] when kind.name = 'expert' then whom.ids[1 + n % 2000] else gen_random_uuid() end,
    jsonb_build_object('title', 'Before ' || n), jsonb_build_object('title', 'After ' || n)
  from generate_series(1, 200000) n
    cross join (select array_agg(id order by email) as ids from users where email like 'large-%') who
    cross join (select array_agg(id order by reference) as ids from experts) whom
    cross join lateral (select (array['expert', 'agreement', 'interaction', 'contact'])[1 + n % 4] as name) kind
    cross join lateral (select (array['create', 'change', 'correct', 'remove', 'approve'])[1 + n % 5] as name) act`;

let t: TestApp;
let owner: pg.Client;
let auditor: Person;
let admin: Person;

beforeAll(async () => {
  t = await startTestApp();
  owner = new pg.Client({ connectionString: t.database.ownerUrl, options: '-c timezone=UTC' });
  await owner.connect();
  const agency = await t.make.agency();
  auditor = await t.make.user('auditor', agency.id);
  admin = await t.make.user('admin', agency.id);
  await owner.query(people, [agency.id]);
  await owner.query(experts, [agency.id]);
  await owner.query(entries, [t.clock.now()]);
  await owner.query('analyze audit_entries, users, experts');
}, 300_000);
afterAll(async () => {
  await owner.end();
  await t.close();
});

async function farIn(): Promise<string> {
  const { rows } = await owner.query<{ moment: string; id: string }>(
    'select at::text as moment, id from audit_entries order by at desc, id desc offset 100000 limit 1',
  );
  return encodeURIComponent(encodeCursor([rows[0].moment, rows[0].id]));
}

async function recordOf(kind: string): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    'select record_id as id from audit_entries where record_kind = $1 limit 1',
    [kind],
  );
  return rows[0].id;
}

/** Each with the index that its plan has to go by, whatever the values are. */
const requests: readonly (readonly [path: string, index: RegExp, rest?: () => Promise<string>])[] = [
  ['audit', /^audit_entries_newest$/],
  ['audit?limit=100', /^audit_entries_newest$/],
  ['audit?cursor=', /^audit_entries_newest$/, farIn],
  ['audit?kind=report', /^audit_entries_kind$/],
  ['audit?kind=interaction', /^audit_entries_(kind|newest)$/],
  ['audit?action=report.export', /^audit_entries_verb$/],
  ['audit?record=', /^audit_entries_record$/, () => recordOf('contact')],
  ['audit?record=EXP-900017', /^audit_entries_record$/],
  ['audit?person=large-17%40', /^audit_entries_(actor|record|newest)$/],
  ['audit?from=2025-01-01&to=2025-01-31', /^audit_entries_newest$/],
  ['audit?kind=expert&from=2025-01-01&to=2025-01-31', /^audit_entries_(kind|newest)$/],
];

describe.each([
  ['an auditor', () => auditor],
  ['an administrator', () => admin],
])('for %s, among 200,000 entries', (_who, person) => {
  it.each(requests.map((one) => [one[0], one] as const))(
    '%s is one statement by indexes',
    async (path, [, wanted, rest]) => {
      const asked = path + (rest === undefined ? '' : await rest());
      const ask = (): Promise<unknown> => t.as(person().token).get(asked).expect(200);
      await expectOneStatementByIndexes(owner, ask, { large, wanted });
    },
  );
});
