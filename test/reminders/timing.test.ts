import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let admin: Caller;
let agency: { id: string };
let [owner, deputy, lead]: Person[] = [];
let atFirst: unknown;

beforeAll(async () => {
  t = await startTestApp();
  atFirst = await t.source.query('select * from reminder_rules');
});
afterAll(() => t.close());
/** Every test has an agency of its own in Scotland, and the rules as they are at first. */
beforeEach(async () => {
  t.time.set('2026-11-20T09:00:00Z');
  await t.source.query(
    `update reminder_rules r set version = f.version, offsets = f.offsets, enabled = f.enabled, day_count = f.day_count,
       repeat_every = f.repeat_every, repeat_times = f.repeat_times, escalate_after = f.escalate_after
     from jsonb_populate_recordset(null::reminder_rules, $1::jsonb) f where f.id = r.id`,
    [JSON.stringify(atFirst)],
  );
  agency = await t.make.agency({ jurisdiction: 'scotland' });
  [owner, deputy, lead] = await Promise.all([1, 2, 3].map(() => t.make.user('liaison', agency.id)));
  await t.source.query('update organisations set lead_user_id = $2 where id = $1', [agency.id, lead.id]);
  admin = t.as((await t.make.user('admin', agency.id)).token);
});

const run = (): Promise<void> => t.runner.run(sweep.name);

async function change(code: string, timing: object): Promise<string> {
  const { body } = await admin.get('reminder-rules').expect(200);
  const { id, version } = (body.items as { id: string; code: string; version: number }[]).find(
    (one) => one.code === code,
  )!;
  await admin.patch(`reminder-rules/${id}`, timing, version).expect(200);
  return id;
}

const followUp = (dueOn: string, given: object = {}): Promise<{ id: string }> =>
  t.make.followUp({
    agency_id: agency.id,
    due_on: dueOn,
    assignee_user_id: owner.id,
    deputy_user_id: deputy.id,
    ...given,
  });
const agreement = (endOn: string): Promise<{ id: string; reference: string }> =>
  t.make.agreement({
    agency_id: agency.id,
    owner_user_id: owner.id,
    stage: 'executed',
    executed_on: '2025-12-15',
    end_on: endOn,
  });

async function ledgerOf(recordId: string, code: string): Promise<string[]> {
  const rows = await t.source.query<{ words: string }[]>(
    `select r.send_on || ' ' || r.offset_days || ' ' || r.state || ' ' || coalesce(u.id::text, 'nobody') || ' ' || r.told_as as words
     from reminders r join reminder_rules rule on rule.id = r.rule_id left join users u on u.id = r.recipient_user_id
     where r.record_id = $1 and rule.code = $2 order by r.send_on, r.offset_days, r.told_as desc`,
    [recordId, code],
  );
  const names = { [owner.id]: 'owner', [deputy.id]: 'deputy', [lead.id]: 'lead' };
  return rows.map(({ words }) => Object.entries(names).reduce((text, [id, name]) => text.replace(id, name), words));
}

