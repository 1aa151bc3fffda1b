import { ReadLog } from '../../src/platform/audit/read-log.js';
import { withClient } from '../../src/platform/database/roles.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let liaison: Person;

beforeAll(async () => {
  t = await startTestApp();
  const agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
});
afterAll(() => t.close());

interface Reading {
  record_ids: string[];
  marking: string;
  route: string;
  actor_user_id: string;
}

const readingsOf = (recordId: string): Promise<Reading[]> =>
  t.source.query<Reading[]>(
    'select record_ids, marking, route, actor_user_id from audit_readings where $1 = any(record_ids)',
    [recordId],
  );

const sensitive = { sharing: 'named', marking: 'OFFICIAL-SENSITIVE', title: 'Sensitive terms' };

it('keeps who read a person, by the route’s pattern, in one row an answer', async () => {
  const expert = await t.make.expert({ agency_id: liaison.organisationId });
  await t.as(liaison.token).get(`experts/${expert.id}`).expect(200);
  await t.app.get(ReadLog).flush();
  expect(await readingsOf(expert.id)).toEqual([
    { record_ids: [expert.id], marking: 'OFFICIAL', route: 'GET /api/v1/experts/:id', actor_user_id: liaison.id },
  ]);
});

it('a list is one row with the ids of its items', async () => {
  const agreements = [
    await t.make.agreement({ agency_id: liaison.organisationId }),
    await t.make.agreement({ agency_id: liaison.organisationId }),
  ];
  await t.as(liaison.token).get('agreements').expect(200);
  await t.app.get(ReadLog).flush();
  const [row] = await readingsOf(agreements[0].id);
  expect(row.record_ids).toEqual(expect.arrayContaining(agreements.map(({ id }) => id)));
});

it('a reading of an OFFICIAL-SENSITIVE record is kept before the answer goes out', async () => {
  const { id } = await t.make.agreement({ agency_id: liaison.organisationId, owner_user_id: liaison.id, ...sensitive });
  await t.as(liaison.token).get(`agreements/${id}`).expect(200);
  expect(await readingsOf(id)).toMatchObject([{ marking: 'OFFICIAL-SENSITIVE' }]);
});

it('and where it cannot be kept there is no answer', async () => {
  const { id } = await t.make.agreement({ agency_id: liaison.organisationId, owner_user_id: liaison.id, ...sensitive });
  const role = new URL(t.database.applicationUrl).username;
  const asOwner = (...words: string[]): Promise<unknown> =>
    withClient(t.database.ownerUrl, (client) => client.query([...words, role].join(' ')));
  await asOwner('revoke insert on audit_readings from');
  const answer = await t.as(liaison.token).get(`agreements/${id}`);
  await asOwner('grant insert on audit_readings to');
  expect(answer.status).toBe(500);
  expect(JSON.stringify(answer.body)).not.toContain('Sensitive terms');
});
