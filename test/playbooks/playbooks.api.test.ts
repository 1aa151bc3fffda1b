import { startOnEntry, startOnExecution, startOnRelationship } from '../../src/features/playbooks/playbooks.jobs.js';
import { PlaybooksWorker } from '../../src/features/playbooks/playbooks.worker.js';
import { systemActor } from '../../src/kernel/actor.js';
import { newId } from '../../src/kernel/identifier.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let liaison: Person;
let as: Caller;
let asAdmin: Caller;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());
beforeEach(async () => {
  t.time.set('2026-06-10T09:00:00Z');
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  as = t.as(liaison.token);
  asAdmin = t.as((await t.make.user('admin', agency.id)).token);
});

const step = (given: object = {}): object => ({
  title: 'Ask how it goes',
  offsetDays: 7,
  dayCount: 'calendar',
  priority: 'normal',
  assignee: 'owner',
  ...given,
});
const terms = (given: object = {}): object => ({ name: 'Welcome', aboutKind: 'expert', steps: [step()], ...given });
const made = async (given: object = {}, who: Caller = as): Promise<{ id: string; version: number }> =>
  (await who.post('playbooks', terms(given)).expect(201)).body;
const start = (id: string, about: object, startsOn = '2026-06-10', who: Caller = as) =>
  who.post(`playbooks/${id}/starts`, { about, startsOn });
const expert = (given: object = {}) => t.make.expert({ agency_id: agency.id, ...given });
/** The follow-ups about a record, of whichever kind it is. */
const promised = (id: string): Promise<Record<string, unknown>[]> =>
  t.source.query(
    `select title, due_on as due, assignee_user_id as assignee, created_by_user_id as maker, priority, sharing, marking, playbook_start_id as start
      from follow_ups where $1 in (about_expert_id, about_agreement_id, about_organisation_id) order by due_on, title`,
    [id],
  );

describe('a playbook', () => {
  it('is made for one’s agency, changed under its version, retired and brought back', async () => {
    const { body } = await as.post('playbooks', terms({ beginsOn: 'expert.entered' })).expect(201);
    expect(body).toMatchObject({
      version: 1,
      agency: { id: agency.id },
      beginsOn: 'expert.entered',
      beginsByItself: false,
      retiredOn: null,
      changeable: true,
    });
    const change = { beginsByItself: true, steps: [step(), step({ title: 'Again', offsetDays: 14 })] };
    await as.patch(`playbooks/${body.id}`, change, 2).expect(412);
    const changed = (await as.patch(`playbooks/${body.id}`, change, 1).expect(200)).body;
    expect(changed).toMatchObject({ version: 2, beginsByItself: true, name: 'Welcome' });
    expect(changed.steps).toHaveLength(2);
    expect((await as.patch(`playbooks/${body.id}`, { retired: true }, 2).expect(200)).body.retiredOn).toBe(
      '2026-06-10',
    );
    expect((await as.patch(`playbooks/${body.id}`, { retired: false }, 3).expect(200)).body.retiredOn).toBeNull();
    const audit = await t.source.query('select verb from audit_entries where record_id = $1 order by id', [body.id]);
    expect(audit.map(({ verb }: { verb: string }) => verb)).toEqual([
      'playbook.create',
      'playbook.change',
      'playbook.retire',
      'playbook.bring-back',
    ]);
  });

  it('for all agencies is an administrator’s, and everybody starts it', async () => {
    const { id } = await made({}, asAdmin);
    expect((await as.get(`playbooks/${id}`).expect(200)).body).toMatchObject({ agency: null, changeable: false });
    await as.patch(`playbooks/${id}`, { name: 'Mine' }, 1).expect(403);
    await start(id, { kind: 'expert', id: (await expert()).id }).expect(201);
    const own = await made();
    await asAdmin.get(`playbooks/${own.id}`).expect(404);
    await asAdmin.patch(`playbooks/${own.id}`, { name: 'Theirs' }, 1).expect(404);
  });

  it('of another agency is absent', async () => {
    const { id } = await made();
    const partner = t.as((await t.make.user('partner', (await t.make.agency()).id)).token);
    await partner.get(`playbooks/${id}`).expect(404);
    await partner.patch(`playbooks/${id}`, { name: 'x' }, 1).expect(404);
    await partner.get(`playbooks/${id}/preview?startsOn=2026-06-10`).expect(404);
    await start(id, { kind: 'expert', id: newId() }, '2026-06-10', partner).expect(404);
    const { body } = await partner.get('playbooks').expect(200);
    expect(body.items.map((one: { id: string }) => one.id)).not.toContain(id);
  });

  it('comes with the installation, twice, and starts nothing by itself yet', async () => {
    const { body } = await as.get('playbooks').expect(200);
    const common = body.items.filter((one: { agency: unknown; changeable: boolean }) => one.agency === null);
    expect(common.map(({ name, beginsByItself }: Record<string, unknown>) => [name, beginsByItself])).toEqual(
      expect.arrayContaining([
        ['After a data sharing agreement is signed', false],
        ['Welcome of a new expert', false],
      ]),
    );
  });

  it.each<[string, object, string]>([
    ['no name', { name: ' ' }, '/name'],
    ['no follow-up', { steps: [] }, '/steps'],
    ['too many', { steps: Array.from({ length: 21 }, () => step()) }, '/steps'],
    ['a day before the start', { steps: [step({ offsetDays: -1 })] }, '/steps/0/offsetDays'],
    ['three years', { steps: [step({ offsetDays: 731 })] }, '/steps/0/offsetDays'],
    ['the event of another kind', { beginsOn: 'agreement.executed' }, '/beginsOn'],
    ['by itself without an event', { beginsByItself: true }, '/beginsByItself'],
    ['a kind that there is not', { aboutKind: 'interaction' }, '/aboutKind'],
  ])('is refused with %s', async (_what, given, pointer) => {
    const { body } = await as.post('playbooks', terms(given)).expect(400);
    expect(body.errors.map((one: { pointer: string }) => one.pointer)).toContain(pointer);
  });
});

