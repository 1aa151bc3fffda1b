import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let me: Person;
let colleague: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());
beforeEach(async () => {
  const agency = await t.make.agency();
  me = await t.make.user('liaison', agency.id);
  colleague = await t.make.user('liaison', agency.id);
  browser = await t.asBrowser(me);
});

const promise = (given: object = {}): Promise<{ id: string; title: string }> =>
  t.make.followUp({ agency_id: me.organisationId, assignee_user_id: me.id, ...given });
const meeting = (given: object = {}, participants: object[] = []): Promise<{ id: string; subject: string }> =>
  t.make.interaction(
    { agency_id: me.organisationId, created_by_user_id: me.id, created_at: new Date('2026-06-01T09:00:00Z'), ...given },
    participants as never,
  );
/** The text of one section, by its heading. */
function section(page: Page, heading: string): string {
  const after = page.html.split(`>${heading}</h2>`)[1];
  if (after === undefined) throw new Error(`no section ${heading}: ${page.text}`);
  return after
    .split('<h2')[0]
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

describe('the first page of somebody who has just begun', () => {
  it('says in each of its sections what to do next', async () => {
    const page = await browser.get('/');
    expect([page.status, page.title, page.headings]).toEqual([200, 'Today – Accord', ['Today, 10 June 2026']]);
    expect([...page.html.matchAll(/<h2[^>]*>([^<]*)<\/h2>/g)].map(([, heading]) => heading)).toEqual([
      'Arrived since your last visit',
      'Meetings today and next',
      'Broken promises',
      'Due today',
      'Dated decisions',
      'Overdue obligations',
      'Gone quiet',
    ]);
    expect(section(page, 'Arrived since your last visit')).toMatch(
      /^Nothing since 3 June 2026, 10am\. What others give you/,
    );
    expect(section(page, 'Meetings today and next')).toContain('Log one with a day to come');
    expect(section(page, 'Due today')).toContain('See what comes next');
    expect(section(page, 'Gone quiet')).toContain('You have been in touch with everybody you look after in time.');
  });
});

describe('one-click Done', () => {
  it('finishes three follow-ups in three clicks, each with a way back', async () => {
    const [late, due, other] = [
      await promise({ due_on: '2026-06-01' }),
      await promise({ due_on: '2026-06-10' }),
      await promise({ due_on: '2026-06-09', title: 'Third <b>one</b>' }),
    ];
    let page = await browser.get('/');
    expect(section(page, 'Broken promises')).toContain(`${late.title} , due on 1 June 2026`);
    expect(section(page, 'Due today')).toContain(due.title);
    for (const { id, title } of [late, due, other]) {
      const form = page.form(`action="/follow-ups/${id}/done"`);
      page = await browser.follow(await browser.post(`/follow-ups/${id}/done`, form));
      expect(page.text).toContain(`Done: “${title}”.`);
    }
    expect(page.html).not.toContain('<b>one</b>');
    expect(section(page, 'Broken promises')).toBe('Nothing you promised is late.');

    const back = await browser.follow(
      await browser.post(`/follow-ups/${other.id}/undo`, page.form(`action="/follow-ups/${other.id}/undo"`)),
    );
    expect(back.text).toContain('Undone: it is on the list again.');
    expect(section(back, 'Broken promises')).toContain(
      'Third <b>one</b>'.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    );
    const verbs = await t.source.query(`select verb from audit_entries where record_id = $1 order by at, id`, [
      other.id,
    ]);
    expect(verbs).toEqual([{ verb: 'follow-up.complete' }, { verb: 'follow-up.reopen' }]);
  });

  it('shows ten lines, then a link', async () => {
    for (let made = 0; made < 11; made += 1) await promise({ due_on: '2026-06-01' });
    const page = await browser.get('/');
    expect(page.html.split('/done"').length - 1).toBe(10);
    expect(section(page, 'Broken promises')).toContain('All that are overdue');
  });
});

describe('what arrived since the last visit', () => {
  it('is told for a whole session, and not in the next', async () => {
    await browser.get('/');
    t.time.forward(60_000);
    const given = await promise({ assigned_at: t.clock.now(), assigned_by_user_id: colleague.id });
    await promise({ assigned_at: t.clock.now(), assigned_by_user_id: me.id, title: 'By myself' });
    const later = await t.asBrowser(me);
    for (let look = 0; look < 2; look += 1) {
      t.time.forward(1000);
      const news = section(await later.get('/'), 'Arrived since your last visit');
      expect(news).toContain(`${given.title} : given to you by ${colleague.name}, due on 17 June 2026`);
      expect(news).not.toContain('By myself');
    }
    const next = await (await t.asBrowser(me)).get('/');
    expect(section(next, 'Arrived since your last visit')).toContain('Nothing since');
    t.time.set('2026-06-10T09:00:00Z');
  });

  it('is what a colleague assigns, what is put to me, and what was decided', async () => {
    const approver = await t.make.user('approver', me.organisationId);
    const approval = {
      id: newId(),
      asked_by_user_id: colleague.id,
      asked_at: '2026-06-09T09:00:00Z',
      due_on: '2026-06-20',
    };
    const put = await t.make.agreement({ agency_id: me.organisationId, stage: 'in_approval' });
    await t.make.row('agreement_approvals', { ...approval, agreement_id: put.id, assignee_user_id: me.id });
    const decided = await t.make.agreement({
      agency_id: me.organisationId,
      owner_user_id: me.id,
      stage: 'awaiting_signature',
    });
    await t.make.row('agreement_approvals', {
      ...approval,
      id: newId(),
      agreement_id: decided.id,
      assignee_user_id: approver.id,
      decision: 'approved',
      decided_by_user_id: approver.id,
      decided_at: '2026-06-10T08:00:00Z',
    });
    const { id } = await promise({ assignee_user_id: colleague.id });
    const asColleague = t.as(colleague.token);
    await asColleague
      .change(`follow-ups/${id}/steps`, 1, { step: 'reassign', assigneeUserId: me.id, reason: 'You know her.' })
      .expect(200);
    const page = await browser.get('/');
    const news = section(page, 'Arrived since your last visit');
    expect(news).toContain(`${put.reference} Invented agreement`);
    expect(news).toContain(`put to you for a decision by ${colleague.name}`);
    expect(news).toContain(`approved by ${approver.name}`);
    expect(news).toContain(`given to you by ${colleague.name}`);
    expect(section(page, 'Dated decisions')).toContain('your decision is asked for by 20 June 2026');
  });
});

describe('meetings', () => {
  it('are those of today and to come, with a briefing, and those never written up', async () => {
    const expert = await t.make.expert({ agency_id: me.organisationId });
    const next = await meeting({ happened_at: '2026-06-12T13:30:00Z' }, [{ expert_id: expert.id }]);
    const forgotten = await meeting({ happened_at: '2026-06-08T10:00:00Z' });
    const others = [
      await meeting({ happened_at: '2026-06-08T10:00:00Z', outcome: 'Agreed' }),
      await meeting({ happened_at: '2026-06-12T10:00:00Z', created_by_user_id: colleague.id }),
      await meeting({ happened_at: '2026-05-20T10:00:00Z', created_at: new Date('2026-05-01T10:00:00Z') }),
    ];
    const page = await browser.get('/');
    const meetings = section(page, 'Meetings today and next');
    expect(meetings).toContain(`12 June 2026, 2:30pm: ${next.subject} (meeting); ${expert.name}, briefing`);
    expect(page.html).toContain(`href="/experts/${expert.id}/briefing"`);
    expect(meetings).toContain(`${forgotten.subject} (meeting) – write it up`);
    for (const { subject } of others) expect(meetings).not.toContain(subject);
  });
});

describe('dated decisions', () => {
  it('are own agreements that end or can be given notice of soon', async () => {
    const own = { agency_id: me.organisationId, owner_user_id: me.id, stage: 'executed', executed_on: '2025-12-15' };
    const ending = await t.make.agreement({ ...own, end_on: '2026-07-01' });
    const notice = await t.make.agreement({ ...own, end_on: '2026-09-20', notice_count: 3, notice_unit: 'months' });
    const far = await t.make.agreement({ ...own, end_on: '2027-12-31' });
    const foreign = await t.make.agreement({ ...own, owner_user_id: colleague.id, end_on: '2026-07-01' });
    const decisions = section(await browser.get('/'), 'Dated decisions');
    expect(decisions).toContain(`${ending.reference} Invented agreement`);
    expect(decisions).toContain('ends on 1 July 2026');
    expect(decisions).toContain('notice counts until 20 June 2026');
    for (const { reference } of [far, foreign]) expect(decisions).not.toContain(reference);
    expect(decisions).toContain(notice.reference);
  });
});

describe('gone quiet', () => {
  const bond = async (
    given: object = {},
    expert: object = {},
  ): Promise<{ id: string; expertId: string; name: string }> => {
    const person = await t.make.expert({ agency_id: me.organisationId, ...expert });
    const { id } = await t.make.relationship({
      agency_id: me.organisationId,
      expert_id: person.id,
      owner_user_id: me.id,
      cadence_days: 30,
      last_contact_at: '2026-04-01T10:00:00Z',
      ...given,
    });
    return { id, expertId: person.id, name: person.name };
  };

  it('lists whom I look after and have not been in touch with in time', async () => {
    const quiet = await bond();
    const shown = [quiet, await bond({ last_contact_at: null, since_on: '2026-03-01' })];
    const planned = await bond();
    await meeting({ happened_at: '2026-06-20T10:00:00Z' }, [{ expert_id: planned.expertId }]);
    const others = [
      planned,
      await bond({ last_contact_at: '2026-06-01T10:00:00Z' }),
      await bond({ cadence_days: null }),
      await bond({ stage: 'dormant' }),
      await bond({ owner_user_id: colleague.id }),
      await bond({ contact_deferred_until: '2026-06-10' }),
      await bond({}, { do_not_contact: true }),
    ];
    for (const path of ['/', '/gone-quiet']) {
      const page = await browser.get(path);
      for (const { name } of shown) expect(page.text).toContain(name);
      for (const { name } of others) expect(page.html).not.toContain(`Select </span>${name}:`);
    }
    expect(section(await browser.get('/'), 'Gone quiet')).toContain(
      `${quiet.name}: last contact on 1 April 2026, due on 1 May 2026`,
    );
  });

  it('puts several off by thirty days, after a page that names them', async () => {
    const [one, other] = [await bond(), await bond()];
    const asked = await browser.get(`/gone-quiet/change?act=defer&relationship=${one.id}&relationship=${other.id}`);
    expect(asked.headings).toEqual(['Put contact with 2 people off until 10 July 2026?']);
    expect(asked.text).toContain(one.name);
    const done = await browser.post('/gone-quiet/change', {
      ...asked.form('action="/gone-quiet/change"'),
      relationship: `${one.id}/1`,
    });
    const page = await browser.follow(done);
    expect(page.text).toContain('Put off: they come back in 30 days.');
    expect(section(page, 'Gone quiet')).toContain(other.name);
    expect(section(page, 'Gone quiet')).not.toContain(one.name);
    const { body } = await t.as(me.token).get(`experts/${one.expertId}/relationships/${one.id}`);
    expect([body.contactDeferredUntil, body.nextContactDueOn]).toEqual(['2026-07-10', '2026-07-10']);
  });

  it('stops pursuing with a reason, and does nothing without one', async () => {
    const { id, expertId, name } = await bond();
    const path = `/gone-quiet/change?act=stop&relationship=${id}`;
    const form = (await browser.get(path)).form('action="/gone-quiet/change"');
    const refused = await browser.post('/gone-quiet/change', form);
    expect([refused.status, refused.problems, refused.text.includes(name)]).toEqual([
      400,
      [['Enter why nobody pursues them any more.', '#reason']],
      true,
    ]);
    const page = await browser.follow(await browser.post('/gone-quiet/change', { ...form, reason: 'Moved <abroad>' }));
    expect(page.text).toContain('Dormant now.');
    const { body } = await t.as(me.token).get(`experts/${expertId}/relationships/${id}`);
    expect([body.stage, body.history]).toMatchObject(['dormant', [{ to: 'dormant', reason: 'Moved <abroad>' }]]);
  });

  it('changes none of them when one has moved on', async () => {
    const { id } = await bond();
    const form = (await browser.get(`/gone-quiet/change?act=defer&relationship=${id}`)).form(
      'action="/gone-quiet/change"',
    );
    await t.source.query('update relationships set version = 2 where id = $1', [id]);
    expect((await browser.post('/gone-quiet/change', form)).status).toBe(412);
  });

  it('is nobody else’s to change', async () => {
    const { id, name } = await bond();
    const stranger = await t.asBrowser(await t.make.user('partner', (await t.make.agency()).id));
    const asked = await stranger.get(`/gone-quiet/change?act=stop&relationship=${id}`);
    expect([asked.status, asked.text.includes(name)]).toEqual([200, false]);
    const sent = { _csrf: await stranger.csrfToken(), act: 'stop', relationship: `${id}/1`, reason: 'Mine now' };
    expect((await stranger.post('/gone-quiet/change', sent)).status).toBe(400);
  });
});
