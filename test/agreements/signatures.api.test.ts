import { TextForSignature, type SignableText } from '../../src/features/agreements/signatures/text-for-signature.js';
import { systemActor } from '../../src/kernel/actor.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { pdf } from '../support/files.js';

interface Signature {
  party: { id: string };
  signatoryName: string;
  recordedBy: object | null;
  text: { documentId: string; number: number; sha256: string };
}
interface Signatures {
  items: Signature[];
  textVersion: number | null;
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

const waiting = (given: object = {}): ReturnType<typeof t.make.agreement> =>
  t.make.agreement({ agency_id: liaison.organisationId, stage: 'awaiting_signature', ...given });
const sign = (
  reference: string,
  version: number,
  organisationId: string,
  said: object = {},
): ReturnType<ReturnType<TestApp['as']>['change']> =>
  t.as(liaison.token).change(`agreements/${reference}/steps`, version, {
    step: 'sign',
    organisationId,
    on: '2026-06-09',
    signatoryName: 'Sam Signatory',
    ...said,
  });
async function signaturesOf(reference: string, by = liaison): Promise<Signatures> {
  return (await t.as(by.token).get(`agreements/${reference}/signatures`).expect(200)).body as Signatures;
}
/** Uploads a wording while the agreement is a draft. */
async function withText(reference: string, bytes = pdf()): Promise<string> {
  const { body } = await t
    .as(liaison.token)
    .post(`agreements/${reference}/documents`)
    .field({ kind: 'text', title: 'Memorandum' })
    .attach('file', bytes, 'memorandum.pdf')
    .expect(201);
  return (body as { id: string }).id;
}

it('the first signature makes the clauses a PDF, and every party signs that one', async () => {
  const { reference, parties } = await waiting();
  expect(await signaturesOf(reference)).toEqual({ items: [], textVersion: null });
  await sign(reference, 1, parties[0], {
    office: 'Head of Contracts',
    onBehalfOf: 'Their unit',
    method: 'electronic',
  }).expect(200);
  await sign(reference, 2, parties[1], { documentVersion: 1 }).expect(200);
  const { items, textVersion } = await signaturesOf(reference);
  expect(textVersion).toBe(1);
  expect(items[0]).toMatchObject({
    party: { id: parties[0] },
    signatoryName: 'Sam Signatory',
    office: 'Head of Contracts',
    onBehalfOf: 'Their unit',
    method: 'electronic',
    signedOn: '2026-06-09',
    recordedBy: { id: liaison.id, name: liaison.name },
  });
  expect(items[1].text).toEqual(items[0].text);
  const { body: document } = await t.as(liaison.token).get(`documents/${items[0].text.documentId}`).expect(200);
  expect(document).toMatchObject({
    kind: 'text',
    versions: [{ number: 1, sha256: items[0].text.sha256, madeFromClauses: true }],
  });
  const { body: file } = await t
    .as(liaison.token)
    .get(`documents/${items[0].text.documentId}/versions/1`)
    .buffer(true)
    .expect(200);
  expect((file as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
  const { body: agreement } = await t.as(liaison.token).get(`agreements/${reference}`);
  expect((agreement as { status: string }).status).toBe('active');
});

it('a wording that was uploaded is signed as it stands', async () => {
  const { id, reference, parties } = await waiting({ stage: 'draft' });
  const documentId = await withText(reference);
  await t.source.query(`update agreements set stage = 'awaiting_signature' where id = $1`, [id]);
  await sign(reference, 1, parties[0]).expect(200);
  const [{ text }] = (await signaturesOf(reference)).items;
  expect(text).toMatchObject({ documentId, number: 1 });
  const [entry] = await t.source.query<{ after: { signedText: object } }[]>(
    `select after from audit_entries where record_id = $1 and verb = 'agreement.sign'`,
    [id],
  );
  expect(entry.after.signedText).toEqual(text);
});

it('a version that has been replaced, or never was, is not signed, and nothing is kept of it', async () => {
  const { id, reference, parties } = await waiting({ stage: 'draft' });
  const documentId = await withText(reference);
  await t
    .as(liaison.token)
    .send('post', `documents/${documentId}/versions`, undefined, 1)
    .attach('file', pdf([], 'Second'), 'second.pdf')
    .expect(200);
  await t.source.query(`update agreements set stage = 'awaiting_signature' where id = $1`, [id]);
  const replaced = await sign(reference, 1, parties[0], { documentVersion: 1 }).expect(409);
  expect((replaced.body as { detail: string }).detail).toBe(
    'Version 1 of the text has been replaced by version 2. Ask for a signature of that one.',
  );
  await sign(reference, 1, parties[0], { documentVersion: 3 }).expect(409);
  await sign(reference, 1, parties[0], { documentVersion: 0 }).expect(400);
  await sign(reference, 1, parties[0], { method: 'by shouting' }).expect(400);
  expect((await signaturesOf(reference)).items).toEqual([]);
  await sign(reference, 1, parties[0], { documentVersion: 2 }).expect(200);
});

it('clauses that changed before anybody signed become another version; the same ones do not, and signed ones never', async () => {
  const { id, reference, parties } = await waiting({ stage: 'draft' });
  const actor = systemActor('test');
  const freeze = (): Promise<SignableText> =>
    t.app.get(UnitOfWork).transaction(actor, (tx) => t.app.get(TextForSignature).textForSignature(tx, id));
  const put = (version: number, wording: string): PromiseLike<unknown> =>
    t
      .as(liaison.token)
      .put(`agreements/${reference}/text`, { clauses: [{ heading: 'A', wording }] }, version)
      .expect(200);
  const first = await freeze();
  expect([first.number, await freeze()]).toEqual([1, first]);
  await put(1, 'Each pays for lunch.');
  const second = await freeze();
  expect([second.number, second.documentId, second.sha256 === first.sha256]).toEqual([2, first.documentId, false]);
  await put(2, 'Nobody pays for lunch.');
  await t.source.query(`update agreements set stage = 'awaiting_signature' where id = $1`, [id]);
  await sign(reference, 3, parties[0], { documentVersion: 2 }).expect(409);
  await sign(reference, 3, parties[0]).expect(200);
  await t.as(liaison.token).patch(`agreements/${reference}`, { handling: 'RECIPIENTS ONLY' }, 4).expect(200);
  await sign(reference, 5, parties[1]).expect(200);
  expect((await signaturesOf(reference)).items.map(({ text }) => text.number)).toEqual([3, 3]);
});

it('of two signatures for one party at once one is kept', async () => {
  const { reference, parties } = await waiting();
  const both = await Promise.all([sign(reference, 1, parties[0]), sign(reference, 1, parties[0])]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  expect((await signaturesOf(reference)).items).toHaveLength(1);
});

it('nobody changes or takes back a signature, the application neither', async () => {
  await expect(t.source.query(`update agreement_signatures set signatory_name = 'Another'`)).rejects.toMatchObject({
    code: '42501',
  });
  await expect(t.source.query('delete from agreement_signatures')).rejects.toMatchObject({ code: '42501' });
});

it('a party reads the signatures, not who recorded them; nobody else learns of them', async () => {
  const { id, reference, parties } = await waiting();
  await t.make.row('agreement_parties', { id, agreement_id: id, organisation_id: foreign.organisationId });
  await sign(reference, 1, parties[0]).expect(200);
  expect((await signaturesOf(reference, foreign)).items[0].recordedBy).toBeNull();
  const outsider = await t.make.user('partner', (await t.make.agency()).id);
  await t.as(outsider.token).get(`agreements/${reference}/signatures`).expect(404);
});

it('the page records a signature of the version that it shows, and lists those that are there', async () => {
  const { reference, parties } = await waiting();
  const browser = await t.asBrowser(liaison);
  await sign(reference, 1, parties[0]).expect(200);
  const page = await browser.get(`/agreements/${reference}`);
  expect(page.form('name="step" value="sign"').documentVersion).toBe('1');
  const after = await browser.follow(
    await browser.fill(`/agreements/${reference}`, 'name="step" value="sign"', {
      organisationId: parties[1],
      signatoryName: 'Una Deriver',
      office: 'Registrar',
      method: 'on_paper',
      'on-day': '9',
      'on-month': '6',
      'on-year': '2026',
    }),
  );
  expect(after.text).toMatch(/Una Deriver, Registrar 9 June 2026, on paper Version 1 of the text [0-9a-f]{64}/);
});

it('one’s own agency lists what was signed, the newest entry first, by party and by day', async () => {
  const me = await t.make.user('liaison', (await t.make.agency()).id);
  const mine = t.as(me.token);
  const agreement = () => t.make.agreement({ agency_id: me.organisationId, stage: 'awaiting_signature' });
  const [one, other] = [await agreement(), await agreement()];
  for (const [{ reference, parties }, on] of [
    [one, '2026-06-08'],
    [other, '2026-06-09'],
  ] as const)
    await mine
      .change(`agreements/${reference}/steps`, 1, {
        step: 'sign',
        organisationId: parties[0],
        on,
        signatoryName: 'Sam',
      })
      .expect(200);
  const first = (await mine.get('signatures?limit=1').expect(200)).body;
  expect(first.items).toMatchObject([{ agreement: { id: other.id }, signedOn: '2026-06-09', text: { number: 1 } }]);
  const second = (await mine.get(`signatures?limit=1&cursor=${first.nextCursor}`).expect(200)).body;
  expect(second).toMatchObject({ items: [{ agreement: { id: one.id }, recordedBy: { id: me.id } }], nextCursor: null });
  const listed = async (query: string) =>
    (await mine.get(`signatures?${query}`).expect(200)).body.items.map(
      (found: { agreement: { id: string } }) => found.agreement.id,
    );
  expect(await listed(`organisationId=${one.parties[0]}&to=2026-06-08`)).toEqual([one.id]);
  expect(await listed('from=2026-06-09')).toEqual([other.id]);
  expect((await t.as(foreign.token).get('signatures').expect(200)).body.items).toEqual([]);
  await mine.get('signatures?from=yesterday').expect(400);
});
