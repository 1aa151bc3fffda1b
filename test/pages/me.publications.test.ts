import { newId } from '../../src/kernel/identifier.js';
import { castOf, type Cast } from '../portal/cast.js';
import { startTestApp, type TestApp } from '../support/app.js';

let t: TestApp;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

const hostile = `<script>alert(1)</script> "><img src=x> {{7*7}}`;
const unescaped = /<script>alert|<img src=x/;

async function published({ expert }: Cast, given: Record<string, unknown> = {}): Promise<string> {
  const { id } = await t.make.row('publications', {
    id: newId(),
    expert_id: expert.id,
    title: `Publication ${t.make.next()}`,
    type: 'article',
    source: 'self',
    state: 'claimed',
    ...t.make.stamps(),
    ...given,
  });
  return id;
}

it('an academic adds, highlights, says that one is not theirs, and takes that back', async () => {
  const own = await castOf(t);
  const who = await t.asBrowser(own.academic);
  expect((await who.get('/me')).text).toContain('You claim none yet.');
  const typed = {
    title: 'County lines',
    doi: 'https://doi.org/10.1000/ABC',
    year: '2024',
    venue: 'A journal',
    type: 'book',
  };
  const added = await who.fill('/me/publications', 'action="/me/publications"', typed);
  expect([added.status, added.headers.location]).toEqual([303, '/me/publications?done=added']);
  let page = await who.follow(added);
  expect(page.text).toContain('County lines (2024), A journal . Book, DOI 10.1000/abc');
  const [{ id }] = await t.source.query<{ id: string }[]>('select id from publications where expert_id = $1', [
    own.expert.id,
  ]);
  const step = async (name: string): Promise<void> => {
    const done = await who.fill('/me/publications', `/me/publications/${id}`, { step: name });
    expect([done.status, done.headers.location]).toEqual([303, `/me/publications?done=${name}&of=${id}`]);
    page = await who.follow(done);
  };
  await step('highlight');
  expect(page.text).toContain('It stands first now.');
  await step('reject');
  expect(page.text).toMatch(/Nobody but you sees it any more\..*Undo.*Not yours/s);
  const undo = page.form(`/me/publications/${id}`);
  expect(undo).toMatchObject({ step: 'claim', version: '3' });
  const undone = await who.post(`/me/publications/${id}`, undo);
  expect((await who.follow(undone)).text).not.toContain('Not yours');
  expect((await who.get('/me')).text).toContain('You claim 1.');
});

it('an academic corrects and removes what they added, and only that', async () => {
  const own = await castOf(t);
  const id = await published(own, { title: hostile, doi: '10.1000/old', year: 2020 });
  const theirs = await published(own, { title: 'Suggested', source: 'liaison' });
  const who = await t.asBrowser(own.academic);
  const list = await who.get('/me/publications');
  expect(list.html).not.toContain(`correct=${theirs}`);
  const path = `/me/publications?correct=${id}`;
  const form = await who.get(path);
  expect([form.status, form.headings, form.html.match(unescaped)]).toEqual([200, ['Correct a publication'], null]);
  expect(form.form(`/me/publications/${id}`)).toMatchObject({ title: hostile, doi: '10.1000/old', year: '2020' });
  const wrong = await who.fill(path, `/me/publications/${id}`, { title: '', year: 'soon' });
  expect([wrong.status, wrong.problems.map(([, href]) => href)]).toEqual([400, ['#title', '#year']]);
  expect(wrong.form(`/me/publications/${id}`)).toMatchObject({ title: '', year: 'soon', version: '1' });
  const typed = { title: 'Put right', doi: '', year: '2021', venue: 'A journal', type: 'book' };
  const done = await who.follow(await who.fill(path, `/me/publications/${id}`, typed));
  expect(done.text).toContain('The publication is corrected.');
  expect(done.text).toContain('Put right (2021), A journal . Book');
  const late = { ...form.form(`/me/publications/${id}`), title: 'Too late' };
  const stale = await who.post(`/me/publications/${id}`, late);
  expect([stale.status, stale.form(`/me/publications/${id}`)]).toEqual([
    412,
    expect.objectContaining({ title: 'Too late', version: '1' }),
  ]);
  const asked = await who.get(`/me/publications?remove=${id}`);
  expect(asked.text).toContain('Put right');
  const gone = await who.follow(await who.post(`/me/publications/${id}`, asked.form(`/me/publications/${id}`)));
  expect([gone.text.includes('The publication is removed.'), gone.text.includes('Put right')]).toEqual([true, false]);
  for (const address of [`correct=${theirs}`, `remove=${theirs}`, `correct=${id}`, 'correct=nonsense'])
    expect((await who.get(`/me/publications?${address}`)).status).toBe(404);
  const other = await castOf(t);
  expect((await who.get(`/me/publications?correct=${await published(other)}`)).status).toBe(404);
});

