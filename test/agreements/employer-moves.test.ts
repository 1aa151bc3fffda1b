import { newId } from '../../src/kernel/identifier.js';
import { flagEmployerMove } from '../../src/features/agreements/employer-moves/employer-moves.jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let owner: Person;
let deputy: Person;
let lead: Person;

beforeAll(async () => {
  // With the queue's own workers: what is published is carried out as it would be.
  t = await startTestApp({ withWorkers: true });
  agency = await t.make.agency();
  [owner, deputy, lead] = [
    await t.make.user('liaison', agency.id),
    await t.make.user('liaison', agency.id),
    await t.make.user('liaison', agency.id),
  ];
  await t.source.query('update organisations set lead_user_id = $2 where id = $1', [agency.id, lead.id]);
}, 180_000);
afterAll(() => t.close());

const executed = { stage: 'executed', executed_on: '2026-01-10' };

interface Case {
  readonly expertId: string;
  readonly affiliationId: string;
  readonly organisationId: string;
  readonly agreementId: string;
  readonly reference: string;
}

/** Somebody with a post, and an agreement that covers them and binds where they work. */
async function resting(given: object = {}, person: object = {}): Promise<Case> {
  const { id: expertId } = await t.make.expert({ agency_id: agency.id, ...person });
  const post = await t.make.affiliation({ expert_id: expertId });
  const { id, reference } = await covering(expertId, post.organisationId, given);
  return { expertId, affiliationId: post.id, organisationId: post.organisationId, agreementId: id, reference };
}

async function covering(expert_id: string, organisation_id: string | null, given: object = {}) {
  const made = await t.make.agreement({
    agency_id: agency.id,
    owner_user_id: owner.id,
    deputy_user_id: deputy.id,
    ...executed,
    ...given,
  });
  await t.make.row('agreement_covered_persons', { agreement_id: made.id, expert_id });
  if (organisation_id !== null)
    await t.make.row('agreement_parties', { id: newId(), agreement_id: made.id, organisation_id });
  return made;
}

const close = (one: Case, endedOn: string | null = '2026-06-09', version = 1) =>
  t
    .as(owner.token)
    .patch(`experts/${one.expertId}/affiliations/${one.affiliationId}`, { endedOn }, version)
    .expect(200);

