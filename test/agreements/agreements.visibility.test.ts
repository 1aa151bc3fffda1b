import type { Response } from 'supertest';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

/** Stands in every text of records that somebody must not see. */
const canary = 'Canary-8431';

let t: TestApp;
let agency: { id: string; name: string };
let other: { id: string; name: string };
let government: { id: string };
let overseas: { id: string };
const people: Record<string, Person> = {};

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  other = await t.make.agency();
  government = await t.make.agency({ kind: 'department', audience: 'uk_government' });
  overseas = await t.make.agency({ kind: 'international', audience: 'overseas' });
  const unit = await t.make.organisation({ kind: 'unit', parent_id: agency.id });
  const staff = [
    ['owner', 'liaison', agency.id],
    ['deputy', 'liaison', agency.id],
    ['author', 'liaison', agency.id],
    ['colleague', 'liaison', agency.id],
    ['unitColleague', 'partner', unit.id],
    ['assignee', 'approver', agency.id],
    ['otherApprover', 'approver', agency.id],
    ['admin', 'admin', agency.id],
    ['auditor', 'auditor', agency.id],
    ['host', 'host', agency.id],
    ['otherLiaison', 'partner', other.id],
    ['governmentLiaison', 'partner', government.id],
    ['overseasLiaison', 'partner', overseas.id],
  ] as const;
  for (const [name, role, organisation] of staff) people[name] = await t.make.user(role, organisation);
  const university = await t.make.organisation();
  for (const name of ['academic', 'otherAcademic']) {
    const expert = await t.make.expert({ agency_id: agency.id });
    people[name] = await t.make.user('academic', university.id, { expert_id: expert.id });
  }
});
afterAll(() => t.close());

const as = (name: string): Caller => t.as(people[name].token);

interface Made {
  id: string;
  reference: string;
  parties: string[];
}

async function agreement(given: object = {}, covered: string[] = []): Promise<Made> {
  const made = await t.make.agreement({
    agency_id: agency.id,
    owner_user_id: people.owner.id,
    deputy_user_id: people.deputy.id,
    created_by_user_id: people.author.id,
    title: `${canary} ${t.make.next()}`,
    ...given,
  });
  for (const expertId of covered)
    await t.make.row('agreement_covered_persons', { agreement_id: made.id, expert_id: expertId });
  return made;
}

const putTo = (made: Made, person: Person, given: object = {}): Promise<object> =>
  t.make.row('agreement_approvals', {
    id: `01890000-0000-7000-8000-${String(t.make.next()).padStart(12, '0')}`,
    agreement_id: made.id,
    assignee_user_id: person.id,
    asked_by_user_id: people.author.id,
    asked_at: t.clock.now(),
    ...given,
  });

const party = (made: Made, organisationId: string): Promise<object> =>
  t.make.row('agreement_parties', {
    id: `01890000-0000-7000-8001-${String(t.make.next()).padStart(12, '0')}`,
    agreement_id: made.id,
    organisation_id: organisationId,
  });

/** The answer without what differs between any two requests. */
const told = ({ status, body, headers }: Response): unknown => {
  const { requestId: _requestId, ...rest } = body as { requestId?: string };
  const { date: _date, ...kept } = headers as Record<string, string>;
  return { status, rest, kept };
};