it('staff correct and take back what they suggested, until it is answered', async () => {
  const own = await castOf(t);
  const id = await published(own, { title: 'Sugested', source: 'liaison', state: 'proposed' });
  const claimed = await published(own, { title: 'Claimed', source: 'liaison' });
  const staff = await t.asBrowser(own.liaison);
  const list = `/experts/${own.expert.reference}/publications`;
  const wrong = await staff.fill(`${list}?correct=${id}`, `action="${list}"`, { doi: 'none' });
  expect([wrong.status, wrong.problems.map(([, href]) => href)]).toEqual([400, ['#doi']]);
  const done = await staff.fill(`${list}?correct=${id}`, `action="${list}"`, { title: 'Suggested' });
  expect((await staff.follow(done)).text).toMatch(/The suggestion is corrected\..*Suggested/s);
  const gone = await staff.fill(`${list}?remove=${id}`, `action="${list}"`, {});
  const page = await staff.follow(gone);
  expect([page.text.includes('taken back'), page.text.includes('Suggested, not answered yet')]).toEqual([true, false]);
  expect((await staff.get(`${list}?correct=${claimed}`)).status).toBe(404);
  const elsewhere = await t.asBrowser(own.elsewhere);
  const waiting = await published(own, { source: 'liaison', state: 'proposed' });
  expect((await elsewhere.get(list)).html).not.toContain('?correct=');
  expect((await elsewhere.get(`${list}?correct=${waiting}`)).status).toBe(404);
  for (const done of ['constructor', 'toString'])
    expect((await staff.get(`${list}?done=${done}`)).html).not.toContain('notification-banner');
});

it('what is wrong is said beside its field, and what was typed stays, harmless', async () => {
  const own = await castOf(t);
  const who = await t.asBrowser(own.academic);
  const typed = { title: '', doi: hostile, year: 'last year', venue: hostile, type: 'book' };
  const page = await who.fill('/me/publications', 'action="/me/publications"', typed);
  expect([page.status, page.headings.length]).toEqual([400, 1]);
  expect(page.html).not.toMatch(unescaped);
  expect(page.problems).toEqual([
    ['Enter a title.', '#title'],
    ['Enter the DOI as the publisher shows it, such as 10.1000/xyz123.', '#doi'],
    ['Enter the year as four digits, such as 2024.', '#year'],
  ]);
  expect(page.form('action="/me/publications"')).toMatchObject(typed);
  expect(page.messageAt('year')).toContain('four digits');
});

it('a sixth is not highlighted, and an answer to what has changed meanwhile is not taken', async () => {
  const own = await castOf(t);
  for (let number = 0; number < 5; number += 1) await published(own, { highlighted: true });
  const id = await published(own, { title: hostile });
  const who = await t.asBrowser(own.academic);
  const full = await who.fill('/me/publications', `/me/publications/${id}`, { step: 'highlight' });
  expect([full.status, full.problems[0][0]]).toEqual([409, expect.stringContaining('You highlight 5 publications')]);
  expect(full.html).not.toMatch(unescaped);
  const opened = await who.get('/me/publications');
  const sent = { ...opened.form(`/me/publications/${id}`), step: 'reject' };
  expect((await who.post(`/me/publications/${id}`, sent)).status).toBe(303);
  expect((await who.post(`/me/publications/${id}`, sent)).status).toBe(412);
});

