import type { Response } from 'supertest';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let university: { id: string };
let liaison: Person;
let approver: Person;
let me: Caller;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  university = await t.make.organisation();
  liaison = await t.make.user('liaison', agency.id);
  approver = await t.make.user('approver', agency.id);
  me = t.as(liaison.token);
});
afterAll(() => t.close());

const draft = (given: object = {}): object => ({
  type: 'mou',
  title: 'Joint work',
  endOn: '2029-06-30',
  parties: [{ organisationId: agency.id }, { organisationId: university.id }],
  ...given,
});
const agreement = (given: object = {}): Promise<{ id: string; parties: string[] }> =>
  t.make.agreement({ agency_id: agency.id, created_by_user_id: liaison.id, owner_user_id: liaison.id, ...given });
const times = <T>(count: number, call: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => call(index)));
const tally = (answers: readonly Response[]): Record<number, number> =>
  answers.reduce<Record<number, number>>((sum, { status }) => ({ ...sum, [status]: (sum[status] ?? 0) + 1 }), {});
const rows = (text: string, ...values: unknown[]): Promise<Record<string, unknown>[]> => t.source.query(text, values);

describe('many writers of one agreement', () => {
  it('have one success for each version, and the rest are told that it is stale', async () => {
    const { id } = await agreement();
    for (const version of [1, 2, 3]) {
      const answers = await times(50, async (index) =>
        me.patch(`agreements/${id}`, { title: `Version ${version} by writer ${index}` }, version),
      );
      expect(tally(answers)).toEqual({ 200: 1, 412: 49 });
      const [winner] = answers.filter(({ status }) => status === 200);
      expect(winner.headers.etag).toBe(`"${version + 1}"`);
      const now = await me.get(`agreements/${id}`).expect(200);
      expect(now.body).toMatchObject({ version: version + 1, title: winner.body.title });
    }
    expect(await rows('select 1 from audit_entries where record_id = $1', id)).toHaveLength(3);
    expect(await rows("select 1 from outbox_events where payload->>'agreementId' = $1", id)).toHaveLength(3);
  });

  it('never mix terms, parties, people and steps of one version', async () => {
    const { id, parties } = await agreement();
    const answers = await times(40, async (index) => {
      switch (index % 4) {
        case 0:
          return me.patch(`agreements/${id}`, { title: `By ${index}` }, 1);
        case 1:
          return me.put(`agreements/${id}/parties`, { parties: parties.map((organisationId) => ({ organisationId })) }, 1); // prettier-ignore
        case 2:
          return me.put(`agreements/${id}/people`, { people: [] }, 1);
        default:
          return me.change(`agreements/${id}/steps`, 1, { step: 'submit', assigneeUserId: approver.id });
      }
    });
    expect(tally(answers)).toEqual({ 200: 1, 412: 39 });
    expect((await me.get(`agreements/${id}`)).body.version).toBe(2);
    expect(await rows('select 1 from audit_entries where record_id = $1', id)).toHaveLength(1);
  });
});

describe('two people at once', () => {
  it('of two decisions one counts', async () => {
    const { id } = await agreement();
    await me.change(`agreements/${id}/steps`, 1, { step: 'submit', assigneeUserId: approver.id }).expect(200);
    const [approved, returned] = await Promise.all([
      t.as(approver.token).change(`agreements/${id}/steps`, 2, { step: 'approve' }),
      t.as(approver.token).change(`agreements/${id}/steps`, 2, { step: 'return', reason: 'Too wide' }),
    ]);
    expect([approved.status, returned.status].sort()).toEqual([200, 412]);
    const decisions = await rows('select decision from agreement_approvals where agreement_id = $1', id);
    expect(decisions).toEqual([{ decision: approved.status === 200 ? 'approved' : 'returned' }]);
  });

  it('an approval and a withdrawal do not both happen', async () => {
    const { id } = await agreement();
    await me.change(`agreements/${id}/steps`, 1, { step: 'submit', assigneeUserId: approver.id }).expect(200);
    const answers = await Promise.all([
      t.as(approver.token).change(`agreements/${id}/steps`, 2, { step: 'approve' }),
      me.change(`agreements/${id}/steps`, 2, { step: 'withdraw', reason: 'No longer wanted' }),
    ]);
    expect(tally(answers)).toEqual({ 200: 1, 412: 1 });
  });

  it('the last two signatures, sent for the same version, execute it only when both are in', async () => {
    const { id, parties } = await agreement({ stage: 'awaiting_signature' });
    const sign = async (version: number, organisationId: string): Promise<Response> =>
      me.change(`agreements/${id}/steps`, version, {
        step: 'sign',
        organisationId,
        on: '2026-06-09',
        signatoryName: 'S',
      });
    const answers = await Promise.all(parties.map((organisationId) => sign(1, organisationId)));
    expect(tally(answers)).toEqual({ 200: 1, 412: 1 });
    expect((await me.get(`agreements/${id}`)).body.status).toBe('awaiting_signature');
    const late = parties[answers.findIndex(({ status }) => status === 412)];
    expect((await sign(2, late)).body).toMatchObject({ status: 'active', executedOn: '2026-06-09' });
  });
});

