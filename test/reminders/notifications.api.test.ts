import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';

let t: TestApp;
let smtp: SmtpPeer;

beforeAll(async () => {
  smtp = await startSmtpPeer();
  t = await startTestApp({ smtpUrl: smtp.url });
});
afterAll(async () => {
  await t.close();
  await smtp.close();
});
beforeEach(() => t.time.set('2026-06-10T09:00:00Z'));

interface Notification {
  id: string;
  record: { kind: string; id: string; reference: string; title: string; marking: string };
  about: string;
  madeAt: string;
  readAt: string | null;
}
interface Listed {
  items: Notification[];
  nextCursor: string | null;
}

const run = (): Promise<void> => t.runner.run(sweep.name);
const list = async (who: Person, query = ''): Promise<Listed> =>
  (await t.as(who.token).get(`notifications${query}`).expect(200)).body as Listed;
const count = async (who: Person): Promise<unknown> =>
  (await t.as(who.token).get('notifications/count').expect(200)).body as unknown;
const somebody = async (): Promise<Person> => t.make.user('liaison', (await t.make.agency()).id);
const end = (who: Person, given: object = {}): Promise<{ id: string; reference: string; parties: string[] }> =>
  t.make.agreement({
    agency_id: who.organisationId,
    owner_user_id: who.id,
    stage: 'executed',
    executed_on: '2025-12-15',
    end_on: '2026-07-10',
    ...given,
  });

