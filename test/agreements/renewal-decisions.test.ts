import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

/** What becomes of an agreement at its end: another term, another agreement, nothing, or an earlier end. */
let t: TestApp;
let agency: { id: string };
let liaison: Person;
let approver: Person;
let as: Caller;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  approver = await t.make.user('approver', agency.id);
  as = t.as(liaison.token);
});
afterAll(() => t.close());
beforeEach(() => t.time.set('2026-06-10T09:00:00Z'));

const inForce = { stage: 'executed', executed_on: '2025-12-15' };
const add = (given: object = {}) =>
  t.make.agreement({
    agency_id: agency.id,
    owner_user_id: liaison.id,
    created_by_user_id: liaison.id,
    ...inForce,
    ...given,
  });
const decide = (id: string, version: number, said: object, by: Caller = as) =>
  by.change(`agreements/${id}/renewal-decisions`, version, { reason: 'It works well', ...said });
const renewalOf = async (id: string, by: Caller = as) =>
  (await by.get(`agreements/${id}/renewal-decisions`).expect(200)).body;

describe('renewed', () => {
  it('adds a term under the same reference, and the next one follows on', async () => {
    const { id, reference } = await add();
    const renewed = (
      await decide(id, 1, { decision: 'renew', endOn: '2028-12-31', achieved: 'Two studies' }).expect(200)
    ).body;
    expect(renewed).toMatchObject({ reference, version: 2, status: 'active', endOn: '2028-12-31' });
    // The usual term of a memorandum is three years.
    expect((await decide(id, 2, { decision: 'renew' }).expect(200)).body.endOn).toBe('2031-12-31');
    expect(await renewalOf(id)).toMatchObject({
      terms: [
        { number: 1, effectiveOn: '2026-01-01', endOn: '2027-12-31' },
        { number: 2, effectiveOn: '2028-01-01', endOn: '2028-12-31' },
        { number: 3, effectiveOn: '2029-01-01', endOn: '2031-12-31' },
      ],
      decisions: [
        { decision: 'renew', endOn: '2028-12-31', newEndOn: '2031-12-31' },
        { decision: 'renew', endOn: '2027-12-31', newEndOn: '2028-12-31', achieved: 'Two studies' },
      ],
    });
  });

  it('is not of itself a decision on the term that follows: the next end is to be decided again', async () => {
    const { id } = await add({ end_on: '2026-07-01' });
    const risk = async () => {
      const { items } = (await as.get('agreements/renewals?limit=100').expect(200)).body;
      return items.find((one: { id: string }) => one.id === id)?.risk as string | undefined;
    };
    expect(await risk()).toBe('high');
    await decide(id, 1, { decision: 'renew', endOn: '2026-07-05' }).expect(200);
    expect(await risk()).toBe('high');
    await decide(id, 2, { decision: 'let_lapse' }).expect(200);
    expect(await risk()).toBe('low');
  });

  it.each<[string, object, object, number, string]>([
    ['before the present end', {}, { endOn: '2027-12-30' }, 400, '/endOn'],
    ['on the present end', {}, { endOn: '2027-12-31' }, 400, '/endOn'],
    ['without a usual term', { type: 'data_access' }, {}, 400, '/endOn'],
    ['agreed not to be', { renewal_type: 'none' }, {}, 409, 'It was agreed that it is not renewed.'],
    ['terminated', { terminated_on: '2026-06-01' }, {}, 409, 'This agreement is terminated already.'],
    ['expired', { end_on: '2026-06-09' }, {}, 409, 'This agreement has expired'],
    [
      'a draft',
      { stage: 'draft', executed_on: null },
      {},
      409,
      'Nothing is to be renewed before everybody has signed.',
    ],
  ])('is refused: %s', async (_what, given, said, status, told) => {
    const { id } = await add(given);
    const { body, status: answered } = await decide(id, 1, { decision: 'renew', ...said });
    expect(answered).toBe(status);
    if (status === 400) expect(body.errors).toMatchObject([{ pointer: told }]);
    else expect(body.detail).toContain(told);
    expect((await renewalOf(id)).decisions).toEqual([]);
  });

  it('terms that overlap are refused by the database itself', async () => {
    const { id } = await add();
    const term = (number: number, from: string, to: string) =>
      t.source.query(
        'insert into agreement_terms (agreement_id, number, effective_on, end_on) values ($1, $2, $3, $4)',
        [id, number, from, to],
      );
    await term(1, '2026-01-01', '2026-12-31');
    await expect(term(2, '2026-12-31', '2027-12-31')).rejects.toThrow(/agreement_terms_apart/);
    await term(2, '2027-01-01', '2027-12-31');
  });

  it('of two who decide at once one is kept', async () => {
    const { id } = await add();
    const both = await Promise.all([1, 2].map(() => decide(id, 1, { decision: 'renew', endOn: '2028-12-31' })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await renewalOf(id)).terms).toHaveLength(2);
  });
});

