import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';
import { statementsOf } from '../support/plans.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';

let t: TestApp;
let smtp: SmtpPeer;
let liaison: Person;
let browser: Browser;

beforeAll(async () => {
  smtp = await startSmtpPeer();
  t = await startTestApp({ smtpUrl: smtp.url });
});
afterAll(async () => {
  await t.close();
  await smtp.close();
});
beforeEach(async () => {
  t.time.set('2026-06-10T09:00:00Z');
  liaison = await t.make.user('liaison', (await t.make.agency()).id);
  browser = await t.asBrowser(liaison);
});

const run = (): Promise<void> => t.runner.run(sweep.name);
const end = (given: object = {}): Promise<{ id: string; reference: string }> =>
  t.make.agreement({
    agency_id: liaison.organisationId,
    owner_user_id: liaison.id,
    stage: 'executed',
    executed_on: '2025-12-15',
    end_on: '2026-07-10',
    ...given,
  });
/** The place in the navigation, as it is read out. */
const place = (page: Page): string | undefined =>
  /href="\/notifications"[^>]*>([\s\S]*?)<\/a>/.exec(page.html)?.[1].replaceAll(/<[^>]*aria-hidden="true">[^<]*</g, '<').replaceAll(/<[^>]*>/g, '').trim().replaceAll(/\s+/g, ' '); // prettier-ignore
const figure = (page: Page): string | undefined => /accord-badge" aria-hidden="true">([^<]*)</.exec(page.html)?.[1];

it('says what appears here while there is nothing', async () => {
  const page = await browser.get('/notifications');
  expect([page.status, page.title, page.headings]).toEqual([200, 'Notifications – Accord', ['Notifications']]);
  expect(page.text).toContain('Nothing yet. When something that you look after, or that is about you,');
  expect(page.text).not.toContain('Mark all as read');
  expect([place(page), figure(page)]).toEqual(['Notifications', undefined]);
  expect((await browser.get('/notifications?unread=true')).text).toContain('You have read everything.');
});

it('shows what each is about, its day and a link to the record, and says in a word what is unread', async () => {
  const { reference } = await end({ title: 'Shared laboratory' });
  const promise = await t.make.followUp({
    agency_id: liaison.organisationId,
    assignee_user_id: liaison.id,
    due_on: '2026-06-10',
    title: 'Send the minutes',
  });
  await run();
  const page = await browser.get('/notifications');
  expect(page.text).toContain('2 unread notifications');
  expect(page.text).toContain(`Unread ${reference} ends on 10 July 2026 Shared laboratory 10 June 2026 Mark as read`);
  expect(page.text).toContain('Unread Follow-up due on 10 June 2026 Send the minutes 10 June 2026 Mark as read');
  for (const path of [`/agreements/${reference}`, `/follow-ups/${promise.id}`]) {
    expect(page.html).toContain(`href="${path}"`);
    expect((await browser.get(path)).status).toBe(200);
  }
});

it('marks one as read, with the form alone, and comes back to where it was marked', async () => {
  await end();
  const other = await end();
  await run();
  const page = await browser.fill('/notifications?unread=true', '/read', {});
  expect([page.status, page.headers.location]).toEqual([303, '/notifications?done=all-read']);
  expect(figure(await browser.get('/notifications'))).toBeUndefined();
  await t.source.query('update notifications set read_at = null where record_id = $1', [other.id]);
  const one = await browser.fill('/notifications?unread=true', 'Mark as read', {});
  expect([one.status, one.headers.location]).toEqual([303, '/notifications?unread=true&done=read']);
  const after = await browser.get('/notifications');
  expect(after.text).toContain('0 unread notifications');
  expect(after.text).toContain(`${other.reference} ends on 10 July 2026`);
  expect(after.text).toContain('10 June 2026, read');
  expect((await browser.get(one.headers.location!)).text).toContain('Marked as read.');
});

it('marks all that were shown; what arrived after the page was opened stays unread', async () => {
  await end();
  await run();
  const opened = await browser.get('/notifications');
  t.time.set('2026-06-11T09:00:00Z');
  const late = await end({ end_on: '2026-07-11' });
  await run();
  await browser.post('/notifications/read', opened.form('action="/notifications/read"'));
  const after = await browser.get('/notifications?unread=true');
  expect(after.text).toContain('1 unread notification');
  expect(after.text).toContain(late.reference);
});

