import { ReadLog } from '../../src/platform/audit/read-log.js';
import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let liaison: Person;
let foreign: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  liaison = await t.make.user('liaison', (await t.make.agency()).id);
  foreign = await t.make.user('partner', (await t.make.agency()).id);
  browser = await t.asBrowser(liaison);
});
afterAll(() => t.close());

type Expert = Awaited<ReturnType<TestApp['make']['expert']>>;
interface Told {
  event: string;
  happenedOn: string;
  happenedAt: string | null;
  title: string;
  detail: string | null;
}
const own = () => ({ agency_id: liaison.organisationId });
const shared = { sharing: 'uk_law_enforcement' };

const read = async (expert: Expert, query = '', who = liaison) =>
  (await t.as(who.token).get(`experts/${expert.reference}/timeline${query}`).expect(200)).body as {
    items: Told[];
    nextCursor: string | null;
  };
const events = async (expert: Expert, query = '', who = liaison): Promise<string[]> =>
  (await read(expert, query, who)).items.map(({ event, happenedOn }) => `${happenedOn} ${event}`);

/** Somebody with one of everything: what is told of it is `all`. */
async function eventful(given: object = {}): Promise<Expert> {
  const expert = await t.make.expert({ ...own(), ...given });
  const about = { about_expert_id: expert.id, ...own() };
  await t.make.affiliation({
    expert_id: expert.id,
    started_on: '2015-09-01',
    ended_on: '2020-08-31',
    is_primary: false,
  });
  await t.make.affiliation({ expert_id: expert.id, started_on: '2020-09-01', role: 'Reader', department: 'Law' });
  const { id } = await t.make.relationship({ ...own(), expert_id: expert.id });
  const stages = [
    { from_stage: null, to_stage: 'contact', changed_at: '2025-02-03T09:00:00Z', reason: 'Met' },
    { from_stage: 'contact', to_stage: 'partner', changed_at: '2026-02-03T09:00:00Z', reason: 'Agreed' },
  ];
  for (const stage of stages)
    await t.make.row('relationship_stage_changes', { id: newId(), relationship_id: id, ...stage });
  await t.make.interaction(about, [{ expert_id: expert.id }]);
  await t.make.interaction({ ...about, happened_at: '2025-12-31T23:30:00Z' });
  const done = { status: 'done', completed_on: '2026-03-05', completed_at: '2026-03-05T15:00:00Z', outcome: 'Sent' };
  await t.make.followUp({ ...about, created_at: '2026-03-01T09:00:00Z', ...done });
  // Done before it was entered as done: the day is known, not the time.
  const said = { ...done, completed_on: '2026-03-04', status: 'cancelled' };
  await t.make.followUp({ ...about, created_at: '2026-03-01T08:00:00Z', ...said });
  const executed = { ...own(), stage: 'executed', executed_on: '2025-12-15' };
  for (const facts of [
    { effective_on: '2026-01-01', end_on: '2026-06-09' },
    { effective_on: '2026-01-02', end_on: '2027-01-01', terminated_on: '2026-05-01' },
    { effective_on: '2027-01-01', end_on: '2027-12-31' },
  ]) {
    const agreement = await t.make.agreement({ ...executed, ...facts });
    await t.make.row('agreement_covered_persons', { agreement_id: agreement.id, expert_id: expert.id });
  }
  return expert;
}

const all = [
  '2026-06-09 interaction',
  '2026-06-09 agreement_ended',
  '2026-05-01 agreement_terminated',
  '2026-03-05 follow_up_done',
  '2026-03-04 follow_up_cancelled',
  '2026-03-01 follow_up_made',
  '2026-03-01 follow_up_made',
  '2026-02-03 stage_changed',
  '2026-01-02 agreement_effective',
  '2026-01-01 agreement_effective',
  '2025-12-31 interaction',
  '2025-12-15 agreement_signed',
  '2025-12-15 agreement_signed',
  '2025-12-15 agreement_signed',
  '2025-02-03 stage_changed',
  '2020-09-01 affiliation_began',
  '2020-08-31 affiliation_ended',
  '2015-09-01 affiliation_began',
];

