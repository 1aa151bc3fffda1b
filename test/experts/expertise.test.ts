import type { Role } from '../../src/kernel/actor.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

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

const asLiaison = (): Caller => t.as(liaison.token);
const own = (given: object = {}): ReturnType<typeof t.make.expert> => t.make.expert({ agency_id: agency.id, ...given });
const item = async (given: { scheme?: string; level?: string; confirmedOn?: string } = {}, term: object = {}) => {
  const scheme = given.scheme ?? 'threat';
  return { scheme, code: (await t.make.term({ scheme, ...term })).code, level: 'primary', ...given };
};
const held = async (id: string, given: { scheme: string; code: string }, row: object): Promise<void> => {
  const [term] = await t.source.query('select id from vocabulary_terms where scheme = $1 and code = $2', [
    given.scheme,
    given.code,
  ]);
  await t.make.row('expertise', { id: term.id, expert_id: id, term_id: term.id, ...t.make.stamps(), ...row });
};

describe('PUT /experts/:id/expertise', () => {
  it('replaces the list by what the liaison says', async () => {
    const { id, reference } = await own();
    const gone = await item();
    await held(id, gone, { level: 'primary', source: 'self' });
    const first = await item({ confirmedOn: '2026-06-01' });
    const second = await item({ scheme: 'method', level: 'secondary' });
    const { body, headers } = await asLiaison()
      .put(`experts/${reference}/expertise`, { expertise: [second, first] }, 1)
      .expect(200);
    expect(headers.etag).toBe('"2"');
    expect(body.expertise).toMatchObject([
      { ...first, source: 'liaison', confirmedOn: '2026-06-01' },
      { ...second, source: 'liaison', confirmedOn: null },
    ]);
    const [entry] = await t.source.query('select verb, before, after from audit_entries where record_id = $1', [id]);
    expect(entry).toMatchObject({
      verb: 'expert.replace-expertise',
      before: { expertise: [{ code: gone.code, source: 'self' }] },
      after: { expertise: [{ code: second.code }, { code: first.code }] },
    });
    const events = await t.source.query(`select name from outbox_events where payload ->> 'expertId' = $1`, [id]);
    expect(events).toEqual([{ name: 'experts.changed' }]);
    const emptied = await asLiaison().put(`experts/${id}/expertise`, { expertise: [] }, 2).expect(200);
    expect(emptied.body.expertise).toEqual([]);
  });

  it('leaves to the person what they said and nobody changed, and confirms a suggestion by keeping it', async () => {
    const { id } = await own();
    const [theirs, moved, suggested] = [await item(), await item(), await item()];
    await held(id, theirs, { level: 'primary', source: 'self', confirmed_on: '2026-01-01' });
    await held(id, moved, { level: 'secondary', source: 'self' });
    await held(id, suggested, { level: 'primary', source: 'suggested' });
    const { body } = await asLiaison()
      .put(`experts/${id}/expertise`, { expertise: [theirs, moved, suggested] }, 1)
      .expect(200);
    const sources = Object.fromEntries(
      body.expertise.map(({ code, source }: { code: string; source: string }) => [code, source]),
    );
    expect(sources).toEqual({ [theirs.code]: 'self', [moved.code]: 'liaison', [suggested.code]: 'liaison' });
    expect(body.expertise.find(({ code }: { code: string }) => code === theirs.code).confirmedOn).toBe('2026-01-01');
  });

  it('keeps a retired term where it stands and does not give it anew', async () => {
    const { id } = await own();
    const retired = await item({}, { retired_on: '2026-06-10' });
    const put = (version: number) => asLiaison().put(`experts/${id}/expertise`, { expertise: [retired] }, version);
    const { body } = await put(1).expect(400);
    expect(body.errors).toMatchObject([{ pointer: '/expertise/0/code' }]);
    await held(id, retired, { level: 'primary', source: 'liaison' });
    await put(1).expect(200);
  });

  it.each<[string, (good: object) => unknown, string]>([
    ['no list', () => undefined, '/expertise'],
    ['a list of texts', () => ['fraud'], '/expertise'],
    [
      'an unknown term',
      (good) => [good, { scheme: 'threat', code: 'nonsense', level: 'primary' }],
      '/expertise/1/code',
    ],
    ['a term of another vocabulary', (good) => [{ ...good, scheme: 'method' }], '/expertise/0/code'],
    ['a vocabulary that is no expertise', (good) => [{ ...good, scheme: 'descriptor' }], '/expertise/0/scheme'],
    ['an unknown level', (good) => [{ ...good, level: 'expert' }], '/expertise/0/level'],
    ['the same term twice', (good) => [good, { ...good, level: 'secondary' }], '/expertise/1/code'],
    ['a confirmation of tomorrow', (good) => [{ ...good, confirmedOn: '2026-06-11' }], '/expertise/0/confirmedOn'],
    ['a source', (good) => [{ ...good, source: 'self' }], '/expertise/0/source'],
  ])('refuses %s, and changes nothing', async (_what, listOf, pointer) => {
    const { id } = await own();
    const good = await item();
    await held(id, good, { level: 'secondary', source: 'self' });
    const { body } = await asLiaison()
      .put(`experts/${id}/expertise`, { expertise: listOf(good) }, 1)
      .expect(400);
    expect(body.errors.map((problem: { pointer: string }) => problem.pointer)).toEqual([pointer]);
    const after = await asLiaison().get(`experts/${id}`);
    expect(after.body).toMatchObject({ version: 1, expertise: [{ level: 'secondary', source: 'self' }] });
  });

  it('asks for the version, and refuses one that has moved on', async () => {
    const { id } = await own();
    const body = { expertise: [await item()] };
    await asLiaison().send('put', `experts/${id}/expertise`, body).expect(428);
    await asLiaison().put(`experts/${id}/expertise`, body, 1).expect(200);
    await asLiaison().put(`experts/${id}/expertise`, body, 1).expect(412);
  });

  it('is for the agency that keeps the record', async () => {
    const shared = await own();
    const hidden = await own({ privacy_notice_sent_on: null });
    await t.as(foreign.token).put(`experts/${shared.id}/expertise`, { expertise: [] }, 1).expect(403);
    await t.as(foreign.token).put(`experts/${hidden.id}/expertise`, { expertise: [] }, 1).expect(404);
    await asLiaison().put('experts/EXP-999999/expertise', { expertise: [] }, 1).expect(404);
    await t.as(null).put(`experts/${shared.id}/expertise`, { expertise: [] }, 1).expect(401);
  });

  it.each<Role>(['academic', 'admin', 'approver', 'auditor', 'host'])('is not for a %s', async (role) => {
    const { token } = await t.make.user(role, agency.id);
    const { id } = await own();
    await t.as(token).put(`experts/${id}/expertise`, { expertise: [] }, 1).expect(403);
  });
});
