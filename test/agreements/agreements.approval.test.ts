import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

/** Every way in which somebody might come to approve their own agreement, and what becomes of a decision that is open. */
let t: TestApp;
let agency: { id: string };
let author: Person;
let owner: Person;
let colleague: Person;
let approver: Person;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  [author, owner, colleague, approver] = [
    await t.make.user('liaison', agency.id),
    await t.make.user('liaison', agency.id),
    await t.make.user('liaison', agency.id),
    await t.make.user('approver', agency.id),
  ];
});
afterAll(() => t.close());

const as = (person: Person): Caller => t.as(person.token);
const agreement = (given: object = {}): Promise<{ id: string }> =>
  t.make.agreement({ agency_id: agency.id, created_by_user_id: author.id, owner_user_id: owner.id, ...given });
const submit = (by: Person, id: string, to: Person, version = 1): ReturnType<Caller['change']> =>
  as(by).change(`agreements/${id}/steps`, version, { step: 'submit', assigneeUserId: to.id });
const approve = (by: Person, id: string, version = 2): ReturnType<Caller['change']> =>
  as(by).change(`agreements/${id}/steps`, version, { step: 'approve' });

describe('nobody approves their own', () => {
  it.each<[string, () => Person, () => Person]>([
    ['the author, submitted by themselves', () => author, () => author],
    ['the author, submitted by a colleague', () => colleague, () => author],
    ['the owner, submitted by themselves', () => owner, () => owner],
    ['the owner, submitted by a colleague', () => colleague, () => owner],
    ['the submitter', () => colleague, () => colleague],
  ])('it cannot be put to %s', async (_who, by, to) => {
    const { id } = await agreement();
    const refused = await submit(by(), id, to()).expect(409);
    expect(refused.body.detail).toMatch(/^Nobody approves an agreement they (wrote|own|submitted)\./);
    expect((await as(author).get(`agreements/${id}`)).body).toMatchObject({
      version: 1,
      status: 'draft',
      approvals: [],
    });
  });

  it('an author who gives it to another owner is still its author', async () => {
    const { id } = await agreement({ owner_user_id: author.id });
    await as(author).patch(`agreements/${id}`, { ownerUserId: colleague.id }, 1).expect(200);
    await submit(colleague, id, author, 2).expect(409);
  });

  it('somebody who is made owner while the decision is open no longer decides', async () => {
    const { id } = await agreement();
    await submit(author, id, colleague).expect(200);
    await as(author).patch(`agreements/${id}`, { ownerUserId: colleague.id }, 2).expect(200);
    expect((await approve(colleague, id, 3).expect(409)).body.detail).toBe(
      'Nobody approves an agreement they wrote, own or submitted.',
    );
    const seen = await as(colleague).get(`agreements/${id}`).expect(200);
    expect(seen.body.steps).toContainEqual({
      step: 'approve',
      blockedBecause: 'Nobody approves an agreement they wrote, own or submitted.',
    });
  });

  it('only the one it was put to decides: not the submitter, not a colleague, not an earlier approver', async () => {
    const { id } = await agreement();
    const earlier = await t.make.user('approver', agency.id);
    await submit(author, id, earlier).expect(200);
    await as(earlier).change(`agreements/${id}/steps`, 2, { step: 'return', reason: 'Too wide' }).expect(200);
    await submit(author, id, approver, 3).expect(200);
    for (const person of [author, owner, colleague, earlier]) {
      const refused = await approve(person, id, 4).expect(409);
      expect(refused.body.detail).toMatch(/^(This is with|Nobody approves)/);
    }
    await approve(approver, id, 4).expect(200);
    const { approvals } = (await as(author).get(`agreements/${id}`)).body;
    expect(approvals.map(({ kind, decision }: { kind: string; decision: string }) => [kind, decision])).toEqual([
      ['business', 'returned'],
      ['business', 'approved'],
    ]);
  });

  it('who returned it and then edits and submits it does not decide it either', async () => {
    const { id } = await agreement();
    await submit(author, id, colleague).expect(200);
    await as(colleague).change(`agreements/${id}/steps`, 2, { step: 'return', reason: 'I will write it' }).expect(200);
    await as(colleague).patch(`agreements/${id}`, { title: 'Rewritten' }, 3).expect(200);
    await submit(colleague, id, colleague, 4).expect(409);
    await submit(colleague, id, approver, 4).expect(200);
    await approve(colleague, id, 5).expect(409);
  });
});

