import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let me: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  me = await t.make.user('liaison', (await t.make.agency()).id);
  browser = await t.asBrowser(me);
});
afterAll(() => t.close());

const follow = async (page: Page): Promise<Page> => {
  expect([page.status, page.problems]).toEqual([303, []]);
  return browser.get(page.headers.location!);
};
const made = async (given: object = {}): Promise<{ id: string }> => {
  const step = { title: 'Ask how it goes', offsetDays: 7, dayCount: 'calendar', priority: 'normal', assignee: 'owner' };
  const terms = { name: 'Welcome', aboutKind: 'expert', steps: [step], ...given };
  return (await t.as(me.token).post('playbooks', terms).expect(201)).body;
};

describe('keeping playbooks', () => {
  it('makes one from rows, of which blank ones are left out', async () => {
    const page = await follow(
      await browser.fill('/playbooks/new', 'name="title0"', {
        name: 'After a visit',
        aboutKind: 'organisation',
        title1: 'Thank them',
        days1: '1',
        dayCount1: 'working',
        title2: 'Send the note',
        days2: '14',
        assignee2: 'starter',
      }),
    );
    expect(page.text).toContain('The playbook is kept.');
    expect(page.text).toContain('Thank them 1 working day after the start date.');
    expect(page.text).toContain('Send the note 14 days after the start date. Whoever starts the playbook.');
    expect((await browser.get('/playbooks')).text).toContain('After a visit');
  });

  it('says what is wrong beside its field, and keeps what was typed', async () => {
    const page = await browser.fill('/playbooks/new', 'name="title0"', { title0: 'Thank them', days0: 'soon' });
    expect([page.status, page.problems]).toEqual([
      400,
      [
        ['Enter a name.', '#name'],
        ['Enter a whole number of days from 0 to 730.', '#days0'],
      ],
    ]);
    expect(page.form('name="title0"')).toMatchObject({ title0: 'Thank them', days0: 'soon' });
    const nothing = await browser.fill('/playbooks/new', 'name="title0"', { name: 'Empty' });
    expect(nothing.problems).toEqual([['Enter at least one follow-up.', '#title0']]);
    const event = { name: 'x', title0: 'Ask', days0: '1', aboutKind: 'organisation', beginsOn: 'expert.entered' };
    const wrong = await browser.fill('/playbooks/new', 'name="title0"', event);
    expect(wrong.messageAt('beginsOn')).toContain('This happens to an expert.');
  });

  it('changes one, switches its event on, retires it and brings it back', async () => {
    const { id } = await made();
    const fields = { name: 'Welcome again', beginsOn: 'expert.entered', beginsByItself: 'yes' };
    const page = await follow(await browser.fill(`/playbooks/${id}/edit`, 'name="title0"', fields));
    expect(page.text).toContain('An expert is entered: starts it by itself, once for each record');
    const retired = await follow(await browser.fill(`/playbooks/${id}`, 'Retire it', {}));
    expect(retired.text).toContain('nobody starts it any more');
    const back = await follow(await browser.fill(`/playbooks/${id}`, 'Bring it back', {}));
    expect(back.text).toContain('Brought back');
  });

  it('does not offer to change what is for all agencies', async () => {
    const list = await browser.get('/playbooks');
    const [, id] = /href="\/playbooks\/([0-9a-f-]{36})">Welcome of a new expert/.exec(list.html)!;
    expect((await browser.get(`/playbooks/${id}`)).text).not.toContain('Retire it');
    expect((await browser.get(`/playbooks/${id}/edit`)).status).toBe(403);
  });
});

describe('starting one', () => {
  it('goes from the record by way of its days, and is listed there', async () => {
    const person = await t.make.expert({ agency_id: me.organisationId, family_name: 'Startable' });
    const playbook = await made({ name: 'For somebody new' });
    const record = await browser.get(`/experts/${person.reference}`);
    const at = `/playbooks/start?kind=expert&id=${person.id}`;
    expect(record.html).toContain(`href="${at.replace('&', '&amp;')}"`);
    const page = await browser.get(at);
    expect(page.text).toContain('Your agency has started none about this record.');
    const day = { 'starts-day': '31', 'starts-month': '12', 'starts-year': '2026' };
    const preview = await browser.fill(at, 'name="playbookId"', { playbookId: playbook.id, act: 'preview', ...day });
    expect(preview.text).toContain('7 January 2027 : Ask how it goes.');
    const { ...fields } = preview.form('name="playbookId"');
    const done = await follow(await browser.post('/playbooks/start', { ...fields, act: 'start' }));
    expect(done.text).toContain('Started: its follow-ups are promised.');
    expect(done.text).toContain(`For somebody new, from 31 December 2026: 1 of 1 still to do. Started by ${me.name}`);
    const rows = await t.source.query('select due_on as due from follow_ups where about_expert_id = $1', [person.id]);
    expect(rows).toEqual([{ due: '2027-01-07' }]);
  });

  it('says what is missing, and of what is hidden nothing', async () => {
    const person = await t.make.expert({ agency_id: me.organisationId });
    const at = `/playbooks/start?kind=expert&id=${person.id}`;
    const page = await browser.fill(at, 'name="playbookId"', { 'starts-day': '31', 'starts-month': '2' });
    expect(page.problems).toEqual([
      ['Select a playbook.', '#playbookId'],
      ['Enter a real date, such as 27 3 2026.', '#starts-day'],
    ]);
    const hidden = await t.make.expert({ agency_id: (await t.make.agency()).id, privacy_notice_sent_on: null });
    expect((await browser.get(`/playbooks/start?kind=expert&id=${hidden.id}`)).status).toBe(404);
    expect((await browser.get('/playbooks/start')).status).toBe(404);
  });
});