describe('who reads', () => {
  const everybody = [
    'owner',
    'deputy',
    'author',
    'colleague',
    'unitColleague',
    'assignee',
    'otherApprover',
    'admin',
    'auditor',
    'host',
    'otherLiaison',
    'governmentLiaison',
    'overseasLiaison',
    'academic',
    'otherAcademic',
  ];
  const keepers = ['owner', 'deputy', 'author', 'colleague', 'unitColleague', 'assignee'];

  it.each<[string, object, string[]]>([
    ['its agency’s', { sharing: 'agency' }, [...keepers, 'academic']],
    ['a named one', { sharing: 'named' }, ['owner', 'deputy', 'author', 'assignee']],
    [
      'an OFFICIAL-SENSITIVE one',
      { sharing: 'named', marking: 'OFFICIAL-SENSITIVE' },
      ['owner', 'deputy', 'author', 'assignee'],
    ],
    ['one for law enforcement', { sharing: 'uk_law_enforcement' }, [...keepers, 'otherLiaison', 'academic']],
    ['one for government', { sharing: 'uk_government' }, [...keepers, 'otherLiaison', 'governmentLiaison', 'academic']],
    [
      'one for all partners',
      { sharing: 'all_partners' },
      [...keepers, 'otherLiaison', 'governmentLiaison', 'overseasLiaison', 'academic'],
    ],
  ])(
    '%s is in the record, list, count and search of those who may, and absent for all others',
    async (_w, given, may) => {
      const made = await agreement({ stage: 'awaiting_signature', ...given }, [people.academic.expertId!]);
      await putTo(made, people.assignee);
      const q = made.reference.toLowerCase();
      for (const name of everybody) {
        const [record, byReference, list, count] = [
          await as(name).get(`agreements/${made.id}`),
          await as(name).get(`agreements/${made.reference}`),
          await as(name).get(`agreements?q=${q}`),
          await as(name).get(`agreements/count?q=${q}`),
        ];
        const outcome = [record.status, byReference.status, list.body.items?.length, count.body.count];
        if (['admin', 'auditor', 'host'].includes(name))
          expect([name, ...outcome]).toEqual([name, 403, 403, undefined, undefined]); // prettier-ignore
        else expect([name, ...outcome]).toEqual(may.includes(name) ? [name, 200, 200, 1, 1] : [name, 404, 404, 0, 0]);
        if (!may.includes(name))
          expect(JSON.stringify([record.body, byReference.body, list.body, count.body])).not.toContain(canary);
      }
    },
  );

  it('a party agency reads, by itself or through its unit, unless it is named; it changes nothing', async () => {
    const unit = await t.make.organisation({ kind: 'unit', parent_id: other.id });
    for (const bound of [other.id, unit.id]) {
      const made = await agreement({ stage: 'awaiting_signature' });
      await as('otherLiaison').get(`agreements/${made.id}`).expect(404);
      await party(made, bound);
      await as('otherLiaison').get(`agreements/${made.id}`).expect(200);
      await as('otherLiaison').patch(`agreements/${made.id}`, { title: 'Ours now' }, 1).expect(403);
      await as('otherLiaison').put(`agreements/${made.id}/people`, { people: [] }, 1).expect(403);
      for (const step of [
        { step: 'submit', assigneeUserId: people.otherLiaison.id },
        { step: 'approve' },
        { step: 'return', reason: 'x' },
        { step: 'withdraw', reason: 'x' },
      ])
        await as('otherLiaison').change(`agreements/${made.id}/steps`, 1, step).expect(403);
      await t.source.query("update agreements set sharing = 'named' where id = $1", [made.id]);
      await as('otherLiaison').get(`agreements/${made.id}`).expect(404);
      await as('otherLiaison').patch(`agreements/${made.id}`, { title: 'Ours now' }, 1).expect(404);
    }
  });

  it.each(['draft', 'in_approval', 'withdrawn'])(
    'what is in stage %s is not yet for parties and academics',
    async (stage) => {
      const made = await agreement({ stage }, [people.academic.expertId!]);
      await party(made, other.id);
      await as('otherLiaison').get(`agreements/${made.id}`).expect(404);
      await as('academic').get(`agreements/${made.id}`).expect(404);
      await as('colleague').get(`agreements/${made.id}`).expect(200);
    },
  );

  it('a grant opens one record until its day', async () => {
    const made = await agreement({ sharing: 'named' });
    const grant = { record_kind: 'agreement', record_id: made.id, user_id: people.otherLiaison.id };
    await t.make.row('access_grants', {
      id: `01890000-0000-7000-8002-${String(t.make.next()).padStart(12, '0')}`,
      ...grant,
      until_on: '2026-06-10',
      reason: 'Joint work',
      created_at: t.clock.now(),
      granted_by_user_id: people.owner.id,
    });
    await as('otherLiaison').get(`agreements/${made.id}`).expect(200);
    await as('otherLiaison').patch(`agreements/${made.id}`, { title: 'x' }, 1).expect(403);
    await as('governmentLiaison').get(`agreements/${made.id}`).expect(404);
    t.time.set('2026-06-11T09:00:00Z');
    await as('otherLiaison').get(`agreements/${made.id}`).expect(404);
    t.time.set('2026-06-10T09:00:00Z');
  });
});

