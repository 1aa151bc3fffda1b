import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let liaison: Person;
let colleague: Person;
let foreigner: Person;
let asLiaison: Caller;
let expert: { id: string; name: string };

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  colleague = await t.make.user('partner', agency.id);
  foreigner = await t.make.user('partner', (await t.make.agency()).id);
  asLiaison = t.as(liaison.token);
  expert = await t.make.expert({ agency_id: agency.id });
});
afterAll(() => t.close());

const promise = (given: object = {}): object => ({ title: 'Send the paper', dueOn: '2026-06-17', ...given });
const pointersOf = (body: { errors?: { pointer: string }[] }): string[] =>
  (body.errors ?? []).map(({ pointer }) => pointer);
const eventsOf = (id: string): Promise<{ name: string }[]> =>
  t.source.query(`select name from outbox_events where payload ->> 'followUpId' = $1`, [id]);

describe('promising something', () => {
  it('keeps what is promised, by when, by whom, about what', async () => {
    const sent = promise({
      details: 'The draft will do.',
      assigneeUserId: colleague.id,
      deputyUserId: liaison.id,
      priority: 'high',
      about: { kind: 'expert', id: expert.id },
    });
    const { body, headers } = await asLiaison.post('follow-ups', sent).expect(201);
    expect(headers.etag).toBe('"1"');
    expect(body).toMatchObject({
      title: 'Send the paper',
      details: 'The draft will do.',
      dueOn: '2026-06-17',
      state: 'open',
      priority: 'high',
      agency: { id: agency.id },
      assignee: { id: colleague.id },
      deputy: { id: liaison.id },
      effectiveAssignee: { id: colleague.id, name: colleague.name },
      about: { kind: 'expert', id: expert.id, label: expert.name },
      sharing: 'agency',
      keptOrLate: null,
      continuesId: null,
      nextFollowUpId: null,
      createdBy: { id: liaison.id },
    });
    expect(body.steps.map(({ step }: { step: string }) => step)).toEqual(['complete', 'snooze', 'reassign', 'cancel']);
    expect((await asLiaison.get(`follow-ups/${body.id}`).expect(200)).body).toEqual(body);
    expect(await eventsOf(body.id)).toEqual([{ name: 'follow-ups.changed' }]);
    const audit = await t.source.query('select verb from audit_entries where record_id = $1', [body.id]);
    expect(audit).toEqual([{ verb: 'follow-up.create' }]);
  });

  it('tells its own agency whom it falls to, and others nothing of who wrote up what it is about', async () => {
    const interaction = await t.make.interaction({
      agency_id: agency.id,
      created_by_user_id: colleague.id,
      chatham_house: true,
    });
    const about = { about_interaction_id: interaction.id, sharing: 'uk_law_enforcement' };
    const { id } = await t.make.followUp({ agency_id: agency.id, ...about });
    expect((await asLiaison.get(`follow-ups/${id}`).expect(200)).body.effectiveAssignee.id).toBe(colleague.id);
    const { body } = await t.as(foreigner.token).get(`follow-ups/${id}`).expect(200);
    expect([body.effectiveAssignee, body.about]).toEqual([null, null]);
    expect(JSON.stringify(body)).not.toContain(colleague.name);
  });

  it.each(['agreement', 'interaction', 'organisation'] as const)('is about one %s', async (kind) => {
    const made = {
      agreement: () => t.make.agreement({ agency_id: agency.id }),
      interaction: () => t.make.interaction({ agency_id: agency.id }),
      organisation: () => t.make.organisation(),
    };
    const { id } = await made[kind]();
    const { body } = await asLiaison.post('follow-ups', promise({ about: { kind, id } })).expect(201);
    expect(body.about).toMatchObject({ kind, id });
  });

  it('creates once for one Idempotency-Key, with the interaction it came of', async () => {
    const sent = promise({
      interaction: { kind: 'call', happenedAt: '2026-06-10T08:00:00Z', subject: 'Called once' },
    });
    const send = () => asLiaison.post('follow-ups', sent).set('idempotency-key', 'promise-1');
    const first = await send().expect(201);
    expect((await send().expect(201)).body).toEqual(first.body);
    const [{ count }] = await t.source.query(`select count(*)::int from interactions where subject = 'Called once'`);
    expect(count).toBe(1);
  });

  it.each<[string, object, string[]]>([
    ['no title', { title: undefined }, ['/title']],
    ['a blank title', { title: ' ' }, ['/title']],
    ['no day', { dueOn: undefined }, ['/dueOn']],
    ['a day that does not exist', { dueOn: '2026-02-30' }, ['/dueOn']],
    ['a priority there is not', { priority: 'utmost' }, ['/priority']],
    ['a field there is not', { status: 'done' }, ['/status']],
    ['a state of its own', { state: 'done' }, ['/state']],
    ['an unknown assignee', { assigneeUserId: newId() }, ['/assigneeUserId']],
    ['an unknown deputy', { deputyUserId: newId() }, ['/deputyUserId']],
    ['an unknown subject', { about: { kind: 'interaction', id: newId() } }, ['/about/id']],
    ['a subject of another kind', { about: { kind: 'planet', id: newId() } }, ['/about/kind']],
    ['sensitive, shared with the agency', { marking: 'OFFICIAL-SENSITIVE', sharing: 'agency' }, ['/sharing']],
    ['details that are marked SECRET', { details: 'SECRET' }, ['/details']],
    ['an interaction that is a list', { interaction: [] }, ['/interaction']],
    [
      'an interaction without its kind',
      { interaction: { happenedAt: '2026-06-09T09:00:00Z', subject: 'Talk' } },
      ['/interaction/kind'],
    ],
  ])('refuses %s', async (_what, given, pointers) => {
    const { body } = await asLiaison.post('follow-ups', promise(given)).expect(400);
    expect(pointersOf(body)).toEqual(pointers);
  });

  it('is given only to people of the agency who can take it on', async () => {
    const gone = await t.make.user('liaison', agency.id, { disabled_at: '2026-06-01T00:00:00Z' });
    const approver = await t.make.user('approver', agency.id);
    for (const { id } of [foreigner, gone, approver]) {
      const { body } = await asLiaison.post('follow-ups', promise({ assigneeUserId: id })).expect(400);
      expect(pointersOf(body)).toEqual(['/assigneeUserId']);
    }
    const unit = await t.make.organisation({ kind: 'unit', parent_id: agency.id });
    const inUnit = await t.make.user('liaison', unit.id);
    await asLiaison.post('follow-ups', promise({ assigneeUserId: inUnit.id })).expect(201);
  });

  it('names nothing that the caller may not see', async () => {
    const hidden = {
      agreement: await t.make.agreement({ agency_id: foreigner.organisationId }),
      interaction: await t.make.interaction({ agency_id: foreigner.organisationId }),
      expert: await t.make.expert({ agency_id: foreigner.organisationId, restricted_on: '2026-02-01' }),
    };
    for (const [kind, { id }] of Object.entries(hidden)) {
      const { body } = await asLiaison.post('follow-ups', promise({ about: { kind, id } })).expect(400);
      expect(pointersOf(body)).toEqual(['/about/id']);
    }
  });

  it.each(['admin', 'approver', 'auditor', 'host', 'academic'] as const)('is not for %s', async (role) => {
    const caller = t.as((await t.make.user(role, agency.id)).token);
    await caller.post('follow-ups', promise()).expect(403);
    await caller.get('follow-ups').expect(403);
    await caller.get('follow-ups/count').expect(403);
    await caller.get(`follow-ups/${newId()}`).expect(403);
    await caller.patch(`follow-ups/${newId()}`, { title: 'Mine' }, 1).expect(403);
    await caller.change(`follow-ups/${newId()}/steps`, 1, { step: 'reopen' }).expect(403);
  });

  it('asks anybody else to sign in', async () => {
    await t.as(null).post('follow-ups', promise()).expect(401);
    await t.as(null).get('follow-ups').expect(401);
  });
});

