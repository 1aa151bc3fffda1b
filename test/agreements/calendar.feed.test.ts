import ICAL from 'ical.js';
import supertest from 'supertest';
import { ReadLog } from '../../src/platform/audit/read-log.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let liaison: Person;

beforeAll(async () => {
  t = await startTestApp();
  liaison = await t.make.user('liaison', (await t.make.agency()).id);
});
afterAll(() => t.close());
beforeEach(() => t.time.set('2026-06-10T09:00:00Z'));

const executed = { stage: 'executed', executed_on: '2025-12-15' };
const agreement = (person: Person, given: object = {}) =>
  t.make.agreement({ agency_id: person.organisationId, owner_user_id: person.id, ...executed, ...given });
const someone = async (): Promise<Person> => t.make.user('liaison', (await t.make.agency()).id);

/** Makes a feed and answers with the path of its address. */
async function feedOf(person: Person, scope = 'mine'): Promise<string> {
  const { body } = await t.as(person.token).post('me/calendar-feeds', { label: 'Telephone', scope }).expect(201);
  return new URL(body.address as string).pathname;
}

const read = async (path: string, headers: Record<string, string> = {}) =>
  supertest(await t.app.getUrl())
    .get(path)
    .set(headers)
    .buffer(true)
    .parse((response, done) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => done(null, text));
    });

interface Entry {
  readonly uid: string;
  readonly summary: string;
  readonly on: string;
  readonly allDay: boolean;
  readonly sequence: number;
  readonly url: string;
}

/** As a program of another make reads it. */
function entriesIn(text: string): Entry[] {
  return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      summary: event.summary,
      on: event.startDate.toString(),
      allDay: event.startDate.isDate && event.duration.toSeconds() === 86_400,
      sequence: Number(component.getFirstPropertyValue('sequence')),
      url: String(component.getFirstPropertyValue('url')),
    };
  });
}
const entries = async (path: string): Promise<Entry[]> => entriesIn((await read(path)).body as string);

