import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { pdf } from '../support/files.js';

interface Clause {
  code: string | null;
  heading: string;
  wording: string;
  text: string;
  change: string | null;
}
interface Text {
  version: number;
  templateVersion: number | null;
  clauses: Clause[];
  removed: { heading: string }[];
  gaps: string[];
}

let t: TestApp;
let liaison: Person;
let foreign: Person;

beforeAll(async () => {
  t = await startTestApp();
  liaison = await t.make.user('liaison', (await t.make.agency()).id);
  foreign = await t.make.user('partner', (await t.make.agency()).id);
});
afterAll(() => t.close());

const draft = (given: object = {}): ReturnType<typeof t.make.agreement> =>
  t.make.agreement({ agency_id: liaison.organisationId, ...given });

async function put(
  reference: string,
  version: number,
  body: object,
  by = liaison,
): Promise<{ status: number; body: Text & { detail: string; errors?: { pointer: string; detail: string }[] } }> {
  const { status, body: answer } = await t.as(by.token).put(`agreements/${reference}/text`, body, version);
  return { status, body: answer as never };
}

it('nobody has begun: no template, no clauses', async () => {
  const { body } = await t
    .as(liaison.token)
    .get(`agreements/${(await draft()).id}/text`)
    .expect(200);
  expect(body).toMatchObject({ templateVersion: null, clauses: [], removed: [], gaps: [] });
});

it('it begins from the newest template, under the agreement’s version, audited and published', async () => {
  const { id, reference } = await draft();
  const { status, body } = await put(reference, 1, {});
  expect([status, body.version, body.templateVersion, body.clauses.length]).toEqual([200, 2, 1, 12]);
  expect(body.clauses.every(({ change }) => change === null)).toBe(true);
  expect(body.gaps).toContain('the purpose');
  expect(await t.source.query('select verb from audit_entries where record_id = $1', [id])).toEqual([
    { verb: 'agreement.change-text' },
  ]);
  expect(await t.source.query(`select name from outbox_events where payload ->> 'agreementId' = $1`, [id])).toEqual([
    { name: 'agreements.changed' },
  ]);
});

it('clauses are replaced whole, and each is held against the template', async () => {
  const { reference } = await draft();
  const { body: first } = await put(reference, 1, {});
  const [parties, purpose, ...others] = first.clauses.map(({ code, heading, wording }) => ({ code, heading, wording }));
  const { body } = await put(reference, 2, {
    clauses: [
      parties,
      { ...purpose, wording: 'To learn.' },
      { heading: 'Lunch', wording: 'Each pays.' },
      ...others.slice(1),
    ],
  });
  expect(body.clauses.slice(0, 3).map(({ change, text }) => [change, text])).toEqual([
    [null, expect.stringMatching(/^This agreement is between /)],
    ['changed', 'To learn.'],
    ['added', 'Each pays.'],
  ]);
  expect(body.removed.map(({ heading }) => heading)).toEqual(['Principles']);
  const { body: anew } = await put(reference, 3, {});
  expect(anew.clauses.map(({ change }) => change)).toEqual(first.clauses.map(() => null));
});

it.each<[string, object, string]>([
  ['none at all', { clauses: [] }, '/clauses'],
  ['too many', { clauses: Array.from({ length: 61 }, () => ({ heading: 'A', wording: 'B' })) }, '/clauses'],
  [
    'the same twice',
    {
      clauses: [
        { code: 'purpose', heading: 'A', wording: 'B' },
        { code: 'purpose', heading: 'A', wording: 'B' },
      ],
    },
    '/clauses',
  ],
  ['one of another template', { clauses: [{ code: 'milestones', heading: 'A', wording: 'B' }] }, '/clauses'],
  ['no heading', { clauses: [{ heading: ' ', wording: 'B' }] }, '/clauses/0/heading'],
  ['no wording', { clauses: [{ heading: 'A' }] }, '/clauses/0/wording'],
  ['a higher marking', { clauses: [{ heading: 'A', wording: 'TOP SECRET' }] }, '/clauses/0/wording'],
  ['a number of its own', { clauses: [{ heading: 'A', wording: 'B', number: 7 }] }, '/clauses/0/number'],
])('%s is refused', async (_what, body, pointer) => {
  const { reference } = await draft();
  const answer = await put(reference, 1, body);
  expect([answer.status, answer.body.errors?.map((one) => one.pointer)]).toEqual([400, [pointer]]);
});