describe('logging an interaction and its promise at once', () => {
  const interaction = (given: object = {}): object => ({
    kind: 'meeting',
    happenedAt: '2026-06-10T08:00:00Z',
    subject: 'What she promised',
    participants: [{ expertId: expert.id }],
    ...given,
  });

  it('makes the follow-up about the interaction', async () => {
    const { body } = await asLiaison.post('follow-ups', promise({ interaction: interaction() })).expect(201);
    expect(body.about).toMatchObject({ kind: 'interaction', label: 'What she promised' });
    const logged = await asLiaison.get(`interactions/${body.about.id}`).expect(200);
    expect(logged.body.participants).toMatchObject([{ id: expert.id }]);
    expect(logged.body).toMatchObject({ topics: [], chathamHouse: false, notes: null });
  });

  it('keeps neither when one of them is wrong', async () => {
    const count = async (): Promise<number> => {
      const [row] = await t.source.query(
        'select (select count(*) from interactions)::int + (select count(*) from follow_ups)::int as count',
      );
      return row.count;
    };
    const before = await count();
    const wrongInteraction = promise({ interaction: interaction({ participants: [{ expertId: newId() }] }) });
    expect(pointersOf((await asLiaison.post('follow-ups', wrongInteraction).expect(400)).body)).toEqual([
      '/interaction/participants',
    ]);
    const ahead = promise({ interaction: interaction({ happenedAt: '2028-06-11T08:00:00Z' }) });
    expect(pointersOf((await asLiaison.post('follow-ups', ahead).expect(400)).body)).toEqual([
      '/interaction/happenedAt',
    ]);
    const wrongPromise = promise({ interaction: interaction(), assigneeUserId: newId() });
    expect(pointersOf((await asLiaison.post('follow-ups', wrongPromise).expect(400)).body)).toEqual([
      '/assigneeUserId',
    ]);
    expect(await count()).toBe(before);
  });

  it('is about one thing', async () => {
    const both = promise({ interaction: interaction(), about: { kind: 'expert', id: expert.id } });
    expect(pointersOf((await asLiaison.post('follow-ups', both).expect(400)).body)).toEqual(['/about']);
  });
});