describe('starting one', () => {
  it('shows its days first, and then promises all of it, for the owner or the starter', async () => {
    const { id } = await made({
      steps: [
        step({ title: 'Later', offsetDays: 5, dayCount: 'working', priority: 'high' }),
        step({ title: 'At once', offsetDays: 0, assignee: 'starter' }),
      ],
    });
    const { body } = await as.get(`playbooks/${id}/preview?startsOn=2026-08-28`).expect(200);
    // The bank holiday of 31 August and a weekend lie between.
    expect(body.items).toMatchObject([
      { title: 'At once', dueOn: '2026-08-28' },
      { title: 'Later', dueOn: '2026-09-07' },
    ]);
    const person = await expert();
    const started = await start(id, { kind: 'expert', id: person.id }, '2026-08-28').expect(201);
    expect(started.body).toMatchObject({ followUps: 2, toDo: 2, event: null, startedBy: { id: liaison.id } });
    expect(await promised(person.id)).toMatchObject([
      { title: 'At once', due: '2026-08-28', assignee: liaison.id, maker: liaison.id, start: started.body.id },
      { title: 'Later', due: '2026-09-07', assignee: null, priority: 'high' },
    ]);
    const { body: list } = await as.get(`playbooks/starts?kind=expert&id=${person.id}`).expect(200);
    expect(list.items).toMatchObject([{ id: started.body.id, playbook: { id, name: 'Welcome' } }]);
    const events = await t.source.query(
      `select 1 from outbox_events where name = 'follow-ups.changed' and payload ->> 'followUpId' in
        (select id::text from follow_ups where playbook_start_id = $1)`,
      [started.body.id],
    );
    expect(events).toHaveLength(2);
  });

  it('is possible about agreements and organisations, and marks and shares as the agreement is', async () => {
    const agreement = await t.make.agreement({
      agency_id: agency.id,
      owner_user_id: liaison.id,
      sharing: 'named',
      marking: 'OFFICIAL-SENSITIVE',
    });
    const one = await made({ aboutKind: 'agreement' });
    await start(one.id, { kind: 'agreement', id: agreement.id }).expect(201);
    expect(await promised(agreement.id)).toMatchObject([{ sharing: 'named', marking: 'OFFICIAL-SENSITIVE' }]);
    const body = await t.make.organisation();
    const other = await made({ aboutKind: 'organisation' });
    await start(other.id, { kind: 'organisation', id: body.id }).expect(201);
    expect(await promised(body.id)).toHaveLength(1);
  });

  it('is refused of one that is retired, about another kind, and about what is hidden', async () => {
    const { id } = await made();
    const { body } = await start(id, { kind: 'organisation', id: newId() }).expect(400);
    expect(body.errors).toMatchObject([{ pointer: '/about/kind' }]);
    const elsewhere = await t.make.agency();
    const hidden = await t.make.expert({ agency_id: elsewhere.id, privacy_notice_sent_on: null });
    const answers = await Promise.all([hidden.id, newId()].map((one) => start(id, { kind: 'expert', id: one })));
    expect(answers.map(({ status, body: told }) => [status, told.errors[0].pointer])).toEqual([
      [400, '/about/id'],
      [400, '/about/id'],
    ]);
    await as.get(`playbooks/starts?kind=expert&id=${hidden.id}`).expect(404);
    await as.patch(`playbooks/${id}`, { retired: true }, 1).expect(200);
    await start(id, { kind: 'expert', id: (await expert()).id }).expect(409);
  });

  it('tells nothing of what another agency has started', async () => {
    const person = await expert();
    const { id } = await made();
    await start(id, { kind: 'expert', id: person.id }).expect(201);
    const partner = t.as((await t.make.user('partner', (await t.make.agency()).id)).token);
    const { body } = await partner.get(`playbooks/starts?kind=expert&id=${person.id}`).expect(200);
    expect(body.items).toEqual([]);
  });
});

