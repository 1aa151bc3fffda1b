import { organisationId } from '../../src/features/organisations/register/load-organisations.js';
import { minute, password, pathIn, startMailRoom, type MailRoom } from '../users/mail-room.js';
import type { Browser } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let room = {} as MailRoom;
let browser: Browser;
let lead: { id: string };

beforeAll(async () => {
  room = await startMailRoom();
  browser = await room.t.asBrowser(room.admin);
  lead = { id: organisationId('National Crime Agency') };
});
afterAll(() => room.close());

const rowsOf = async (query: string): Promise<string> => {
  const page = await browser.get(`/admin/users${query}`);
  expect([query, page.status]).toEqual([query, 200]);
  return /<tbody[\s\S]*<\/tbody>/.exec(page.html)?.[0] ?? '';
};
const accountOf = async (email: string): Promise<Record<string, unknown>> =>
  (await room.t.as(room.admin.token).get(`users?q=${encodeURIComponent(email)}`)).body.items[0];

describe('who may open these pages', () => {
  it.each(['liaison', 'partner', 'auditor', 'approver', 'host', 'academic'] as const)('not %s', async (role) => {
    const person = await room.t.make.user(role, room.agency.id);
    const theirs = await room.t.asBrowser(person);
    for (const path of ['', '/new', `/${room.admin.id}`, `/${room.admin.id}/change`, `/${room.admin.id}/access`])
      expect([path, (await theirs.get(`/admin/users${path}`)).status]).toEqual([path, 403]);
    expect((await theirs.get('/account')).html).not.toContain('/admin/users');
  });

  it('the navigation leads administrators here', async () => {
    const page = await browser.follow(await browser.get('/'));
    expect(page.html).toContain('href="/admin/users"');
    expect((await browser.get('/admin/users')).title).toBe('Users – Accord');
  });
});

describe('the list', () => {
  it('is filtered by words, role, organisation and access, with a tag for each', async () => {
    const unit = await room.t.make.organisation({ kind: 'unit', parent_id: room.agency.id, name: 'Unit Xanadu' });
    const [here, there, gone] = await Promise.all([
      room.somebody({ name: 'Xenia Here' }),
      room.t.make.user('approver', unit.id, { name: 'Xenia There' }),
      room.somebody({ name: 'Xenia Gone', disabled_at: room.t.clock.now() }),
    ]);
    const found = async (query: string): Promise<Person[]> => {
      const rows = await rowsOf(query);
      return [here, there, gone].filter(({ id }) => rows.includes(`/admin/users/${id}"`));
    };
    expect(await found('?q=xenia')).toEqual([here, there, gone]);
    expect(await found('?q=xenia&role=approver')).toEqual([there]);
    expect(await found('?q=xenia&organisation=unit+xanadu')).toEqual([there]);
    expect(await found('?q=xenia&state=disabled')).toEqual([gone]);
    const page = await browser.get('/admin/users?q=xenia&role=partner&organisation=Unit+Xanadu&state=active');
    expect(page.text).toContain('0 accounts');
    expect(page.text).toContain('No account matches.');
    for (const tag of ['“xenia”', 'Partner', 'Unit Xanadu', 'Active'])
      expect(page.text).toContain(`Remove this filter: ${tag}`);
    expect((await browser.get('/admin/users?q=xenia')).text).toContain('3 accounts');
    expect((await room.t.as(room.admin.token).get('users/count?q=xenia')).body).toEqual({ count: 3, more: false });
  });

  it('goes on page by page', async () => {
    for (let index = 0; index < 30; index += 1)
      await room.somebody({ name: `Paged ${String(index).padStart(2, '0')}`, password_hash: null });
    const first = await browser.get('/admin/users?q=paged');
    const next = first.tags('a').find(({ attributes }) => attributes.rel === 'next')!.attributes.href!;
    expect(first.text).toContain('Paged 24');
    expect(first.text).not.toContain('Paged 25');
    const second = await browser.get(next);
    expect(second.text).toContain('Paged 25');
    expect(second.text).toContain('Back to the first page');
  });

  it('says which filter is wrong and keeps the others', async () => {
    const page = await browser.get('/admin/users?q=somebody&organisation=Nowhere+at+all');
    expect([page.status, page.problems[0][1]]).toEqual([400, '#organisation']);
    expect(page.form('name="organisation"')).toMatchObject({ q: 'somebody', organisation: 'Nowhere at all' });
  });

  it('shows hostile text as text', async () => {
    await room.somebody({ name: '<script>alert(1)</script>{{7*7}}' });
    const page = await browser.get(`/admin/users?q=${encodeURIComponent('<script>')}`);
    expect(page.text).toContain('<script>alert(1)</script>{{7*7}}');
    expect(page.html).not.toContain('<script>alert');
  });
});

