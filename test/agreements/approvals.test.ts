import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

/** Several people who have to agree before anybody signs: side by side, one after the other, handed on, covered for. */
let t: TestApp;
let agency: { id: string };
let author: Person;
let owner: Person;
let lawyer: Person;
let officer: Person;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  author = await t.make.user('liaison', agency.id);
  owner = await t.make.user('liaison', agency.id);
  lawyer = await t.make.user('approver', agency.id);
  officer = await t.make.user('approver', agency.id);
});
afterAll(() => t.close());

const as = (person: Person): Caller => t.as(person.token);
const draft = (given: object = {}) =>
  t.make.agreement({ agency_id: agency.id, created_by_user_id: author.id, owner_user_id: owner.id, ...given });
const step = (by: Person, id: string, version: number, said: object) =>
  as(by).change(`agreements/${id}/steps`, version, said);
const submit = (id: string, said: object = {}, version = 1) =>
  step(author, id, version, {
    step: 'submit',
    approvals: [
      { kind: 'business', assigneeUserId: officer.id, dueOn: '2026-06-20' },
      { kind: 'legal', assigneeUserId: lawyer.id },
    ],
    ...said,
  });
/** Two approvals of one person. */
const both = ({ id }: Person): object => ({
  approvals: ['business', 'legal'].map((kind) => ({ kind, assigneeUserId: id })),
});
const waiting = async (by: Person): Promise<{ agreement: { id: string }; kind: string; dueOn: string }[]> =>
  (await as(by).get('approvals?limit=100').expect(200)).body.items;

