import { ReadLog } from '../../src/platform/audit/read-log.js';
import { addDays, calendarDate } from '../../src/kernel/calendar-date.js';
import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let admin: Caller;
let adminId: string;
let atFirst: unknown;

beforeAll(async () => {
  t = await startTestApp();
  atFirst = await t.source.query('select id, version, name, offsets, enabled from reminder_rules');
});
afterAll(() => t.close());
/** Every test has an agency of its own, and the rules as they are at first. */
beforeEach(async () => {
  t.time.set('2026-06-10T09:00:00Z');
  await t.source.query(
    `update reminder_rules r set version = f.version, name = f.name, offsets = f.offsets, enabled = f.enabled
     from jsonb_to_recordset($1::jsonb) f (id uuid, version integer, name text, offsets integer[], enabled boolean)
     where f.id = r.id`,
    [JSON.stringify(atFirst)],
  );
  // What an earlier test shared with everybody would be found by the readers of this one.
  await t.source.query(`update agreements set sharing = 'agency' where sharing = 'uk_law_enforcement'`);
  agency = await t.make.agency();
  const person = await t.make.user('admin', agency.id);
  [admin, adminId] = [t.as(person.token), person.id];
});

interface Rule {
  id: string;
  version: number;
  code: string;
  offsets: number[];
}

const rule = async (code: string): Promise<Rule> => {
  const { body } = await admin.get('reminder-rules').expect(200);
  return (body as { items: Rule[] }).items.find((one) => one.code === code)!;
};
const run = (): Promise<void> => t.runner.run(sweep.name);

/** An agreement in force that ends on a day, and whoever looks after it. */
async function agreementOf(
  endOn: string,
  given: Record<string, unknown> = {},
): Promise<{ id: string; reference: string; owner: Person }> {
  const owner = await t.make.user('liaison', (given.agency_id as string | undefined) ?? agency.id);
  const { id, reference } = await t.make.agreement({
    agency_id: agency.id,
    owner_user_id: owner.id,
    stage: 'executed',
    executed_on: '2025-12-15',
    end_on: endOn,
    ...given,
  });
  return { id, reference, owner };
}

const statesOf = async (recordId: string, code = 'agreement-end'): Promise<string[]> => {
  const rows = await t.source.query<{ words: string }[]>(
    `select r.offset_days || ' ' || r.state as words from reminders r join reminder_rules rule on rule.id = r.rule_id
     where r.record_id = $1 and rule.code = $2 order by r.offset_days`,
    [recordId, code],
  );
  return rows.map(({ words }) => words);
};