describe('working days', () => {
  it('leave out weekends and the bank holidays of the part of the country whose agency keeps the record', async () => {
    const english = await t.make.agency({ jurisdiction: 'england_wales' });
    const elsewhere = await t.make.agreement({
      agency_id: english.id,
      owner_user_id: (await t.make.user('liaison', english.id)).id,
      stage: 'executed',
      executed_on: '2025-12-15',
      end_on: '2026-12-02',
    });
    const here = await agreement('2026-12-02');
    await change('agreement-end', { offsets: [-3, -1, 0], dayCount: 'working' });
    await run();
    const days = (rows: string[]): string[] => rows.map((row) => row.split(' ').slice(0, 2).join(' '));
    // 30 November is St Andrew's Day.
    expect(days(await ledgerOf(here.id, 'agreement-end'))).toEqual(['2026-11-26 -3', '2026-12-01 -1', '2026-12-02 0']);
    expect(days(await ledgerOf(elsewhere.id, 'agreement-end'))).toEqual([
      '2026-11-27 -3',
      '2026-12-01 -1',
      '2026-12-02 0',
    ]);
  });

  it('move what is unsent when bank holidays are loaded, and say what was counted', async () => {
    const { id } = await agreement('2026-12-02');
    const rule = await change('agreement-end', { offsets: [-1], dayCount: 'working' });
    await run();
    expect(await ledgerOf(id, 'agreement-end')).toEqual(['2026-12-01 -1 scheduled owner owner']);
    const { body: before } = await admin.get('bank-holidays').expect(200);
    const scottish = (before.items as { division: string; heldOn: string; title: string }[])
      .filter(({ division, heldOn }) => division === 'scotland' && heldOn.startsWith('2026'))
      .map(({ heldOn, title }) => ({ date: heldOn, title }));
    const more = [...scottish, { date: '2026-12-01', title: 'A day of mourning' }];
    await admin.post('bank-holidays', { scotland: { events: more } }).expect(200);
    await run();
    expect(await ledgerOf(id, 'agreement-end')).toEqual(['2026-11-27 -1 scheduled owner owner']);
    const { body } = await t.as(owner.token).get(`reminders?recordId=${id}`).expect(200);
    expect(body.items[0]).toMatchObject({ offsetDays: -1, dayCount: 'working', sendOn: '2026-11-27', toldAs: 'owner' });
    await admin.post('bank-holidays', { scotland: { events: scottish } }).expect(200);
    await run();
    expect(await ledgerOf(id, 'agreement-end')).toEqual(['2026-12-01 -1 scheduled owner owner']);
    expect((await admin.get(`reminder-rules/${rule}`).expect(200)).body).toMatchObject({
      dayCount: 'working',
      warning: null,
    });
  });

  it('warn where they are counted beyond the bank holidays that are loaded', async () => {
    t.time.set('2028-12-01T09:00:00Z');
    admin = t.as((await t.make.user('admin', agency.id)).token);
    const id = await change('agreement-end', { offsets: [-30], dayCount: 'working' });
    const { body } = await admin.get(`reminder-rules/${id}`).expect(200);
    expect(body.warning).toMatch(/^Bank holidays are loaded until 31 December 2028\./);
    expect((await admin.get(`reminder-rules/${id}/preview`).expect(200)).body.warning).toBe(body.warning);
    expect((await admin.get('bank-holidays').expect(200)).body).toMatchObject({
      knownUntil: '2028-12-31',
      warning: body.warning,
    });
    await change('agreement-end', { dayCount: 'calendar' });
    expect((await admin.get(`reminder-rules/${id}`).expect(200)).body.warning).toBeNull();
  });
});

describe('repetition', () => {
  it('goes on every so many days for as long as the date matters, each once', async () => {
    const { id } = await followUp('2026-11-19');
    await change('follow-up-overdue', { offsets: [1], repeatEvery: 2, repeatTimes: 3, escalateAfter: null });
    for (const day of ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24']) {
      t.time.set(`${day}T09:00:00Z`);
      await run();
      await run();
    }
    await t.source.query(
      `update follow_ups set status = 'done', completed_on = '2026-11-24', completed_at = now(), outcome = 'Done' where id = $1`,
      [id],
    );
    t.time.set('2026-11-26T09:00:00Z');
    await run();
    expect((await ledgerOf(id, 'follow-up-overdue')).map((row) => row.split(' ').slice(0, 3).join(' '))).toEqual([
      '2026-11-20 1 sent',
      '2026-11-22 3 sent',
      '2026-11-24 5 sent',
      '2026-11-26 7 superseded',
    ]);
    const [{ count }] = await t.source.query<{ count: number }[]>(
      'select count(*)::integer as count from notifications where record_id = $1 and offset_days > 0',
      [id],
    );
    expect(count).toBe(3);
  });
});

