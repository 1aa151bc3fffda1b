import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

/** What is signed changes by a numbered amendment: drafted, approved, signed by every party, and then in the agreement. */
let t: TestApp;
let agency: { id: string };
let author: Person;
let owner: Person;
let approver: Person;
let second: Person;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  author = await t.make.user('liaison', agency.id);
  owner = await t.make.user('liaison', agency.id);
  approver = await t.make.user('approver', agency.id);
  second = await t.make.user('approver', agency.id);
});
afterAll(() => t.close());
beforeEach(() => t.time.set('2026-06-10T09:00:00Z'));

type Agreement = Awaited<ReturnType<TestApp['make']['agreement']>>;
const as = (person: Person): Caller => t.as(person.token);
const inForce = { stage: 'executed', executed_on: '2025-12-15' };
const add = (given: object = {}): Promise<Agreement> =>
  t.make.agreement({
    agency_id: agency.id,
    owner_user_id: owner.id,
    created_by_user_id: owner.id,
    ...inForce,
    ...given,
  });
const drafted = { title: 'Longer', reason: 'The work takes longer.', changes: { endOn: '2028-06-30' } };
const draft = (id: string, given: object = {}, by = author) =>
  as(by).post(`agreements/${id}/amendments`, { ...drafted, ...given });
const step = (id: string, number: number, version: number, said: object, by = author) =>
  as(by).change(`agreements/${id}/amendments/${number}/steps`, version, said);
const submit = (id: string, number = 1, version = 1, to = approver, by = author) =>
  step(id, number, version, { step: 'submit', assigneeUserId: to.id }, by);
const sign = (id: string, version: number, organisationId: string, said: object = {}, number = 1) =>
  step(id, number, version, { step: 'sign', organisationId, on: '2026-06-10', signatoryName: 'Somebody', ...said });

/** An amendment that waits for signatures, at version 3. */
async function released(agreement: Agreement, given: object = {}): Promise<void> {
  await draft(agreement.id, given).expect(201);
  await submit(agreement.id).expect(200);
  await step(agreement.id, 1, 2, { step: 'approve' }, approver).expect(200);
}

