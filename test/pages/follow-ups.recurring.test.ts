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

const everyMonth = {
  every_count: 1,
  every_unit: 'months',
  series_first_on: '2026-05-31',
  series_number: 0,
};
const promise = async (given: object = {}): Promise<string> =>
  (await t.make.followUp({ agency_id: me.organisationId, assignee_user_id: me.id, due_on: '2026-05-31', ...given })).id;
const follow = async (page: Page): Promise<Page> => {
  expect([page.status, page.text]).toEqual([303, '']);
  return browser.get(page.headers.location!);
};
const idIn = (page: Page): string => /\/follow-ups\/([0-9a-f-]{36})\/repeats/.exec(page.html)![1];

describe('promising', () => {
  it('says how it comes round again, and the record says it in words', async () => {
    const page = await follow(
      await browser.fill('/follow-ups/new', 'name="title"', {
        title: 'Ask how it goes',
        due: 'date',
        'due-day': '31',
        'due-month': '8',
        'due-year': '2026',
        everyCount: '3',
        everyUnit: 'months',
        times: '5',
      }),
    );
    expect(page.text).toContain('Every 3 months from 31 August 2026, 5 times in all.');
    expect(page.text).toContain(
      'This is time 1. Once it is closed, the next opens by itself, due on 30 November 2026.',
    );
  });

  it('says what is wrong, and keeps what was typed', async () => {
    const page = await browser.fill('/follow-ups/new', 'name="title"', {
      title: 'Ask how it goes',
      everyCount: 'often',
      'last-day': '31',
      'last-month': '2',
      'last-year': '2027',
    });
    expect(page.status).toBe(400);
    expect(page.problems).toEqual([
      ['Enter a whole number, such as 3.', '#everyCount'],
      ['Enter a real date, such as 27 3 2026.', '#last-day'],
    ]);
    expect(page.form('name="title"')).toMatchObject({ everyCount: 'often', 'last-day': '31' });
  });

  it('does not end what happens once', async () => {
    const page = await browser.fill('/follow-ups/new', 'name="title"', { title: 'Ask', times: '3' });
    expect(page.problems).toEqual([['Say how often it comes round again, or clear its end.', '#everyCount']]);
  });
});

describe('the record', () => {
  it('is done from its page, the next is open, and the way back takes it away', async () => {
    const id = await promise(everyMonth);
    const page = await follow(await browser.fill(`/follow-ups/${id}`, 'value="complete"', { outcome: 'Asked.' }));
    expect(page.text).toContain('The one after');
    const next = /<a class="govuk-link" href="(\/follow-ups\/[0-9a-f-]{36})">The one after/.exec(page.html)![1];
    expect((await browser.get(next)).text).toContain('Follow-up, due on 30 June 2026');
    await follow(await browser.fill(`/follow-ups/${id}?done=complete`, 'Undo', {}));
    expect((await browser.get(next)).status).toBe(404);
  });

  it('ends with the box ticked', async () => {
    const id = await promise(everyMonth);
    const page = await follow(
      await browser.fill(`/follow-ups/${id}`, 'value="cancel"', { reason: 'Over.', endsRecurrence: 'yes' }),
    );
    expect(page.text).not.toContain('The one after');
  });

  it('does not offer to schedule the next of what does so itself', async () => {
    const page = await browser.get(`/follow-ups/${await promise(everyMonth)}`);
    expect(page.text).not.toContain('And schedule the next');
    expect((await browser.get(`/follow-ups/${await promise()}`)).text).toContain('And schedule the next');
  });
});

describe('changing it', () => {
  it('is a page of its own', async () => {
    const id = await promise(everyMonth);
    const at = `/follow-ups/${id}/repeats`;
    expect((await browser.get(at)).form('Save changes')).toMatchObject({
      everyCount: '1',
      everyUnit: 'months',
      times: '',
    });
    const page = await follow(await browser.fill(at, 'Save changes', { everyCount: '2', everyUnit: 'weeks' }));
    expect(page.text).toContain('Changes saved.');
    expect(page.text).toContain('Every 2 weeks from 31 May 2026.');
  });

  it('ends it with one button', async () => {
    const id = await promise(everyMonth);
    const page = await follow(await browser.fill(`/follow-ups/${id}/repeats`, 'It no longer comes round again', {}));
    expect(page.text).toContain('Comes round again No');
    expect(idIn(page)).toBe(id);
  });

  it('says what is wrong beside its field', async () => {
    const id = await promise(everyMonth);
    const page = await browser.fill(`/follow-ups/${id}/repeats`, 'Save changes', {
      everyCount: '11',
      everyUnit: 'years',
    });
    expect([page.status, page.messageAt('everyCount')]).toEqual([
      400,
      'Error: It must come round again within 10 years.',
    ]);
  });

  it('says of one that is done that it is reopened first', async () => {
    const id = await promise({ ...everyMonth, status: 'done', completed_on: '2026-06-01' });
    const page = await browser.get(`/follow-ups/${id}/repeats`);
    expect(page.text).toContain('This follow-up is done. Reopen it');
  });

  it('is for the agency that keeps it', async () => {
    const outsider = await t.asBrowser(await t.make.user('partner', (await t.make.agency()).id));
    expect((await outsider.get(`/follow-ups/${await promise(everyMonth)}/repeats`)).status).toBe(404);
    const shared = await promise({ ...everyMonth, sharing: 'all_partners' });
    expect((await outsider.get(`/follow-ups/${shared}/repeats`)).status).toBe(403);
    expect((await outsider.get(`/follow-ups/${shared}`)).text).not.toContain('Change how it comes round again');
  });
});