describe('changing a rule', () => {
  it('keeps the days in the order of time, moves the version on, and says in the audit what was and is', async () => {
    const { id, version } = await rule('agreement-end');
    const change = { offsets: [0, -365, -30], name: 'The end comes near' };
    const { body, headers } = await admin.patch(`reminder-rules/${id}`, change, version).expect(200);
    expect(body).toMatchObject({
      id,
      version: version + 1,
      offsets: [-365, -30, 0],
      name: 'The end comes near',
      enabled: true,
    });
    expect(headers.etag).toBe(`"${version + 1}"`);
    expect((await admin.get(`reminder-rules/${id}`).expect(200)).body).toEqual(body);
    const entries = await t.source.query(
      'select verb, record_kind, before, after from audit_entries where record_id = $1 and actor_user_id = $2',
      [id, adminId],
    );
    expect(entries).toEqual([
      {
        verb: 'reminder-rule.change',
        record_kind: 'reminder_rule',
        before: expect.objectContaining({ offsets: [-180, -90, -30, -7], name: 'An agreement ends' }),
        after: expect.objectContaining({ offsets: [-365, -30, 0], name: 'The end comes near' }),
      },
    ]);
    const { body: audit } = await admin.get(`audit?record=${id}`).expect(200);
    expect(JSON.stringify(audit)).toContain('the rule “The end comes near”');
  });

  it('leaves what is not sent as it is', async () => {
    const { id, version, offsets } = await rule('agreement-end');
    const { body } = await admin.patch(`reminder-rules/${id}`, { enabled: false }, version).expect(200);
    expect(body).toMatchObject({ offsets, name: 'An agreement ends', enabled: false });
  });

  it('takes the version that was read, and one change of two at once', async () => {
    const { id, version } = await rule('agreement-end');
    await admin.patch(`reminder-rules/${id}`, { enabled: false }, version + 1).expect(412);
    await admin.patch(`reminder-rules/${id}`, { enabled: false }).expect(428);
    const both = await Promise.all(
      [[-1], [-2]].map((offsets) => admin.patch(`reminder-rules/${id}`, { offsets }, version)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it.each([
    [{ offsets: [] }, '/offsets'],
    [{ offsets: [-731] }, '/offsets'],
    [{ offsets: [-30, -30] }, '/offsets'],
    [{ offsets: [-1.5] }, '/offsets'],
    [{ offsets: ['-30'] }, '/offsets'],
    [{ offsets: null }, '/offsets'],
    [{ offsets: '-30' }, '/offsets'],
    [{ offsets: Array.from({ length: 13 }, (_one, position) => -position) }, '/offsets'],
    // Its mail says that the agreement ends, which would be untrue afterwards.
    [{ offsets: [-30, 7] }, '/offsets'],
    [{ name: ' ' }, '/name'],
    [{ name: 'x'.repeat(121) }, '/name'],
    [{ enabled: 'false' }, '/enabled'],
    [{ enabled: null }, '/enabled'],
    [{ subject: 'follow-ups.due' }, '/subject'],
    [{ template: 'follow-up-due' }, '/template'],
    [{ code: 'other' }, '/code'],
  ])('refuses %j', async (change, pointer) => {
    const { id, version, offsets } = await rule('agreement-end');
    const { body } = await admin.patch(`reminder-rules/${id}`, change, version).expect(400);
    expect(body.errors.map((one: { pointer: string }) => one.pointer)).toEqual([pointer]);
    expect(await rule('agreement-end')).toMatchObject({ version, offsets });
  });

  it.each([
    ['obligation-overdue', [0, 1]],
    ['agreement-begun', [-1]],
    ['follow-up-due', [1]],
  ])('the mail of %s cannot be sent on %j', async (code, offsets) => {
    const { id, version } = await rule(code);
    const { body } = await admin.patch(`reminder-rules/${id}`, { offsets }, version).expect(400);
    expect(body.errors[0].detail).toMatch(/^The mail of this rule says that/);
  });

  it.each(['liaison', 'partner'] as const)('%s reads the rules and changes none', async (role) => {
    const { id, version } = await rule('agreement-end');
    const person = t.as((await t.make.user(role, agency.id)).token);
    await person.get(`reminder-rules/${id}`).expect(200);
    await person.patch(`reminder-rules/${id}`, { enabled: false }, version).expect(403);
    expect(await rule('agreement-end')).toMatchObject({ version });
  });

  it('names no rule that is not there', async () => {
    await admin.patch('reminder-rules/01920000-0000-7000-8000-000000000009', { enabled: false }, 1).expect(404);
    await admin.get('reminder-rules/agreement-end').expect(404);
  });

  it('no other way writes days into the table that the product does not reckon with', async () => {
    for (const offsets of ['{}', '{-731}', '{366}', '{null}', '{1,2,3,4,5,6,7,8,9,10,11,12,13}'])
      await expect(
        t.source.query(`update reminder_rules set offsets = $1 where code = 'agreement-end'`, [offsets]),
      ).rejects.toThrow(/reminder_rules_offsets/);
  });
});

describe('what the ledger makes of a change', () => {
  it('a rule that is switched off calls off what is unsent, and takes it up again when it is in use', async () => {
    const { id: agreementId } = await agreementOf('2026-07-10');
    await run();
    expect(await statesOf(agreementId)).toEqual(['-180 skipped', '-90 skipped', '-30 sent', '-7 scheduled']);
    const { id, version } = await rule('agreement-end');
    await admin.patch(`reminder-rules/${id}`, { enabled: false }, version).expect(200);
    await run();
    expect(await statesOf(agreementId)).toEqual(['-180 skipped', '-90 skipped', '-30 sent', '-7 superseded']);
    t.time.set('2026-07-03T09:00:00Z');
    await run();
    expect(await statesOf(agreementId)).toContain('-7 superseded');
    await admin.patch(`reminder-rules/${id}`, { enabled: true }, version + 1).expect(200);
    await run();
    expect(await statesOf(agreementId)).toContain('-7 sent');
  });

  it('other days supersede the unsent ones that are gone, schedule the new ones, and send nothing again', async () => {
    const { id: agreementId } = await agreementOf('2026-07-10');
    await run();
    const { id, version } = await rule('agreement-end');
    await admin.patch(`reminder-rules/${id}`, { offsets: [-30, -14, -1] }, version).expect(200);
    await run();
    expect(await statesOf(agreementId)).toEqual([
      '-180 skipped',
      '-90 skipped',
      '-30 sent',
      '-14 scheduled',
      '-7 superseded',
      '-1 scheduled',
    ]);
    const [{ reason }] = await t.source.query<{ reason: string }[]>(
      `select reason from reminders where record_id = $1 and offset_days = -7`,
      [agreementId],
    );
    expect(reason).toContain('the rule was changed');
  });
});

interface Preview {
  total: number;
  from: string;
  to: string;
  days: { sendOn: string; count: number }[];
  recipients: { recipient: { id: string; name: string } | null; count: number }[];
  items: {
    sendOn: string;
    offsetDays: number;
    record: { kind: string; id: string; reference: string };
    withheld: boolean;
    recipient: { id: string } | null;
  }[];
}

const preview = async (who: Caller, id: string, offsets?: string): Promise<Preview> => {
  const query = offsets === undefined ? '' : `?offsets=${encodeURIComponent(offsets)}`;
  return (await who.get(`reminder-rules/${id}/preview${query}`).expect(200)).body as Preview;
};

describe('the preview of a rule', () => {
  it('is what the sweep then sends, day by day, for the days as typed before they are kept', async () => {
    const offsets = '-100, -45, -20, -3, 0';
    // One ends soon and has had days that passed, one has sent already, two are further off.
    for (const endOn of ['2026-06-12', '2026-07-10', '2026-09-08', '2026-12-01', '2027-03-01'])
      await agreementOf(endOn);
    await run();
    const { id, version } = await rule('agreement-end');
    const liaison = t.as((await t.make.user('liaison', agency.id)).token);
    const before = await preview(liaison, id, offsets);
    await admin.patch(`reminder-rules/${id}`, { offsets: [-100, -45, -20, -3, 0] }, version).expect(200);
    expect(await preview(liaison, id)).toEqual(before);

    const sent: string[] = [];
    const days = [...new Set(before.days.map(({ sendOn }) => sendOn))];
    expect(days[0]).toBe('2026-06-10');
    for (const day of days) {
      t.time.set(`${day}T09:00:00Z`);
      await run();
      const rows = await t.source.query<{ words: string }[]>(
        `select a.reference || ' ' || r.offset_days || ' ' || r.recipient_user_id as words
         from reminders r join agreements a on a.id = r.record_id join reminder_rules rule on rule.id = r.rule_id
         join reminder_messages m on m.id = r.message_id
         where rule.code = 'agreement-end' and a.agency_id = $2 and m.sent_at >= $1::date and r.offset_days = any($3)`,
        [day, agency.id, [-100, -45, -20, -3, 0]],
      );
      sent.push(...rows.map(({ words }) => `${day} ${words}`));
    }
    const promised = before.items.map(
      ({ sendOn, record, offsetDays, recipient }) => `${sendOn} ${record.reference} ${offsetDays} ${recipient!.id}`,
    );
    expect(promised.length).toBeGreaterThan(8);
    expect(promised.sort()).toEqual(sent.sort());
    expect(before.total).toBe(promised.length);
  });

  it('says where nobody would hear of it', async () => {
    const { id: agreementId } = await agreementOf('2026-07-20', { owner_user_id: null });
    const { id } = await rule('agreement-end');
    const found = await preview(t.as((await t.make.user('liaison', agency.id)).token), id, '-20');
    expect(found.items.map(({ record, recipient, withheld }) => [record.id, recipient, withheld])).toEqual([
      [agreementId, null, false],
    ]);
    expect(found.recipients).toEqual([{ recipient: null, count: 1 }]);
  });

  it('goes by the rule’s own days unless told, and looks ninety days ahead', async () => {
    const { id: agreementId, owner } = await agreementOf('2026-09-15');
    await run();
    const { id } = await rule('agreement-end');
    const found = await preview(t.as(owner.token), id);
    expect([found.from, found.to]).toEqual(['2026-06-10', addDays(calendarDate('2026-06-10'), 90)]);
    expect(found.items).toEqual([
      expect.objectContaining({ sendOn: '2026-06-17', offsetDays: -90 }),
      expect.objectContaining({
        sendOn: '2026-08-16',
        anchorOn: '2026-09-15',
        offsetDays: -30,
        record: { kind: 'agreement', id: agreementId, reference: expect.stringMatching(/^AGR-/) },
        withheld: false,
        recipient: { id: owner.id, name: owner.name },
      }),
      expect.objectContaining({ sendOn: '2026-09-08', offsetDays: -7 }),
    ]);
    expect(found.recipients).toEqual([{ recipient: { id: owner.id, name: owner.name }, count: 3 }]);
    expect(found.days.map(({ count }) => count)).toEqual([1, 1, 1]);
  });

  it('writes nothing but that it was read', async () => {
    await agreementOf('2026-07-10');
    await run();
    const print = async (): Promise<unknown> =>
      t.source
        .query(`select (select count(*) from audit_entries) as entries, (select count(*) from outbox_events) as events,
        (select json_agg(r order by r.id) from reminders r) as reminders, (select json_agg(r order by r.id) from reminder_rules r) as rules,
        (select count(*) from reminder_messages) as messages`);
    const before = await print();
    const { id } = await rule('agreement-end');
    await preview(admin, id, '-20');
    await preview(t.as((await t.make.user('liaison', agency.id)).token), id, '-20');
    expect(await print()).toEqual(before);
  });

  it('tells nobody of a record that they may not read, not even that there is one', async () => {
    const { id } = await rule('agreement-end');
    const before = await preview(admin, id, '-20');
    const { id: agreementId } = await agreementOf('2026-08-10', { sharing: 'named', marking: 'OFFICIAL-SENSITIVE' });
    const colleague = t.as((await t.make.user('liaison', agency.id)).token);
    const stranger = t.as((await t.make.user('partner', (await t.make.agency()).id)).token);
    for (const one of [colleague, stranger])
      expect(await preview(one, id, '-20')).toMatchObject({ total: 0, days: [], recipients: [], items: [] });
    const found = await preview(admin, id, '-20');
    expect([found.total, found.items]).toEqual([before.total + 1, []]);
    expect(found.days.map(({ sendOn }) => sendOn)).toContain('2026-07-21');
    expect(JSON.stringify(found)).not.toContain(agreementId);
  });

  it('tells another agency that reads the record of its day, and not whom it goes to', async () => {
    const { id: agreementId, owner } = await agreementOf('2026-07-10', { sharing: 'uk_law_enforcement' });
    const { id } = await rule('agreement-end');
    const elsewhere = await t.make.user('partner', (await t.make.agency()).id);
    await t.make.row('agreement_parties', {
      id: agreementId,
      agreement_id: agreementId,
      organisation_id: elsewhere.organisationId,
      signed_on: '2025-12-15',
      signatory_name: 'Somebody',
    });
    const found = await preview(t.as(elsewhere.token), id, '-20');
    expect(found.items.map(({ record }) => record.id)).toEqual([agreementId]);
    for (const item of found.items) expect(item).toMatchObject({ withheld: true, recipient: null });
    expect(found.recipients).toEqual([]);
    expect(JSON.stringify(found)).not.toContain(owner.id);
  });

  it('keeps that its records were read', async () => {
    const { id: agreementId, owner } = await agreementOf('2026-07-10');
    const { id } = await rule('agreement-end');
    await preview(t.as(owner.token), id, '-20');
    await t.app.get(ReadLog).flush();
    const readings = await t.source.query(
      'select record_kind, record_ids from audit_readings where actor_user_id = $1',
      [owner.id],
    );
    expect(readings).toEqual([{ record_kind: 'agreement', record_ids: [agreementId] }]);
  });

  it.each(['', 'tomorrow', '-731', '-30,-30', '7', '-1;drop table reminders', '1e2'])(
    'refuses to look at %j',
    async (offsets) => {
      const { id } = await rule('agreement-end');
      const { body } = await admin
        .get(`reminder-rules/${id}/preview?offsets=${encodeURIComponent(offsets)}`)
        .expect(400);
      expect(body.errors.map((one: { pointer: string }) => one.pointer)).toEqual(['?offsets']);
    },
  );

  it('refuses several lists of days at once', async () => {
    const { id } = await rule('agreement-end');
    await admin.get(`reminder-rules/${id}/preview?offsets=-1&offsets=-2`).expect(400);
  });
});