describe('the whole life of an amendment', () => {
  it('is drafted, approved and signed by every party, and then the agreement has the new terms', async () => {
    const agreement = await add({ value_pence: 5000, currency: 'GBP', purpose: 'To look into fraud' });
    const { id, reference, parties } = agreement;
    const [leaves, stays, comes] = await Promise.all([1, 2, 3].map(() => t.make.expert({ agency_id: agency.id })));
    for (const { id: expert_id } of [leaves, stays])
      await t.make.row('agreement_covered_persons', { agreement_id: id, expert_id });
    const changes = {
      endOn: '2028-06-30',
      valuePence: 9000,
      noticeCount: 2,
      noticeUnit: 'months',
      fundingSource: 'The fund',
      addCoveredExpertIds: [comes.id],
      removeCoveredExpertIds: [leaves.id],
    };
    const made = (await draft(reference, { changes: { ...changes, purpose: 'To look into fraud' } }).expect(201)).body;
    expect(made).toMatchObject({
      number: 1,
      version: 1,
      stage: 'draft',
      agreement: { reference },
      // What stays as it is is not kept.
      changes: {
        endOn: '2028-06-30',
        valuePence: 9000,
        noticeCount: 2,
        noticeUnit: 'months',
        fundingSource: 'The fund',
      },
      before: { endOn: '2027-12-31', valuePence: 5000, noticeCount: null, noticeUnit: null, fundingSource: null },
      addedPersons: [{ expertId: comes.id }],
      removedPersons: [{ expertId: leaves.id }],
      approvalsNeeded: ['business'],
    });
    expect(made.changes).not.toHaveProperty('purpose');
    const asked = (await submit(id).expect(200)).body;
    expect(asked).toMatchObject({ stage: 'in_approval', version: 2, approvals: [{ assignee: { id: approver.id } }] });
    const approved = (await step(id, 1, 2, { step: 'approve', reason: 'Fine' }, approver).expect(200)).body;
    expect(approved).toMatchObject({ stage: 'awaiting_signature', version: 3 });
    const signed = (await sign(id, 3, parties[0], { on: '2026-06-08', method: 'electronic' }).expect(200)).body;
    expect(signed).toMatchObject({ stage: 'awaiting_signature', version: 4 });
    const before = (await as(owner).get(`agreements/${id}`)).body;
    expect(before).toMatchObject({ version: 1, endOn: '2027-12-31' });
    const executed = (await sign(id, 4, parties[1], { on: '2026-06-09' }).expect(200)).body;
    expect(executed).toMatchObject({
      stage: 'executed',
      executedOn: '2026-06-09',
      effectiveOn: '2026-06-09',
      before: { endOn: '2027-12-31', valuePence: 5000 },
      steps: [],
    });
    const hashes = executed.parties.map(({ sha256 }: { sha256: string }) => sha256);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(hashes).size).toBe(1);
    const after = (await as(owner).get(`agreements/${id}`)).body;
    expect(after).toMatchObject({
      version: 2,
      status: 'active',
      endOn: '2028-06-30',
      valuePence: 9000,
      fundingSource: 'The fund',
      noticeDeadlineOn: '2028-04-30',
      approvals: [],
    });
    expect(after.coveredPersons.map(({ expertId }: { expertId: string }) => expertId).sort()).toEqual(
      [stays.id, comes.id].sort(),
    );
    const terms = await t.source.query('select number, end_on from agreement_terms where agreement_id = $1', [id]);
    expect(terms).toEqual([{ number: 1, end_on: '2028-06-30' }]);
    const [entry] = await t.source.query<{ before: object; after: object }[]>(
      `select before, after from audit_entries where verb = 'agreement.amend' and record_id = $1`,
      [id],
    );
    expect([entry.before, entry.after]).toMatchObject([{ endOn: '2027-12-31' }, { endOn: '2028-06-30' }]);
    const events = await t.source.query(
      `select 1 from outbox_events where name = 'agreements.changed' and payload ->> 'agreementId' = $1`,
      [id],
    );
    expect(events.length).toBeGreaterThan(0);
  });

  it('plans the reminders of the end anew', async () => {
    const agreement = await add({ end_on: '2026-07-10' });
    await t.runner.run('reminders.sweep');
    await released(agreement, { changes: { endOn: '2026-08-10' } });
    await sign(agreement.id, 3, agreement.parties[0]).expect(200);
    await sign(agreement.id, 4, agreement.parties[1]).expect(200);
    await t.runner.run('reminders.sweep');
    const ledger = await t.source.query<{ anchor_on: string; state: string }[]>(
      `select distinct r.anchor_on, r.state from reminders r join reminder_rules rule on rule.id = r.rule_id
        where r.record_id = $1 and rule.code = 'agreement-end'`,
      [agreement.id],
    );
    expect(ledger).toEqual(
      expect.arrayContaining([
        { anchor_on: '2026-07-10', state: 'superseded' },
        { anchor_on: '2026-08-10', state: 'scheduled' },
      ]),
    );
  });

  it('reminds whoever is to decide it of the day by which', async () => {
    const { id } = await add();
    await draft(id).expect(201);
    await step(id, 1, 1, { step: 'submit', assigneeUserId: approver.id, dueOn: '2026-06-12' }).expect(200);
    await t.runner.run('reminders.sweep');
    const ledger = await t.source.query(
      `select distinct r.anchor_on, r.recipient_user_id from reminders r join reminder_rules rule on rule.id = r.rule_id
        where r.record_id = $1 and rule.code = 'approval-due'`,
      [id],
    );
    expect(ledger).toEqual([{ anchor_on: '2026-06-12', recipient_user_id: approver.id }]);
  });

  it('takes effect from an earlier day where that is agreed', async () => {
    const agreement = await add();
    await released(agreement, { effectiveOn: '2026-06-01' });
    await sign(agreement.id, 3, agreement.parties[0]).expect(200);
    const { body } = await sign(agreement.id, 4, agreement.parties[1]).expect(200);
    expect(body).toMatchObject({ effectiveOn: '2026-06-01', executedOn: '2026-06-10' });
  });

  it('goes back to draft, is changed and submitted again under the same number', async () => {
    const { id } = await add();
    await draft(id).expect(201);
    await submit(id).expect(200);
    const back = await step(id, 1, 2, { step: 'return', reason: 'Too long' }, approver).expect(200);
    expect(back.body).toMatchObject({ stage: 'draft', number: 1 });
    const { body } = await as(author).patch(`agreements/${id}/amendments/1`, { changes: { endOn: '2028-01-31' } }, 3);
    expect(body).toMatchObject({ version: 4, changes: { endOn: '2028-01-31' } });
    await submit(id, 1, 4).expect(200);
    await step(id, 1, 5, { step: 'recall', reason: 'Not yet' }).expect(200);
    const withdrawn = await step(id, 1, 6, { step: 'withdraw', reason: 'Not needed' }).expect(200);
    expect(withdrawn.body).toMatchObject({
      stage: 'withdrawn',
      withdrawnOn: '2026-06-10',
      closingReason: 'Not needed',
    });
    expect((await draft(id).expect(201)).body.number).toBe(2);
  });

  it('asks for one more approval where it changes wording, and each decides their own', async () => {
    const { id } = await add();
    expect((await draft(id, { changes: { purpose: 'Something wider' } }).expect(201)).body.approvalsNeeded).toEqual([
      'business',
      'legal',
    ]);
    const approvals = [{ kind: 'legal', assigneeUserId: second.id }];
    await step(id, 1, 1, { step: 'submit', assigneeUserId: approver.id, approvals, serial: true }).expect(200);
    await step(id, 1, 2, { step: 'approve' }, second).expect(404);
    expect((await step(id, 1, 2, { step: 'approve' }, approver).expect(200)).body.stage).toBe('in_approval');
    expect((await step(id, 1, 3, { step: 'approve' }, second).expect(200)).body.stage).toBe('awaiting_signature');
  });

  it('is handed on with a reason, and decided by whoever covers for somebody away', async () => {
    const { id } = await add();
    const cover = await t.make.user('approver', agency.id);
    const away = await t.make.user('approver', agency.id, {
      away_from: '2026-06-01',
      away_to: '2026-06-30',
      cover_user_id: cover.id,
    });
    await draft(id).expect(201);
    await submit(id).expect(200);
    await step(id, 1, 2, { step: 'delegate', assigneeUserId: away.id, reason: 'Their field' }, approver).expect(200);
    await step(id, 1, 3, { step: 'approve' }, approver).expect(409);
    expect((await step(id, 1, 3, { step: 'approve' }, cover).expect(200)).body.stage).toBe('awaiting_signature');
  });
});