describe('renegotiated', () => {
  it('drafts a successor with the same parties, people and terms, which takes its place once all have signed', async () => {
    const { id, reference, parties } = await add({ title: 'Work on fraud', value_pence: 5000, currency: 'GBP' });
    const expert = await t.make.expert({ agency_id: agency.id });
    await t.make.row('agreement_covered_persons', { agreement_id: id, expert_id: expert.id });
    await decide(id, 1, { decision: 'renegotiate' }).expect(200);
    const { successor } = await renewalOf(id);
    const draft = (await as.get(`agreements/${successor.id}`).expect(200)).body;
    expect(draft).toMatchObject({
      status: 'draft',
      title: 'Work on fraud',
      effectiveOn: '2028-01-01',
      endOn: '2030-12-31',
      valuePence: 5000,
      missing: [],
      coveredPersons: [{ expertId: expert.id }],
    });
    expect(draft.parties.map((one: { organisationId: string }) => one.organisationId).sort()).toEqual(
      parties.toSorted(),
    );
    expect(await renewalOf(successor.id)).toMatchObject({ succeeds: { reference }, terms: [], decisions: [] });
    const again = await decide(id, 2, { decision: 'renegotiate' }).expect(409);
    expect(again.body.detail).toBe(
      `${draft.reference} is to take its place already. Change that draft, or withdraw it first.`,
    );

    const steps = `agreements/${successor.id}/steps`;
    await as.patch(`agreements/${successor.id}`, { effectiveOn: '2026-07-01', endOn: '2029-06-30' }, 1).expect(200);
    await as.change(steps, 2, { step: 'submit', assigneeUserId: approver.id }).expect(200);
    await t.as(approver.token).change(steps, 3, { step: 'approve' }).expect(200);
    for (const [index, organisationId] of parties.entries())
      await as
        .change(steps, 4 + index, { step: 'sign', organisationId, on: '2026-06-10', signatoryName: 'Signatory' })
        .expect(200);
    expect((await as.get(`agreements/${id}`)).body).toMatchObject({ status: 'active', supersededById: successor.id });
    expect((await decide(id, 3, { decision: 'renew' }).expect(409)).body.detail).toBe(
      'Another agreement takes its place already.',
    );
    t.time.set('2026-07-01T09:00:00Z');
    expect((await as.get(`agreements/${id}`)).body.status).toBe('superseded');
    expect((await as.get(`agreements/${successor.id}`)).body.status).toBe('active');
    expect((await renewalOf(successor.id)).terms).toMatchObject([{ number: 1, effectiveOn: '2026-07-01' }]);
  });

  it('a draft that was withdrawn makes room for another', async () => {
    const { id } = await add();
    await decide(id, 1, { decision: 'renegotiate' }).expect(200);
    const { successor } = await renewalOf(id);
    await as.change(`agreements/${successor.id}/steps`, 1, { step: 'withdraw', reason: 'Begun wrongly' }).expect(200);
    await decide(id, 2, { decision: 'renegotiate' }).expect(200);
  });
});

describe('ended', () => {
  it('early, from a day', async () => {
    const { id } = await add();
    const ended = await decide(id, 1, { decision: 'terminate', on: '2026-06-10' }).expect(200);
    expect(ended.body).toMatchObject({ status: 'terminated', closingReason: 'It works well' });
  });

  it.each<[object, string]>([
    [{}, '/on'],
    [{ on: '2028-01-01' }, '/on'],
  ])('not without a day that lies before its end: %j', async (said, pointer) => {
    const { id } = await add();
    const { body } = await decide(id, 1, { decision: 'terminate', ...said }).expect(400);
    expect(body.errors).toMatchObject([{ pointer }]);
  });

  it('by itself: nothing changes but that it is decided', async () => {
    const { id } = await add();
    expect((await decide(id, 1, { decision: 'let_lapse' }).expect(200)).body).toMatchObject({ endOn: '2027-12-31' });
    expect((await renewalOf(id)).decisions).toMatchObject([{ decision: 'let_lapse', decidedBy: { id: liaison.id } }]);
  });
});

it('another agency reads the terms and nothing of why; it decides nothing', async () => {
  const { id } = await add({ sharing: 'uk_law_enforcement' });
  await decide(id, 1, { decision: 'renew', endOn: '2028-12-31', reason: 'canary reason' }).expect(200);
  const reader = t.as((await t.make.user('partner', (await t.make.agency()).id)).token);
  const seen = await renewalOf(id, reader);
  expect(seen).toMatchObject({ decisions: [], achieved: null });
  expect(seen.terms).toHaveLength(2);
  await decide(id, 2, { decision: 'let_lapse' }, reader).expect(403);
  const { id: hidden } = await add();
  await reader.get(`agreements/${hidden}/renewal-decisions`).expect(404);
  await decide(hidden, 1, { decision: 'let_lapse' }, reader).expect(404);
});

