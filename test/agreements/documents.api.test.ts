import { connect } from 'node:net';
import { hashOfFile } from '../../src/platform/files/file-store.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { docx, formType, pdf, png, program } from '../support/files.js';
import { silenceLog } from '../support/log.js';
import { startS3Peer, type S3Peer } from '../support/s3.js';

interface Version {
  number: number;
  fileName: string;
  size: number;
  note: string | null;
  sha256: string;
  uploadedBy: { id: string } | null;
}
interface Document {
  id: string;
  version: number;
  kind: string;
  title: string;
  marking: string;
  versions: Version[];
}

let t: TestApp;
let agency: { id: string };
let liaison: Person;
let foreign: Person;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  foreign = await t.make.user('partner', (await t.make.agency()).id);
});
afterAll(() => t.close());

const agreement = (given: object = {}): ReturnType<typeof t.make.agreement> =>
  t.make.agreement({ agency_id: agency.id, ...given });
const inForce = { stage: 'executed', executed_on: '2025-12-15' };

/** Sends a file with the fields beside it. */
async function upload(
  by: Caller,
  path: string,
  {
    name = 'terms.pdf',
    bytes = pdf(),
    version,
    ...fields
  }: { name?: string; bytes?: Buffer; version?: number; note?: string; kind?: string; title?: string; key?: string },
): Promise<{ status: number; body: Document & { detail: string; errors?: { pointer: string; detail: string }[] } }> {
  const { key, ...sent } = fields;
  const call = by.send('post', path, undefined, version);
  for (const [field, value] of Object.entries(sent)) void call.field(field, value);
  if (key) void call.set('idempotency-key', key);
  const { status, body } = await call.attach('file', bytes, name);
  return { status, body: body as never };
}

const adding = { kind: 'other', title: 'A note' };

describe('adding a document', () => {
  it('keeps it with its hash, its size, and who gave it when', async () => {
    const { id, reference } = await agreement();
    const bytes = docx('A note of the parties.');
    const { status, body } = await upload(t.as(liaison.token), `agreements/${reference}/documents`, {
      ...adding,
      name: 'Über uns.docx',
      bytes,
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...adding,
      version: 1,
      agreementId: id,
      agreementReference: reference,
      marking: 'OFFICIAL',
      versions: [
        {
          number: 1,
          fileName: 'Über uns.docx',
          mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
          size: bytes.length,
          sha256: hashOfFile(bytes),
          madeFromClauses: false,
          uploadedBy: { id: liaison.id, name: liaison.name },
          uploadedAt: '2026-06-10T09:00:00.000Z',
        },
      ],
    });
    const [entry] = await t.source.query<{ verb: string; after: object }[]>(
      `select verb, after from audit_entries where record_id = $1`,
      [id],
    );
    expect(entry).toMatchObject({
      verb: 'agreement.add-document',
      after: { documentId: body.id, sha256: hashOfFile(bytes) },
    });
  });

  it('the whole file comes back, to be saved and never to be shown', async () => {
    const { id } = await agreement();
    const { body } = await upload(t.as(liaison.token), `agreements/${id}/documents`, {
      ...adding,
      name: 'Zusage (1).pdf',
    });
    const answer = await t.as(liaison.token).get(`documents/${body.id}/versions/1`).buffer(true).expect(200);
    expect(answer.body).toEqual(pdf());
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(pdf().length),
      'x-content-type-options': 'nosniff',
      'accord-marking': 'OFFICIAL',
      'cache-control': 'no-store',
    });
    expect(answer.headers['content-disposition']).toMatch(
      /^attachment; filename="AGR-2025-\d+ version 1 Zusage \(1\)\.pdf"; filename\*=UTF-8''/,
    );
  });

  it('what is OFFICIAL-SENSITIVE says so in the header and in its name, and the reading is kept before the answer', async () => {
    const named = { marking: 'OFFICIAL-SENSITIVE', sharing: 'named', owner_user_id: liaison.id };
    const { id, reference } = await agreement(named);
    const { body } = await upload(t.as(liaison.token), `agreements/${id}/documents`, adding);
    const { headers } = await t.as(liaison.token).get(`documents/${body.id}/versions/1`).expect(200);
    expect(headers['accord-marking']).toBe('OFFICIAL-SENSITIVE');
    expect(headers['content-disposition']).toContain(`filename="OFFICIAL-SENSITIVE ${reference} version 1 terms.pdf"`);
    const readings = await t.source.query<{ route: string; marking: string }[]>(
      `select route, marking from audit_readings where record_kind = 'agreement_document' and $1 = any(record_ids) order by at, id`,
      [body.id],
    );
    expect(readings).toContainEqual({
      route: 'GET /api/v1/documents/:id/versions/:number',
      marking: 'OFFICIAL-SENSITIVE',
    });
  });

  it('the same key and file add it once; another file under the key is refused', async () => {
    const { id } = await agreement();
    const once = { ...adding, key: `key-${id}` };
    const first = await upload(t.as(liaison.token), `agreements/${id}/documents`, once);
    const again = await upload(t.as(liaison.token), `agreements/${id}/documents`, once);
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    const other = await upload(t.as(liaison.token), `agreements/${id}/documents`, { ...once, bytes: pdf([], 'Other') });
    expect(other.status).toBe(422);
  });

  it('an agreement has one wording, and only a draft takes it', async () => {
    const draft = await agreement();
    const text = { kind: 'text', title: 'Memorandum' };
    const by = t.as(liaison.token);
    expect((await upload(by, `agreements/${draft.id}/documents`, text)).status).toBe(201);
    const second = await upload(by, `agreements/${draft.id}/documents`, text);
    expect([second.status, second.body.detail]).toEqual([409, expect.stringMatching(/has a wording already/)]);
    const signed = await agreement(inForce);
    const late = await upload(by, `agreements/${signed.id}/documents`, text);
    expect([late.status, late.body.detail]).toEqual([409, expect.stringMatching(/has left draft/)]);
    expect((await upload(by, `agreements/${signed.id}/documents`, adding)).status).toBe(201);
    const over = await agreement({ stage: 'withdrawn', withdrawn_on: '2026-01-01' });
    expect((await upload(by, `agreements/${over.id}/documents`, adding)).status).toBe(409);
  });
});