it('changes nothing without the token of the session, and never leads to another site', async () => {
  await end();
  await run();
  const page = await browser.get('/notifications');
  const { _csrf, ...rest } = page.form('name="until"');
  expect((await browser.post('/notifications/read', rest)).status).toBe(403);
  const action = /action="(\/notifications\/[0-9a-f-]+\/read)"/.exec(page.html)![1];
  expect((await browser.post(action, {})).status).toBe(403);
  expect(figure(await browser.get('/notifications'))).toBe('1');
  const led = await browser.post(action, { _csrf, back: '//elsewhere.example/x' });
  expect([led.status, led.headers.location]).toEqual([303, '/?done=read']);
  expect((await browser.post('/notifications/read', { _csrf, until: 'now' })).status).toBe(400);
});

it('tells nothing of a record that its reader may no longer read, and somebody else’s is not there', async () => {
  const { id, reference } = await end({ title: 'Nobody’s any more' });
  await run();
  const page = await browser.get('/notifications');
  const action = /action="(\/notifications\/[0-9a-f-]+\/read)"/.exec(page.html)![1];
  const stranger = await t.asBrowser(await t.make.user('liaison', liaison.organisationId));
  const { _csrf } = (await stranger.get('/account')).form('action="/sign-out"');
  expect((await stranger.post(action, { _csrf })).status).toBe(404);
  await t.source.query(`update agreements set sharing = 'named', owner_user_id = null where id = $1`, [id]);
  const after = await browser.get('/notifications');
  for (const words of [reference, 'Nobody’s any more']) expect(after.text).not.toContain(words);
  expect([place(after), after.text.includes('0 unread notifications')]).toEqual(['Notifications', true]);
});

it('carries the marking of what it shows, above and below', async () => {
  await end({ marking: 'OFFICIAL-SENSITIVE', sharing: 'named' });
  await run();
  const { html } = await browser.get('/notifications');
  expect(html.match(/class="accord-marking">OFFICIAL-SENSITIVE</g)).toHaveLength(2);
});

it('escapes what a record is called', async () => {
  await end({ title: '<script>alert(1)</script>' });
  await run();
  const { html } = await browser.get('/notifications');
  expect(html).not.toContain('<script>alert(1)');
  expect(html).toContain('&lt;script&gt;alert(1)');
});

it('goes on page by page, and offers to mark all only where the newest is shown', async () => {
  for (let made = 0; made < 27; made += 1) await end();
  await run();
  const first = await browser.get('/notifications');
  const next = first.tags('a').find(({ attributes }) => attributes.rel === 'next')!.attributes.href!;
  const second = await browser.get(next);
  const shown = (page: Page): number => page.html.split('Unread</strong>').length - 1;
  expect([shown(first), shown(second)]).toEqual([25, 2]);
  expect([first.text.includes('Mark all as read'), second.text.includes('Mark all as read')]).toEqual([true, false]);
  expect((await browser.get('/notifications?cursor=wrong')).status).toBe(400);
});

describe('the badge', () => {
  it('says on every page how many are unread, as a figure and in words', async () => {
    await end();
    await run();
    for (const path of ['/', '/experts', '/agreements', '/help', '/notifications']) {
      const page = await browser.get(path);
      expect([path, place(page), figure(page)]).toEqual([path, 'Notifications (1 unread notification)', '1']);
    }
    await end();
    await run();
    const page = await browser.get('/experts');
    expect([place(page), figure(page)]).toEqual(['Notifications (2 unread notifications)', '2']);
  });

  it('stops at ninety-nine', async () => {
    for (let made = 0; made < 100; made += 1) await end();
    await run();
    const page = await browser.get('/help');
    expect([place(page), figure(page)]).toEqual(['Notifications (more than 99 unread notifications)', '99+']);
    await t.source.query(
      `update notifications set read_at = made_at where id = (select id from notifications where user_id = $1 limit 1)`,
      [liaison.id],
    );
    expect(figure(await browser.get('/help'))).toBe('99');
  });

  it('is one statement a page, and none for whoever has no inbox', async () => {
    const counts = async (path: string, who: Browser): Promise<number> => {
      const statements = await statementsOf(() => who.get(path), { badges: true });
      return statements.filter(({ text }) => text.includes('notifications')).length;
    };
    expect(await counts('/help', browser)).toBe(1);
    expect(await counts('/help', await t.asBrowser(null))).toBe(0);
    const admin = await t.asBrowser(await t.make.user('admin', liaison.organisationId));
    const page = await admin.get('/help');
    expect([await counts('/help', admin), place(page)]).toEqual([0, undefined]);
  });

  it('is an approver’s too', async () => {
    const approver = await t.asBrowser(await t.make.user('approver', liaison.organisationId));
    expect(place(await approver.get('/notifications'))).toBe('Notifications');
    expect((await approver.get('/')).headers.location).toBe('/agreements');
  });
});
