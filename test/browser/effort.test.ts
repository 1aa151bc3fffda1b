import { sendConfirmation } from '../../src/features/experts/profile/confirmation.jobs.js';
import { sendInvitation } from '../../src/features/users/users.jobs.js';
import type { Person } from '../support/factory.js';
import { password } from '../users/mail-room.js';
import { Worker } from './counted.js';
import { Efforts } from './desk.js';
import { doneButton, morning } from './morning.js';
import { openOffice, type Office } from './office.js';

/**
 * What the daily jobs cost in clicks and keys, against an established CRM driven by an experienced user. Each job begins on the
 * first page after signing in and ends when the page shows what it brought about. Names are typed as a prefix that finds one
 * person, subjects as somebody would write them. docs/testing.md has the table.
 */
let office = {} as Office;
let liaison: Person;
let colleague: Person;
const efforts = new Efforts();

beforeAll(async () => {
  office = await openOffice();
  // Templates are read when they are first used: the pages are those of a service that has been used before.
  const browser = await office.t.asBrowser(await office.t.make.user('liaison', office.agencyId));
  for (const path of ['/', '/experts', '/interactions/new', '/agreements/new']) await browser.get(path);
});
beforeEach(async () => {
  liaison = await office.t.make.user('liaison', office.agencyId);
  colleague = await office.t.make.user('liaison', office.agencyId);
});
afterAll(async () => {
  process.stdout.write(efforts.table);
  await office.close?.();
});

const own = (): { agency_id: string } => ({ agency_id: office.agencyId });
const known: (...person: [name: string, given?: object]) => ReturnType<Office['known']> = (...person) =>
  office.known(liaison, ...person);

/** From what is promised: Tab to when it is due, down from a week to two, and Enter logs it. */
async function twoWeeksAndSend(me: Worker): Promise<void> {
  await me.press('Tab');
  await me.press('ArrowDown');
  await me.send();
}

