import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let me: Person;
let leaver: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());
beforeEach(async () => {
  const agency = await t.make.agency();
  me = await t.make.user('liaison', agency.id);
  leaver = await t.make.user('liaison', agency.id);
  browser = await t.asBrowser(me);
});

const own = () => ({ agency_id: me.organisationId });
const promise = (given: object = {}): Promise<{ id: string }> =>
  t.make.followUp({ ...own(), assignee_user_id: leaver.id, ...given });
const at = (): string => `/hand-overs/${leaver.id}`;
const assigneeOf = async (id: string): Promise<string> =>
  (await t.source.query('select assignee_user_id as it from follow_ups where id = $1', [id]))[0].it;
const said = { reason: 'They are leaving.' };
const follow = async (page: Page): Promise<Page> => {
  expect([page.status, page.problems]).toEqual([303, []]);
  return browser.get(page.headers.location!);
};

describe('the page of what a colleague looks after', () => {
  it('is found from the list, and hands a whole kind over', async () => {
    const [one, other] = [await promise(), await promise()];
    const list = await browser.get('/hand-overs');
    expect(list.text).toContain(leaver.name);
    expect(list.html).toContain(`href="${at()}"`);
    const page = await browser.get(at());
    expect(page.text).toContain('2 follow-ups to do');
    const fields = { whole: 'follow-ups.assigned', toUserId: me.id, ...said };
    const done = await follow(await browser.fill(at(), 'Hand over what is ticked', fields));
    expect(done.text).toContain('2 records handed over.');
    expect([await assigneeOf(one.id), await assigneeOf(other.id)]).toEqual([me.id, me.id]);
  });

  it('hands over what is ticked', async () => {
    const [one, other] = [await promise(), await promise()];
    const fields = { record: `follow-ups.assigned/${one.id}/1`, toUserId: me.id, ...said };
    await follow(await browser.fill(at(), 'Hand over what is ticked', fields));
    expect([await assigneeOf(one.id), await assigneeOf(other.id)]).toEqual([me.id, leaver.id]);
  });

  it('says what is missing, and keeps what was ticked', async () => {
    const { id } = await promise();
    const record = `follow-ups.assigned/${id}/1`;
    const page = await browser.fill(at(), 'Hand over what is ticked', { record });
    expect([page.status, page.problems]).toEqual([
      400,
      [
        ['Select who takes it on.', '#toUserId'],
        ['Enter the reason.', '#reason'],
      ],
    ]);
    expect(page.form('Hand over what is ticked').record).toBe(record);
    const nothing = await browser.fill(at(), 'Hand over what is ticked', { toUserId: me.id, ...said });
    expect(nothing.problems).toEqual([['Select what to hand over.', '#kinds']]);
  });

  it('refuses what has changed meanwhile, and does so again when the button is pressed again', async () => {
    const { id } = await promise();
    await promise();
    const open = (await browser.get(at())).form('Hand over what is ticked');
    await promise();
    const fields = { ...open, whole: 'follow-ups.assigned', toUserId: me.id, ...said };
    const first = await browser.post(at(), fields);
    expect(first.status).toBe(412);
    expect(first.text).toContain('Open the form again');
    expect((await browser.post(at(), first.form('Hand over what is ticked'))).status).toBe(412);
    expect(await assigneeOf(id)).toBe(leaver.id);
  });

  it('tells of an absence what happens by itself, and how much is hidden', async () => {
    await t.source.query(`update users set away_from = '2026-06-01', cover_user_id = $2 where id = $1`, [
      leaver.id,
      me.id,
    ]);
    await promise({ sharing: 'named', marking: 'OFFICIAL-SENSITIVE', title: 'Zephyr' });
    const page = await browser.get(at());
    expect(page.text).toContain(`${me.name} takes over: reminders go to them`);
    expect(page.text).toContain('And 1 more that you may not see');
    expect(page.text).not.toContain('Zephyr');
  });

  it('says of decisions that they stay', async () => {
    const agreement = await t.make.agreement({ ...own(), stage: 'in_approval' });
    await t.make.row('agreement_approvals', {
      id: agreement.id,
      agreement_id: agreement.id,
      kind: 'business',
      position: 1,
      assignee_user_id: leaver.id,
      asked_by_user_id: me.id,
      asked_at: t.clock.now(),
      due_on: '2026-06-20',
    });
    const page = await browser.get(at());
    expect(page.text).toContain('1 decision waiting');
    expect(page.text).toContain('A decision is asked of one person.');
    expect(page.html).not.toContain('whole-approvals.waiting');
  });
});