it('it changes in draft, by the agency that keeps it, under the version that was read', async () => {
  const { id, reference } = await draft();
  expect((await put(reference, 7, {})).status).toBe(412);
  expect((await put(reference, 1, {}, foreign)).status).toBe(404);
  await t.source.query(`update agreements set stage = 'executed', executed_on = '2026-01-01' where id = $1`, [id]);
  await t.make.row('agreement_parties', { id, agreement_id: id, organisation_id: foreign.organisationId });
  await t.make.row('agreement_texts', { agreement_id: id, template_version: 1 });
  await t.make.row('agreement_clauses', { agreement_id: id, number: 1, heading: 'A', wording: 'By {agency} [soon].' });
  const { body: own } = await t.as(liaison.token).get(`agreements/${reference}/text`).expect(200);
  expect(own).toMatchObject({
    templateVersion: 1,
    gaps: ['soon'],
    clauses: [{ change: 'added', wording: 'By {agency} [soon].' }],
  });
  const { body: theirs } = await t.as(foreign.token).get(`agreements/${reference}/text`).expect(200);
  const { text } = (own as Text).clauses[0];
  const agreed = { number: 1, code: null, heading: 'A', wording: text, text, change: null };
  expect(theirs).toMatchObject({ templateVersion: null, gaps: [], removed: [], clauses: [agreed] });
  expect((await put(reference, 1, {}, foreign)).status).toBe(403);
  const late = await put(reference, 1, {});
  expect([late.status, late.body.detail]).toEqual([409, expect.stringMatching(/has left draft/)]);
});

it('asks for one more approval where what is to be signed departs from the template', async () => {
  const { id, reference } = await draft();
  const departs = async (): Promise<boolean> => {
    const { body } = await t.as(liaison.token).get(`agreements/${id}`).expect(200);
    // One more approval than the type asks for.
    return (body.approvalsNeeded as string[]).length > 1;
  };
  const found = [await departs()];
  const { body } = await put(reference, 1, {});
  found.push(await departs());
  const clauses = body.clauses.map(({ code, heading, wording }) => ({ code, heading, wording }));
  await put(reference, 2, { clauses: clauses.slice(1) });
  found.push(await departs());
  await put(reference, 3, { clauses });
  found.push(await departs());
  const by = t.as(liaison.token).post(`agreements/${reference}/documents`).field({ kind: 'text', title: 'Theirs' });
  await by.attach('file', pdf(), 'theirs.pdf').expect(201);
  found.push(await departs());
  expect(found).toEqual([false, false, true, false, true]);
});

it('of two at once one is kept', async () => {
  const { reference } = await draft();
  const both = await Promise.all([put(reference, 1, {}), put(reference, 1, {})]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
});

it('what people type is never taken for markup or for another name to fill', async () => {
  const { reference } = await draft({ purpose: '{parties} <script>alert(1)</script> [[x]]' });
  const { body } = await put(reference, 1, {
    clauses: [{ heading: '<b>{purpose}</b>', wording: '{purpose} {constructor}' }],
  });
  expect(body.clauses[0]).toMatchObject({
    heading: '<b>{purpose}</b>',
    text: '{parties} <script>alert(1)</script> [[x]] {constructor}',
  });
  const page = await (await t.asBrowser(liaison)).get(`/agreements/${reference}/text`);
  expect(page.html).not.toContain('<script>alert');
  await t.as(liaison.token).get(`agreements/${reference}/text.pdf`).expect(200);
});
