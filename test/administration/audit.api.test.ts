import { ReadLog } from '../../src/platform/audit/read-log.js';
import type { AuditEntryView } from '../../src/features/administration/audit/audit.dto.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let admin: Person;
let auditor: Person;
let liaison: Person;

beforeAll(async () => {
  t = await startTestApp();
  const agency = await t.make.agency();
  admin = await t.make.user('admin', agency.id, { name: 'Ada Admin' });
  auditor = await t.make.user('auditor', agency.id);
  liaison = await t.make.user('liaison', agency.id, { name: 'Helena Marsh' });
});
afterAll(() => t.close());

async function entries(person: Person, query: Record<string, string> = {}): Promise<AuditEntryView[]> {
  const { body } = await t
    .as(person.token)
    .get(`audit?${new URLSearchParams(query).toString()}`)
    .expect(200);
  return (body as { items: AuditEntryView[] }).items;
}
const own = (): { agency_id: string; owner_user_id: string } => ({
  agency_id: liaison.organisationId,
  owner_user_id: liaison.id,
});

describe('the audit', () => {
  it('says in a sentence who changed which field of which agreement, without what it holds', async () => {
    const { reference, id } = await t.make.agreement(own());
    await t.as(liaison.token).patch(`agreements/${reference}`, { endOn: '2029-03-31' }, 1).expect(200);
    for (const reader of [admin, auditor]) {
      const [entry] = await entries(reader, { record: reference });
      expect(entry).toEqual({
        id: expect.any(String),
        at: '2026-06-10T09:00:00.000Z',
        person: { id: liaison.id, name: 'Helena Marsh', role: 'liaison' },
        job: null,
        action: 'agreement.change',
        record: { kind: 'agreement', id, called: reference },
        sentence: `Helena Marsh changed the end date of ${reference}`,
        fields: ['end date'],
        changes: null,
      });
    }
  });

  it('tells what was before and after of accounts, organisations and terms', async () => {
    const account = await t.make.user('liaison', liaison.organisationId, { name: 'Sam Hill' });
    await t
      .as(admin.token)
      .patch(`users/${account.id}`, { awayFrom: '2026-07-01', coverUserId: liaison.id }, 1)
      .expect(200);
    const [entry] = await entries(auditor, { record: account.id });
    expect(entry.sentence).toBe('Ada Admin changed the first day away and the cover of Sam Hill');
    expect(entry.changes).toEqual([
      { field: 'first day away', before: null, after: '1 July 2026' },
      { field: 'cover', before: null, after: 'Helena Marsh' },
    ]);
    await t.as(admin.token).patch('vocabularies/threat/terms/drugs', { label: 'Drugs' }, 1).expect(200);
    const [term] = await entries(admin, { kind: 'vocabulary_term' });
    expect([term.sentence, term.changes]).toEqual([
      'Ada Admin changed the label of Drugs',
      [{ field: 'label', before: 'Illegal drugs', after: 'Drugs' }],
    ]);
  });

  it('never tells a password, a session or what stands in a search column', async () => {
    const { body } = await t.as(admin.token).post('users', {
      name: 'New',
      email: 'new-one@agency.example',
      role: 'partner',
      organisationId: liaison.organisationId,
    });
    const [entry] = await entries(admin, { record: (body as { id: string }).id });
    const fields = entry.changes!.map(({ field }) => field).join();
    expect(fields).toContain('email');
    expect(fields).not.toMatch(/password|session|search|version/);
  });
});

/** A word in every field that somebody types, of every kind of record; none of it may reach whoever reads the audit. */
describe('canaries', () => {
  const word = 'canary-of-the-audit';
  const write = async (): Promise<void> => {
    const caller = t.as(liaison.token);
    const agreement = await t.make.agreement(own());
    await caller
      .patch(`agreements/${agreement.reference}`, { title: word, purpose: word, releasableSummary: word }, 1)
      .expect(200);
    await caller.change(`agreements/${agreement.reference}/steps`, 2, { step: 'withdraw', reason: word }).expect(200);
    const expert = await t.make.expert({ agency_id: liaison.organisationId });
    await caller.patch(`experts/${expert.reference}`, { familyName: word, biography: word }, 1).expect(200);
    const relationship = await caller.post(`experts/${expert.reference}/relationships`, { notes: word }).expect(201);
    await caller
      .patch(`experts/${expert.reference}/relationships/${relationship.body.id}`, { assessment: word }, 1)
      .expect(200);
    const contact = await caller.post('contacts', { name: word, organisationId: agreement.parties[1] }).expect(201);
    await caller.patch(`contacts/${contact.body.id}`, { office: word }, 1).expect(200);
    const interaction = await caller
      .post('interactions', {
        kind: 'meeting',
        happenedAt: '2026-06-09T10:00:00Z',
        subject: word,
        notes: word,
        participants: [{ expertId: expert.id }],
      })
      .expect(201);
    await caller
      .patch(`interactions/${interaction.body.id}`, { notes: `${word} again`, correctionReason: word }, 1)
      .expect(200);
    const followUp = await caller.post('follow-ups', { title: word, dueOn: '2026-07-01' }).expect(201);
    await caller.patch(`follow-ups/${followUp.body.id}`, { details: word }, 1).expect(200);
    await caller.change(`follow-ups/${followUp.body.id}/steps`, 2, { step: 'cancel', reason: word }).expect(200);
    await caller.get('reports/partnerships.csv').expect(200);
  };

  it('no value of a record that the reader may not open is told, as page or by the API, however it is asked', async () => {
    await write();
    const kept = await t.source.query(
      'select count(*)::integer as number from audit_entries where strpos(after::text, $1) > 0',
      [word],
    );
    expect(kept[0].number).toBeGreaterThanOrEqual(10);
    for (const reader of [admin, auditor]) {
      const browser = await t.asBrowser(reader);
      for (const query of ['limit=100', 'kind=agreement', `person=${liaison.email}`, 'limit=3']) {
        const { text, body } = await t.as(reader.token).get(`audit?${query}`).expect(200);
        expect(text).not.toContain('canary');
        const cursor = (body as { nextCursor: string | null }).nextCursor;
        if (cursor !== null) expect(Buffer.from(cursor, 'base64url').toString()).not.toContain('canary');
      }
      for (const query of ['', '?kind=expert', '?person=helena']) {
        const page = await browser.get(`/admin/audit${query}`);
        expect([page.status, page.html.includes('canary')]).toEqual([200, false]);
      }
    }
  });

  it('names the fields in their own words, and every kind of record by what it is', async () => {
    const sentences = (await entries(auditor, { person: 'Helena', limit: '100' })).map(({ sentence }) => sentence);
    expect(sentences).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Helena Marsh changed 3 fields of AGR-/),
        expect.stringMatching(/^Helena Marsh withdrew AGR-/),
        expect.stringMatching(/^Helena Marsh changed the biography and the family name of EXP-/),
        'Helena Marsh entered a relationship',
        'Helena Marsh entered a contact',
        'Helena Marsh logged an interaction',
        'Helena Marsh changed the details of a follow-up',
        'Helena Marsh took the partnership report as a file',
      ]),
    );
  });
});