describe('a new user', () => {
  it('is added, gets a mail, chooses a password and is shown as somebody who has one', async () => {
    const email = `new-${room.t.make.next()}@agency.example`;
    const fields = { name: 'Nora New', email, role: 'partner', organisation: room.agency.name.toLowerCase() };
    const done = await browser.fill('/admin/users/new', 'Add and invite', fields);
    const page = await browser.follow(done);
    expect([page.headings, page.text]).toEqual([['Nora New'], expect.stringContaining('The account is added.')]);
    expect(page.text).toContain('Not chosen yet, and no invitation can be used');
    const [mail] = await room.deliver();
    expect(mail.to).toBe(email);
    const path = done.headers.location!.split('?')[0];
    expect((await browser.get(path)).text).toContain('Not chosen yet. The invitation works until 17 June 2026');
    await room.post(pathIn(mail), { password });
    expect((await browser.get(path)).text).toContain('Send a link for a new password');
  });

  it('is an academic when an expert is named', async () => {
    const [expert, university] = [
      await room.t.make.expert({ agency_id: lead.id }),
      await room.t.make.organisation({ short_name: `UX${room.t.make.next()}` }),
    ];
    const email = `new-${room.t.make.next()}@campus.example`;
    const fields = { name: 'Ada Campus', email, role: 'academic', organisation: university.name };
    const without = await browser.fill('/admin/users/new', 'Add and invite', fields);
    expect(without.problems).toEqual([['Select the expert whose account this is.', '#expert']]);
    const wrong = await browser.fill('/admin/users/new', 'Add and invite', { ...fields, expert: 'EXP-000000' });
    expect(wrong.problems).toEqual([['No expert has this reference. Enter one such as EXP-000123.', '#expert']]);
    const expertTyped = { ...fields, expert: ` ${expert.reference.toLowerCase()} ` };
    expect((await browser.fill('/admin/users/new', 'Add and invite', expertTyped)).status).toBe(303);
    await room.deliver();
  });

  it('is not added while something is wrong: all of it is said, and what was typed stays', async () => {
    const typed = { name: '', email: 'nobody', role: '', organisation: 'Nowhere at all', expert: '' };
    const page = await browser.fill('/admin/users/new', 'Add and invite', typed);
    expect([page.status, page.title]).toEqual([400, 'Error: New user – Accord']);
    expect(page.problems).toEqual([
      ['Enter a name.', '#name'],
      ['Enter an e-mail address, such as name@example.org.', '#email'],
      ['Select a role.', '#role'],
      ['No organisation of the register is called that. Enter its name as the register has it.', '#organisation'],
    ]);
    expect(page.form('Add and invite')).toMatchObject(typed);
    for (const [text, href] of page.problems) expect(page.messageAt(href!.slice(1))).toBe(`Error: ${text}`);
  });

  it('has an address of their own', async () => {
    const { email } = await room.somebody();
    const fields = { name: 'Nora New', email, role: 'partner', organisation: room.agency.name };
    const page = await browser.fill('/admin/users/new', 'Add and invite', fields);
    expect([page.status, page.problems]).toEqual([
      409,
      [['Somebody has an account with this e-mail address already.', '#email']],
    ]);
    expect(await room.deliver()).toEqual([]);
  });

  it('works for one organisation: a name that fits several is asked about', async () => {
    for (const name of ['Quorum Institute East', 'Quorum Institute West']) await room.t.make.organisation({ name });
    const fields = { name: 'N', email: 'n@agency.example', role: 'host', organisation: 'quorum institute' };
    const page = await browser.fill('/admin/users/new', 'Add and invite', fields);
    expect(page.problems[0][0]).toBe(
      'Several organisations match, such as Quorum Institute East; Quorum Institute West. Enter the whole name of one.',
    );
  });
});