describe('reading and changing one follow-up', () => {
  it.each(['not-an-id', newId()])('answers %s with not found', async (id) => {
    await asLiaison.get(`follow-ups/${id}`).expect(404);
  });

  it("hides another agency's, and only reads one that is shared", async () => {
    const agency_id = foreigner.organisationId;
    const hidden = await t.make.followUp({ agency_id });
    const shared = await t.make.followUp({ agency_id, sharing: 'uk_law_enforcement' });
    await asLiaison.get(`follow-ups/${hidden.id}`).expect(404);
    await asLiaison.patch(`follow-ups/${hidden.id}`, { title: 'Mine' }, 1).expect(404);
    await asLiaison.change(`follow-ups/${hidden.id}/steps`, 1, { step: 'cancel', reason: 'Why' }).expect(404);
    const { body } = await asLiaison.get(`follow-ups/${shared.id}`).expect(200);
    expect(body.steps).toEqual([]);
    await asLiaison.patch(`follow-ups/${shared.id}`, { title: 'Mine' }, 1).expect(403);
    await asLiaison.change(`follow-ups/${shared.id}/steps`, 1, { step: 'cancel', reason: 'Why' }).expect(403);
  });

  it('shows neither what it is about nor its neighbours to a reader who may not see those', async () => {
    const agency_id = foreigner.organisationId;
    const interaction = await t.make.interaction({ agency_id });
    const first = await t.make.followUp({ agency_id, status: 'done', completed_on: '2026-06-01' });
    const shared = await t.make.followUp({
      agency_id,
      sharing: 'uk_law_enforcement',
      about_interaction_id: interaction.id,
      continues_id: first.id,
    });
    const { body } = await asLiaison.get(`follow-ups/${shared.id}`).expect(200);
    expect(body).toMatchObject({ about: null, continuesId: null });
    const own = await t.as(foreigner.token).get(`follow-ups/${shared.id}`).expect(200);
    expect(own.body).toMatchObject({ about: { id: interaction.id }, continuesId: first.id });
  });

  it('changes what is promised, and clears with null', async () => {
    const { id } = (await asLiaison.post('follow-ups', promise({ details: 'Words' })).expect(201)).body;
    const { body, headers } = await t
      .as(colleague.token)
      .patch(`follow-ups/${id}`, { title: 'Send both papers', details: null, dueOn: '2026-06-09' }, 1)
      .expect(200);
    expect(headers.etag).toBe('"2"');
    expect(body).toMatchObject({ title: 'Send both papers', details: null, state: 'overdue', priority: 'normal' });
    expect(await eventsOf(id)).toHaveLength(2);
  });

  it.each<[string, object, string[]]>([
    ['null for a title', { title: null }, ['/title']],
    ['null for a day', { dueOn: null }, ['/dueOn']],
    ['an assignee, which is a step', { assigneeUserId: newId() }, ['/assigneeUserId']],
  ])('refuses %s', async (_what, dto, pointers) => {
    const { id } = await t.make.followUp({ agency_id: agency.id });
    expect(pointersOf((await asLiaison.patch(`follow-ups/${id}`, dto, 1).expect(400)).body)).toEqual(pointers);
  });

  it('asks for the version, and refuses a stale one', async () => {
    const { id } = await t.make.followUp({ agency_id: agency.id });
    await asLiaison.patch(`follow-ups/${id}`, { title: 'One' }).expect(428);
    await asLiaison.patch(`follow-ups/${id}`, { title: 'One' }, 1).expect(200);
    await asLiaison.patch(`follow-ups/${id}`, { title: 'Two' }, 1).expect(412);
  });

  it('leaves a closed one alone', async () => {
    const { id } = await t.make.followUp({ agency_id: agency.id, status: 'done', completed_on: '2026-06-01' });
    const { body } = await asLiaison.patch(`follow-ups/${id}`, { title: 'Something else' }, 1).expect(409);
    expect(body.detail).toBe('This follow-up is done. Reopen it before you change it.');
  });
});