describe('hidden and absent cannot be told apart', () => {
  const absent = '01890000-0000-7000-8000-ffffffffffff';
  it.each<[string, (caller: Caller, id: string) => Promise<Response>]>([
    ['reading', async (caller, id) => caller.get(`agreements/${id}`)],
    ['changing', async (caller, id) => caller.patch(`agreements/${id}`, { title: 'x' }, 1)],
    ['changing a version it does not have', async (caller, id) => caller.patch(`agreements/${id}`, { title: 'x' }, 77)],
    ['replacing parties', async (caller, id) => caller.put(`agreements/${id}/parties`, { parties: [] }, 1)],
    ['replacing people', async (caller, id) => caller.put(`agreements/${id}/people`, { people: [] }, 1)],
    ['approving', async (caller, id) => caller.change(`agreements/${id}/steps`, 1, { step: 'approve' })],
    [
      'withdrawing',
      async (caller, id) => caller.change(`agreements/${id}/steps`, 1, { step: 'withdraw', reason: 'x' }),
    ],
    ['withdrawing a version it does not have', async (caller, id) => caller.change(`agreements/${id}/steps`, 77, { step: 'withdraw', reason: 'x' })], // prettier-ignore
  ])('by %s', async (_what, call) => {
    const made = await agreement({ sharing: 'named', stage: 'in_approval' });
    for (const name of ['colleague', 'otherLiaison', 'otherApprover', 'academic', 'admin']) {
      const [hidden, missing] = [await call(as(name), made.id), await call(as(name), absent)];
      expect([403, 404]).toContain(hidden.status);
      expect(told(hidden)).toEqual(told(missing));
    }
  });

  it('by every filter: hidden records never count, whoever is asked for', async () => {
    const expert = await t.make.expert({ agency_id: agency.id });
    const university = await t.make.organisation();
    const made = await agreement(
      { sharing: 'named', type: 'secondment', end_on: '2026-08-01', stage: 'executed', executed_on: '2026-01-01' },
      [expert.id],
    );
    await party(made, university.id);
    const filters = [
      `expertId=${expert.id}`,
      `organisationId=${university.id}`,
      `ownerUserId=${people.owner.id}&type=secondment`,
      'type=secondment&status=expiring',
      'type=secondment&endsBefore=2026-08-01',
      'type=secondment&sort=ends_next',
      `q=${canary.toLowerCase()}&type=secondment`,
    ];
    for (const filter of filters) {
      expect((await as('colleague').get(`agreements?${filter}`).expect(200)).body).toEqual({
        items: [],
        nextCursor: null,
      });
      expect((await as('colleague').get(`agreements/count?${filter}`).expect(200)).body).toEqual({
        count: 0,
        more: false,
      });
      expect((await as('owner').get(`agreements?${filter}`).expect(200)).body.items).toHaveLength(1);
    }
  });

  it('by a cursor that points at it', async () => {
    const made = await agreement({ sharing: 'named' });
    const cursor = Buffer.from(JSON.stringify(['2026-06-10 09:00:00+00', made.id])).toString('base64url');
    const page = await as('otherLiaison').get(`agreements?cursor=${cursor}`).expect(200);
    expect(JSON.stringify(page.body)).not.toContain(made.id);
  });
});