describe('telling others', () => {
  it('the deputy is told too after so many days, the agency’s lead after twice as many, each once', async () => {
    const { id } = await followUp('2026-11-19');
    await change('follow-up-overdue', { offsets: [1, 3, 6], repeatEvery: null, repeatTimes: null, escalateAfter: 3 });
    for (const day of ['2026-11-20', '2026-11-22', '2026-11-25']) {
      t.time.set(`${day}T09:00:00Z`);
      await run();
    }
    expect(await ledgerOf(id, 'follow-up-overdue')).toEqual([
      '2026-11-20 1 sent owner owner',
      '2026-11-22 3 sent owner owner',
      '2026-11-22 3 sent deputy deputy',
      '2026-11-25 6 sent owner owner',
      '2026-11-25 6 sent lead lead',
      '2026-11-25 6 sent deputy deputy',
    ]);
  });

  it('nobody is told twice who stands in for another, and nobody but owner and deputy of what is for named people', async () => {
    const alone = await followUp('2026-11-19', { deputy_user_id: null });
    const named = await followUp('2026-11-19', { sharing: 'named' });
    await change('follow-up-overdue', { offsets: [1], repeatEvery: null, repeatTimes: null, escalateAfter: 1 });
    await run();
    expect(await ledgerOf(alone.id, 'follow-up-overdue')).toEqual([
      '2026-11-20 1 sent owner owner',
      '2026-11-20 1 sent lead deputy',
    ]);
    await change('follow-up-overdue', { offsets: [1, 2], escalateAfter: 1 });
    t.time.set('2026-11-21T09:00:00Z');
    await run();
    expect((await ledgerOf(named.id, 'follow-up-overdue')).map((row) => row.split(' ').slice(3).join(' '))).toEqual([
      'owner owner',
      'deputy deputy',
      'owner owner',
      'deputy deputy',
    ]);
  });

  it('a record that nobody looks after is said to have nobody, once', async () => {
    await t.source.query('update organisations set lead_user_id = null where id = $1', [agency.id]);
    const { id } = await followUp('2026-11-19', {
      assignee_user_id: null,
      deputy_user_id: null,
      created_by_user_id: null,
    });
    await change('follow-up-overdue', { offsets: [1], repeatEvery: null, repeatTimes: null, escalateAfter: 1 });
    await run();
    expect(await ledgerOf(id, 'follow-up-overdue')).toEqual(['2026-11-20 1 skipped nobody owner']);
  });
});

describe('bad timing', () => {
  it.each([
    [{ dayCount: 'business' }, '/dayCount'],
    [{ repeatEvery: 0, repeatTimes: 1 }, '/repeatEvery'],
    [{ repeatEvery: 7 }, '/repeatTimes'],
    [{ repeatEvery: null, repeatTimes: 3 }, '/repeatEvery'],
    [{ repeatEvery: 90, repeatTimes: 24 }, '/repeatTimes'],
    [{ repeatEvery: '7', repeatTimes: 1 }, '/repeatEvery'],
    [{ escalateAfter: 181 }, '/escalateAfter'],
    [{ offsets: [1], repeatEvery: null, repeatTimes: null, escalateAfter: 5 }, '/escalateAfter'],
  ])('%j is refused', async (timing, pointer) => {
    await change('follow-up-overdue', { repeatEvery: null, repeatTimes: null, escalateAfter: null });
    const { body } = await admin.get('reminder-rules').expect(200);
    const rule = (body.items as { id: string; code: string; version: number }[]).find(
      ({ code }) => code === 'follow-up-overdue',
    )!;
    const answer = await admin.patch(`reminder-rules/${rule.id}`, timing, rule.version).expect(400);
    expect(answer.body.errors.map((one: { pointer: string }) => one.pointer)).toEqual([pointer]);
  });
});

interface Trial {
  items: {
    sendOn: string;
    offsetDays: number;
    toldAs: string;
    state: string;
    reason: string | null;
    recipient: { id: string } | null;
    mail: { subject: string };
  }[];
}
const tried = async (who: Caller, rule: string, record: string, more = ''): Promise<Trial['items']> =>
  ((await who.get(`reminder-rules/${rule}/trial?record=${record}${more}`).expect(200)).body as Trial).items;