describe('what a feed holds', () => {
  it('the end, the last day of notice, the review and each obligation owed, as whole days that another program reads', async () => {
    const me = await someone();
    const dates = { end_on: '2027-03-31', notice_count: 3, notice_unit: 'months', review_on: '2026-09-01' };
    const one = await agreement(me, { ...dates, title: 'Zephyr' });
    const monthly = { due_on: '2026-05-31', every_count: 1, every_unit: 'months', what: 'Zephyr' };
    const { id } = await t.make.obligation(one, monthly);
    const path = await feedOf(me);
    const { status, headers, body } = await read(path);
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      'text/calendar; charset=utf-8',
      'private, no-cache',
    ]);
    const found = entriesIn(body as string);
    expect(found.map(({ on, summary, allDay }) => [on, summary, allDay])).toEqual([
      ['2026-05-31', `${one.reference}: an obligation falls due`, true],
      ['2026-06-30', `${one.reference}: an obligation falls due`, true],
      ['2026-09-01', `${one.reference}: review`, true],
      ['2026-12-31', `${one.reference}: last day of notice`, true],
      ['2027-03-31', `${one.reference}: last day in force`, true],
    ]);
    expect(new Set(found.map(({ uid }) => uid)).size).toBe(5);
    expect(found.map(({ url }) => new URL(url).pathname)).toEqual([
      `/obligations/${id}`,
      `/obligations/${id}`,
      ...Array.from({ length: 3 }, () => `/agreements/${one.reference}`),
    ]);
    expect(body).not.toContain('Zephyr');
    for (const line of (body as string).split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  it('a date that moves keeps its identifier and gets a higher sequence; what is gone disappears', async () => {
    const me = await someone();
    const draftable = await agreement(me, { end_on: '2027-03-31', review_on: '2026-09-01' });
    const path = await feedOf(me);
    const before = await entries(path);
    await t.as(me.token).patch(`agreements/${draftable.id}`, { reviewOn: '2026-10-01' }, 1).expect(200);
    const moved = await entries(path);
    const review = (all: Entry[]): Entry => all.find(({ summary }) => summary.endsWith('review'))!;
    expect([review(before).on, review(moved).on]).toEqual(['2026-09-01', '2026-10-01']);
    expect(review(moved).uid).toBe(review(before).uid);
    expect(review(moved).sequence).toBeGreaterThan(review(before).sequence);
    const end = { step: 'terminate', on: '2026-07-01', reason: 'Over' };
    await t.as(me.token).change(`agreements/${draftable.id}/steps`, 2, end).expect(200);
    expect(await entries(path)).toEqual([]);
  });

  it('an obligation leaves it once it is fulfilled', async () => {
    const me = await someone();
    const one = await agreement(me, { end_on: null, renewal_type: 'evergreen', review_on: '2027-01-01' });
    const { id } = await t.make.obligation(one);
    const path = await feedOf(me);
    expect(await entries(path)).toHaveLength(2);
    const said = { dueOn: '2026-06-17', progress: 'fulfilled', evidence: 'Received' };
    await t.as(me.token).change(`obligations/${id}/progress`, 1, said).expect(200);
    expect((await entries(path)).map(({ summary }) => summary)).toEqual([`${one.reference}: review`]);
  });

  it('nothing OFFICIAL-SENSITIVE, no draft, nothing that ended long ago', async () => {
    const me = await someone();
    const marked = await agreement(me, { marking: 'OFFICIAL-SENSITIVE', sharing: 'named' });
    await t.make.obligation(marked, { owner_user_id: me.id });
    await agreement(me, { stage: 'draft', executed_on: null });
    await agreement(me, { end_on: '2026-05-10' });
    const recent = await agreement(me, { end_on: '2026-05-11' });
    expect((await entries(await feedOf(me))).map(({ summary }) => summary)).toEqual([
      `${recent.reference}: last day in force`,
    ]);
    expect(await entries(await feedOf(me, 'all'))).toHaveLength(1);
  });

  it('only what its owner may read now, and of that what they look after or all', async () => {
    const agency = await t.make.agency();
    const [me, colleague] = [await t.make.user('liaison', agency.id), await t.make.user('liaison', agency.id)];
    const mine = await agreement(me);
    const theirs = await agreement(colleague);
    const hidden = await agreement(colleague, { sharing: 'named' });
    await agreement(await someone());
    const deputy = await agreement(colleague, { deputy_user_id: me.id });
    const task = await t.make.obligation(theirs, { owner_user_id: me.id });
    const [own, all] = [await feedOf(me), await feedOf(me, 'all')];
    const references = async (path: string): Promise<Set<string>> =>
      new Set((await entries(path)).map(({ summary }) => summary.split(':')[0]));
    expect(await references(own)).toEqual(new Set([mine.reference, deputy.reference, theirs.reference]));
    expect((await entries(own)).filter(({ summary }) => summary.startsWith(theirs.reference))).toMatchObject([
      { url: expect.stringContaining(task.id) as string },
    ]);
    expect(await references(all)).toEqual(new Set([mine.reference, deputy.reference, theirs.reference]));
    await t.source.query("update agreements set sharing = 'named' where id = $1", [theirs.id]);
    expect(await references(all)).toEqual(new Set([mine.reference, deputy.reference]));
    expect((await read(all)).body).not.toContain(hidden.reference);
  });

  it('an academic’s holds the agreements that cover them, and obligations that are shared', async () => {
    const me = await someone();
    const expert = await t.make.expert({ agency_id: me.organisationId });
    const academic = await t.make.user('academic', (await t.make.organisation()).id, { expert_id: expert.id });
    const one = await agreement(me);
    await t.make.row('agreement_covered_persons', { agreement_id: one.id, expert_id: expert.id });
    const shared = await t.make.obligation(one, { shared_with_academic: true });
    await t.make.obligation(one);
    const found = await entries(await feedOf(academic));
    expect(found.map(({ url }) => new URL(url).pathname)).toEqual([
      `/obligations/${shared.id}`,
      `/agreements/${one.reference}`,
    ]);
  });
});

describe('the address', () => {
  it('is told once and kept as a hash', async () => {
    const path = await feedOf(liaison);
    const secret = path.split('/').at(-1)!.replace('.ics', '');
    const { text } = await t.as(liaison.token).get('me/calendar-feeds').expect(200);
    expect(text).not.toContain(secret);
    for (const table of ['calendar_feeds', 'audit_entries', 'outbox_events', 'audit_readings']) {
      const [{ all }] = await t.source.query<{ all: string }[]>(
        ["select coalesce(string_agg(one::text, ' '), '') as all from", table, 'one'].join(' '),
      );
      expect([table, all.includes(secret)]).toEqual([table, false]);
    }
  });

  it('answers 304 with nothing in it to whoever has the same dates already', async () => {
    const me = await someone();
    const one = await agreement(me);
    const path = await feedOf(me);
    const tag = (await read(path)).headers.etag as string;
    const again = await read(path, { 'if-none-match': tag });
    expect([again.status, again.body]).toEqual([304, '']);
    await t.as(me.token).patch(`agreements/${one.id}`, { reviewOn: '2026-10-01' }, 1).expect(200);
    expect((await read(path, { 'if-none-match': tag })).status).toBe(200);
  });

  it('leaves a reading of each record that it told of', async () => {
    const me = await someone();
    const one = await agreement(me);
    const { id } = await t.make.obligation(one);
    await read(await feedOf(me));
    await t.app.get(ReadLog).flush();
    const rows = await t.source.query(
      'select route, record_kind, record_ids from audit_readings where actor_user_id = $1 order by record_kind',
      [me.id],
    );
    expect(rows).toEqual([
      { route: 'GET /calendar/:value.ics', record_kind: 'agreement', record_ids: [one.id] },
      { route: 'GET /calendar/:value.ics', record_kind: 'obligation', record_ids: [id] },
    ]);
  });

  it('works no more once it is revoked, and looks then as if it had never been', async () => {
    const me = await someone();
    const [first, second] = [await feedOf(me), await feedOf(me)];
    const { body } = await t.as(me.token).get('me/calendar-feeds').expect(200);
    const stranger = await someone();
    await t.as(stranger.token).delete(`me/calendar-feeds/${body.items[0].id}`).expect(404);
    await t.as(me.token).delete(`me/calendar-feeds/${body.items[0].id}`).expect(204);
    await t.as(me.token).delete(`me/calendar-feeds/${body.items[0].id}`).expect(404);
    const [revoked, works, unknown] = [
      await read(second),
      await read(first),
      await read(`/calendar/${'x'.repeat(43)}.ics`),
    ];
    const bare = (text: unknown): string => String(text).replace(/nonce="[^"]*"|[0-9a-f-]{36}/g, '');
    expect([revoked.status, works.status]).toEqual([404, 200]);
    expect(bare(revoked.body)).toBe(bare(unknown.body));
  });

  it.each([
    ['disabled', 'update users set disabled_at = now() where id = $1'],
    ['moved to another agency', 'update users set organisation_id = $2 where id = $1'],
    ['given a role that reads no agreements', "update users set role = 'auditor' where id = $1"],
  ])('answers 404 once its owner is %s', async (_what, statement) => {
    const me = await someone();
    await agreement(me);
    const path = await feedOf(me);
    expect((await read(path)).status).toBe(200);
    const elsewhere = (await t.make.agency()).id;
    await t.source.query(statement, statement.includes('$2') ? [me.id, elsewhere] : [me.id]);
    expect((await read(path)).status).toBe(404);
  });

  it('can be had ten times and no more, each with a name', async () => {
    const me = await someone();
    await t.as(me.token).post('me/calendar-feeds', { label: ' ' }).expect(400);
    await t.as(me.token).post('me/calendar-feeds', { label: 'x', scope: 'everybody' }).expect(400);
    for (let made = 0; made < 9; made += 1) await feedOf(me);
    const both = await Promise.all([1, 2].map(() => t.as(me.token).post('me/calendar-feeds', { label: 'Last' })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('slows down whoever tries addresses that do not work', async () => {
    t.time.forward(24 * 3_600_000);
    const tries: number[] = [];
    for (let tried = 0; tried < 32; tried += 1) tries.push((await read(`/calendar/wrong-${tried}.ics`)).status);
    expect([tries[0], tries.at(-1)]).toEqual([404, 429]);
    t.time.forward(5 * 60_000 + 1000);
    expect((await read('/calendar/wrong.ics')).status).toBe(404);
  });
});

describe('its page', () => {
  it('makes an address, shows it once, and revokes it', async () => {
    const me = await someone();
    const browser = await t.asBrowser(me);
    const blank = await browser.fill('/calendar', 'name="label"', { label: '' });
    expect([blank.status, blank.problems]).toEqual([400, [['Enter a label.', '#label']]]);
    const made = await browser.fill('/calendar', 'name="label"', { label: 'Telephone' });
    const address = made.tags('input').find(({ attributes }) => attributes.id === 'address')?.attributes.value ?? '';
    expect((await read(new URL(address).pathname)).status).toBe(200);
    const again = await browser.get('/calendar');
    expect(again.html).not.toContain(address.split('/').at(-1)!);
    expect(again.text).toContain('nothing marked OFFICIAL-SENSITIVE is among them');
    const revoked = await browser.follow(await browser.fill('/calendar', '/revoke', {}));
    expect(revoked.text).toContain('That address answers nothing any more.');
    expect((await read(new URL(address).pathname)).status).toBe(404);
  });
});