describe('a new version', () => {
  it('is added to the others, which stay', async () => {
    const { id } = await agreement();
    const by = t.as(liaison.token);
    const { body } = await upload(by, `agreements/${id}/documents`, adding);
    const second = await upload(by, `documents/${body.id}/versions`, {
      name: 'terms 2.pdf',
      bytes: pdf([], 'Second'),
      note: 'The second clause is shorter.',
      version: 1,
    });
    expect(second.status).toBe(200);
    expect(second.body.version).toBe(2);
    expect(second.body.versions.map(({ number, fileName, note }) => [number, fileName, note])).toEqual([
      [2, 'terms 2.pdf', 'The second clause is shorter.'],
      [1, 'terms.pdf', null],
    ]);
    expect((await by.get(`documents/${body.id}/versions/1`).buffer(true)).body).toEqual(pdf());
    const { body: list } = await by.get(`agreements/${id}/documents`).expect(200);
    expect((list as { items: Document[] }).items).toEqual([second.body]);
  });

  it('of two at once one is added', async () => {
    const { id } = await agreement();
    const by = t.as(liaison.token);
    const { body } = await upload(by, `agreements/${id}/documents`, adding);
    const both = await Promise.all(
      ['One', 'Other'].map((words) =>
        upload(by, `documents/${body.id}/versions`, { bytes: pdf([], words), version: 1 }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('that is the same file is refused, as is one of a wording that has left draft', async () => {
    const { id } = await agreement();
    const by = t.as(liaison.token);
    const { body } = await upload(by, `agreements/${id}/documents`, { kind: 'text', title: 'Memorandum' });
    const same = await upload(by, `documents/${body.id}/versions`, { version: 1 });
    expect([same.status, same.body.detail]).toEqual([
      409,
      'This file is the same as version 1, so it was not added again.',
    ]);
    await t.source.query(`update agreements set stage = 'awaiting_signature' where id = $1`, [id]);
    const late = await upload(by, `documents/${body.id}/versions`, { bytes: pdf([], 'Late'), version: 1 });
    expect([late.status, late.body.detail]).toEqual([409, expect.stringMatching(/has left draft/)]);
  });

  it('nobody changes or takes away one that is kept, the application neither', async () => {
    await expect(
      t.source.query(`update agreement_document_versions set sha256 = repeat('0', 64)`),
    ).rejects.toMatchObject({ code: '42501' });
    await expect(t.source.query('delete from agreement_document_versions')).rejects.toMatchObject({ code: '42501' });
  });
});

describe('who may', () => {
  it('a draft and its documents are the keeping agency’s; what is in force is read by a party, who adds nothing', async () => {
    const { id } = await agreement();
    const { body } = await upload(t.as(liaison.token), `agreements/${id}/documents`, adding);
    const theirs = t.as(foreign.token);
    const paths = [`agreements/${id}/documents`, `documents/${body.id}`, `documents/${body.id}/versions/1`];
    for (const path of paths) await theirs.get(path).expect(404);
    expect((await upload(theirs, `agreements/${id}/documents`, adding)).status).toBe(404);
    expect((await upload(theirs, `documents/${body.id}/versions`, { version: 1 })).status).toBe(404);
    await t.source.query(`update agreements set stage = 'executed', executed_on = '2026-06-01' where id = $1`, [id]);
    await t.make.row('agreement_parties', { id: body.id, agreement_id: id, organisation_id: foreign.organisationId });
    for (const path of paths) await theirs.get(path).expect(200);
    const { body: read } = await theirs.get(paths[1]);
    expect((read as Document).versions[0].uploadedBy).toBeNull();
    expect((await upload(theirs, `agreements/${id}/documents`, adding)).status).toBe(403);
    expect((await upload(theirs, `documents/${body.id}/versions`, { version: 1 })).status).toBe(403);
  });

  it('a covered academic reads, and adds nothing', async () => {
    const academic = await t.make.user('academic', (await t.make.organisation()).id, {
      expert_id: (await t.make.expert({ agency_id: agency.id })).id,
    });
    const { id } = await agreement(inForce);
    await t.make.row('agreement_covered_persons', { agreement_id: id, expert_id: academic.expertId });
    const { body } = await upload(t.as(liaison.token), `agreements/${id}/documents`, adding);
    await t.as(academic.token).get(`documents/${body.id}/versions/1`).expect(200);
    expect((await upload(t.as(academic.token), `agreements/${id}/documents`, adding)).status).toBe(403);
  });

  it.each([
    'documents/none',
    'documents/0190a0a0-0000-7000-8000-000000000000',
    'documents/0190a0a0-0000-7000-8000-000000000000/versions/1',
  ])('%s is not there', async (path) => {
    await t.as(liaison.token).get(path).expect(404);
  });
});

describe('what is refused', () => {
  it.each<[string, object, number, string]>([
    ['no kind', { title: 'A note' }, 400, '/kind'],
    ['another kind', { kind: 'contract', title: 'A note' }, 400, '/kind'],
    ['no title', { kind: 'other' }, 400, '/title'],
    ['a field that is not one', { ...adding, version: '3' }, 400, '/version'],
    ['a program called a PDF', { ...adding, bytes: program }, 400, '/file'],
    ['a picture called a PDF', { ...adding, bytes: png }, 400, '/file'],
    ['nothing', { ...adding, bytes: Buffer.alloc(0) }, 400, '/file'],
    ['a path', { ...adding, name: '../../etc/terms.pdf' }, 400, '/file'],
    ['a path of Windows', { ...adding, name: 'C:\\terms.pdf' }, 400, '/file'],
    ['a marking in the name', { ...adding, name: 'TOP SECRET - terms.pdf' }, 400, '/file'],
    ['a marking in the title', { ...adding, title: 'SECRET: terms' }, 400, '/title'],
    ['more than 10 MB', { ...adding, bytes: Buffer.alloc(10 * 1024 * 1024 + 1, 'a') }, 413, '/file'],
  ])('%s', async (_what, given, status, pointer) => {
    const { id } = await agreement();
    const { version, ...sent } = given as { version?: string };
    const call = t.as(liaison.token).post(`agreements/${id}/documents`);
    const { bytes = pdf(), name = 'terms.pdf', ...fields } = sent as { bytes?: Buffer; name?: string };
    for (const [field, value] of Object.entries({ ...fields, ...(version ? { version } : {}) }))
      void call.field(field, value as string);
    // The library would take the path away, as browsers do.
    const answer = await call.attach('file', bytes, { filepath: name } as never);
    const { errors } = answer.body as { errors?: { pointer: string }[] };
    expect([answer.status, errors?.map((one) => one.pointer)]).toEqual([status, [pointer]]);
    const [{ count }] = await t.source.query<{ count: number }[]>(
      'select count(*)::integer as count from agreement_documents where agreement_id = $1',
      [id],
    );
    expect(count).toBe(0);
  });

  it('a form without a file, two files, a file in another field, and what is no such form', async () => {
    const path = `agreements/${(await agreement()).id}/documents`;
    const by = t.as(liaison.token);
    const without = await by.post(path).field('kind', 'other').field('title', 'A note').expect(400);
    expect(without.body).toMatchObject({ errors: [{ pointer: '/file', detail: 'Select a file.' }] });
    await by.post(path).field(adding).attach('file', pdf(), 'a.pdf').attach('file', pdf(), 'b.pdf').expect(413);
    await by.post(path).field(adding).attach('document', pdf(), 'a.pdf').expect(400);
    await by.post(path, adding).expect(415);
    const broken = await by.post(path).type('multipart/form-data; boundary=x').send('--x\r\nnothing').expect(400);
    expect(broken.body).toMatchObject({ detail: /broke off or could not be read/ });
    await by.post('contacts').field('name', 'A').attach('file', pdf(), 'a.pdf').expect(415);
    await by.post(path).field('title', 'x'.repeat(200_000)).attach('file', pdf(), 'a.pdf').expect(413);
  });

  it('10 MB are taken; a body that says it is far more is refused before it is sent', async () => {
    const { id } = await agreement();
    const bytes = Buffer.concat([pdf(), Buffer.alloc(10 * 1024 * 1024 - 2 * pdf().length), pdf()]);
    const whole = await upload(t.as(liaison.token), `agreements/${id}/documents`, { ...adding, bytes });
    expect([whole.status, whole.body.versions[0].size]).toEqual([201, 10 * 1024 * 1024]);
    const answer = await t.app.inject({
      method: 'POST',
      url: `/api/v1/agreements/${id}/documents`,
      headers: { authorization: `Bearer ${liaison.token}`, 'content-type': formType, 'content-length': '70000000' },
    });
    expect(answer.statusCode).toBe(413);
  });

  it('one who hangs up half-way leaves nothing, and the next is served', async () => {
    const { id } = await agreement();
    const { hostname, port } = new URL(await t.app.getUrl());
    const head = [
      `POST /api/v1/agreements/${id}/documents HTTP/1.1`,
      `Host: localhost:${port}`,
      `Authorization: Bearer ${liaison.token}`,
      'Content-Type: multipart/form-data; boundary=x',
      'Content-Length: 100000',
    ];
    const part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7';
    const socket = connect(Number(port), hostname.replace(/[[\]]/g, ''));
    await new Promise<void>((resolve) => socket.write(`${head.join('\r\n')}\r\n\r\n${part}`, () => resolve()));
    socket.destroy();
    const { status } = await upload(t.as(liaison.token), `agreements/${id}/documents`, adding);
    const { body } = await t.as(liaison.token).get(`agreements/${id}/documents`).expect(200);
    expect([status, (body as { items: Document[] }).items.length]).toEqual([201, 1]);
  });

  it('a record that is refused is no reason to read its file: 1 MiB stays the most for everything else', async () => {
    await t
      .as(liaison.token)
      .post('contacts', { name: 'x'.repeat(1024 * 1024) })
      .expect(413);
  });
});

describe('with an S3-compatible store', () => {
  let peer: S3Peer;
  let elsewhere: TestApp;

  beforeAll(async () => {
    silenceLog();
    peer = await startS3Peer();
    elsewhere = await startTestApp({ environment: peer.environment });
  });
  afterAll(async () => {
    await elsewhere.close();
    await peer.close();
  });

  it('documents go there and come back; while it is down nothing is half written', async () => {
    const home = await elsewhere.make.agency();
    const someone = await elsewhere.make.user('liaison', home.id);
    const { id } = await elsewhere.make.agreement({ agency_id: home.id });
    const by = elsewhere.as(someone.token);
    const { body } = await upload(by, `agreements/${id}/documents`, adding);
    expect([...peer.kept.keys()]).toEqual([hashOfFile(pdf())]);
    expect((await by.get(`documents/${body.id}/versions/1`).buffer(true).expect(200)).body).toEqual(pdf());

    peer.mood = 'damaging';
    const damaged = await by.get(`documents/${body.id}/versions/1`).expect(503);
    expect(damaged.body).toMatchObject({ detail: expect.stringMatching(/not what was kept/) as string });
    expect(damaged.headers['content-disposition']).toBeUndefined();

    peer.mood = 'failing';
    const refused = await upload(by, `agreements/${id}/documents`, { ...adding, bytes: pdf([], 'Other') });
    expect([refused.status, refused.body.detail]).toEqual([
      503,
      expect.stringMatching(/^The store of files cannot be reached just now/),
    ]);
    const later = await upload(by, `documents/${body.id}/versions`, { bytes: pdf([], 'Other'), version: 1 });
    expect(later.status).toBe(503);
    await by.get(`documents/${body.id}/versions/1`).expect(503);
    peer.mood = 'well';
    const { body: list } = await by.get(`agreements/${id}/documents`).expect(200);
    expect((list as { items: Document[] }).items.map(({ versions }) => versions.length)).toEqual([1]);
  });
});