describe('what somebody is reminded of', () => {
  it('is theirs in the words of the mail’s subject, with what the record is called now', async () => {
    const who = await somebody();
    const agreement = await end(who, { title: 'As it was called' });
    const promise = await t.make.followUp({
      agency_id: who.organisationId,
      assignee_user_id: who.id,
      due_on: '2026-06-10',
    });
    const report = await t.make.obligation(agreement, { owner_user_id: who.id, due_on: '2026-06-17' });
    await run();
    await t.source.query('update agreements set title = $2 where id = $1', [agreement.id, 'As it is called now']);
    const { items, nextCursor } = await list(who);
    expect(nextCursor).toBeNull();
    expect(items.map(({ about, record: { title, kind, id } }) => [about, title, kind, id])).toEqual(
      expect.arrayContaining([
        [`${agreement.reference} ends on 10 July 2026`, 'As it is called now', 'agreement', agreement.id],
        ['Follow-up due on 10 June 2026', promise.title, 'follow_up', promise.id],
        [`${agreement.reference}: an obligation falls due on 17 June 2026`, report.what, 'obligation', report.id],
      ]),
    );
    expect(items).toHaveLength(3);
    expect(items[0]).toEqual({
      id: expect.any(String),
      record: expect.objectContaining({ marking: 'OFFICIAL' }),
      about: expect.any(String),
      anchorOn: expect.any(String),
      offsetDays: expect.any(Number),
      madeAt: '2026-06-10T09:00:00.000Z',
      readAt: null,
    });
    expect(await count(who)).toEqual({ count: 3, more: false });
  });

  it('is an approver’s too, who is asked for a decision', async () => {
    const owner = await somebody();
    const approver = await t.make.user('approver', owner.organisationId);
    const { id, reference } = await end(owner, { stage: 'in_approval', executed_on: null, end_on: '2028-06-30' });
    await t.make.row('agreement_approvals', {
      id: newId(),
      agreement_id: id,
      kind: 'legal',
      assignee_user_id: approver.id,
      asked_by_user_id: owner.id,
      asked_at: '2026-06-01T09:00:00Z',
      due_on: '2026-06-10',
    });
    await run();
    expect((await list(approver)).items.map(({ about }) => about)).toEqual([
      `${reference}: a decision is due on 10 June 2026`,
    ]);
    expect((await list(owner)).items).toEqual([]);
  });

  it('goes on page by page, newest first, without a gap or a repetition', async () => {
    const who = await somebody();
    for (let made = 0; made < 3; made += 1) await end(who);
    await run();
    t.time.set('2026-06-11T09:00:00Z');
    for (let made = 0; made < 4; made += 1) await end(who, { end_on: '2026-07-11' });
    await run();
    const all = (await list(who)).items;
    expect(all.map(({ madeAt }) => madeAt.slice(8, 10))).toEqual(['11', '11', '11', '11', '10', '10', '10']);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Listed = await list(who, `?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  it.each(['?cursor=wrong', '?unread=perhaps', '?limit=0', '?limit=101', '?user=me'])('refuses %s', async (query) => {
    await t
      .as((await somebody()).token)
      .get(`notifications${query}`)
      .expect(400);
  });

  it.each(['admin', 'auditor', 'host', 'delegate'] as const)('is not for the role %s', async (role) => {
    const who = await t.make.user(role, (await t.make.agency()).id);
    for (const path of ['notifications', 'notifications/count']) await t.as(who.token).get(path).expect(403);
    await t.as(who.token).post('notifications/read', { until: '2026-06-10T09:00:00Z' }).expect(403);
  });

  it('leaves a reading of the records whose titles were told', async () => {
    const who = await somebody();
    const { id } = await end(who, { marking: 'OFFICIAL-SENSITIVE', sharing: 'named' });
    await run();
    await list(who);
    const kept = await t.source.query<object[]>(
      'select route, record_kind, record_ids, marking from audit_readings where actor_user_id = $1',
      [who.id],
    );
    expect(kept).toEqual([
      {
        route: 'GET /api/v1/notifications',
        record_kind: 'agreement',
        record_ids: [id],
        marking: 'OFFICIAL-SENSITIVE',
      },
    ]);
  });
});

describe('a record that its reader may no longer read', () => {
  it('shows nothing, is not counted and cannot be marked; it is news again once they may', async () => {
    const who = await somebody();
    const [kept, lost] = [await end(who), await end(who)];
    await run();
    const gone = (await list(who)).items.find(({ record }) => record.id === lost.id)!;
    await t.source.query(`update agreements set sharing = 'named', owner_user_id = null where id = $1`, [lost.id]);
    for (const query of ['', '?unread=true', '?limit=1'])
      expect((await list(who, query)).items.map(({ record }) => record.id)).toEqual([kept.id]);
    expect(JSON.stringify(await list(who))).not.toContain(lost.reference);
    expect(await count(who)).toEqual({ count: 1, more: false });
    await t.as(who.token).post(`notifications/${gone.id}/read`).expect(404);
    const { body } = await t.as(who.token).post('notifications/read', { until: '2026-06-10T12:00:00Z' }).expect(200);
    expect(body).toEqual({ count: 0, more: false });
    await t.source.query(`update agreements set sharing = 'agency' where id = $1`, [lost.id]);
    expect((await list(who, '?unread=true')).items.map(({ id }) => id)).toEqual([gone.id]);
  });
});

describe('marking as read', () => {
  it('is of one’s own: somebody else’s is as absent as one that is not there', async () => {
    const who = await somebody();
    const colleague = await t.make.user('liaison', who.organisationId);
    await end(who);
    await run();
    const [{ id }] = (await list(who)).items;
    expect((await list(colleague)).items).toEqual([]);
    const theirs = await t.as(colleague.token).post(`notifications/${id}/read`).expect(404);
    const nothing = await t.as(colleague.token).post(`notifications/${newId()}/read`).expect(404);
    expect({ ...theirs.body, requestId: null }).toEqual({ ...nothing.body, requestId: null });
    await t.as(colleague.token).post('notifications/no-id/read').expect(404);
    await t.as(colleague.token).post('notifications/read', { until: '2026-06-10T12:00:00Z' }).expect(200);
    expect(await count(who)).toEqual({ count: 1, more: false });
  });

  it('keeps the instant at which it was read first', async () => {
    const who = await somebody();
    await end(who);
    await run();
    const [{ id }] = (await list(who)).items;
    const read = async (): Promise<Notification> =>
      (await t.as(who.token).post(`notifications/${id}/read`).expect(200)).body as Notification;
    t.time.set('2026-06-10T10:00:00Z');
    const first = await read();
    expect(first).toMatchObject({ id, readAt: '2026-06-10T10:00:00.000Z' });
    t.time.set('2026-06-10T11:00:00Z');
    expect(await read()).toEqual(first);
    expect([(await list(who, '?unread=true')).items, await count(who)]).toEqual([[], { count: 0, more: false }]);
    expect((await list(who, '?unread=false')).items).toEqual([first]);
  });

  it('all of them up to an instant leaves unread what arrived after it', async () => {
    const who = await somebody();
    await end(who);
    await run();
    const [{ madeAt }] = (await list(who)).items;
    t.time.set('2026-06-11T09:00:00Z');
    const late = await end(who, { end_on: '2026-07-11' });
    await run();
    const { body } = await t.as(who.token).post('notifications/read', { until: madeAt }).expect(200);
    expect(body).toEqual({ count: 1, more: false });
    expect((await list(who, '?unread=true')).items.map(({ record }) => record.id)).toEqual([late.id]);
  });

  it.each([
    {},
    { until: null },
    { until: 'now' },
    { until: '2026-06-10' },
    { until: '2026-06-10T09:00:00Z', all: true },
  ])('refuses %j', async (body) => {
    await t
      .as((await somebody()).token)
      .post('notifications/read', body)
      .expect(400);
  });
});

it('counts up to a thousand', async () => {
  const who = await somebody();
  const { id } = await end(who);
  await run();
  await t.source.query(
    `with made as (
       insert into reminders (id, rule_id, record_kind, record_id, record_reference, anchor_on, offset_days, recipient_user_id,
         send_on, state, created_at, updated_at)
       select gen_random_uuid(), rule_id, record_kind, record_id, record_reference, anchor_on, 1000 + number, recipient_user_id,
         send_on, 'sent', created_at, updated_at
       from reminders cross join generate_series(1, 1000) number where record_id = $1 and offset_days = -30 returning *
     )
     insert into notifications (id, user_id, reminder_id, record_kind, record_id, record_reference, template, anchor_on, offset_days, made_at)
     select gen_random_uuid(), recipient_user_id, id, record_kind, record_id, record_reference, 'agreement-end', anchor_on, offset_days, created_at
     from made`,
    [id],
  );
  expect(await count(who)).toEqual({ count: 1000, more: true });
});