describe('an event', () => {
  const tell = (name: 'executed' | 'entered' | 'begun', payload: Record<string, string>): Promise<void> =>
    t.app.get(UnitOfWork).transaction(systemActor('test'), (tx) => t.app.get(PlaybooksWorker)[name](tx, payload));
  const eventsOf = async (name: string): Promise<Record<string, string>[]> =>
    (await t.source.query('select payload from outbox_events where name = $1 order by id', [name])).map(
      ({ payload }: { payload: Record<string, string> }) => payload,
    );

  it('starts what is switched on, once however often it is told of, with nobody as its starter', async () => {
    await made({ beginsOn: 'expert.entered', beginsByItself: true, steps: [step({ assignee: 'starter' })] });
    await made({ name: 'Off', beginsOn: 'expert.entered' });
    const { body } = await as
      .post('experts', { kind: 'academic', givenName: 'Ada', familyName: 'Entered', lawfulBasis: 'public_task' })
      .expect(201);
    const events = await eventsOf('experts.entered');
    expect(events).toContainEqual({ expertId: body.id });
    await tell('entered', { expertId: body.id });
    await tell('entered', { expertId: body.id });
    expect(await promised(body.id)).toMatchObject([
      { title: 'Ask how it goes', due: '2026-06-17', assignee: null, maker: null },
    ]);
    const { items } = (await as.get(`playbooks/starts?kind=expert&id=${body.id}`).expect(200)).body;
    expect(items).toMatchObject([{ event: 'expert.entered', startedBy: null }]);
    // By hand it can be started again.
    const { id } = (await as.get('playbooks').expect(200)).body.items.find(
      (one: { name: string }) => one.name === 'Welcome',
    );
    await start(id, { kind: 'expert', id: body.id }).expect(201);
  });

  it('is the execution of an agreement, or the beginning of a relationship', async () => {
    await made({ aboutKind: 'agreement', beginsOn: 'agreement.executed', beginsByItself: true });
    await made({ beginsOn: 'relationship.begun', beginsByItself: true });
    const agreement = await t.make.agreement({ agency_id: agency.id, stage: 'executed', executed_on: '2026-06-09' });
    await tell('executed', { agreementId: agreement.id });
    expect(await promised(agreement.id)).toHaveLength(1);
    const person = await expert();
    await as.post(`experts/${person.id}/relationships`, {}).expect(201);
    const [{ relationshipId }] = (await eventsOf('relationships.begun')).slice(-1);
    await tell('begun', { relationshipId });
    expect(await promised(person.id)).toHaveLength(1);
  });

  it('of another agency starts nothing of one’s own, and what is for all is started for whoever it happened to', async () => {
    const { id } = await made({ beginsOn: 'expert.entered', beginsByItself: true });
    const common = await made({ name: 'For all', beginsOn: 'expert.entered', beginsByItself: true }, asAdmin);
    const elsewhere = await t.make.agency();
    const person = await t.make.expert({ agency_id: elsewhere.id });
    await tell('entered', { expertId: person.id });
    const started = await t.source.query(
      'select playbook_id as id, agency_id as agency from playbook_starts where about_expert_id = $1',
      [person.id],
    );
    expect(started).toEqual([{ id: common.id, agency: elsewhere.id }]);
    await asAdmin.patch(`playbooks/${common.id}`, { retired: true }, 1).expect(200);
    const other = await expert();
    await tell('entered', { expertId: other.id });
    const of = await t.source.query('select playbook_id as id from playbook_starts where about_expert_id = $1', [
      other.id,
    ]);
    expect(of).toEqual([{ id }]);
  });

  it('is told of by the signature that executes the agreement', async () => {
    const agreement = await t.make.agreement({ agency_id: agency.id, stage: 'awaiting_signature' });
    for (const [index, organisationId] of agreement.parties.entries())
      await as
        .change(`agreements/${agreement.id}/steps`, index + 1, {
          step: 'sign',
          organisationId,
          on: '2026-06-09',
          signatoryName: 'Somebody',
        })
        .expect(200);
    expect(await eventsOf('agreements.executed')).toContainEqual({ agreementId: agreement.id });
  });

  it('has a job each', () => {
    expect([startOnEntry, startOnExecution, startOnRelationship].map(({ on }) => on.name)).toEqual([
      'experts.entered',
      'agreements.executed',
      'relationships.begun',
    ]);
  });
});