/** Waits until every event so far is carried out, and what followed from it. */
async function settled(): Promise<void> {
  const patience = Date.now() + 60_000;
  for (;;) {
    const [{ owed }] = await t.source.query<{ owed: number }[]>(`select
      (select count(*) from outbox_events where relayed_at is null)::integer
      + (select count(*) from outbox_deliveries where done_at is null)::integer as owed`);
    if (owed === 0) return;
    if (Date.now() > patience) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const followUpsAbout = (agreementId: string) =>
  t.source.query<{ id: string; title: string; sharing: string; marking: string; details: string }[]>(
    'select id, title, sharing, marking, details from follow_ups where about_agreement_id = $1',
    [agreementId],
  );
const movesOf = async (agreementId: string, person = owner) =>
  (await t.as(person.token).get(`agreements/${agreementId}`).expect(200)).body.employerMoves as {
    id: string;
    settlement: object | null;
  }[];

describe('when a covered person’s primary post is closed', () => {
  it('the agreement is flagged and its owner gets a follow-up, once however often it is tried', async () => {
    const one = await resting();
    await close(one);
    await settled();
    const moves = await movesOf(one.agreementId);
    expect(moves).toMatchObject([
      {
        expert: { id: one.expertId },
        organisation: { id: one.organisationId },
        leftOn: '2026-06-09',
        settlement: null,
      },
    ]);
    const [followUp, ...others] = await followUpsAbout(one.agreementId);
    expect(others).toEqual([]);
    const { body } = await t.as(owner.token).get(`follow-ups/${followUp.id}`).expect(200);
    expect(body).toMatchObject({
      dueOn: '2026-06-24',
      assignee: null,
      effectiveAssignee: { id: owner.id },
      about: { kind: 'agreement', id: one.agreementId },
      createdBy: null,
    });

    // The same delivery again, the event published again, and the post opened and closed again.
    const [{ delivery }] = await t.source.query<{ delivery: string }[]>(
      `select d.id as delivery from outbox_deliveries d join outbox_events e on e.id = d.event_id
       where d.job = $1 and e.payload ->> 'affiliationId' = $2`,
      [flagEmployerMove.name, one.affiliationId],
    );
    await t.runner.run(flagEmployerMove.name, delivery);
    await t.source.query('update outbox_deliveries set done_at = null where id = $1', [delivery]);
    await t.runner.run(flagEmployerMove.name, delivery);
    await close(one, null, 2);
    await close(one, '2026-06-08', 3);
    await settled();
    expect([(await movesOf(one.agreementId)).length, (await followUpsAbout(one.agreementId)).length]).toEqual([1, 1]);
  });

  it('the first page of whoever looks after it says so, until it is settled', async () => {
    const one = await resting();
    await close(one);
    await settled();
    const said = (page: { text: string }): boolean =>
      page.text.includes('rests on an employer that somebody it covers leaves') && page.text.includes(one.reference);
    for (const [person, told] of [
      [owner, true],
      [deputy, true],
      [lead, false],
    ] as const)
      expect([told, said(await (await t.asBrowser(person)).get('/'))]).toEqual([told, told]);
  });

  it('the flag moves no version, so nobody who edits meets it', async () => {
    const one = await resting();
    await close(one);
    await settled();
    const { body } = await t.as(owner.token).get(`agreements/${one.agreementId}`).expect(200);
    expect([body.version, body.employerMoves.length]).toEqual([1, 1]);
  });

  it.each<[string, object, boolean]>([
    ['a draft', { stage: 'draft', executed_on: null }, true],
    ['one in approval', { stage: 'in_approval', executed_on: null }, true],
    ['one that waits for signatures', { stage: 'awaiting_signature', executed_on: null }, true],
    ['one signed and not yet in force', { effective_on: '2026-07-01' }, true],
    ['one on its last day', { end_on: '2026-06-10' }, true],
    ['one that ended the day before', { end_on: '2026-06-09' }, false],
    ['one that was terminated', { terminated_on: '2026-06-10' }, false],
    ['one that was withdrawn', { stage: 'withdrawn', executed_on: null, withdrawn_on: '2026-06-01' }, false],
  ])('%s', async (_what, given, flagged) => {
    const one = await resting(given);
    await close(one);
    await settled();
    expect([(await movesOf(one.agreementId)).length, (await followUpsAbout(one.agreementId)).length]).toEqual(
      flagged ? [1, 1] : [0, 0],
    );
  });

  it('an agreement with another employer, or that does not cover the person, is left alone', async () => {
    const one = await resting();
    const elsewhere = await covering(one.expertId, null);
    const other = await t.make.expert({ agency_id: agency.id });
    const ofOthers = await covering(other.id, one.organisationId);
    await close(one);
    await settled();
    for (const { id } of [elsewhere, ofOthers])
      expect([(await movesOf(id)).length, (await followUpsAbout(id)).length]).toEqual([0, 0]);
  });

  it('another post with the same employer keeps it', async () => {
    const one = await resting();
    await t.make.affiliation({ expert_id: one.expertId, organisation_id: one.organisationId, is_primary: false });
    await close(one);
    await settled();
    expect(await movesOf(one.agreementId)).toEqual([]);
  });

  it('several agreements are flagged each', async () => {
    const one = await resting();
    const second = await covering(one.expertId, one.organisationId);
    await close(one);
    await settled();
    for (const id of [one.agreementId, second.id])
      expect([(await movesOf(id)).length, (await followUpsAbout(id)).length]).toEqual([1, 1]);
  });

  it.each<[string, () => object, () => Person]>([
    ['its owner', () => ({}), () => owner],
    ['its deputy, when it has no owner', () => ({ owner_user_id: null }), () => deputy],
    ['the agency’s lead, when it has neither', () => ({ owner_user_id: null, deputy_user_id: null }), () => lead],
  ])('the follow-up falls to %s', async (_what, given, who) => {
    const one = await resting(given());
    await close(one);
    await settled();
    const [{ id }] = await followUpsAbout(one.agreementId);
    expect((await t.as(lead.token).get(`follow-ups/${id}`).expect(200)).body.effectiveAssignee.id).toBe(who().id);
  });

  it('what is for named people stays with them: marked and shared as the agreement is, and nobody is named', async () => {
    const one = await resting({ sharing: 'named', marking: 'OFFICIAL-SENSITIVE' }, { family_name: 'Canary-5512' });
    await close(one);
    await settled();
    const [followUp] = await followUpsAbout(one.agreementId);
    expect(followUp).toMatchObject({ sharing: 'named', marking: 'OFFICIAL-SENSITIVE' });
    expect(JSON.stringify(followUp)).not.toContain('Canary');
    await t.as(lead.token).get(`follow-ups/${followUp.id}`).expect(404);
    await t.as(owner.token).get(`follow-ups/${followUp.id}`).expect(200);
    const events = await t.source.query(`select payload from outbox_events where payload ->> 'agreementId' = $1`, [
      one.agreementId,
    ]);
    expect(JSON.stringify(events)).not.toContain('Canary');
  });

  it.each<[string, object, { known?: true; arranged?: false }, boolean]>([
    ['shared by the agency that keeps them', {}, {}, true],
    ['before the privacy notice was sent', { privacy_notice_sent_on: null }, {}, false],
    ['who has objected', { objected_on: '2026-05-01' }, {}, false],
    ['who is restricted', { restricted_on: '2026-05-01' }, {}, false],
    ['whom an agency without an arrangement does not see', {}, { arranged: false }, false],
    ['whom it knows all the same', {}, { arranged: false, known: true }, true],
    ['whom it knows, though they have objected', { objected_on: '2026-05-01' }, { known: true }, true],
  ])('nobody is set to work on somebody whom their agency may not see: %s', async (_what, given, keeper, seen) => {
    const [theirs, ours] = [
      await t.make.agency(),
      await t.make.agency(keeper.arranged === false ? { joint_controller_from: null } : {}),
    ];
    const [editor, reader] = [await t.make.user('partner', theirs.id), await t.make.user('partner', ours.id)];
    const { id: expertId } = await t.make.expert({ agency_id: theirs.id, ...given });
    if (keeper.known) await t.make.relationship({ agency_id: ours.id, expert_id: expertId });
    const post = await t.make.affiliation({ expert_id: expertId });
    const made = await covering(expertId, post.organisationId, {
      agency_id: ours.id,
      owner_user_id: reader.id,
      deputy_user_id: null,
    });
    const closing = { endedOn: '2026-06-09' };
    await t.as(editor.token).patch(`experts/${expertId}/affiliations/${post.id}`, closing, 1).expect(200);
    await settled();
    expect([(await movesOf(made.id, reader)).length, (await followUpsAbout(made.id)).length]).toEqual(
      seen ? [1, 1] : [0, 0],
    );
  });
});

describe('settling it', () => {
  const settle = (one: Case, employerMoveId: string, given: object = {}, version = 1) =>
    t.as(owner.token).change(`agreements/${one.agreementId}/employer-moves/settlements`, version, {
      employerMoveId,
      outcome: 'nothing_needed',
      reason: 'The new employer has signed already.',
      ...given,
    });
  async function flagged(): Promise<[Case, string]> {
    const one = await resting();
    await close(one);
    await settled();
    return [one, (await movesOf(one.agreementId))[0].id];
  }

  it('is done by a person, with a reason, once, and audited', async () => {
    const [one, move] = await flagged();
    const { body } = await settle(one, move).expect(200);
    expect(body).toMatchObject({
      version: 2,
      employerMoves: [
        {
          id: move,
          settlement: {
            outcome: 'nothing_needed',
            reason: 'The new employer has signed already.',
            settledBy: { id: owner.id },
          },
        },
      ],
    });
    expect((await settle(one, move, {}, 2).expect(409)).body.detail).toMatch(/already/);
    const verbs = await t.source.query<{ verb: string }[]>(
      `select verb from audit_entries where record_id = $1 order by at, id`,
      [one.agreementId],
    );
    expect(verbs.map(({ verb }) => verb)).toEqual(['agreement.flag-employer-move', 'agreement.settle-employer-move']);
  });

  it('says only what is so', async () => {
    const [one, move] = await flagged();
    expect((await settle(one, move, { outcome: 'person_removed' }).expect(409)).body.detail).toMatch(/still covers/);
    expect((await settle(one, move, { outcome: 'employer_added' }).expect(409)).body.detail).toMatch(/No body/);
    const next = await t.make.affiliation({ expert_id: one.expertId, started_on: '2026-06-10' });
    await t.make.row('agreement_parties', {
      id: newId(),
      agreement_id: one.agreementId,
      organisation_id: next.organisationId,
    });
    await settle(one, move, { outcome: 'employer_added' }).expect(200);
  });

  it.each<[string, object, string]>([
    ['no reason', { reason: ' ' }, '/reason'],
    ['another outcome', { outcome: 'ignored' }, '/outcome'],
    ['a move of another agreement', { employerMoveId: newId() }, '/employerMoveId'],
    ['a text that is no id', { employerMoveId: 'mine' }, '/employerMoveId'],
  ])('refuses %s', async (_what, given, pointer) => {
    const [one, move] = await flagged();
    const { body } = await settle(one, move, given).expect(400);
    expect(body.errors[0].pointer).toBe(pointer);
  });

  it('is for the agency that keeps the agreement, which alone reads it', async () => {
    const [one, move] = await flagged();
    await t.source.query(`update agreements set sharing = 'uk_law_enforcement' where id = $1`, [one.agreementId]);
    const partner = await t.make.user('partner', (await t.make.agency()).id);
    const { body } = await t.as(partner.token).get(`agreements/${one.agreementId}`).expect(200);
    expect(body.employerMoves).toBeNull();
    await t
      .as(partner.token)
      .change(`agreements/${one.agreementId}/employer-moves/settlements`, 1, {
        employerMoveId: move,
        outcome: 'amended',
        reason: 'Ours',
      })
      .expect(403);
    await settle(one, move, {}, 7).expect(412);
  });
});
