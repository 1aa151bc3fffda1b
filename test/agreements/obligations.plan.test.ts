import pg from 'pg';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { expectOneStatementByIndexes, plansOf, statementsOf } from '../support/plans.js';

/** 2,500 agreements with 10,000 obligations, half of which come round every month; a few are looked after by the reader. */
let t: TestApp;
let owner: pg.Client;
let liaison: Person;
let reference: string;

beforeAll(async () => {
  t = await startTestApp();
  owner = new pg.Client({ connectionString: t.database.ownerUrl, options: '-c timezone=UTC' });
  await owner.connect();
  const agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  await owner.query(
    `insert into users (id, email, name, role, organisation_id, created_at, updated_at)
     select gen_random_uuid(), 'colleague-' || n || '@agency.example', 'Colleague ' || n, 'liaison', $1, now(), now()
     from generate_series(1, 250) n`,
    [agency.id],
  );
  const university = await t.make.organisation();
  await owner.query(
    `insert into agreements (id, reference, type, title, agency_id, stage, executed_on, effective_on, end_on, created_at, updated_at)
     select gen_random_uuid(), 'AGR-2024-' || (20000 + n), 'mou', 'Agreement ' || n, $1, 'executed', '2023-12-15', '2024-01-01',
       '2026-06-11'::date + n % 700, now() + n * interval '1 second', now()
     from generate_series(1, 2500) n`,
    [agency.id],
  );
  await owner.query(
    `insert into agreement_parties (id, agreement_id, organisation_id)
     select gen_random_uuid(), a.id, body from agreements a cross join unnest($1::uuid[]) body`,
    [[agency.id, university.id]],
  );
  await owner.query(
    `insert into obligations (id, agreement_id, agency_id, organisation_id, what, owner_user_id, due_on, every_count, every_unit,
       created_at, updated_at)
     select gen_random_uuid(), a.id, a.agency_id, $1, 'Report ' || n, people.list[1 + (a.number + n) % 251],
       '2024-02-29'::date + n * 10, case when n % 2 = 0 then 1 end, case when n % 2 = 0 then 'months' end, now(), now()
     from (select *, row_number() over (order by reference) as number from agreements) a cross join generate_series(1, 4) n
     cross join (select array_agg(u.id order by u.email) as list from users u where u.role = 'liaison') people`,
    [university.id],
  );
  await owner.query(
    `insert into obligation_occurrences (id, obligation_id, due_on, progress, evidence, recorded_at)
     select gen_random_uuid(), o.id, (o.due_on + make_interval(months => n))::date, 'fulfilled', 'Received', now()
     from obligations o cross join generate_series(0, 11) n where o.every_count is not null or n = 0`,
  );
  await owner.query('analyze users, agreements, agreement_parties, obligations, obligation_occurrences');
  reference = 'AGR-2024-20100';
});
afterAll(async () => {
  await owner?.end();
  await t?.close();
});

const large = ['agreements', 'obligations', 'obligation_occurrences'];
const api = (path: string) => t.as(liaison.token).get(path).expect(200);

it.each([
  ['what I look after', () => 'obligations?ownerUserId=me&state=overdue', /^obligations_owner$/],
  ['how much of it there is', () => 'obligations/count?ownerUserId=me&state=to_do', /^obligations_owner$/],
  ['those of an agreement', () => `agreements/${reference}/obligations`, /^obligations_agreement$/],
])('%s is one statement that goes by an index', async (_what, path, wanted) => {
  await expectOneStatementByIndexes(owner, () => api(path()), { large, wanted });
});

it('over all agreements it is one statement, and pages follow on', async () => {
  const statements = await statementsOf(() => api('obligations?state=overdue&limit=100'));
  expect(statements).toHaveLength(1);
  const { body } = await api('obligations?state=overdue&limit=100');
  const { body: next } = await api(`obligations?state=overdue&limit=100&cursor=${body.nextCursor}`);
  const ids = [...body.items, ...next.items].map(({ id }: { id: string }) => id);
  expect([ids.length, new Set(ids).size]).toEqual([200, 200]);
}, 180_000);

it('a calendar of what I look after is one statement that goes by indexes', async () => {
  await owner.query("update agreements set owner_user_id = $1 where reference like '%000'", [liaison.id]);
  await owner.query(
    `update agreements a set deputy_user_id = u.id from users u
     where u.email = 'colleague-' || 1 + abs(hashtext(a.reference)) % 250 || '@agency.example' and a.owner_user_id is null`,
  );
  await owner.query('analyze agreements');
  const { body } = await t.as(liaison.token).post('me/calendar-feeds', { label: 'Telephone' }).expect(201);
  const path = new URL(body.address as string).pathname;
  const statements = await statementsOf(() => t.as(null).get(path).expect(200));
  const asked = statements.filter(({ text }) => text.includes('obligations'));
  expect(asked).toHaveLength(1);
  const { sequentialScans } = await plansOf(owner, asked[0]);
  expect(sequentialScans.filter((table) => large.includes(table))).toEqual([]);
});