describe('what is refused', () => {
  it.each<[string, object, string]>([
    ['a draft', { stage: 'draft', executed_on: null }, 'This agreement is a draft: change its terms themselves.'],
    ['one that waits for signatures', { stage: 'awaiting_signature', executed_on: null }, 'Not everybody has signed'],
    ['a terminated one', { terminated_on: '2026-06-01' }, 'This agreement is terminated'],
    ['an expired one', { end_on: '2026-06-09' }, 'This agreement is expired'],
  ])('an amendment of %s', async (_what, given, detail) => {
    const { id } = await add(given);
    expect((await draft(id).expect(409)).body.detail).toContain(detail);
  });

  it('one that is signed and not in force yet can be amended', async () => {
    const { id } = await add({ effective_on: '2026-07-01' });
    await draft(id).expect(201);
  });

  it('every step of an amendment once its agreement is terminated, but withdrawing it', async () => {
    const agreement = await add();
    await released(agreement);
    await as(owner)
      .change(`agreements/${agreement.id}/steps`, 1, { step: 'terminate', on: '2026-06-10', reason: 'Over' })
      .expect(200);
    expect((await sign(agreement.id, 3, agreement.parties[0]).expect(409)).body.detail).toBe(
      'This agreement is terminated, so nothing of it is amended any more.',
    );
    await step(agreement.id, 1, 3, { step: 'withdraw', reason: 'It is over' }).expect(200);
  });

  it.each<[string, object, string]>([
    ['an end before the first day in force', { endOn: '2025-12-31' }, '/changes/endOn'],
    ['no end', { endOn: null }, '/changes/endOn'],
    ['a value without its currency', { valuePence: 100 }, '/changes/currency'],
    ['a unit of notice alone', { noticeUnit: 'days' }, '/changes/noticeCount'],
    ['a key term of another type', { keyTerms: { vettingLevel: 'sc' } }, '/changes/keyTerms'],
    ['a key term of the wrong kind', { keyTerms: { scope: 7 } }, '/changes/keyTerms/scope'],
    ['a field that no amendment changes', { type: 'nda' }, '/changes/type'],
    ['a party', { parties: [] }, '/changes/parties'],
    ['a text that is too long', { purpose: 'x'.repeat(5001) }, '/changes/purpose'],
    ['a date that is none', { endOn: '2028-02-30' }, '/changes/endOn'],
    [
      'a person who is not there',
      { addCoveredExpertIds: ['01920000-0000-7000-8000-000000000001'] },
      '/changes/addCoveredExpertIds',
    ],
    [
      'an id that is none',
      { removeCoveredExpertIds: ["'; drop table agreements; --"] },
      '/changes/removeCoveredExpertIds',
    ],
    ['a higher marking in a text', { purpose: 'SECRET\nThe rest' }, '/changes/purpose'],
  ])('%s', async (_what, changes, pointer) => {
    const { id } = await add();
    const { body } = await draft(id, { changes }).expect(400);
    expect(body.errors.map((one: { pointer: string }) => one.pointer)).toContain(pointer);
    expect((await as(author).get(`agreements/${id}/amendments`)).body.items).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['no changes at all', undefined],
    ['null', null],
    ['a list', []],
    ['a text', 'endOn'],
  ])('changes that are %s', async (_what, changes) => {
    const { id } = await add();
    await draft(id, { changes }).expect(400);
  });

  it('an amendment that changes nothing is kept as a draft and not submitted', async () => {
    const { id } = await add();
    expect((await draft(id, { changes: { endOn: '2027-12-31' } }).expect(201)).body.changes).toEqual({});
    expect((await submit(id).expect(409)).body.detail).toBe(
      'This amendment changes nothing. Say what is to be different first.',
    );
  });

  it('a second one that changes the same, while another does not', async () => {
    const { id } = await add();
    await draft(id).expect(201);
    await draft(id, { changes: { endOn: '2029-06-30' } }).expect(201);
    await draft(id, { changes: { reviewOn: '2027-01-31' } }).expect(201);
    await submit(id, 1).expect(200);
    expect((await submit(id, 2).expect(409)).body.detail).toBe(
      'Amendment 1 is on its way and changes the same. Wait until everybody has signed it, or withdraw it first.',
    );
    await submit(id, 3).expect(200);
    await step(id, 1, 2, { step: 'withdraw', reason: 'The other' }).expect(200);
    await submit(id, 2).expect(200);
  });

  it.each([
    ['2026-06-11', 'It cannot wait for a day to come.'],
    ['2025-12-31', 'The agreement is in force from 1 January 2026'],
  ])('to take effect on %s', async (effectiveOn, detail) => {
    const { id } = await add();
    const { body } = await draft(id, { effectiveOn }).expect(400);
    expect(body.errors).toEqual([{ pointer: '/effectiveOn', detail: expect.stringContaining(detail) }]);
  });

  it('the last signature, where the agreed day lies after it', async () => {
    const agreement = await add();
    const { id, parties } = agreement;
    await released(agreement, { effectiveOn: '2026-06-09' });
    await sign(id, 3, parties[0], { on: '2026-06-08' }).expect(200);
    const refused = await sign(id, 4, parties[1], { on: '2026-06-08' }).expect(409);
    expect(refused.body.detail).toContain('It is agreed to take effect on 9 June 2026, after the last signature.');
    const { body } = await as(author).get(`agreements/${id}/amendments/1`);
    expect(body).toMatchObject({ version: 4, stage: 'awaiting_signature' });
    expect(body.parties.filter((one: { signedOn: string | null }) => one.signedOn)).toHaveLength(1);
  });

  it('the last signature, where the terms would contradict each other by then: nothing is half written', async () => {
    const agreement = await add({ notice_count: 1, notice_unit: 'months' });
    const { id, parties } = agreement;
    await released(agreement, { changes: { noticeCount: 100, title: 'Renamed' } });
    await sign(id, 3, parties[0]).expect(200);
    // By another way than an amendment: 100 months is possible, 100 of something else is not.
    await t.source.query(`update agreements set notice_count = null, notice_unit = null where id = $1`, [id]);
    const refused = await sign(id, 4, parties[1]).expect(409);
    expect(refused.body.detail).toContain('The terms would contradict each other:');
    expect((await as(owner).get(`agreements/${id}`)).body).toMatchObject({ version: 1, noticeCount: null });
    expect((await as(owner).get(`agreements/${id}/amendments/1`)).body).toMatchObject({ version: 4 });
  });

  it('an end before the term that a renewal has begun', async () => {
    const agreement = await add();
    const { id, parties } = agreement;
    await as(owner)
      .change(`agreements/${id}/renewal-decisions`, 1, { decision: 'renew', endOn: '2029-12-31', reason: 'It works' })
      .expect(200);
    await released(agreement, { changes: { endOn: '2027-06-30' } });
    await sign(id, 3, parties[0]).expect(200);
    expect((await sign(id, 4, parties[1]).expect(409)).body.detail).toBe(
      'Its present term begins on 1 January 2028, so it cannot end before that day. Terminate it instead.',
    );
    expect((await as(owner).get(`agreements/${id}`)).body.endOn).toBe('2029-12-31');
  });

  it('an end with which the present term would overlap another one', async () => {
    const agreement = await add();
    const { id, parties } = agreement;
    for (const [number, from, to] of [
      [1, '2028-01-01', '2028-12-31'],
      [2, '2026-01-01', '2027-12-31'],
    ])
      await t.source.query(
        'insert into agreement_terms (agreement_id, number, effective_on, end_on) values ($1, $2, $3, $4)',
        [id, number, from, to],
      );
    await released(agreement);
    await sign(id, 3, parties[0]).expect(200);
    expect((await sign(id, 4, parties[1]).expect(409)).body.detail).toBe(
      'With this end the present term would overlap another term of the agreement.',
    );
    expect((await as(owner).get(`agreements/${id}`)).body).toMatchObject({ version: 1, endOn: '2027-12-31' });
  });

  it('a party that signs twice, one that is none, a day to come, and nobody is executed while a party is missing', async () => {
    const agreement = await add();
    const { id, parties } = agreement;
    await released(agreement);
    const stranger = await t.make.organisation();
    expect((await sign(id, 3, stranger.id).expect(409)).body.detail).toBe(
      'That organisation is not a party to this agreement.',
    );
    expect((await sign(id, 3, parties[0], { on: '2026-06-11' }).expect(409)).body.detail).toBe(
      'The day of a signature cannot lie in the future.',
    );
    await sign(id, 3, parties[0]).expect(200);
    expect((await sign(id, 4, parties[0]).expect(409)).body.detail).toMatch(/has signed already\.$/);
    expect((await step(id, 1, 4, { step: 'recall', reason: 'No' }).expect(409)).body.detail).toMatch(/^Signed already/);
    expect((await as(owner).get(`agreements/${id}`)).body.endOn).toBe('2027-12-31');
    await step(id, 1, 4, { step: 'sign' }).expect(400);
  });

  it('a change once it has left draft', async () => {
    const { id } = await add();
    await draft(id).expect(201);
    await submit(id).expect(200);
    const { body } = await as(author).patch(`agreements/${id}/amendments/1`, { title: 'Another' }, 2).expect(409);
    expect(body.detail).toContain('This amendment has left draft');
  });

  it.each(['execute', 'release', 'terminate', 'toString', ''])(
    'the step “%s”, which nobody is offered',
    async (name) => {
      const { id } = await add();
      await draft(id).expect(201);
      await step(id, 1, 1, { step: name }).expect(400);
    },
  );
});