describe('changing an account', () => {
  it('gives a new role and organisation, which ends the sessions', async () => {
    const person = await room.somebody();
    const done = await browser.fill(`/admin/users/${person.id}/change`, 'Keep the changes', {
      name: 'Renamed Person',
      role: 'liaison',
      organisation: 'National Crime Agency',
    });
    const page = await browser.follow(done);
    expect(page.text).toContain('The account is changed.');
    expect(page.text).toContain('Liaison: keeps records for the lead agency');
    await room.t.as(person.token).get('me').expect(401);
    expect(await accountOf(person.email)).toMatchObject({ name: 'Renamed Person', role: 'liaison' });
  });

  it('never gives administrators a new role of their own', async () => {
    const page = await browser.get(`/admin/users/${room.admin.id}/change`);
    expect(page.text).toContain('Your role is admin. Another administrator changes it.');
    expect(page.form('Keep the changes')).not.toHaveProperty('role');
    const fields = { ...page.form('Keep the changes'), role: 'auditor' };
    expect((await browser.post(`/admin/users/${room.admin.id}/change`, fields)).status).toBe(403);
  });

  it('says what does not go together, and keeps what was typed', async () => {
    const person = await room.somebody();
    const fields = { role: 'liaison', organisation: room.agency.name };
    const page = await browser.fill(`/admin/users/${person.id}/change`, 'Keep the changes', fields);
    expect([page.status, page.problems[0][1]]).toEqual([400, '#organisation']);
    expect(page.form('Keep the changes')).toMatchObject(fields);
  });

  it('loses nobody’s change', async () => {
    const person = await room.somebody();
    const form = (await browser.get(`/admin/users/${person.id}/change`)).form('Keep the changes');
    await room.t.as(room.admin.token).patch(`users/${person.id}`, { name: 'First' }, 1).expect(200);
    const page = await browser.post(`/admin/users/${person.id}/change`, { ...form, name: 'Second' });
    expect([page.status, page.problems[0][0]]).toEqual([412, expect.stringContaining('Somebody else changed this')]);
    expect(page.form('Keep the changes').name).toBe('Second');
    expect(await accountOf(person.email)).toMatchObject({ name: 'First' });
  });

  it('says when somebody is away and who of their agency takes over', async () => {
    const [person, cover] = [await room.somebody(), await room.somebody({ name: 'Cordelia Cover' })];
    const fields = { 'from-day': '1', 'from-month': '7', 'from-year': '2026', cover: cover.email };
    const done = await browser.fill(`/admin/users/${person.id}/away`, 'Who takes over', fields);
    expect((await browser.follow(done)).text).toContain(
      'Away from 1 July 2026, with no last day yet. Cordelia Cover takes over.',
    );
    const elsewhere = await room.t.make.user('partner', (await room.t.make.agency()).id);
    const wrong = await browser.fill(`/admin/users/${person.id}/away`, 'Who takes over', { cover: elsewhere.email });
    expect([wrong.status, wrong.problems[0][1]]).toEqual([400, '#cover']);
  });
});