describe('in fewer clicks and fewer keys than elsewhere', () => {
  it('1: a meeting is logged with a follow-up in two weeks', async () => {
    await known('Hargreaves');
    const { me, button, field, text } = await office.at(liaison);
    await me.follow(button('Log an interaction'));
    await me.click(field('Experts who took part'));
    await me.type('Hargr');
    await me.click(field('Subject'));
    await me.type('Romance fraud data');
    await me.click(field('What is promised'));
    await me.type('Send the codebook');
    await twoWeeksAndSend(me);
    expect(await text()).toMatch(/24 June 2026.*Send the codebook/);
    expect(await text()).toContain('Romance fraud data');
    efforts.expectLess('1. Log a meeting and a follow-up in two weeks', { clicks: 9, keys: 46 }, me);
    efforts.expectUnder('(a) The same, from the first page', 30, me);
  });

  it('2: somebody is found by a misspelt surname', async () => {
    await known('Szymborska');
    const { me, link, page } = await office.at(liaison);
    await me.press('/');
    await me.type('Szimborska');
    await me.send();
    await me.follow(link(/Szymborska/));
    expect(await page.locator('h1').innerText()).toContain('Szymborska');
    efforts.expectLess('2. Find somebody by a misspelt surname', { clicks: 3, keys: 15 }, me);
  });

  it('3: everything with one expert this year stands on one page', async () => {
    const expert = await known('Okonjo');
    const about = { ...own(), about_expert_id: expert.id };
    await office.t.make.interaction({ ...about, subject: 'Seminar on money mules' }, [{ expert_id: expert.id }]);
    const before = { ...about, subject: 'Met the year before', happened_at: '2025-11-20T10:00:00Z' };
    await office.t.make.interaction(before, [{ expert_id: expert.id }]);
    await office.t.make.followUp({ ...about, title: 'Send the minutes' });
    const inForce = { stage: 'executed', executed_on: '2026-02-02', effective_on: '2026-02-02' };
    const agreement = await office.t.make.agreement({ ...own(), ...inForce, title: 'Sharing of survey data' });
    await office.t.make.row('agreement_covered_persons', { agreement_id: agreement.id, expert_id: expert.id });
    const { me, link, text } = await office.at(liaison);
    await me.press('/');
    await me.type('Okonjo');
    await me.send();
    await me.follow(link(/Okonjo/));
    await me.follow(link('Everything this year'));
    const said = await text();
    for (const one of ['Seminar on money mules', 'Send the minutes', 'Sharing of survey data'])
      expect(said).toContain(one);
    expect(said).not.toContain('Met the year before');
    efforts.expectLess('3. Everything with one expert this year', { clicks: 4, keys: 10 }, me);
  });

  it('4: who knows a topic in a region is one question', async () => {
    const [here, elsewhere] = [await known('Whitworth'), await known('Pettifer')];
    for (const one of [here, elsewhere]) await office.knows(one, 'threat', 'cyber');
    await office.knows(here, 'region', 'north_west');
    const { me, link, button, field, text } = await office.at(liaison);
    await me.follow(link('Experts'));
    await me.click(field('Knows about'));
    // What people call it; the vocabulary's term is “Cyber crime”.
    await me.type('ransomware');
    await me.choose(field('Region they know'), 'North West');
    await me.follow(button('Show'));
    expect(await text()).toContain('Whitworth');
    expect(await text()).not.toContain('Pettifer');
    efforts.expectWithin('4. Who knows a topic in a region', { clicks: 6, keys: 12 }, me);
  });

  it('5: an agreement is drafted with reminders before its end, which move with the end', async () => {
    await office.t.make.organisation({ name: 'University of Wharfedale' });
    const { me, link, button, field, page, text } = await office.at(liaison);
    await me.follow(link('Agreements'));
    await me.follow(button('Draft an agreement'));
    await me.choose(field('Type'), 'Data sharing');
    await me.click(field('Title'));
    await me.type('Sharing of survey data');
    await me.click(field('Organisation it is with'));
    await me.type('Wharfedale');
    await me.click(page.locator('#end-day'));
    for (const part of ['30', '6', '2028']) {
      await me.type(part);
      if (part !== '2028') await me.press('Tab');
    }
    await me.follow(button('Continue'));
    await me.follow(button('Make the draft'));
    expect(await text()).toContain('The draft is made.');
    expect(await text()).toContain('31 May 2028, 30 days before the last day in force');
    efforts.expectLess('5. A new agreement with a reminder before its end', { clicks: 11, keys: 60 }, me);

    const moving = new Worker(page);
    await moving.follow(button('Change these details'));
    await moving.click(page.locator('#end-month'));
    await moving.press('Tab');
    // Tab selects what the field holds.
    await moving.type('2029');
    await moving.follow(button('Save changes'));
    expect(await text()).toContain('31 May 2029, 30 days before the last day in force');
    // Those of the notice, three months before, still lie in 2028.
    expect(await text()).not.toMatch(/2028, \d+ days before the last day in force/);
    efforts.expectWithin('5b. Its end moves, and the reminders with it', { clicks: 3, keys: 5 }, moving, 'it stays');
  });

  it('6: the agreements that end in 90 days', async () => {
    const inForce = { ...own(), stage: 'executed', executed_on: '2026-01-01' };
    await office.t.make.agreement({ ...inForce, title: 'Ends in August', end_on: '2026-08-20' });
    await office.t.make.agreement({ ...inForce, title: 'Ends in December', end_on: '2026-12-20' });
    const { me, link, text } = await office.at(liaison);
    await me.follow(link('Renewals in the next twelve months'));
    await me.follow(link('Ends within 90 days'));
    expect(await text()).toContain('Ends in August');
    expect(await text()).not.toContain('Ends in December');
    efforts.expectLess('6. Agreements that end in 90 days', { clicks: 7, keys: 2 }, me);
  });

  it('7: 15 follow-ups and 25 relationships go to a colleague', async () => {
    for (let one = 0; one < 15; one += 1) await office.t.make.followUp({ ...own(), assignee_user_id: liaison.id });
    for (let one = 0; one < 25; one += 1) await known(`Handover-${one}`);
    const { me, link, button, field, text } = await office.at(liaison);
    await me.follow(link('Your account'));
    await me.follow(link('Hand over your follow-ups'));
    await me.follow(button('Hand over the selected'));
    await me.choose(field('Who takes them on'), colleague.name);
    await me.click(field('Reason (optional)'));
    await me.type('Secondment to Leeds');
    await me.follow(button('Hand over'));
    expect(await text()).toContain(`15 follow-ups handed over to ${colleague.name}.`);
    await me.follow(link('Your account'));
    await me.follow(link('Hand over the people you look after'));
    await me.follow(link('Change all 25 on this page'));
    await me.choose(field('Who takes over'), colleague.name);
    await me.follow(button('Hand over 25 relationships'));
    expect(await text()).toContain(`25 relationships handed over to ${colleague.name}.`);
    efforts.expectLess('7. Hand over 15 follow-ups and 25 relationships', { clicks: 32, keys: 56 }, me);
  });

  it('8: a new expert is entered after a warning of somebody whose name is nearly the same', async () => {
    await office.t.make.organisation({ name: 'Nidderdale Institute' });
    const held = await known('Marchbanks', { given_name: 'Rosalind' });
    const { me, link, button, field, page, text } = await office.at(liaison);
    await me.follow(link('Experts'));
    await me.follow(button('Add an expert'));
    await me.click(field('Given name'));
    await me.type('Rosalynd');
    await me.press('Tab');
    await me.type('Marchbank');
    // Over known as, e-mail address and ORCID iD to where they work.
    for (let passed = 0; passed < 4; passed += 1) await me.press('Tab');
    await me.type('Nidderdale');
    await me.follow(button('Continue'));
    expect(await page.locator('h1').innerText()).toBe('Is Rosalynd Marchbank held already?');
    expect(await text()).toContain(held.reference);
    await me.follow(button('None of these, go on'));
    await me.follow(button('Add this expert'));
    expect(await text()).toContain('This person is entered.');
    expect(await text()).toContain('Nidderdale Institute');
    efforts.expectLess('8. A new expert, with a warning of a duplicate', { clicks: 7, keys: 41 }, me);
  });

  it('9: the partnership report of a quarter', async () => {
    const { me, link, page, text } = await office.at(liaison);
    await me.follow(link('Reports'));
    await me.follow(link('Last quarter'));
    expect(await page.locator('h1').innerText()).toContain('1 January to 31 March 2026');
    expect(await text()).toContain('Agreements by status');
    efforts.expectWithin('9. A quarterly partnership report', { clicks: 3, keys: 0 }, me);
  });

  it('10: three follow-ups that are due are done from the first page', async () => {
    const titles = ['Send the survey codebook', 'Ring about the seminar', 'Read her draft'];
    for (const title of titles)
      await office.t.make.followUp({ ...own(), assignee_user_id: liaison.id, title, due_on: '2026-06-10' });
    const { me, button, text } = await office.at(liaison);
    for (const title of titles) await me.follow(button(doneButton(title)));
    expect(await text()).toContain('Nothing is due today.');
    efforts.expectLess('10. Three due follow-ups done from the first page', { clicks: 6, keys: 0 }, me);
  });
});

