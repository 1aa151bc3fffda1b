import { ReadLog } from '../../src/platform/audit/read-log.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let me: Person;
let colleague: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  const agency = await t.make.agency();
  me = await t.make.user('liaison', agency.id);
  colleague = await t.make.user('liaison', agency.id);
  browser = await t.asBrowser(me);
});
afterAll(() => t.close());

/** Whose names a route of the pages has shown, by the log of readings. */
async function readOn(route: string, ids: readonly string[]): Promise<string[]> {
  await t.app.get(ReadLog).flush();
  const rows = await t.source.query<{ id: string }[]>(
    `select distinct one.id from audit_readings r cross join unnest(r.record_ids) as one (id)
      where r.route = $1 and r.record_kind = 'expert' and one.id = any($2)`,
    [route, ids],
  );
  return rows.map(({ id }) => id).sort();
}

const expert = (given: object = {}) => t.make.expert({ agency_id: me.organisationId, ...given });
/** What a person would leave as it is, and what they type. Choices of the form are radios, which a test gives itself. */
async function blank(path = '/interactions/new'): Promise<Record<string, string>> {
  const { _csrf, key, agreementId, experts, ...dates } = (await browser.get(path)).form('action="/interactions/new"');
  const day = { 'on-day': dates['on-day'], 'on-month': dates['on-month'], 'on-year': dates['on-year'] };
  return { _csrf, key, agreementId, experts, kind: 'meeting', due: 'week', ...day };
}
const log = async (typed: Record<string, string>, path?: string): Promise<Page> =>
  browser.post('/interactions/new', { ...(await blank(path)), ...typed });
const idIn = ({ headers }: Page): string => /interactions\/([0-9a-f-]{36})/.exec(headers.location!)![1];
const idOf = async (subject: string): Promise<string> =>
  (await t.source.query<{ id: string }[]>('select id from interactions where subject = $1', [subject]))[0].id;
const counts = async (): Promise<number[]> => {
  const [row] = await t.source.query(
    'select (select count(*) from interactions)::int as said, (select count(*) from follow_ups)::int as promised',
  );
  return [row.said, row.promised];
};

describe('the form', () => {
  it('is filled in as far as it can be: the day, the person, and me as who does it', async () => {
    const person = await expert();
    const page = await browser.get(`/interactions/new?expertId=${person.id}`);
    expect([page.status, page.title, page.headings]).toEqual([
      200,
      'Log an interaction – Accord',
      ['Log an interaction'],
    ]);
    const form = page.form('action="/interactions/new"');
    expect([form.experts, form['on-day'], form['on-month'], form['on-year'], form.assigneeUserId]).toEqual([
      `${person.name} (${person.reference})`,
      '10',
      '6',
      '2026',
      me.id,
    ]);
    expect(new Set(page.ids).size).toBe(page.ids.length);
    const fields = ['input', 'select', 'textarea'].flatMap((name) => page.tags(name));
    const shown = fields
      .filter(({ attributes }) => attributes.type !== 'hidden')
      .map(({ attributes }) => attributes.id);
    expect(page.tags('label').map(({ attributes }) => attributes.for)).toEqual(expect.arrayContaining(shown));
  });

  it('is not found for a person or an agreement that is hidden', async () => {
    const foreign = (await t.make.agency()).id;
    const hidden = await t.make.expert({ agency_id: foreign, privacy_notice_sent_on: null });
    const agreement = await t.make.agreement({ agency_id: foreign });
    expect((await browser.get(`/interactions/new?expertId=${hidden.reference}`)).status).toBe(404);
    expect((await browser.get(`/interactions/new?agreementId=${agreement.reference}`)).status).toBe(404);
    expect((await browser.get(`/interactions/new?expertId=nonsense`)).status).toBe(404);
  });
});