describe('disabling and enabling', () => {
  it('names what is in the person’s care, asks why, and shuts them out at once', async () => {
    const person = await room.somebody({ name: 'Derek Leaver' });
    for (const stage of ['draft', 'withdrawn'] as const)
      await room.t.make.agreement({
        agency_id: room.agency.id,
        owner_user_id: person.id,
        stage,
        ...(stage === 'withdrawn' && { withdrawn_on: '2026-05-01', closing_reason: 'A test.' }),
      });
    for (const given of [{}, {}, { status: 'cancelled', outcome: 'A test.', completed_on: '2026-06-01' }])
      await room.t.make.followUp({ agency_id: room.agency.id, assignee_user_id: person.id, ...given });
    const agreement = await room.t.make.agreement({ agency_id: room.agency.id });
    for (const given of [{}, { lapsed_on: '2026-06-01', lapse_reason: 'A test.' }])
      await room.t.make.obligation(agreement, { owner_user_id: person.id, ...given });
    const path = `/admin/users/${person.id}`;
    const care = '1 agreement that has not ended 1 obligation that is still owed 2 open follow-ups';
    expect((await browser.get(path)).text).toContain(care);
    const asked = await browser.get(`${path}/access`);
    expect(asked.headings).toEqual(['Do you want to disable the account of Derek Leaver?']);
    expect(asked.text).toContain(care);
    const without = await browser.fill(`${path}/access`, 'Disable the account', { reason: ' ' });
    expect([without.status, without.problems]).toEqual([400, [['Enter the reason', '#reason']]]);
    const done = await browser.fill(`${path}/access`, 'Disable the account', { reason: 'They left.' });
    expect((await browser.follow(done)).text).toContain('The account is disabled, and its sessions are ended.');
    await room.t.as(person.token).get('me').expect(401);
    expect(await room.signsIn(person.email, password)).toBe(false);
    const back = await browser.fill(`${path}/access`, 'Enable the account', { reason: 'They came back.' });
    expect((await browser.follow(back)).text).toContain('The account is enabled.');
    expect(await room.signsIn(person.email, password)).toBe(true);
  });

  it('is refused for one’s own account, and says so before and after', async () => {
    const path = `/admin/users/${room.admin.id}`;
    const said = 'Nobody disables their own account. Ask another administrator.';
    expect((await browser.get(path)).text).toContain(said);
    const refused = await browser.fill(`${path}/access`, 'Disable the account', { reason: 'A test.' });
    expect([refused.status, refused.problems[0][0]]).toEqual([409, said]);
    expect(refused.form('Disable the account').reason).toBe('A test.');
  });
});

describe('the mails to the owner', () => {
  it('are sent by a button that fits the account', async () => {
    const [invited, person] = [await room.somebody({ password_hash: null }), await room.somebody()];
    const again = await browser.fill(`/admin/users/${invited.id}`, 'Send the invitation again', {});
    expect((await browser.follow(again)).text).toContain('The invitation is on its way.');
    const reset = await browser.fill(`/admin/users/${person.id}`, 'Send a link for a new password', {});
    expect((await browser.follow(reset)).text).toContain('A link for a new password is on its way.');
    const mails = await room.deliver();
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
      [invited.email, 'Your account in Accord'],
      [person.email, 'A new password for Accord'],
    ]);
    room.t.time.forward(minute);
  });

  it('are refused on the page when the account has changed meanwhile', async () => {
    const person = await room.somebody({ password_hash: null });
    const form = (await browser.get(`/admin/users/${person.id}`)).form('Send the invitation again');
    await room.t.source.query('update users set password_hash = $2 where id = $1', [person.id, 'x']);
    const page = await browser.post(`/admin/users/${person.id}/invitation`, form);
    expect([page.status, page.problems[0][0]]).toEqual([409, expect.stringContaining('has a password already')]);
  });

  it('of an account that is not there are as absent as the account', async () => {
    const path = '/admin/users/01920000-0000-7000-8000-000000000001';
    const _csrf = (await browser.get('/account')).form('/sign-out')._csrf;
    for (const rest of ['/invitation', '/password-reset'])
      expect((await browser.post(path + rest, { _csrf, version: '1' })).status).toBe(404);
    for (const rest of ['', '/change', '/away', '/access']) expect((await browser.get(path + rest)).status).toBe(404);
  });
});
