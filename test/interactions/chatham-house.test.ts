import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let organiser: Person;
let colleague: Person;
let reader: Person;
let granted: Person;
let expert: { id: string; name: string };
let university: { id: string; name: string };
let interactionId: string;

/** Somebody at a meeting under the Chatham House Rule that is shared with all of law enforcement. */
beforeAll(async () => {
  t = await startTestApp();
  const agency = await t.make.agency();
  organiser = await t.make.user('liaison', agency.id);
  colleague = await t.make.user('partner', agency.id);
  reader = await t.make.user('liaison', (await t.make.agency()).id);
  granted = await t.make.user('liaison', (await t.make.agency({ audience: 'overseas' })).id);
  expert = await t.make.expert({ agency_id: agency.id, family_name: 'Canary-Person' });
  university = await t.make.organisation({ name: 'Canary University' });
  const { body } = await t
    .as(organiser.token)
    .post('interactions', {
      kind: 'briefing',
      happenedAt: '2026-06-09T10:00:00Z',
      subject: 'A round table',
      notes: 'She said the canary sang.',
      chathamHouse: true,
      sharing: 'uk_law_enforcement',
      participants: [{ expertId: expert.id }, { organisationId: university.id }, { userId: organiser.id }],
      about: { kind: 'expert', id: expert.id },
    })
    .expect(201);
  interactionId = body.id;
  await t
    .as(organiser.token)
    .patch(
      `interactions/${interactionId}`,
      { notes: 'She said a canary sang.', correctionReason: 'One canary of many.' },
      1,
    )
    .expect(200);
  await t.make.row('access_grants', {
    id: newId(),
    record_kind: 'interaction',
    record_id: interactionId,
    user_id: granted.id,
    until_on: '2026-12-31',
    reason: 'Asked for',
    granted_by_user_id: organiser.id,
    created_at: t.clock.now(),
  });
});
afterAll(() => t.close());

it('tells the people of the organising agency everything', async () => {
  for (const { token } of [organiser, colleague]) {
    const { body } = await t.as(token).get(`interactions/${interactionId}`).expect(200);
    expect(body).toMatchObject({
      notes: 'She said a canary sang.',
      createdBy: { id: organiser.id },
      about: { id: expert.id },
      corrections: [{ before: { notes: 'She said the canary sang.' } }],
    });
    expect(body.participants).toHaveLength(3);
  }
});

it.each(['one it is shared with', 'one it is granted to'])(
  'tells %s neither who took part nor what was said',
  async (who) => {
    const { token } = who === 'one it is granted to' ? granted : reader;
    const { body } = await t.as(token).get(`interactions/${interactionId}`).expect(200);
    expect(body).toMatchObject({
      subject: 'A round table',
      chathamHouse: true,
      participants: [],
      notes: null,
      about: null,
      createdBy: null,
      corrections: null,
    });
    const list = await t.as(token).get('interactions').expect(200);
    expect(list.body.items).toHaveLength(1);
    for (const answer of [body, list.body]) {
      const text = JSON.stringify(answer);
      for (const canary of ['Canary', 'canary', expert.id, university.id, organiser.id, organiser.name])
        expect(text).not.toContain(canary);
    }
  },
);

it('does not tell by a filter either', async () => {
  for (const filter of [`expertId=${expert.id}`, `organisationId=${university.id}`]) {
    const own = await t.as(colleague.token).get(`interactions?${filter}`).expect(200);
    expect(own.body.items).toHaveLength(1);
    const others = await t.as(reader.token).get(`interactions?${filter}`).expect(200);
    expect(others.body.items).toEqual([]);
  }
});

it('does not tell by a follow-up about it', async () => {
  const followUp = await t.make.followUp({
    agency_id: organiser.organisationId,
    about_interaction_id: interactionId,
    sharing: 'uk_law_enforcement',
  });
  const own = await t.as(colleague.token).get(`follow-ups?expertId=${expert.id}`).expect(200);
  expect(own.body.items).toMatchObject([{ id: followUp.id }]);
  const others = await t.as(reader.token).get(`follow-ups?expertId=${expert.id}`).expect(200);
  expect(others.body.items).toEqual([]);
});