describe('whom it may be put to', () => {
  it.each(['admin', 'auditor', 'host'] as const)('never an %s', async (role) => {
    const { id } = await agreement();
    const refused = await submit(author, id, await t.make.user(role, agency.id)).expect(400);
    expect(refused.body.errors[0].pointer).toBe('/assigneeUserId');
  });

  it('never somebody of another agency, a disabled person or nobody at all, in the same words', async () => {
    const other = await t.make.agency();
    const foreign = await t.make.user('approver', other.id);
    const gone = await t.make.user('approver', agency.id, { disabled_at: t.clock.now() });
    const { id } = await agreement();
    const details = [];
    for (const to of [foreign, gone, { ...gone, id: '01890000-0000-7000-8000-000000000000' }])
      details.push((await submit(author, id, to).expect(400)).body.errors[0].detail);
    expect(new Set(details).size).toBe(1);
    expect((await as(author).get(`agreements/${id}`)).body).toMatchObject({ version: 1, status: 'draft' });
  });
});

describe('while a decision is open', () => {
  it('the terms stand still', async () => {
    const { id } = await agreement();
    await submit(author, id, approver).expect(200);
    const university = await t.make.organisation();
    const refused = [
      await as(author).patch(`agreements/${id}`, { title: 'Other terms' }, 2),
      await as(author).patch(`agreements/${id}`, { endOn: '2040-01-01', reviewOn: '2030-01-01' }, 2),
      await as(author).put(`agreements/${id}/parties`, { parties: [{ organisationId: university.id }] }, 2),
      await as(author).put(`agreements/${id}/people`, { people: [] }, 2),
    ];
    expect(refused.map(({ status }) => status)).toEqual([409, 409, 409, 409]);
    expect(refused[1].body.errors).toEqual([{ pointer: '/endOn', detail: 'This cannot change at the present stage.' }]);
    expect((await as(author).get(`agreements/${id}`)).body.version).toBe(2);
  });

  it('an approver changes nothing and takes no other step', async () => {
    const { id } = await agreement();
    await submit(author, id, approver).expect(200);
    await as(approver).patch(`agreements/${id}`, { sharing: 'named' }, 2).expect(403);
    await as(approver).put(`agreements/${id}/people`, { people: [] }, 2).expect(403);
    for (const step of [
      { step: 'withdraw', reason: 'x' },
      { step: 'submit', assigneeUserId: colleague.id },
    ])
      await as(approver).change(`agreements/${id}/steps`, 2, step).expect(403);
  });

  it('an approver who is disabled, or whose role changes, decides nothing; the keeper can withdraw', async () => {
    for (const change of ["disabled_at = '2026-06-10'", "role = 'auditor'"]) {
      const leaving = await t.make.user('approver', agency.id);
      const { id } = await agreement();
      await submit(author, id, leaving).expect(200);
      await t.source.query(['update users set', change, 'where id = $1'].join(' '), [leaving.id]);
      expect([401, 403]).toContain((await approve(leaving, id)).status);
      const withdrawn = await as(author)
        .change(`agreements/${id}/steps`, 2, { step: 'withdraw', reason: 'Nobody to decide' })
        .expect(200);
      expect(withdrawn.body).toMatchObject({ status: 'withdrawn', steps: [] });
      expect(withdrawn.body.approvals).toMatchObject([{ decision: 'cancelled' }]);
    }
  });
});
