import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let liaison: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  liaison = await t.make.user('liaison', (await t.make.agency()).id);
  browser = await t.asBrowser(liaison);
});
afterAll(() => t.close());

const executed = { stage: 'executed', executed_on: '2025-12-15' };
const agreement = (given: object = {}) =>
  t.make.agreement({ agency_id: liaison.organisationId, owner_user_id: liaison.id, ...given });
const due = (day: string, month: string, year: string) => ({ 'due-day': day, 'due-month': month, 'due-year': year });

describe('adding an obligation to a draft', () => {
  it('begins on the agreement’s page and ends on the list of its obligations', async () => {
    const one = await agreement();
    const page = await browser.get(`/agreements/${one.reference}`);
    expect(page.html).toContain(`href="/agreements/${one.reference}/obligations"`);
    const path = `/agreements/${one.reference}/obligations/new`;
    const sent = await browser.fill(path, 'name="what"', {
      what: 'Delete the data',
      organisationId: one.parties[1],
      ...due('1', '2', '2027'),
      everyCount: '6',
      everyUnit: 'months',
      sharedWithAcademic: 'yes',
      survivesEnd: 'yes',
    });
    const list = await browser.follow(sent);
    expect(list.title).toBe(`Obligations of ${one.reference} – Accord`);
    expect(list.text).toContain('The obligation is added.');
    expect(list.text).toContain(`Delete the data Invented University`);
    expect(list.text).toContain(`${liaison.name} 1 February 2027 Not in force yet`);
    const [{ id }] = (await t.as(liaison.token).get(`agreements/${one.id}/obligations`)).body.items;
    const shown = await browser.get(`/obligations/${id}`);
    expect(shown.text).toContain('Due 1 February 2027, then every 6 months');
    expect(shown.text).toContain('Still owed');
    expect(shown.text).toContain('Academics it covers See this');
  });

  it('once, when the button is pressed twice', async () => {
    const one = await agreement();
    const path = `/agreements/${one.reference}/obligations/new`;
    const fields = { what: 'Once', organisationId: one.parties[0], ...due('1', '2', '2027') };
    const form = {
      ...(await browser.get(path)).form('name="what"'),
      ...fields,
      survivesEnd: '',
      sharedWithAcademic: '',
    };
    expect((await browser.post(path, form)).status).toBe(303);
    expect((await browser.post(path, form)).status).toBe(303);
    const { body } = await t.as(liaison.token).get(`agreements/${one.id}/obligations`).expect(200);
    expect(body.items).toHaveLength(1);
  });

  it('says beside each field what is wrong, and keeps what was typed', async () => {
    const one = await agreement();
    const path = `/agreements/${one.reference}/obligations/new`;
    const blank = await browser.fill(path, 'name="what"', {
      ownerUserId: '',
      ...due('31', '2', '2027'),
      everyCount: 'x',
    });
    expect([blank.status, blank.problems]).toEqual([
      400,
      [
        ['Say what is owed.', '#what'],
        ['Select who owes it.', '#organisationId'],
        ['Enter a real date, such as 27 3 2026.', '#due-day'],
        ['Enter a whole number, such as 6.', '#everyCount'],
      ],
    ]);
    const nobody = await browser.fill(path, 'name="what"', {
      what: 'Kept',
      organisationId: one.parties[1],
      ownerUserId: '',
      ...due('1', '2', '2027'),
    });
    expect(nobody.messageAt('ownerUserId')).toContain('Say who looks after it');
    expect(nobody.form('name="what"')).toMatchObject({ what: 'Kept', 'due-day': '1' });
  });

  it('is not offered once it has left draft, nor to another agency', async () => {
    const one = await agreement({ ...executed, sharing: 'uk_law_enforcement' });
    const list = await browser.get(`/agreements/${one.reference}/obligations`);
    expect(list.text).toContain('obligations are neither added nor reworded');
    expect(list.html).not.toContain('/obligations/new');
    expect((await browser.get(`/agreements/${one.reference}/obligations/new`)).text).toContain('has left draft');
    const other = await t.asBrowser(await t.make.user('partner', (await t.make.agency()).id));
    const { id } = await t.make.obligation(one);
    const shown = await other.get(`/obligations/${id}`);
    expect([shown.status, shown.text.includes('Record how it stands')]).toEqual([200, false]);
    expect((await other.get(`/obligations/${id}/edit`)).status).toBe(403);
  });

  it('can be taken back', async () => {
    const one = await agreement();
    const { id, what } = await t.make.obligation(one);
    const list = await browser.follow(await browser.fill(`/obligations/${id}`, `/obligations/${id}/removal`, {}));
    expect([list.text.includes('The obligation is removed.'), list.text.includes(what)]).toEqual([true, false]);
  });
});