describe('inside a record that one may read', () => {
  it('the covered persons and people who are hidden from the reader are not there; the keeping agency loses none', async () => {
    const shown = await t.make.expert({ agency_id: agency.id });
    const objecting = await t.make.expert({ agency_id: agency.id, family_name: canary, objected_on: '2026-01-01' });
    const untold = await t.make.expert({ agency_id: agency.id, family_name: canary, privacy_notice_sent_on: null });
    const made = await agreement({ sharing: 'uk_law_enforcement', stage: 'awaiting_signature', title: 'Shared' }, [
      shown.id,
      objecting.id,
      untold.id,
      people.academic.expertId!,
    ]);
    await t.make.row('agreement_people', {
      id: `01890000-0000-7000-8003-${String(t.make.next()).padStart(12, '0')}`,
      agreement_id: made.id,
      organisation_id: made.parties[1],
      capacity: 'lead',
      name: `Ada ${canary}`,
      expert_id: untold.id,
    });
    const kept = await as('colleague').get(`agreements/${made.id}`).expect(200);
    expect(kept.body.coveredPersons).toHaveLength(4);
    expect(kept.body.people).toHaveLength(3);

    const read = await as('otherLiaison').get(`agreements/${made.id}`).expect(200);
    expect(read.body.coveredPersons.map((c: { expertId: string }) => c.expertId).sort()).toEqual(
      [shown.id, people.academic.expertId!].sort(),
    );
    expect(read.body.people).toHaveLength(2);
    expect(read.body).toMatchObject({ approvals: null, steps: [], missing: [] });
    expect(JSON.stringify(read.body)).not.toContain(canary);
    await as('otherLiaison').get(`agreements?expertId=${untold.id}`).expect(200, { items: [], nextCursor: null });

    const own = await as('academic').get(`agreements/${made.id}`).expect(200);
    expect(own.body.coveredPersons.map((c: { expertId: string }) => c.expertId)).toEqual([people.academic.expertId]);
    expect(own.body).toMatchObject({ approvals: null, steps: [] });
    expect(JSON.stringify(own.body)).not.toContain(canary);
  });

  it('who decides is told to the keeping agency alone, in the log and in refusals', async () => {
    const made = await agreement({ sharing: 'uk_law_enforcement', stage: 'in_approval', title: 'Shared' });
    await putTo(made, people.assignee, {});
    await t.source.query('update users set name = $1 where id = $2', [canary, people.assignee.id]);
    expect(JSON.stringify((await as('colleague').get(`agreements/${made.id}`)).body.approvals)).toContain(canary);
    for (const step of [{ step: 'approve' }, { step: 'return', reason: 'x' }]) {
      const refused = await as('otherLiaison').change(`agreements/${made.id}/steps`, 1, step).expect(403);
      expect(JSON.stringify(refused.body)).not.toContain(canary);
    }
    expect(JSON.stringify((await as('otherLiaison').get(`agreements/${made.id}`)).body)).not.toContain(canary);
  });

  it('a successor that is hidden is not named', async () => {
    const successor = await agreement({ sharing: 'named' });
    const made = await agreement({
      stage: 'executed',
      executed_on: '2026-01-01',
      superseded_by_id: successor.id,
      superseded_on: '2026-06-01',
    });
    expect((await as('owner').get(`agreements/${made.id}`)).body.supersededById).toBe(successor.id);
    expect((await as('colleague').get(`agreements/${made.id}`)).body).toMatchObject({
      status: 'superseded',
      supersededById: null,
    });
  });

  it('an expert whom one may not see can be neither covered nor named', async () => {
    const hidden = await t.make.expert({ agency_id: other.id, privacy_notice_sent_on: null });
    const made = await agreement({ title: 'Ours' });
    const [agencyParty] = made.parties;
    const person = { organisationId: agencyParty, capacity: 'lead', name: 'Ada', expertId: hidden.id };
    for (const body of [{ people: [person] }, { people: [], coveredExpertIds: [hidden.id] }]) {
      const refused = await as('owner').put(`agreements/${made.id}/people`, body, 1).expect(400);
      const absent = JSON.parse(JSON.stringify(body).replaceAll(hidden.id, '01890000-0000-7000-8000-eeeeeeeeeeee'));
      const missing = await as('owner').put(`agreements/${made.id}/people`, absent, 1).expect(400);
      expect(told(refused)).toEqual(told(missing));
    }
  });
});

describe('somebody who moves, loses a role or loses sight', () => {
  it('an approver who moved to another agency has left what was put to them behind', async () => {
    const moved = await t.make.user('approver', agency.id);
    const made = await agreement({ stage: 'in_approval' });
    await putTo(made, moved);
    await t.as(moved.token).get(`agreements/${made.id}`).expect(200);
    await t.source.query('update users set organisation_id = $1 where id = $2', [other.id, moved.id]);
    await t.as(moved.token).get(`agreements/${made.id}`).expect(404);
    await t.as(moved.token).change(`agreements/${made.id}/steps`, 1, { step: 'approve' }).expect(404);
  });

  it('nobody shuts themselves out: the change is refused and nothing is half written', async () => {
    const made = await agreement();
    for (const change of [{ sharing: 'named' }, { sharing: 'named', marking: 'OFFICIAL-SENSITIVE' }]) {
      const refused = await as('colleague').patch(`agreements/${made.id}`, change, 1).expect(409);
      expect(refused.body.detail).toMatch(/^After this change you could no longer read/);
    }
    expect((await as('colleague').get(`agreements/${made.id}`)).body).toMatchObject({ version: 1, sharing: 'agency' });
    await as('owner').patch(`agreements/${made.id}`, { sharing: 'named' }, 1).expect(200);
    await as('colleague').get(`agreements/${made.id}`).expect(404);
  });
});

describe('readings', () => {
  it('of OFFICIAL-SENSITIVE records are kept before the answer, one row with the id, and of hidden ones not at all', async () => {
    const made = await agreement({ sharing: 'named', marking: 'OFFICIAL-SENSITIVE' });
    await as('owner').get(`agreements/${made.id}`).expect(200);
    await as('colleague').get(`agreements/${made.id}`).expect(404);
    const rows = await t.source.query('select actor_user_id, marking from audit_readings where $1 = any(record_ids)', [
      made.id,
    ]);
    expect(rows).toEqual([{ actor_user_id: people.owner.id, marking: 'OFFICIAL-SENSITIVE' }]);
  });
});