describe('an Idempotency-Key', () => {
  const create = (key: string, body: object = draft(), caller = me): ReturnType<Caller['post']> =>
    caller.post('agreements', body).set('idempotency-key', key);

  it('creates once however often and however fast it is sent', async () => {
    const answers = await times(20, async () => create('fast'));
    const made = answers.filter(({ status }) => status === 201);
    expect(tally(answers)).toEqual({ 201: made.length, ...(made.length < 20 ? { 409: 20 - made.length } : {}) });
    const again = await create('fast').expect(201);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(new Set([...made, again].map(({ body }) => body.id)).size).toBe(1);
    expect(await rows('select 1 from idempotency_keys where key = $1', 'fast')).toHaveLength(1);
  });

  it('answers with the record as it is now', async () => {
    const first = await create('now').expect(201);
    await me.patch(`agreements/${first.body.id}`, { title: 'Changed since' }, 1).expect(200);
    const again = await create('now').expect(201);
    expect(again.body).toMatchObject({ id: first.body.id, version: 2, title: 'Changed since' });
    expect(again.headers.etag).toBe('"2"');
  });

  it('with another body is 422 and creates nothing', async () => {
    await create('other-body').expect(201);
    const before = await rows('select count(*) from agreements');
    expect((await create('other-body', draft({ title: 'Another' }))).status).toBe(422);
    expect(await rows('select count(*) from agreements')).toEqual(before);
  });

  it('of one person is nobody else’s', async () => {
    const colleague = await t.make.user('liaison', agency.id);
    const first = await create('shared-key').expect(201);
    const second = await create('shared-key', draft(), t.as(colleague.token)).expect(201);
    expect(second.body.id).not.toBe(first.body.id);
    expect(second.headers['idempotency-replayed']).toBeUndefined();
  });

  it('whose first attempt failed is free again', async () => {
    await create('failed', draft({ title: '' })).expect(400);
    await create('failed', draft({ strands: ['nowhere'] })).expect(400);
    const made = await create('failed').expect(201);
    expect(made.headers['idempotency-replayed']).toBeUndefined();
  });

  it('does not show what has been hidden since', async () => {
    const made = await create('hidden').expect(201);
    await t.source.query(
      "update agreements set sharing = 'named', owner_user_id = null, created_by_user_id = null where id = $1",
      [made.body.id],
    );
    const again = await create('hidden').expect(404);
    expect(JSON.stringify(again.body)).not.toContain('Joint work');
  });

  it('survives a body that arrives in many pieces', async () => {
    const padded = JSON.stringify(draft()).replace('{', `{${' '.repeat(900_000)}`);
    const send = (): ReturnType<Caller['send']> =>
      me.send('post', 'agreements').set('idempotency-key', 'pieces').set('content-type', 'application/json').send(padded); // prettier-ignore
    const first = await send().expect(201);
    expect((await send().expect(201)).body.id).toBe(first.body.id);
    const [{ request_id: requestId }] = await rows('select request_id from audit_entries where record_id = $1', first.body.id); // prettier-ignore
    expect(requestId).toEqual(expect.any(String));
  });
});