describe('an obligation under an executed agreement', () => {
  it('is shown with each time and what was recorded, which is done on its page', async () => {
    const one = await agreement(executed);
    const { id } = await t.make.obligation(one, { due_on: '2026-03-31', every_count: 3, every_unit: 'months' });
    const page = await browser.get(`/obligations/${id}`);
    expect(page.text).toContain('31 March 2026 Overdue');
    expect(page.form('/progress')).toMatchObject({ dueOn: '2026-03-31' });
    const refused = await browser.fill(`/obligations/${id}`, '/progress', { progress: 'fulfilled' });
    expect([refused.status, refused.problems]).toEqual([400, [['Say what shows it.', '#evidence']]]);
    const sent = await browser.fill(`/obligations/${id}`, '/progress', {
      progress: 'fulfilled',
      evidence: 'Report received',
      evidenceUrl: 'https://reports.example/1',
    });
    const after = await browser.follow(sent);
    expect(after.text).toContain('What you recorded is kept.');
    expect(after.text).toContain(`31 March 2026 Fulfilled Report received What shows it`);
    expect(after.text).toContain('30 June 2026 Open');
  });

  it('lapses and is taken up again, each with its reason', async () => {
    const { id } = await t.make.obligation(await agreement(executed), { due_on: '2026-06-01' });
    const blank = await browser.fill(`/obligations/${id}`, 'value="lapse"', {});
    expect([blank.status, blank.problems]).toEqual([400, [['Enter a reason.', '#lapse-reason']]]);
    const lapsed = await browser.follow(
      await browser.fill(`/obligations/${id}`, 'value="lapse"', { reason: 'Waived' }),
    );
    expect(lapsed.text).toContain('Lapsed on 10 June 2026: Waived');
    expect(lapsed.text).not.toContain('Record how it stands');
    const again = await browser.follow(await browser.fill(`/obligations/${id}`, 'value="resume"', { reason: 'Owed' }));
    expect(again.text).toContain('1 June 2026 Overdue');
  });

  it('changes its owner only', async () => {
    const { id } = await t.make.obligation(await agreement(executed), { owner_user_id: liaison.id });
    const page = await browser.get(`/obligations/${id}/edit`);
    expect(page.ids).not.toContain('what');
    const sent = await browser.fill(`/obligations/${id}/edit`, 'name="ownerName"', {
      ownerUserId: '',
      ownerName: 'Signatory 1',
    });
    expect((await browser.follow(sent)).text).toContain('Who looks after it Signatory 1');
  });

  it('stands on the page of its agreement as long as it is owed', async () => {
    const one = await agreement(executed);
    const open = await t.make.obligation(one, { due_on: '2026-06-09' });
    const gone = await t.make.obligation(one, { lapsed_on: '2026-06-01', lapse_reason: 'Waived' });
    const page = await browser.get(`/agreements/${one.reference}`);
    expect(page.text).toContain(`${open.what} , owed by`);
    expect(page.text).not.toContain(gone.what);
    expect(page.text).toContain('All 2 obligations');
  });
});

describe('over all agreements', () => {
  it('the first page names what is overdue and mine, and the list has the rest', async () => {
    // Nothing of the other tests is shared with this agency.
    const agency = await t.make.agency({ kind: 'international', audience: 'overseas' });
    const partner = await t.make.user('partner', agency.id);
    const mine = await t.asBrowser(partner);
    expect((await mine.get('/')).text).toContain('No obligation that you look after is overdue.');
    expect((await mine.get('/obligations')).text).toContain('Nothing is owed under an agreement that you may see.');
    const one = await t.make.agreement({ agency_id: partner.organisationId, ...executed });
    const late = await t.make.obligation(one, { due_on: '2026-06-09', owner_user_id: partner.id });
    const others = await t.make.obligation(one, { due_on: '2026-06-08' });
    const today = await mine.get('/');
    expect(today.text).toContain(`${late.what} , due on 9 June 2026 under ${one.reference}`);
    expect(today.text).not.toContain(others.what);
    const list = await mine.get('/obligations');
    expect(list.text).toContain('2 obligations');
    expect(list.text.indexOf(others.what)).toBeLessThan(list.text.indexOf(late.what));
    const filtered = await mine.get(`/obligations?ownerUserId=me&state=overdue&agreement=${one.reference}`);
    expect([filtered.text.includes(late.what), filtered.text.includes(others.what)]).toEqual([true, false]);
    expect((await mine.get('/obligations?state=fulfilled')).text).toContain('No obligation matches.');
    const wrong = await mine.get('/obligations?state=someday');
    expect([wrong.status, wrong.problems]).toEqual([400, [['Select one of the choices.', '#state']]]);
  });
});
