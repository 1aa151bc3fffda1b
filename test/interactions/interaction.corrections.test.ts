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
  colleague = await t.make.user('liaison', agency.id);
  foreigner = await t.make.user('partner', (await t.make.agency()).id);
  asLiaison = t.as(liaison.token);
  expert = await t.make.expert({ agency_id: agency.id });
});
afterAll(() => t.close());

const meeting = (given: object = {}): object => ({
  kind: 'meeting',
  happenedAt: '2026-06-10T09:30:00+01:00',
  subject: 'Romance fraud: what the data show',
  ...given,
});
const pointersOf = (body: { errors?: { pointer: string }[] }): string[] =>
  (body.errors ?? []).map(({ pointer }) => pointer);

describe('correcting an interaction', () => {
  const log = async (given: object = {}): Promise<string> =>
    (await asLiaison.post('interactions', meeting(given)).expect(201)).body.id;

  it('keeps the earlier text with the reason', async () => {
    const id = await log({ notes: 'First words.', participants: [{ expertId: expert.id }] });
    const { body, headers } = await t
      .as(colleague.token)
      .patch(
        `interactions/${id}`,
        { notes: 'Better words.', participants: [], correctionReason: 'She was not there.' },
        1,
      )
      .expect(200);
    expect(headers.etag).toBe('"2"');
    expect(body).toMatchObject({ version: 2, notes: 'Better words.', participants: [] });
    expect(body.corrections).toEqual([
      {
        version: 1,
        reason: 'She was not there.',
        correctedBy: { id: colleague.id, name: colleague.name },
        correctedAt: '2026-06-10T09:00:00.000Z',
        changed: ['notes', 'participants'],
        before: { notes: 'First words.' },
      },
    ]);
    const [kept] = await t.source.query('select before from interaction_corrections where interaction_id = $1', [id]);
    expect(kept.before).toEqual({ notes: 'First words.', participants: [{ kind: 'expert', id: expert.id }] });
    const events = await t.source.query(
      `select name from outbox_events where payload ->> 'interactionId' = $1 order by id`,
      [id],
    );
    expect(events).toEqual([{ name: 'interactions.logged' }, { name: 'interactions.changed' }]);
  });

  it('does not tell those it is then shared with what was said while it was for named people only', async () => {
    const id = await log({ marking: 'OFFICIAL-SENSITIVE', notes: 'Canary one.' });
    const correct = async (version: number, given: object): Promise<unknown> =>
      (await asLiaison.patch(`interactions/${id}`, { ...given, correctionReason: 'Redacted.' }, version).expect(200))
        .body;
    expect(await correct(1, { notes: 'Canary two.' })).toMatchObject({
      corrections: [{ before: { notes: 'Canary one.' } }],
    });
    await correct(2, { notes: 'Plain words.', marking: 'OFFICIAL', sharing: 'agency' });
    await correct(3, { notes: 'Plainer words.' });
    for (const reader of [colleague, liaison]) {
      const { body } = await t.as(reader.token).get(`interactions/${id}`).expect(200);
      expect(JSON.stringify(body)).not.toContain('Canary');
      expect(body.corrections).toMatchObject([
        { version: 1, changed: ['notes'], before: {} },
        { version: 2, changed: ['marking', 'notes', 'sharing'], before: {} },
        { version: 3, changed: ['notes'], before: { notes: 'Plain words.' } },
      ]);
    }
  });

  it('clears with null and leaves alone what is not sent', async () => {
    const id = await log({ notes: 'Words.', outcome: 'None.', about: { kind: 'expert', id: expert.id } });
    const { body } = await asLiaison
      .patch(`interactions/${id}`, { notes: null, about: null, correctionReason: 'Wrong person.' }, 1)
      .expect(200);
    expect(body).toMatchObject({ notes: null, about: null, outcome: 'None.' });
  });

  it('keeps a colleague who has left since, and somebody the caller does not know of', async () => {
    const former = await t.make.user('liaison', agency.id);
    const unseen = await t.make.expert({ agency_id: foreigner.organisationId, objected_on: '2026-02-01' });
    const interaction = await t.make.interaction({ agency_id: agency.id }, [
      { user_id: former.id },
      { expert_id: unseen.id },
      { expert_id: expert.id },
    ]);
    await t.source.query('update users set disabled_at = now() where id = $1', [former.id]);
    const { body } = await asLiaison
      .patch(
        `interactions/${interaction.id}`,
        { participants: [{ userId: former.id }], correctionReason: 'She was not there.' },
        1,
      )
      .expect(200);
    expect(body.participants).toMatchObject([{ id: former.id }]);
    const left = await t.source.query(
      'select expert_id from interaction_participants where interaction_id = $1 and expert_id is not null',
      [interaction.id],
    );
    expect(left).toEqual([{ expert_id: unseen.id }]);
  });

  it.each<[string, object, string[]]>([
    ['no reason', { notes: 'Words.' }, ['/correctionReason']],
    ['nothing to correct', { correctionReason: 'Why' }, ['']],
    ['what is recorded already', { correctionReason: 'Why', subject: 'Romance fraud: what the data show' }, ['']],
    ['null where a value must be', { correctionReason: 'Why', subject: null }, ['/subject']],
    ['a time to come', { correctionReason: 'Why', happenedAt: '2026-06-11T09:00:00Z' }, ['/happenedAt']],
    ['sensitive, still shared', { correctionReason: 'Why', marking: 'OFFICIAL-SENSITIVE' }, ['/sharing']],
    ['a topic there is not', { correctionReason: 'Why', topics: ['boredom'] }, ['/topics']],
    [
      'the same person twice',
      { correctionReason: 'Why', participants: [{ userId: newId() }, {}] },
      ['/participants/1'],
    ],
  ])('refuses %s and changes nothing', async (_what, dto, pointers) => {
    const id = await log();
    const { body } = await asLiaison.patch(`interactions/${id}`, dto, 1).expect(400);
    expect(pointersOf(body)).toEqual(pointers);
    const after = await asLiaison.get(`interactions/${id}`).expect(200);
    expect(after.body).toMatchObject({ version: 1, corrections: [] });
  });

  it('does not let a colleague hide it from themselves', async () => {
    const id = await log();
    const { body } = await t
      .as(colleague.token)
      .patch(`interactions/${id}`, { sharing: 'named', correctionReason: 'Why' }, 1)
      .expect(409);
    expect(body.detail).toContain('This would hide the interaction from you.');
    await asLiaison.patch(`interactions/${id}`, { sharing: 'named', correctionReason: 'Why' }, 1).expect(200);
  });

  it('asks for the version, and refuses a stale one', async () => {
    const id = await log();
    await asLiaison.patch(`interactions/${id}`, { notes: 'a', correctionReason: 'Why' }).expect(428);
    await asLiaison.patch(`interactions/${id}`, { notes: 'a', correctionReason: 'Why' }, 1).expect(200);
    await asLiaison.patch(`interactions/${id}`, { notes: 'b', correctionReason: 'Why' }, 1).expect(412);
  });

  it("refuses another agency's: not found when hidden, forbidden when it may be read", async () => {
    const hidden = await t.make.interaction({ agency_id: foreigner.organisationId });
    const shared = await t.make.interaction({
      agency_id: foreigner.organisationId,
      sharing: 'uk_law_enforcement',
    });
    const dto = { notes: 'Mine now.', correctionReason: 'Why' };
    await asLiaison.patch(`interactions/${hidden.id}`, dto, 1).expect(404);
    await asLiaison.patch(`interactions/${shared.id}`, dto, 1).expect(403);
    await asLiaison.patch(`interactions/${newId()}`, dto, 1).expect(404);
  });
});