describe('side by side', () => {
  it('waits for signatures once the last of them has approved', async () => {
    const { id } = await draft();
    const asked = (await submit(id).expect(200)).body;
    expect(asked.approvals).toMatchObject([
      { kind: 'business', assignee: { id: officer.id }, dueOn: '2026-06-20', decision: null },
      { kind: 'legal', assignee: { id: lawyer.id }, dueOn: '2026-06-20', decision: null },
    ]);
    const first = (await step(lawyer, id, 2, { step: 'approve', reason: 'Sound' }).expect(200)).body;
    expect(first.status).toBe('in_approval');
    expect((await step(lawyer, id, 3, { step: 'approve' }).expect(409)).body.detail).toMatch(/^This is with /);
    const last = (await step(officer, id, 3, { step: 'approve' }).expect(200)).body;
    expect(last.status).toBe('awaiting_signature');
    expect(last.approvals).toMatchObject([{ decision: 'approved' }, { decision: 'approved', reason: 'Sound' }]);
  });

  it('two who approve at once do not overwrite each other: the second is told to look again', async () => {
    const { id } = await draft();
    await submit(id).expect(200);
    const answers = await Promise.all([lawyer, officer].map((by) => step(by, id, 2, { step: 'approve' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const { status, approvals } = (await as(author).get(`agreements/${id}`)).body;
    expect(status).toBe('in_approval');
    expect(approvals.filter(({ decision }: { decision: string | null }) => decision === null)).toHaveLength(1);
  });

  it('one who returns it ends the round, and what others had not decided is closed', async () => {
    const { id } = await draft();
    await submit(id).expect(200);
    await step(officer, id, 2, { step: 'approve' }).expect(200);
    const back = (await step(lawyer, id, 3, { step: 'return', reason: 'No liability clause' }).expect(200)).body;
    expect(back.status).toBe('draft');
    await submit(id, {}, 4).expect(200);
    const { approvals } = (await as(author).get(`agreements/${id}`)).body;
    expect(approvals.map(({ kind, decision }: { kind: string; decision: string }) => [kind, decision])).toEqual([
      ['business', 'approved'],
      ['legal', 'returned'],
      ['business', null],
      ['legal', null],
    ]);
  });

  it('decides one of several when it is named', async () => {
    const { id } = await draft();
    const { approvals } = (await submit(id, both(lawyer)).expect(200)).body;
    const [business] = approvals;
    await step(lawyer, id, 2, { step: 'approve', approvalId: business.id }).expect(200);
    const after = (await as(author).get(`agreements/${id}`)).body;
    expect(after.approvals.map(({ decision }: { decision: string }) => decision)).toEqual(['approved', null]);
    expect((await step(lawyer, id, 3, { step: 'approve', approvalId: business.id }).expect(409)).body.detail).toBe(
      'That approval is not yours to give, is not asked for yet, or is decided already.',
    );
  });
});

it('a wording that departs from the template asks for one more, which a lawyer gives', async () => {
  const { id } = await draft();
  const { body } = await as(author).put(`agreements/${id}/text`, {}, 1).expect(200);
  const clauses = body.clauses.map(({ code, heading, wording }: Record<string, string>) => ({
    code,
    heading,
    wording,
  }));
  await as(author)
    .put(
      `agreements/${id}/text`,
      { clauses: [...clauses, { heading: 'Badges', wording: 'Visitors wear a badge.' }] },
      2,
    )
    .expect(200);
  const asked = (await submit(id, { approvals: undefined, assigneeUserId: lawyer.id }, 3).expect(200)).body.approvals;
  expect(asked.map(({ kind }: { kind: string }) => kind)).toEqual(['business', 'legal']);
});

describe('one after the other', () => {
  it('whoever comes later sees nothing of it before, and has their days from when they are asked', async () => {
    const { id } = await draft();
    await submit(id, { serial: true }).expect(200);
    await as(lawyer).get(`agreements/${id}`).expect(404);
    expect((await waiting(lawyer)).map(({ agreement }) => agreement.id)).not.toContain(id);
    await step(lawyer, id, 2, { step: 'approve' }).expect(404);

    t.time.set('2026-06-12T09:00:00Z');
    await step(officer, id, 2, { step: 'approve' }).expect(200);
    expect((await waiting(lawyer)).find(({ agreement }) => agreement.id === id)).toMatchObject({
      kind: 'legal',
      dueOn: '2026-06-22',
    });
    expect((await step(lawyer, id, 3, { step: 'approve' }).expect(200)).body.status).toBe('awaiting_signature');
  });

  it('one that is recalled is asked of nobody later on', async () => {
    const { id } = await draft();
    await submit(id, { serial: true }).expect(200);
    await step(author, id, 2, { step: 'recall', reason: 'A date is wrong' }).expect(200);
    await as(lawyer).get(`agreements/${id}`).expect(404);
  });
});

describe('handed on', () => {
  it('to a colleague, who decides; both stand in the log', async () => {
    const { id } = await draft();
    const colleague = await t.make.user('approver', agency.id);
    await submit(id, both(lawyer)).expect(200);
    const said = { step: 'delegate', assigneeUserId: colleague.id, reason: 'It is about data' };
    const handed = (await step(lawyer, id, 2, said).expect(200)).body;
    expect(handed.approvals.map(({ decision }: { decision: string }) => decision)).toEqual([
      'delegated',
      'delegated',
      null,
      null,
    ]);
    await step(lawyer, id, 3, { step: 'approve' }).expect(409);
    expect((await step(colleague, id, 3, { step: 'approve' }).expect(200)).body.status).toBe('awaiting_signature');
  });

  it.each<[string, () => Person, number, RegExp]>([
    ['the author', () => author, 409, /^Nobody approves an agreement they wrote\./],
    ['the owner', () => owner, 409, /^Nobody approves an agreement they own\./],
    ['themselves', () => lawyer, 409, /^They are asked to decide it already\./],
  ])('not to %s', async (_who, to, status, reason) => {
    const { id } = await draft();
    await submit(id, { approvals: undefined, assigneeUserId: lawyer.id }).expect(200);
    const refused = await step(lawyer, id, 2, { step: 'delegate', assigneeUserId: to().id, reason: 'Away' });
    expect(refused.status).toBe(status);
    expect(refused.body.detail).toMatch(reason);
  });

  it('not to somebody of another agency, and not without a reason', async () => {
    const { id } = await draft();
    const stranger = await t.make.user('approver', (await t.make.agency()).id);
    await submit(id, { approvals: undefined, assigneeUserId: lawyer.id }).expect(200);
    const said = { step: 'delegate', assigneeUserId: stranger.id, reason: 'Away' };
    expect((await step(lawyer, id, 2, said).expect(400)).body.errors).toMatchObject([{ pointer: '/assigneeUserId' }]);
    const { body } = await step(lawyer, id, 2, { step: 'delegate', assigneeUserId: officer.id }).expect(400);
    expect(body.errors).toMatchObject([{ pointer: '/reason', detail: 'Say why you hand it on.' }]);
  });
});

describe('while somebody is away', () => {
  const away = async (cover: Person): Promise<Person> =>
    t.make.user('approver', agency.id, {
      away_from: '2026-06-01',
      away_to: '2026-06-30',
      cover_user_id: cover.id,
    });

  it('their cover decides, and the log says who did', async () => {
    t.time.set('2026-06-30T22:00:00Z');
    const absent = await away(officer);
    const { id } = await draft();
    await submit(id, both(absent)).expect(200);
    expect((await waiting(officer)).map(({ agreement }) => agreement.id)).toContain(id);
    const decided = (await step(officer, id, 2, { step: 'approve' }).expect(200)).body;
    expect(decided.status).toBe('awaiting_signature');
    expect(decided.approvals).toMatchObject([{ decidedBy: { id: officer.id } }, { decidedBy: { id: officer.id } }]);
  });

  it('not a cover who wrote it', async () => {
    t.time.set('2026-06-12T09:00:00Z');
    const absent = await away(author);
    const { id } = await draft();
    await submit(id, { approvals: undefined, assigneeUserId: absent.id }).expect(200);
    expect((await step(author, id, 2, { step: 'approve' }).expect(409)).body.detail).toBe(
      'Nobody approves an agreement they wrote, own or submitted.',
    );
  });

  it('their cover neither reads nor decides it from the day they are back', async () => {
    t.time.set('2026-06-30T23:00:00Z'); // midnight in London: 1 July
    const absent = await away(officer);
    const { id } = await draft();
    await submit(id, { approvals: undefined, assigneeUserId: absent.id }).expect(200);
    await as(officer).get(`agreements/${id}`).expect(404);
    await step(officer, id, 2, { step: 'approve' }).expect(404);
  });
});

describe('the list', () => {
  it('shows an approver what is put to them alone, whatever they ask for; staff see their agency’s', async () => {
    t.time.set('2026-06-10T09:00:00Z');
    const { id } = await draft();
    const newcomer = await t.make.user('approver', agency.id);
    await submit(id).expect(200);
    for (const whose of ['mine', 'agency'])
      expect((await as(newcomer).get(`approvals?whose=${whose}`).expect(200)).body.items).toEqual([]);
    const ofAgency = (await as(owner).get('approvals?whose=agency&limit=100').expect(200)).body.items;
    expect(ofAgency.filter(({ agreement }: { agreement: { id: string } }) => agreement.id === id)).toHaveLength(2);
    const stranger = await t.make.user('liaison', (await t.make.agency()).id);
    expect((await as(stranger).get('approvals?whose=agency').expect(200)).body.items).toEqual([]);
  });

  it('goes page by page, the oldest first, and what was decided the newest first', async () => {
    const reader = await t.make.user('approver', agency.id);
    const ids: string[] = [];
    for (const hour of ['10', '11', '12']) {
      t.time.set(`2026-06-10T${hour}:00:00Z`);
      const { id } = await draft({ type: 'advisory_terms' });
      ids.push(id);
      await submit(id, { approvals: undefined, assigneeUserId: reader.id }).expect(200);
    }
    const first = (await as(reader).get('approvals?limit=2').expect(200)).body;
    const second = (await as(reader).get(`approvals?limit=2&cursor=${first.nextCursor}`).expect(200)).body;
    const shown = [...first.items, ...second.items].map(({ agreement }) => agreement.id);
    expect(shown).toEqual(ids);
    for (const [index, id] of ids.entries()) {
      t.time.set(`2026-06-10T13:0${index}:00Z`);
      await step(reader, id, 2, { step: 'approve' }).expect(200);
    }
    const decided = (await as(reader).get('approvals?state=decided').expect(200)).body.items;
    expect(decided.map(({ agreement }: { agreement: { id: string } }) => agreement.id)).toEqual(ids.toReversed());
  });
});

describe('reminders of a decision', () => {
  it('go to whoever decides, before and after the day, and stop with the decision', async () => {
    t.time.set('2026-07-01T06:00:00Z'); // before the hour at which reminders go out
    const reader = await t.make.user('approver', agency.id);
    const { id } = await draft({ type: 'advisory_terms' });
    await submit(id, { approvals: undefined, assigneeUserId: reader.id, dueOn: '2026-07-03' }).expect(200);
    await t.runner.run('reminders.sweep');
    const ledger = () =>
      t.source.query<{ on: string; state: string; to: string }[]>(
        `select to_char(r.send_on, 'YYYY-MM-DD') as on, r.state, r.recipient_user_id as to from reminders r
         join reminder_rules rule on rule.id = r.rule_id
         where r.record_id = $1 and rule.code = 'approval-due' order by r.send_on`,
        [id],
      );
    expect(await ledger()).toEqual([
      { on: '2026-07-01', state: 'scheduled', to: reader.id },
      { on: '2026-07-03', state: 'scheduled', to: reader.id },
      { on: '2026-07-06', state: 'scheduled', to: reader.id },
    ]);
    await step(reader, id, 2, { step: 'approve' }).expect(200);
    await t.runner.run('reminders.sweep');
    expect((await ledger()).map(({ state }) => state)).toEqual(['superseded', 'superseded', 'superseded']);
  });
});