describe('GET /api/v1/experts/:id/timeline', () => {
  it('tells of everything, newest first, with what is known of when', async () => {
    const expert = await eventful();
    expect(await events(expert)).toEqual(all);
    const { items } = await read(expert);
    expect(items.find(({ event }) => event === 'follow_up_done')).toMatchObject({
      happenedAt: '2026-03-05T15:00:00.000Z',
      detail: 'Sent',
    });
    expect(items.find(({ event }) => event === 'follow_up_cancelled')!.happenedAt).toBeNull();
    expect(items.find(({ event }) => event === 'stage_changed')).toMatchObject({
      title: 'partner',
      code: 'contact',
      detail: 'Agreed',
    });
    expect(items.find(({ event }) => event === 'affiliation_began')).toMatchObject({ detail: 'Reader, Law' });
  });

  it('tells of each term that followed, from the day on which it was settled', async () => {
    const expert = await t.make.expert(own());
    const agreement = await t.make.agreement({
      ...{ ...own(), stage: 'executed', executed_on: '2023-12-15', effective_on: '2024-01-01', end_on: '2026-12-31' },
    });
    await t.make.row('agreement_covered_persons', { agreement_id: agreement.id, expert_id: expert.id });
    for (const [number, effective_on, end_on, renewed_itself_on] of [
      [1, '2024-01-01', '2024-12-31', null],
      [2, '2025-01-01', '2025-12-31', '2024-10-01'],
      [3, '2026-01-01', '2026-12-31', null],
      // Decided, and not begun.
      [4, '2027-01-01', '2027-12-31', null],
    ] as const)
      await t.make.row('agreement_terms', {
        agreement_id: agreement.id,
        number,
        effective_on,
        end_on,
        renewed_itself_on,
      });
    expect(await events(expert)).toEqual([
      '2026-01-01 agreement_renewed',
      '2024-10-01 agreement_renewed',
      '2024-01-01 agreement_effective',
      '2023-12-15 agreement_signed',
    ]);
  });

  it('goes from page to page without repeating or skipping anything', async () => {
    const expert = await eventful();
    const seen: string[] = [];
    let query = '?limit=1';
    for (let page = 0; page < all.length; page += 1) {
      const { items, nextCursor } = await read(expert, query);
      seen.push(...items.map(({ event, happenedOn }) => `${happenedOn} ${event}`));
      expect(nextCursor === null).toBe(page === all.length - 1);
      query = `?limit=1&cursor=${nextCursor}`;
    }
    expect(seen).toEqual(all);
  });

  it.each<[string, (line: string) => boolean]>([
    ['?kind=interaction', (line) => line.endsWith(' interaction')],
    ['?kind=agreement', (line) => line.includes(' agreement_')],
    ['?kind=follow_up', (line) => line.includes(' follow_up_')],
    ['?kind=relationship', (line) => line.includes(' stage_')],
    ['?kind=affiliation', (line) => line.includes(' affiliation_')],
    // Days are days in London.
    ['?from=2026-01-01&to=2026-12-31', (line) => line.startsWith('2026')],
    ['?from=2025-12-31&to=2025-12-31', (line) => line.startsWith('2025-12-31')],
  ])('filters by %s', async (query, expected) => {
    expect(await events(await eventful(), query)).toEqual(all.filter(expected));
  });

  it.each(['?kind=vetting', '?from=2026-13-01', '?from=2026-02-01&to=2026-01-01', '?cursor=nonsense', '?limit=0'])(
    'refuses %s',
    async (query) => {
      const expert = await t.make.expert(own());
      await t.as(liaison.token).get(`experts/${expert.id}/timeline${query}`).expect(400);
    },
  );

  it('tells another agency of what is shared with it, and not of stages, posts of former times or who met under the rule', async () => {
    const expert = await eventful();
    expect(await events(expert, '', foreign)).toEqual(['2020-09-01 affiliation_began']);
    const about = { ...own(), about_expert_id: expert.id, ...shared };
    await t.make.interaction(about, [{ expert_id: expert.id }]);
    await t.make.interaction({ ...about, chatham_house: true }, [{ expert_id: expert.id }]);
    await t.make.followUp({ ...about, created_at: '2026-06-08T09:00:00Z' });
    expect(await events(expert, '', foreign)).toEqual([
      '2026-06-09 interaction',
      '2026-06-08 follow_up_made',
      '2020-09-01 affiliation_began',
    ]);
  });

  it('keeps who read which records', async () => {
    const expert = await t.make.expert(own());
    const { id } = await t.make.interaction({ ...own(), about_expert_id: expert.id });
    await read(expert);
    await t.app.get(ReadLog).flush();
    const kept = await t.source.query<{ record_kind: string; record_ids: string[] }[]>(
      `select record_kind, record_ids from audit_readings where route = 'GET /api/v1/experts/:id/timeline' and ($1 = any(record_ids) or $2 = any(record_ids))`,
      [expert.id, id],
    );
    expect(kept.map(({ record_kind, record_ids }) => [record_kind, ...record_ids]).sort()).toEqual([
      ['expert', expert.id],
      ['interaction', id],
    ]);
  });
});

describe('the page', () => {
  it('is two clicks from the list for everything of this year', async () => {
    const expert = await eventful();
    const record = await browser.get(`/experts/${expert.reference}`);
    const thisYear = record
      .tags('a')
      .find(({ attributes }) => attributes.href?.endsWith('/timeline?period=this_year'))!;
    const page = await browser.get(thisYear.attributes.href!);
    const days = [...page.html.matchAll(/accord-timeline__when">([^<,]*)/g)].map(([, day]) => day);
    expect([page.status, days.length, days.every((day) => day.endsWith('2026'))]).toEqual([
      200,
      all.filter((line) => line.startsWith('2026')).length,
      true,
    ]);
    expect(page.text).toContain('Remove this filter: This year');
    expect(page.text).toContain('Contact to partner');
  });

  it('filters by kind, pages on, and says what is wrong with a filter', async () => {
    const expert = await t.make.expert(own());
    for (let number = 0; number < 26; number += 1)
      await t.make.interaction({ ...own(), about_expert_id: expert.id, subject: `Talk ${number}.` });
    const path = `/experts/${expert.reference}/timeline`;
    const first = await browser.get(`${path}?kind=interaction`);
    const next = first.tags('a').find(({ attributes }) => attributes.rel === 'next')!.attributes.href!;
    const second = await browser.get(next);
    expect(first.text.match(/Talk \d+\./g)).toHaveLength(25);
    expect(second.text.match(/Talk \d+\./g)).toHaveLength(1);
    expect(second.text).toContain('Back to the first page');
    const wrong = await browser.get(`${path}?kind=vetting&period=next`);
    expect([wrong.status, wrong.problems]).toEqual([
      400,
      [
        ['Select one of the choices.', '#kind'],
        ['Select one of the choices.', '#period'],
      ],
    ]);
    expect((await browser.get(`${path}?kind=agreement`)).text).toContain('Nothing that you may see happened then.');
    expect((await browser.get(`/experts/${(await t.make.expert(own())).reference}/timeline`)).text).toContain(
      'Nothing has happened',
    );
  });
});