describe('nobody approves their own', () => {
  it.each<[string, () => Person, () => Person]>([
    ['whoever wrote it', () => author, () => owner],
    ['the owner of the agreement', () => owner, () => author],
    ['whoever submits it', () => approver, () => approver],
  ])('%s', async (_who, to, by) => {
    const { id } = await add();
    await draft(id).expect(201);
    const refused = await submit(id, 1, 1, to(), by());
    // An approver submits nothing at all.
    expect([403, 409]).toContain(refused.status);
    if (refused.status === 409)
      expect(refused.body.detail).toMatch(/^Nobody approves an amendment they (wrote|own|submitted)\./);
  });

  it('a colleague who was made owner of the agreement meanwhile', async () => {
    const { id } = await add();
    const colleague = await t.make.user('liaison', agency.id);
    await draft(id).expect(201);
    await submit(id, 1, 1, colleague).expect(200);
    await as(owner).patch(`agreements/${id}`, { ownerUserId: colleague.id }, 1).expect(200);
    expect((await step(id, 1, 2, { step: 'approve' }, colleague).expect(409)).body.detail).toBe(
      'Nobody approves an amendment they wrote, own or submitted.',
    );
  });

  it('somebody of another agency, or who cannot approve, is not asked', async () => {
    const { id } = await add();
    await draft(id).expect(201);
    const elsewhere = await t.make.user('approver', (await t.make.agency()).id);
    for (const person of [elsewhere, await t.make.user('auditor', agency.id)])
      expect((await submit(id, 1, 1, person).expect(400)).body.errors).toMatchObject([{ pointer: '/assigneeUserId' }]);
  });
});