it('the page decides, keeps what was typed where something is wrong, and says why nothing can be decided', async () => {
  const browser = await t.asBrowser(liaison);
  const { reference } = await add();
  const path = `/agreements/${reference}/renewal`;
  const send = (fields: Record<string, string>) => browser.fill(path, 'name="achieved"', fields);
  const nothing = await send({ achieved: 'Two studies' });
  expect([nothing.status, nothing.problems]).toEqual([400, [['Select what becomes of it.', '#decision']]]);
  expect(nothing.form('name="achieved"')).toMatchObject({ achieved: 'Two studies' });
  const wrong = await send({ decision: 'renew', 'end-day': '31', 'end-month': '2', 'end-year': '2028', reason: 'x' });
  expect(wrong.problems.map(([, href]) => href)).toEqual(['#end-day']);
  const kept = await send({ decision: 'renew', reason: 'It works' });
  expect(kept.status).toBe(303);
  expect((await browser.follow(kept)).text).toContain('1 January 2028 to 31 December 2030');
  const { reference: draft } = await add({ stage: 'draft', executed_on: null });
  const closed = await browser.get(`/agreements/${draft}/renewal`);
  expect([closed.status, closed.html.includes('name="achieved"')]).toEqual([200, false]);
  expect(closed.text).toContain('Nothing is to be renewed before everybody has signed.');
});

describe('what was achieved', () => {
  it('gathers the contacts that were held and the promises that were kept, as far as the reader may see them', async () => {
    const { id } = await add();
    const about = { about_agreement_id: id, agency_id: agency.id };
    const held = await t.make.interaction({ ...about, subject: 'First results', happened_at: '2026-03-02T10:00:00Z' });
    await t.make.interaction({ ...about, subject: 'Only planned', happened_at: '2026-09-02T10:00:00Z' });
    const elsewhere = await t.make.agency();
    await t.make.interaction({
      ...about,
      agency_id: elsewhere.id,
      subject: 'Not ours',
      happened_at: '2026-03-02T10:00:00Z',
    });
    const done = await t.make.followUp({
      ...{ ...about, assignee_user_id: liaison.id, title: 'Send the data' },
      ...{ status: 'done', completed_on: '2026-04-01', completed_at: '2026-04-01T10:00:00Z' },
    });
    await t.make.followUp({ ...about, assignee_user_id: liaison.id, title: 'Still open' });
    expect((await renewalOf(id)).achieved.records).toEqual([
      {
        ...{ name: 'interactions.held', recordKind: 'interaction', count: 1 },
        latest: [{ id: held.id, title: 'First results', happenedOn: '2026-03-02', marking: 'OFFICIAL' }],
      },
      {
        ...{ name: 'follow-ups.done', recordKind: 'follow_up', count: 1 },
        latest: [{ id: done.id, title: 'Send the data', happenedOn: '2026-04-01', marking: 'OFFICIAL' }],
      },
    ]);
  });

  it('names the latest ten and counts the others', async () => {
    const { id } = await add();
    for (let day = 1; day <= 12; day += 1)
      await t.make.interaction({
        ...{ about_agreement_id: id, agency_id: agency.id },
        happened_at: `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`,
      });
    const [{ count, latest }] = (await renewalOf(id)).achieved.records;
    expect([count, latest.length, latest[0].happenedOn, latest.at(-1).happenedOn]).toEqual([
      12,
      10,
      '2026-03-12',
      '2026-03-03',
    ]);
  });
});

describe('the list of decisions', () => {
  it('has what one’s own agency decided, the newest first, page after page and by kind of decision', async () => {
    const another = await t.make.agency();
    const me = await t.make.user('liaison', another.id);
    const mine = t.as(me.token);
    const kept = { agency_id: another.id, owner_user_id: me.id };
    const [first, second, others] = [await add(kept), await add(kept), await add()];
    await decide(first.id, 1, { decision: 'let_lapse' }, mine).expect(200);
    t.time.forward(60_000);
    await decide(second.id, 1, { decision: 'renew', endOn: '2028-12-31' }, mine).expect(200);
    await decide(others.id, 1, { decision: 'let_lapse' }).expect(200);
    const one = (await mine.get('renewal-decisions?limit=1').expect(200)).body;
    expect(one.items).toMatchObject([
      {
        ...{ agreement: { id: second.id, reference: second.reference }, decision: 'renew', newEndOn: '2028-12-31' },
        ...{ endOn: '2027-12-31', reason: 'It works well', decidedBy: { id: me.id } },
      },
    ]);
    const two = (await mine.get(`renewal-decisions?limit=1&cursor=${one.nextCursor}`).expect(200)).body;
    expect(two).toMatchObject({ items: [{ agreement: { id: first.id }, decision: 'let_lapse' }], nextCursor: null });
    const lapsed = (await mine.get('renewal-decisions?decision=let_lapse').expect(200)).body;
    expect(lapsed.items).toHaveLength(1);
    await mine.get('renewal-decisions?decision=forget').expect(400);
    await mine.get('renewal-decisions?cursor=nonsense').expect(400);
  });
});