describe('in the time that people have', () => {
  it('(a) what was said and what was promised is logged from the person’s record', async () => {
    const { reference } = await known('Lovibond');
    const { me, link, field, text } = await office.at(liaison, `/experts/${reference}`);
    await me.follow(link('Log an interaction'));
    await me.click(field('Subject'));
    await me.type('Payment flows of romance fraud');
    await me.click(field('What is promised'));
    await me.type('Send her the reading list');
    await twoWeeksAndSend(me);
    expect(await text()).toMatch(/24 June 2026.*Send her the reading list/);
    efforts.expectUnder('(a) From the person’s record, in longer words', 30, me);
  });

  it('(b) “Is this still correct?” is answered by a link, without an account', async () => {
    const email = 'i.thackeray@university.example';
    const { id } = await known('Thackeray', { email });
    await office.t.as(liaison.token).change(`experts/${id}/confirmation-requests`, 1, {}).expect(202);
    const { me, button, text } = await office.at(null, await office.linkMailed(sendConfirmation.name, email));
    // Name, where they work, what they know, availability, e-mail address.
    me.look(5);
    await me.follow(button('Yes, still correct'));
    expect(await text()).toContain('We have noted today that it is correct.');
    efforts.expectUnder('(b) “Is this still correct?” by a link', 60, me);
  });

  it('(c) an academic comes from the invitation to a confirmed profile', async () => {
    const { id } = await known('Fennimore');
    const admin = await office.t.make.user('admin', office.agencyId);
    const email = 'jo.fennimore@university.example';
    const campus = await office.t.make.organisation();
    const account = { name: 'Jo Fennimore', email, role: 'academic', organisationId: campus.id, expertId: id };
    await office.t.as(admin.token).post('users', account).expect(201);
    const { me, button, field, page, text } = await office.at(
      null,
      await office.linkMailed(sendInvitation.name, email),
    );
    await me.click(field('Password'));
    // Four words have to be thought of.
    me.look(4);
    await me.type(password);
    await me.follow(button('Keep this password'));
    expect(new URL(page.url()).pathname).toBe('/me');
    me.look(await page.locator('main h2, main .govuk-summary-list__row').count());
    await me.follow(button('Yes, this is all still correct'));
    expect(await text()).toContain('You last confirmed your profile on 10 June 2026.');
    efforts.expectUnder('(c) From an invitation to a confirmed profile', 180, me);
  });

  it('(d) the morning’s seven things are cleared', async () => {
    const { liaison: early, agreement, promises } = await morning(office.t);
    const { me, link, button, field, page, text } = await office.at(early);
    me.look(7);
    for (const title of promises) await me.follow(button(doneButton(title)));
    await me.follow(link(agreement));
    me.look(await page.locator('main h2, main .govuk-summary-list__row').count());
    await me.follow(button('Approve'));
    await me.follow(link('Today'));
    await me.click(page.locator('input[name=relationship]').first());
    await me.follow(button('Put off by 30 days'));
    await me.follow(button('Put off'));
    expect(await text()).toContain('Nothing you promised is late.');
    expect(await text()).toContain('You have been in touch with everybody');
    await me.press('/');
    await me.type('Quillf');
    await me.send();
    await me.follow(link(/Quillfeather/));
    await me.follow(link('Log an interaction'));
    await me.click(field('Subject'));
    await me.type('Payment flows of romance fraud');
    await me.click(field('What is promised'));
    await me.type('Send her the reading list');
    await me.click(field('In two weeks'));
    await me.follow(button('Log it'));
    expect(await text()).toContain('Send her the reading list');
    efforts.expectUnder('(d) The morning’s seven things', 300, me);
  });
});