it('staff of the keeping agency suggest on the record; the academic is told and claims it; then it stands there', async () => {
  const own = await castOf(t);
  const staff = await t.asBrowser(own.liaison);
  const path = `/experts/${own.expert.reference}/publications`;
  const made = await staff.fill(path, `action="${path}"`, { title: hostile, type: 'report' });
  expect([made.status, made.headers.location]).toEqual([303, `${path}?done=suggested`]);
  const page = await staff.follow(made);
  expect(page.text).toContain('Suggested, not answered yet');
  expect(page.html).not.toMatch(unescaped);
  const record = async (): Promise<string> => (await staff.get(`/experts/${own.expert.reference}`)).text;
  expect(await record()).toMatch(/The person has claimed none yet\..*1 suggested, not answered/s);
  const who = await t.asBrowser(own.academic);
  expect((await who.get('/me')).text).toContain('1 suggested to you waits for your answer.');
  const [{ id }] = await t.source.query<{ id: string }[]>('select id from publications where expert_id = $1', [
    own.expert.id,
  ]);
  expect((await who.get('/me/publications')).text).toMatch(/Are these yours\?.*It is mine.*It is not mine/s);
  await who.fill('/me/publications', `/me/publications/${id}`, { step: 'claim' });
  expect(await record()).toContain(`${hostile} . Report`);
});

it('other agencies that see the person read what is claimed, have no form, and see nothing that was rejected', async () => {
  const own = await castOf(t);
  await published(own, { title: 'Claimed work' });
  await published(own, { title: 'Rejected work', state: 'rejected', source: 'liaison' });
  const staff = await t.asBrowser(own.elsewhere);
  const path = `/experts/${own.expert.reference}/publications`;
  for (const address of [path, `/experts/${own.expert.reference}`]) {
    const page = await staff.get(address);
    expect(page.text).toContain('Claimed work');
    expect(page.text).not.toMatch(/Rejected work|uggest a publication|or suggest one/);
  }
  const csrf = await staff.csrfToken();
  const sent = { _csrf: csrf, title: 'One', doi: '', year: '', venue: '', type: 'article' };
  expect((await staff.post(path, sent)).status).toBe(403);
});

it('the record shows five, the highlighted first, and how many there are; the briefing three that are highlighted', async () => {
  const own = await castOf(t);
  for (let number = 1; number <= 4; number += 1)
    await published(own, { title: `Best ${number}.`, year: 2000 + number, highlighted: true });
  for (let number = 1; number <= 3; number += 1)
    await published(own, { title: `Plain ${number}.`, year: 2020 + number });
  const staff = await t.asBrowser(own.liaison);
  const record = (await staff.get(`/experts/${own.expert.reference}`)).text;
  for (const words of ['Best 4.', 'Best 1.', 'Plain 3.', '5 of 7 that the person claims.'])
    expect(record).toContain(words);
  expect(record).not.toContain('Plain 2.');
  const briefing = (await staff.get(`/experts/${own.expert.reference}/briefing`)).text;
  for (const words of ['Best 4.', 'Best 3.', 'Best 2.']) expect(briefing).toContain(words);
  expect(briefing).not.toMatch(/Best 1\.|Plain/);
});

it('my profile tells what I am vetted for: level, sponsor and expiry, of what was granted only', async () => {
  const own = await castOf(t);
  const vetted = { agency_id: own.agency.id, expert_id: own.expert.id };
  await t.make.vetting({ ...vetted, level: 'ctc', granted_on: '2024-02-03', expires_on: '2027-02-03' });
  await t.make.vetting({ ...vetted, level: 'bpss', granted_on: '2021-02-03', expires_on: '2024-02-04' });
  const sought = { status: 'in_progress', granted_on: null, expires_on: null };
  await t.make.vetting({ ...vetted, level: 'dv', ...sought });
  const page = await (await t.asBrowser(own.academic)).get('/me');
  expect(page.text).toContain(
    `Counter-terrorist check (CTC), sponsored by ${own.agency.name}: expires on 3 February 2027`,
  );
  expect(page.text).toContain(`(BPSS), sponsored by ${own.agency.name}: expired on 4 February 2024`);
  expect(page.text).not.toMatch(/Developed vetting|3 February 2024|in progress/i);
  const other = await castOf(t);
  expect((await (await t.asBrowser(other.academic)).get('/me')).text).not.toContain('Your vetting');
});