describe('at once', () => {
  it('two that are created get numbers 1 and 2', async () => {
    const { id } = await add();
    const made = await Promise.all([1, 2, 3, 4].map(() => draft(id)));
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(made.map(({ body }) => body.number as number).sort()).toEqual([1, 2, 3, 4]);
  });

  it('of two approvers with one approval each both decide, one after the other; of two decisions on one, one is kept', async () => {
    const { id } = await add();
    await draft(id).expect(201);
    await submit(id).expect(200);
    const both = await Promise.all([1, 2].map(() => step(id, 1, 2, { step: 'approve' }, approver)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const decisions = await t.source.query(
      `select decision from agreement_approvals where agreement_id = $1 and amendment_id is not null`,
      [id],
    );
    expect(decisions).toEqual([{ decision: 'approved' }]);
  });

  it('of two parties’ last signatures one is kept, and the agreement changes once', async () => {
    const agreement = await add();
    const { id, parties } = agreement;
    await released(agreement);
    const both = await Promise.all(parties.map((party) => sign(id, 3, party)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const left = both[0].status === 200 ? parties[1] : parties[0];
    await sign(id, 4, left).expect(200);
    expect((await as(owner).get(`agreements/${id}`)).body).toMatchObject({ version: 2, endOn: '2028-06-30' });
  });

  it('two amendments whose last signatures come at once are both in the agreement', async () => {
    const agreement = await add();
    const { id, parties } = agreement;
    await released(agreement);
    await draft(id, { changes: { reviewOn: '2027-01-31' } }).expect(201);
    await submit(id, 2).expect(200);
    await step(id, 2, 2, { step: 'approve' }, approver).expect(200);
    await sign(id, 3, parties[0], {}, 1).expect(200);
    await sign(id, 3, parties[0], {}, 2).expect(200);
    const both = await Promise.all([1, 2].map((number) => sign(id, 4, parties[1], {}, number)));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect((await as(owner).get(`agreements/${id}`)).body).toMatchObject({
      version: 3,
      endOn: '2028-06-30',
      reviewOn: '2027-01-31',
    });
  });

  it('a stale If-Match is 412, none is 428', async () => {
    const { id } = await add();
    await draft(id).expect(201);
    await as(author).patch(`agreements/${id}/amendments/1`, { title: 'Other' }, 1).expect(200);
    await as(author).patch(`agreements/${id}/amendments/1`, { title: 'Another' }, 1).expect(412);
    await submit(id, 1, 1).expect(412);
    await as(author).post(`agreements/${id}/amendments/1/steps`, { step: 'submit' }).expect(428);
  });

  it('sent again under one Idempotency-Key it is made once', async () => {
    const { id } = await add();
    const send = () =>
      as(author).post(`agreements/${id}/amendments`, drafted).set('idempotency-key', 'amend-once').expect(201);
    const [one, other] = [await send(), await send()];
    expect(other.body.id).toBe(one.body.id);
    expect((await as(author).get(`agreements/${id}/amendments`)).body.items).toHaveLength(1);
  });
});

describe('key terms', () => {
  it('only those that differ are kept, over the ones that stay; null takes one out', async () => {
    const agreement = await add({ key_terms: { scope: 'Fraud', costs: 'Where they fall' } });
    const { id, parties } = agreement;
    await released(agreement, { changes: { keyTerms: { scope: 'Fraud', costs: null, governance: 'A board' } } });
    const { body } = await as(author).get(`agreements/${id}/amendments/1`);
    expect([body.changes, body.before]).toEqual([
      { keyTerms: { costs: null, governance: 'A board' } },
      { keyTerms: { costs: 'Where they fall', governance: null } },
    ]);
    await sign(id, 3, parties[0]).expect(200);
    await sign(id, 4, parties[1]).expect(200);
    expect((await as(owner).get(`agreements/${id}`)).body.keyTerms).toEqual({ scope: 'Fraud', governance: 'A board' });
  });

  it('one that the type needs is not taken out', async () => {
    const { id } = await add({ type: 'data_sharing', key_terms: { lawfulBasis: 'public_task' } });
    const { body } = await draft(id, { changes: { keyTerms: { lawfulBasis: null } } }).expect(400);
    expect(body.errors).toMatchObject([{ pointer: '/changes/keyTerms/lawfulBasis' }]);
  });
});

describe('lists', () => {
  it('over all agreements, newest first, by stage, agreement and own, a page at a time', async () => {
    const { id, reference } = await add();
    for (const minute of [1, 2, 3]) {
      t.time.set(`2026-06-10T10:0${minute}:00Z`);
      await draft(id, { changes: { survivalMonths: minute } }).expect(201);
    }
    await submit(id, 2).expect(200);
    const list = async (query: string, by = author) => (await as(by).get(`amendments?${query}`).expect(200)).body;
    const numbers = ({ items }: { items: { number: number }[] }) => items.map(({ number }) => number);
    expect(numbers(await list(`agreement=${reference}`))).toEqual([3, 2, 1]);
    expect(numbers(await list(`agreement=${reference.toLowerCase()}&stage=in_approval`))).toEqual([2]);
    const first = await list(`agreement=${reference}&limit=2&own=true`);
    expect(numbers(first)).toEqual([3, 2]);
    expect(numbers(await list(`agreement=${reference}&limit=2&own=true&cursor=${first.nextCursor}`))).toEqual([1]);
    for (const wrong of ['stage=signed', 'cursor=nothing', 'own=1', 'limit=0', 'sort=title'])
      await as(author).get(`amendments?${wrong}`).expect(400);
  });

  it('an amendment that waits for a decision stands among the approvals, and the agreement itself has none', async () => {
    const { id, reference } = await add();
    await draft(id, { title: 'To be decided' }).expect(201);
    await submit(id).expect(200);
    const { items } = (await as(approver).get('approvals?limit=100').expect(200)).body;
    const mine = items.find((one: { agreement: { id: string } }) => one.agreement.id === id);
    expect(mine).toMatchObject({ agreement: { reference }, amendment: { number: 1, title: 'To be decided' } });
    const agreement = (await as(approver).get(`agreements/${id}`).expect(200)).body;
    expect([agreement.approvals, agreement.steps]).toEqual([[], []]);
    const today = await t.source.query(
      `select due_on from agreement_approvals where agreement_id = $1 and amendment_id is not null`,
      [id],
    );
    expect(today).toEqual([{ due_on: '2026-06-20' }]);
  });
});

describe('of an agreement that has renewed itself', () => {
  /** Agreed until the end of 2024, a year at a time, three times at most: until the end of 2026 by now. */
  const renewed = (): Promise<Agreement> =>
    add({
      ...{ executed_on: '2023-12-15', effective_on: '2024-01-01', end_on: '2024-12-31' },
      ...{ notice_count: 3, notice_unit: 'months', renewal_type: 'automatic', renewal_months: 12, most_renewals: 3 },
    });
  const execute = async (agreement: Agreement): Promise<void> => {
    await sign(agreement.id, 3, agreement.parties[0]).expect(200);
    await sign(agreement.id, 4, agreement.parties[1]).expect(200);
  };
  const read = async (id: string) => (await as(owner).get(`agreements/${id}`).expect(200)).body;

  it('the present end is what changes, and renewals are counted from the new one', async () => {
    const agreement = await renewed();
    await released(agreement, { changes: { endOn: '2027-06-30' } });
    const { body } = await as(author).get(`agreements/${agreement.id}/amendments/1`);
    expect(body).toMatchObject({ before: { endOn: '2026-12-31' }, changes: { endOn: '2027-06-30' } });
    await execute(agreement);
    expect(await read(agreement.id)).toMatchObject({ endOn: '2027-06-30', noticeDeadlineOn: '2027-03-30' });
    const { terms } = (await as(owner).get(`agreements/${agreement.id}/renewal-decisions`).expect(200)).body;
    expect(terms).toMatchObject([
      { number: 1, endOn: '2024-12-31', renewedItselfOn: null },
      { number: 2, endOn: '2025-12-31', renewedItselfOn: '2024-10-01' },
      { number: 3, effectiveOn: '2026-01-01', endOn: '2027-06-30', renewedItselfOn: '2025-10-01' },
    ]);
    const [{ renewals_before }] = await t.source.query<{ renewals_before: number }[]>(
      'select renewals_before from agreements where id = $1',
      [agreement.id],
    );
    expect(renewals_before).toBe(2);
  });

  it('an end that is the present one is no change, and another term leaves the end alone', async () => {
    const agreement = await renewed();
    const made = (await draft(agreement.id, { changes: { endOn: '2026-12-31', title: 'Together' } }).expect(201)).body;
    expect(made.changes).toEqual({ title: 'Together' });
    await submit(agreement.id).expect(200);
    await step(agreement.id, 1, 2, { step: 'approve' }, approver).expect(200);
    await execute(agreement);
    expect(await read(agreement.id)).toMatchObject({
      title: 'Together',
      endOn: '2026-12-31',
      renewalType: 'automatic',
    });
  });
});