describe('logging', () => {
  it('keeps what was said and what was promised together', async () => {
    const person = await expert();
    const sent = await log(
      {
        subject: 'Call about <b>fraud</b>',
        kind: 'call',
        time: '8.15am',
        notes: 'She sends it.',
        title: 'Ring back',
        due: 'fortnight',
        assigneeUserId: colleague.id,
      },
      `/interactions/new?expertId=${person.reference}`,
    );
    expect([sent.status, sent.headers.location]).toEqual([303, `/experts/${person.reference}?done=promised`]);
    const record = await browser.follow(sent);
    expect(record.text).toContain('Logged, and the follow-up is on the list.');
    expect(record.text).toContain('Ring back');
    const [, id] = /interactions\/([0-9a-f-]{36})/.exec(record.html)!;
    const page = await browser.get(`/interactions/${id}`);
    expect([page.headings, page.text.includes('Call, 10 June 2026, 8:15am')]).toEqual([
      ['Call about <b>fraud</b>'],
      true,
    ]);
    expect(page.html).not.toContain('<b>fraud');
    const { body } = await t.as(me.token).get(`follow-ups?expertId=${person.id}`).expect(200);
    expect(body.items).toMatchObject([
      {
        title: 'Ring back',
        dueOn: '2026-06-24',
        assignee: { id: colleague.id },
        about: { kind: 'interaction', id },
      },
    ]);
  });

  it('keeps what was said alone when nothing was promised, about an agreement too', async () => {
    const agreement = await t.make.agreement({ agency_id: me.organisationId });
    const before = await counts();
    const sent = await log({ subject: 'Terms' }, `/interactions/new?agreementId=${agreement.reference}`);
    expect(await counts()).toEqual([before[0] + 1, before[1]]);
    const { body } = await t.as(me.token).get(`interactions/${idIn(sent)}`);
    expect([body.about.id, body.happenedAt]).toEqual([agreement.id, t.clock.now().toISOString()]);
  });

  it('makes one record however often the button is pressed', async () => {
    const before = await counts();
    const typed: Record<string, string> = {
      ...(await blank()),
      subject: 'Pressed twice',
      title: 'Once',
      assigneeUserId: me.id,
    };
    const answers = await Promise.all([1, 2, 3].map(() => browser.post('/interactions/new', typed)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(new Set(answers.map(idIn)).size).toBe(1);
    expect(await counts()).toEqual([before[0] + 1, before[1] + 1]);

    const changed = await browser.post('/interactions/new', { ...typed, subject: 'Changed after going back' });
    expect([changed.status, changed.problems[0][0]]).toEqual([
      409,
      expect.stringContaining('You sent this form before'),
    ]);
    const again = changed.form('action="/interactions/new"');
    expect([again.subject, again.key === typed.key]).toEqual(['Changed after going back', false]);
  });

  it('plans a meeting that is still to come, which is no contact yet', async () => {
    const person = await expert();
    await t.make.relationship({ agency_id: me.organisationId, expert_id: person.id });
    const sent = await log(
      { subject: 'Next week', 'on-day': '17', time: '2:30pm' },
      `/interactions/new?expertId=${person.reference}`,
    );
    const page = await browser.follow(sent);
    expect(page.text).toContain('Planned. It is on the first page until it is written up.');
    expect((await browser.get(`/interactions/${await idOf('Next week')}`)).text).toContain('17 June 2026, 2:30pm');
    const [row] = await t.source.query('select last_contact_at as at from relationships where expert_id = $1', [
      person.id,
    ]);
    expect(row.at).toBeNull();
  });

  it('says all that is wrong, each beside its field, and keeps what was typed', async () => {
    const before = await counts();
    const page = await log({
      experts: 'Nobody-of-that-name',
      kind: 'email',
      'on-day': '31',
      'on-month': '2',
      time: 'noonish',
      subject: ' ',
      notes: '<script>alert(1)</script>{{7*7}}',
      title: 'Write',
      due: 'date',
      'due-day': '40',
    });
    expect(page.status).toBe(400);
    expect(page.problems.map(([, href]) => href)).toEqual(['#experts', '#on-day', '#time', '#subject', '#due-day']);
    expect(page.title.startsWith('Error: ')).toBe(true);
    for (const [text, href] of page.problems)
      expect(page.messageAt(href!.slice(1).replace('-day', ''))).toBe(`Error: ${text}`);
    expect(page.html).not.toContain('<script>alert');
    expect(page.html).toContain('{{7*7}}');
    expect(page.form('action="/interactions/new"')).toMatchObject({
      experts: 'Nobody-of-that-name',
      'on-day': '31',
      time: 'noonish',
      notes: '<script>alert(1)</script>{{7*7}}',
      title: 'Write',
      'due-day': '40',
    });
    expect(await counts()).toEqual(before);
  });

  it('refuses a letter that is still to be written, and sensitive words that are shared', async () => {
    const ahead = await log({ subject: 'Letter', kind: 'email', 'on-day': '11' });
    expect(ahead.problems).toEqual([[expect.stringContaining('a time that has passed'), '#on-day']]);
    const sensitive = await log({
      subject: 'S',
      marking: 'OFFICIAL-SENSITIVE',
      sharing: 'agency',
      title: 'T',
      assigneeUserId: me.id,
    });
    expect([sensitive.status, sensitive.problems.map(([, href]) => href)]).toEqual([400, ['#sharing']]);
    const kept = await log({
      subject: 'Kept close',
      marking: 'OFFICIAL-SENSITIVE',
      chathamHouse: 'yes',
      title: 'T',
      assigneeUserId: me.id,
    });
    const page = await browser.follow(kept);
    expect(page.text).toContain('Named people only, under the Chatham House Rule');
    expect(page.html.split('<p class="accord-marking">OFFICIAL-SENSITIVE').length - 1).toBe(2);
    const { body } = await t.as(me.token).get(`follow-ups?q=T`);
    expect(body.items).toContainEqual(
      expect.objectContaining({ title: 'T', marking: 'OFFICIAL-SENSITIVE', sharing: 'named' }),
    );
  });
});

it('keeps in the log of readings whom the form names', async () => {
  const [ann, bob] = [
    await expert({ given_name: 'Ann', family_name: 'Logread' }),
    await expert({ given_name: 'Bob', family_name: 'Logread' }),
  ];
  await browser.get(`/interactions/new?expertId=${ann.reference}`);
  expect(await readOn('GET /interactions/new', [ann.id, bob.id])).toEqual([ann.id]);
  await log({ experts: 'Logread', subject: 'Which' });
  expect(await readOn('POST /interactions/new', [ann.id, bob.id])).toEqual([ann.id, bob.id].sort());
});

describe('a name that several people have', () => {
  it('is asked about on the page, and nothing that was typed is lost', async () => {
    const [one, other] = [
      await expert({ given_name: 'Ann', family_name: 'Twice' }),
      await expert({ given_name: 'Bob', family_name: 'Twice' }),
    ];
    const typed = {
      experts: 'Twice',
      subject: 'Which of them',
      notes: 'Typed once',
      title: 'Send it',
      assigneeUserId: me.id,
    };
    const asked = await log(typed);
    expect([asked.status, asked.problems]).toEqual([400, [['Select which “Twice” you mean.', '#pick-0']]]);
    expect(asked.text).toContain('Which “Twice” do you mean?');
    expect(asked.text).toContain(`Ann Twice (${one.reference})`);
    const form = asked.form('action="/interactions/new"');
    expect([form.subject, form.notes, form.title]).toEqual(['Which of them', 'Typed once', 'Send it']);
    await log({ ...typed, 'pick-0': other.reference });
    const { body } = await t.as(me.token).get(`interactions/${await idOf('Which of them')}`);
    expect(body.participants).toMatchObject([{ kind: 'expert', id: other.id }]);
  });

  it('is not asked about among people who are hidden', async () => {
    const mine = await expert({ family_name: 'Shared-name' });
    const foreign = (await t.make.agency()).id;
    await t.make.expert({ agency_id: foreign, family_name: 'Shared-name', privacy_notice_sent_on: null });
    await log({ experts: 'Shared-name', subject: 'Only one to me' });
    const { body } = await t.as(me.token).get(`interactions/${await idOf('Only one to me')}`);
    expect(body.participants).toMatchObject([{ id: mine.id }]);
  });
});
