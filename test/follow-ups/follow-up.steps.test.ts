import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let liaison: Person;
let colleague: Person;
let asLiaison: Caller;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  colleague = await t.make.user('liaison', agency.id);
  asLiaison = t.as(liaison.token);
});
afterAll(() => t.close());

const open = async (given: object = {}): Promise<string> =>
  (await t.make.followUp({ agency_id: agency.id, assignee_user_id: liaison.id, ...given })).id;
const step = (id: string, body: object, version = 1) => asLiaison.change(`follow-ups/${id}/steps`, version, body);
const stepsOf = (body: { steps: { step: string }[] }): string[] => body.steps.map((one) => one.step);

describe('completing', () => {
  it('keeps what came of it, by whom and when, and whether it was in time', async () => {
    const id = await open();
    const { body } = await step(id, { step: 'complete', outcome: 'The paper was sent.' }).expect(200);
    expect(body).toMatchObject({
      version: 2,
      state: 'done',
      outcome: 'The paper was sent.',
      completedOn: '2026-06-10',
      completedAt: '2026-06-10T09:00:00.000Z',
      completedBy: { id: liaison.id },
      keptOrLate: 'kept',
      nextFollowUpId: null,
    });
    expect(stepsOf(body)).toEqual(['reopen']);
    const audit = await t.source.query('select verb, after from audit_entries where record_id = $1', [id]);
    expect(audit).toMatchObject([
      { verb: 'follow-up.complete', after: { status: 'done', step: { step: 'complete' } } },
    ]);
  });

  it('takes a day in the past, and calls it late by that day', async () => {
    const id = await open({ due_on: '2026-06-03' });
    const { body } = await step(id, { step: 'complete', outcome: 'Sent.', on: '2026-06-04' }).expect(200);
    expect(body).toMatchObject({ completedOn: '2026-06-04', keptOrLate: 'late' });
  });

  it('schedules the next in the same step, about the same and for the same people', async () => {
    const expert = await t.make.expert({ agency_id: agency.id });
    const id = await open({
      about_expert_id: expert.id,
      deputy_user_id: colleague.id,
      sharing: 'uk_government',
      handling: 'Gently',
      priority: 'high',
    });
    const { body } = await step(id, {
      step: 'complete',
      outcome: 'Sent.',
      next: { title: 'Ask what she made of it', dueOn: '2026-07-01' },
    }).expect(200);
    expect(body).toMatchObject({ id, state: 'done', nextFollowUpId: expect.any(String) });
    const next = await asLiaison.get(`follow-ups/${body.nextFollowUpId}`).expect(200);
    expect(next.body).toMatchObject({
      title: 'Ask what she made of it',
      dueOn: '2026-07-01',
      state: 'open',
      details: null,
      priority: 'normal',
      assignee: { id: liaison.id },
      deputy: { id: colleague.id },
      about: { kind: 'expert', id: expert.id },
      sharing: 'uk_government',
      handling: 'Gently',
      continuesId: id,
    });
    const events = await t.source.query(
      `select payload ->> 'followUpId' as id from outbox_events where payload ->> 'followUpId' = any($1)`,
      [[id, body.nextFollowUpId]],
    );
    expect(events).toHaveLength(2);
  });

  it('gives the next to whoever it is told, or to nobody', async () => {
    const next = { title: 'Next', dueOn: '2026-07-01', priority: 'low' };
    const given = await step(await open(), {
      step: 'complete',
      outcome: 'Sent.',
      next: { ...next, assigneeUserId: colleague.id },
    }).expect(200);
    const one = await asLiaison.get(`follow-ups/${given.body.nextFollowUpId}`).expect(200);
    expect(one.body).toMatchObject({ assignee: { id: colleague.id }, priority: 'low' });
    const left = await step(await open(), {
      step: 'complete',
      outcome: 'Sent.',
      next: { ...next, assigneeUserId: null },
    }).expect(200);
    const two = await asLiaison.get(`follow-ups/${left.body.nextFollowUpId}`).expect(200);
    expect(two.body.assignee).toBeNull();
  });

  it('completes nothing when the next cannot be scheduled', async () => {
    const id = await open();
    const next = { title: 'Next', dueOn: '2026-07-01', assigneeUserId: newId() };
    const { body } = await step(id, { step: 'complete', outcome: 'Sent.', next }).expect(400);
    expect(body.errors).toMatchObject([{ pointer: '/next/assigneeUserId' }]);
    expect((await asLiaison.get(`follow-ups/${id}`).expect(200)).body).toMatchObject({ state: 'open', version: 1 });
  });

  it('lets one of two who complete it at once succeed', async () => {
    const id = await open();
    const both = await Promise.all(
      ['First.', 'Second.'].map((outcome) =>
        step(id, { step: 'complete', outcome, next: { title: 'Next', dueOn: '2026-07-01' } }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const [{ count }] = await t.source.query('select count(*)::int from follow_ups where continues_id = $1', [id]);
    expect(count).toBe(1);
  });
});

describe('the other steps', () => {
  it('snoozes until a day, and leaves the day it is due', async () => {
    const id = await open({ due_on: '2026-06-09' });
    const { body } = await step(id, { step: 'snooze', until: '2026-06-15' }).expect(200);
    expect(body).toMatchObject({ state: 'snoozed', snoozedUntil: '2026-06-15', dueOn: '2026-06-09' });
  });

  it('gives it to a colleague for a reason that the audit keeps', async () => {
    const id = await open();
    const { body } = await step(id, { step: 'reassign', assigneeUserId: colleague.id, reason: 'On leave' }).expect(200);
    expect(body).toMatchObject({ assignee: { id: colleague.id }, effectiveAssignee: { id: colleague.id } });
    const [{ after }] = await t.source.query('select after from audit_entries where record_id = $1', [id]);
    expect(after).toMatchObject({ assigneeUserId: colleague.id, step: { reason: 'On leave' } });
  });

  it('hands over what is for named people, after which the one who had it no longer reads it', async () => {
    const id = await open({ sharing: 'named' });
    const { body } = await step(id, { step: 'reassign', assigneeUserId: colleague.id, reason: 'On leave' }).expect(200);
    expect(body.assignee).toMatchObject({ id: colleague.id });
    await asLiaison.get(`follow-ups/${id}`).expect(404);
    await t.as(colleague.token).get(`follow-ups/${id}`).expect(200);
  });

  it('does not give it to whoever has it, nor to another agency', async () => {
    const id = await open();
    const same = await step(id, {
      step: 'reassign',
      assigneeUserId: liaison.id.toUpperCase(),
      reason: 'Why',
    }).expect(409);
    expect(same.body.detail).toBe('It is with that person already.');
    const foreigner = await t.make.user('liaison', (await t.make.agency()).id);
    const other = await step(id, { step: 'reassign', assigneeUserId: foreigner.id, reason: 'Why' }).expect(400);
    expect(other.body.errors).toMatchObject([{ pointer: '/assigneeUserId' }]);
  });

  it('cancels for a reason, and is neither kept nor late', async () => {
    const id = await open();
    const { body } = await step(id, { step: 'cancel', reason: 'Overtaken by events.' }).expect(200);
    expect(body).toMatchObject({
      state: 'cancelled',
      outcome: 'Overtaken by events.',
      completedOn: '2026-06-10',
      keptOrLate: null,
    });
  });

  it('reopens as if it had never been closed', async () => {
    const id = await open({ due_on: '2026-06-09', snoozed_until: '2026-06-20' });
    await step(id, { step: 'complete', outcome: 'Sent.' }).expect(200);
    const { body } = await step(id, { step: 'reopen' }, 2).expect(200);
    expect(body).toMatchObject({
      state: 'overdue',
      outcome: null,
      completedOn: null,
      completedAt: null,
      completedBy: null,
      snoozedUntil: null,
      version: 3,
    });
  });

  it('does not reopen one that goes on in another', async () => {
    const id = await open();
    const next = { title: 'Next', dueOn: '2026-07-01' };
    const done = await step(id, { step: 'complete', outcome: 'Sent.', next }).expect(200);
    const because = 'It goes on in another follow-up. Change that one, or make a new one.';
    expect(done.body.steps).toEqual([{ step: 'reopen', blockedBecause: because }]);
    const { body } = await step(id, { step: 'reopen' }, 2).expect(409);
    expect(body.detail).toBe(because);
  });

  it('refuses a step of another state', async () => {
    const id = await open({ status: 'done', completed_on: '2026-06-01' });
    const { body } = await step(id, { step: 'snooze', until: '2026-06-15' }).expect(409);
    expect(body.detail).toContain('the present stage is “done”');
  });

  it.each<[string, object, string[]]>([
    ['a step there is not', { step: 'forget' }, ['/step']],
    ['no step', {}, ['/step']],
    ['completing without what came of it', { step: 'complete' }, ['/outcome']],
    ['completing tomorrow', { step: 'complete', outcome: 'Sent.', on: '2026-06-11' }, ['/on']],
    ['a next without a day', { step: 'complete', outcome: 'Sent.', next: { title: 'Next' } }, ['/next/dueOn']],
    ['a next that is nothing', { step: 'complete', outcome: 'Sent.', next: null }, ['/next']],
    ['snoozing until today', { step: 'snooze', until: '2026-06-10' }, ['/until']],
    ['snoozing with an outcome', { step: 'snooze', until: '2026-06-11', outcome: 'Sent.' }, ['/outcome']],
    ['cancelling for no reason', { step: 'cancel' }, ['/reason']],
    ['giving it to nobody', { step: 'reassign', reason: 'Why' }, ['/assigneeUserId']],
  ])('refuses %s', async (_what, body, pointers) => {
    const answer = await step(await open(), body).expect(400);
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
  });

  it('asks for the version, and refuses a stale one', async () => {
    const id = await open();
    const body = { step: 'snooze', until: '2026-06-15' };
    await asLiaison.post(`follow-ups/${id}/steps`, body).expect(428);
    await step(id, body).expect(200);
    await step(id, body).expect(412);
    await step(newId(), body).expect(404);
  });
});