describe('a rule tried on one record', () => {
  it('says what was sent, what is to be sent and to whom, what is not and why, and keeps nothing', async () => {
    const { id, reference } = await agreement('2026-12-20');
    const rule = await change('agreement-end', { offsets: [-30, -20, -10] });
    await run();
    const before = await ledgerOf(id, 'agreement-end');
    const items = await tried(t.as(owner.token), rule, reference, '&offsets=-31,-30,-20,-5');
    expect(items.map(({ sendOn, state, recipient }) => [sendOn, state, recipient?.id])).toEqual([
      ['2026-11-19', 'skipped', owner.id],
      ['2026-11-20', 'sent', owner.id],
      ['2026-11-30', 'scheduled', owner.id],
      ['2026-12-15', 'scheduled', owner.id],
    ]);
    expect(items[0].reason).toMatch(/later reminder/);
    expect(items[2].mail.subject).toBe(`${reference} ends on 20 December 2026`);
    expect(await ledgerOf(id, 'agreement-end')).toEqual(before);
    expect((await tried(t.as(owner.token), rule, id)).map(({ sendOn }) => sendOn)).toEqual([
      '2026-11-20',
      '2026-11-30',
      '2026-12-10',
    ]);
  });

  it('finds nothing of a record that its reader may not read, or that an administrator may not try', async () => {
    const { id, reference } = await agreement('2026-12-20');
    const rule = await change('agreement-end', { offsets: [-10] });
    expect(await tried(admin, rule, reference)).toHaveLength(1);
    const stranger = t.as((await t.make.user('partner', (await t.make.agency()).id)).token);
    expect(await tried(stranger, rule, reference)).toEqual([]);
    await t.source.query(`update agreements set sharing = 'named' where id = $1`, [id]);
    expect(await tried(admin, rule, reference)).toEqual([]);
    expect(await tried(t.as(owner.token), rule, reference)).toHaveLength(1);
    for (const record of ['AGR-2026-9999', "' or true --", '%'])
      expect(await tried(admin, rule, encodeURIComponent(record))).toEqual([]);
  });
});

describe('bank holidays', () => {
  it.each<[string, object, string]>([
    ['nothing', {}, ''],
    ['a division that is none', { wales: { events: [{ date: '2029-01-01', title: 'New Year’s Day' }] } }, '/wales'],
    ['no events', { scotland: {} }, '/scotland/events'],
    [
      'no day that exists',
      { scotland: { events: [{ date: '2029-02-29', title: 'A day' }] } },
      '/scotland/events/0/date',
    ],
    ['no title', { scotland: { events: [{ date: '2029-01-01', title: ' ' }] } }, '/scotland/events/0/title'],
    [
      'a day twice',
      { scotland: { events: [1, 2].map(() => ({ date: '2029-01-01', title: 'A day' })) } },
      '/scotland/events/1/date',
    ],
  ])('a file with %s is refused as a whole', async (_what, file, pointer) => {
    const { body: before } = await admin.get('bank-holidays').expect(200);
    const { body } = await admin.post('bank-holidays', file).expect(400);
    expect(body.errors.map((one: { pointer: string }) => one.pointer)).toEqual([pointer]);
    expect((await admin.get('bank-holidays').expect(200)).body).toEqual(before);
  });

  it('of a year are replaced, of others stay, and what administrators loaded is not loaded over', async () => {
    const counted = async (year: string): Promise<number> =>
      ((await admin.get('bank-holidays').expect(200)).body.items as { division: string; heldOn: string }[]).filter(
        ({ division, heldOn }) => division === 'northern-ireland' && heldOn.startsWith(year),
      ).length;
    expect(await counted('2028')).toBe(10);
    const file = {
      'northern-ireland': {
        division: 'northern-ireland',
        events: [{ date: '2028-07-12', title: 'Battle of the Boyne', notes: '', bunting: false }],
      },
    };
    await admin.post('bank-holidays', file).expect(200);
    expect([await counted('2027'), await counted('2028')]).toEqual([10, 1]);
    const { body } = await admin.get('audit?kind=bank_holidays').expect(200);
    expect(JSON.stringify(body)).toContain('loaded bank holidays');
  });
});