describe('asking', () => {
  it('by person, kind, record, what was done and day', async () => {
    const { reference, id } = await t.make.agreement(own());
    t.time.set('2026-06-11T09:00:00Z');
    await t.as(liaison.token).patch(`agreements/${reference}`, { purpose: 'Another' }, 1).expect(200);
    const found = async (query: Record<string, string>): Promise<boolean> =>
      (await entries(auditor, query)).some((one) => one.record.id === id);
    for (const query of <Record<string, string>[]>[
      { record: reference.toLowerCase() },
      { record: id },
      { person: 'MARSH' },
      { kind: 'agreement' },
      { action: 'agreement.change' },
      { from: '2026-06-11', to: '2026-06-11' },
    ])
      expect([query, await found(query)]).toEqual([query, true]);
    for (const query of <Record<string, string>[]>[
      { record: 'AGR-1999-0001' },
      { person: 'nobody at all' },
      { kind: 'expert' },
      { action: 'agreement.create' },
      { to: '2026-06-10' },
      { from: '2026-06-12' },
    ])
      expect([query, await found(query)]).toEqual([query, false]);
    t.time.set('2026-06-10T09:00:00Z');
  });

  it('goes on page by page, newest first, each entry once, and counts them', async () => {
    const query = { person: liaison.email };
    const { body: counted } = await t
      .as(auditor.token)
      .get(`audit/count?${new URLSearchParams(query).toString()}`)
      .expect(200);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path: string = `audit?limit=4&${new URLSearchParams({ ...query, ...(cursor ? { cursor } : {}) }).toString()}`;
      const { body } = await t.as(auditor.token).get(path).expect(200);
      seen.push(...(body as { items: AuditEntryView[] }).items.map(({ id }) => id));
      cursor = (body as { nextCursor: string | null }).nextCursor;
    }
    expect([new Set(seen).size, counted]).toEqual([seen.length, { count: seen.length, more: false }]);
    const ordered = await t.source.query(
      'select id from audit_entries where actor_user_id = $1 order by at desc, id desc',
      [liaison.id],
    );
    expect(seen).toEqual(ordered.map(({ id }: { id: string }) => id));
  });

  it.each([
    ['record=someone', '?record'],
    ['kind=Not+a+kind', '?kind'],
    ['action=1', '?action'],
    ['from=yesterday', '?from'],
    ['cursor=wrong', '?cursor'],
    ['sort=at', '?sort'],
  ])('refuses %s', async (query, pointer) => {
    const { body } = await t.as(auditor.token).get(`audit?${query}`).expect(400);
    expect(body.errors[0].pointer).toBe(pointer);
  });
});

it('reading the audit is itself kept', async () => {
  const reader = await t.make.user('auditor', liaison.organisationId);
  const [entry] = await entries(reader, { limit: '1' });
  await (await t.asBrowser(reader)).get('/admin/audit?action=agreement.change');
  await t.app.get(ReadLog).flush();
  const readings = await t.source.query(
    'select route, record_kind as kind, record_ids as ids from audit_readings where actor_user_id = $1 order by id',
    [reader.id],
  );
  expect(readings).toMatchObject([
    { route: 'GET /api/v1/audit', kind: 'audit_entry', ids: [entry.id] },
    { route: 'GET /admin/audit', kind: 'audit_entry' },
  ]);
});

it.each(['liaison', 'partner', 'approver', 'host'] as const)('the role %s reads no audit', async (role) => {
  const person = await t.make.user(role, liaison.organisationId);
  await t.as(person.token).get('audit').expect(403);
  expect((await (await t.asBrowser(person)).get('/admin/audit')).status).toBe(403);
});

it('is added to and read, never changed, by the application’s own role', async () => {
  await expect(t.source.query('update audit_entries set verb = verb')).rejects.toThrow('permission denied');
  await expect(t.source.query('delete from audit_entries')).rejects.toThrow('permission denied');
});
