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

describe('logging an interaction', () => {
  it('keeps what was said, with whom, about what', async () => {
    const university = await t.make.organisation();
    const contact = { id: newId(), name: 'Research contracts' };
    await t.make.row('contacts', {
      ...contact,
      organisation_id: university.id,
      agency_id: agency.id,
      ...t.make.stamps(),
    });
    const agreement = await t.make.agreement({ agency_id: agency.id });
    const sent = meeting({
      durationMinutes: 90,
      notes: '# Notes\n\n<b>as text</b>',
      outcome: 'She sends the paper.',
      strand: 'online',
      topics: ['fraud'],
      about: { kind: 'agreement', id: agreement.id },
      participants: [
        { expertId: expert.id },
        { contactId: contact.id },
        { userId: liaison.id },
        { organisationId: university.id },
      ],
    });
    const { body, headers } = await asLiaison.post('interactions', sent).expect(201);
    expect(headers.etag).toBe('"1"');
    expect(body).toMatchObject({
      version: 1,
      happenedAt: '2026-06-10T08:30:00.000Z',
      notes: '# Notes\n\n<b>as text</b>',
      agency: { id: agency.id },
      about: { kind: 'agreement', id: agreement.id, label: expect.stringContaining(agreement.reference) },
      participants: [
        { kind: 'expert', id: expert.id, name: expert.name },
        { kind: 'contact', ...contact },
        { kind: 'user', id: liaison.id, name: liaison.name },
        { kind: 'organisation', ...university },
      ],
      marking: 'OFFICIAL',
      sharing: 'agency',
      createdBy: { id: liaison.id },
      corrections: [],
    });
    const shown = await asLiaison.get(`interactions/${body.id}`).expect(200);
    expect(shown.body).toEqual(body);
  });

  it('resets the clock of the relationship with whoever took part, and only forward', async () => {
    const person = await t.make.expert({ agency_id: agency.id });
    const spokenAbout = await t.make.expert({ agency_id: agency.id });
    for (const { id } of [person, spokenAbout])
      await t.make.row('relationships', {
        id: newId(),
        expert_id: id,
        agency_id: agency.id,
        stage: 'contact',
        since_on: '2026-01-01',
        ...t.make.stamps(),
      });
    const lastContact = async (id: string): Promise<Date | null> => {
      const [row] = await t.source.query('select last_contact_at from relationships where expert_id = $1', [id]);
      return row.last_contact_at;
    };
    const withBoth = { participants: [{ expertId: person.id }], about: { kind: 'expert', id: spokenAbout.id } };
    await asLiaison.post('interactions', meeting({ ...withBoth, happenedAt: '2026-06-09T12:00:00Z' })).expect(201);
    await asLiaison.post('interactions', meeting({ ...withBoth, happenedAt: '2026-05-01T12:00:00Z' })).expect(201);
    expect(await lastContact(person.id)).toEqual(new Date('2026-06-09T12:00:00Z'));
    expect(await lastContact(spokenAbout.id)).toBeNull();
  });

  it('plans a meeting, which is no contact until it is over and written up', async () => {
    const person = await t.make.expert({ agency_id: agency.id });
    await t.make.relationship({ agency_id: agency.id, expert_id: person.id });
    const lastContact = async (): Promise<Date | null> =>
      (await t.source.query('select last_contact_at as at from relationships where expert_id = $1', [person.id]))[0].at;
    const planned = meeting({ happenedAt: '2026-06-12T09:00:00Z', participants: [{ expertId: person.id }] });
    const { body } = await asLiaison.post('interactions', planned).expect(201);
    const moved = { happenedAt: '2026-06-11T09:00:00Z', correctionReason: 'She asked for it.' };
    await asLiaison.patch(`interactions/${body.id}`, moved, 1).expect(200);
    expect(await lastContact()).toBeNull();
    t.time.set('2026-06-11T12:00:00Z');
    const told = { outcome: 'Agreed', correctionReason: 'It took place.' };
    await asLiaison.patch(`interactions/${body.id}`, told, 2).expect(200);
    expect(await lastContact()).toEqual(new Date('2026-06-11T09:00:00Z'));
    t.time.set('2026-06-10T09:00:00Z');
  });

  it('says that it happened, and to the audit what was said', async () => {
    const { body } = await asLiaison
      .post('interactions', meeting({ participants: [{ expertId: expert.id }] }))
      .expect(201);
    const events = await t.source.query(`select name from outbox_events where payload ->> 'interactionId' = $1`, [
      body.id,
    ]);
    expect(events).toEqual([{ name: 'interactions.logged' }]);
    const audit = await t.source.query(
      'select verb, actor_user_id, before, after from audit_entries where record_id = $1',
      [body.id],
    );
    expect(audit).toMatchObject([
      {
        verb: 'interaction.log',
        actor_user_id: liaison.id,
        before: null,
        after: { subject: body.subject, participants: [{ kind: 'expert', id: expert.id }] },
      },
    ]);
  });

  it('creates once for one Idempotency-Key', async () => {
    const send = () => asLiaison.post('interactions', meeting()).set('idempotency-key', 'meeting-1');
    const first = await send().expect(201);
    const second = await send().expect(201);
    expect(second.body).toEqual(first.body);
  });

  it('is for named people when it is OFFICIAL-SENSITIVE', async () => {
    const { body } = await asLiaison
      .post('interactions', meeting({ marking: 'OFFICIAL-SENSITIVE', participants: [{ userId: colleague.id }] }))
      .expect(201);
    expect(body.sharing).toBe('named');
    await t.as(colleague.token).get(`interactions/${body.id}`).expect(200);
    const third = await t.make.user('liaison', agency.id);
    await t.as(third.token).get(`interactions/${body.id}`).expect(404);
  });

  it.each<[string, object, string[]]>([
    ['a letter of a time to come', { kind: 'email', happenedAt: '2026-06-10T09:00:01Z' }, ['/happenedAt']],
    ['a meeting in two years', { happenedAt: '2028-06-10T09:00:00Z' }, ['/happenedAt']],
    ['a time without its offset', { happenedAt: '2026-06-09T09:00:00' }, ['/happenedAt']],
    ['a kind there is not', { kind: 'seance' }, ['/kind']],
    ['a blank subject', { subject: '  ' }, ['/subject']],
    ['no subject', { subject: undefined }, ['/subject']],
    ['a subject that is too long', { subject: 'x'.repeat(201) }, ['/subject']],
    ['a field there is not', { agencyId: newId() }, ['/agencyId']],
    ['a meeting of no minutes', { durationMinutes: 0 }, ['/durationMinutes']],
    ['an empty participant', { participants: [{}] }, ['/participants/0']],
    ['a list for what it is about', { about: [] }, ['/about']],
    ['something else for what it is about', { about: { kind: 'planet', id: newId() } }, ['/about/kind']],
    ['nothing for what it is about', { about: { kind: 'expert' } }, ['/about/id']],
    ['an unknown expert', { participants: [{ expertId: newId() }] }, ['/participants']],
    ['an unknown agreement', { about: { kind: 'agreement', id: newId() } }, ['/about/id']],
    ['a strand there is not', { strand: 'sideways' }, ['/strand']],
    ['a topic there is not', { topics: ['fraud', 'boredom'] }, ['/topics']],
    ['sensitive, shared with the agency', { marking: 'OFFICIAL-SENSITIVE', sharing: 'agency' }, ['/sharing']],
    ['notes that are marked SECRET', { notes: 'SECRET\n\nwords' }, ['/notes']],
  ])('refuses %s', async (_what, given, pointers) => {
    const { body } = await asLiaison.post('interactions', meeting(given)).expect(400);
    expect(pointersOf(body)).toEqual(pointers);
  });

  it('takes a trade secret for the ordinary words it is', async () => {
    await asLiaison.post('interactions', meeting({ notes: 'They hold a trade secret.' })).expect(201);
  });

  it('names nobody and nothing that the caller may not see', async () => {
    const hiddenAgreement = await t.make.agreement({ agency_id: foreigner.organisationId });
    const hiddenExpert = await t.make.expert({ agency_id: foreigner.organisationId, objected_on: '2026-02-01' });
    const { body } = await asLiaison
      .post(
        'interactions',
        meeting({
          participants: [{ expertId: hiddenExpert.id }, { userId: foreigner.id }],
          about: { kind: 'agreement', id: hiddenAgreement.id },
        }),
      )
      .expect(400);
    expect(pointersOf(body)).toEqual(['/participants', '/participants', '/about/id']);
  });

  it.each(['admin', 'approver', 'auditor', 'host', 'academic'] as const)('is not for %s', async (role) => {
    const person = await t.make.user(role, agency.id);
    await t.as(person.token).post('interactions', meeting()).expect(403);
    await t.as(person.token).get('interactions').expect(403);
    await t.as(person.token).get(`interactions/${newId()}`).expect(403);
    await t.as(person.token).patch(`interactions/${newId()}`, { correctionReason: 'Why' }, 1).expect(403);
  });

  it('asks anybody else to sign in', async () => {
    await t.as(null).post('interactions', meeting()).expect(401);
    await t.as(null).get('interactions').expect(401);
  });
});

describe('reading one interaction', () => {
  it.each(['not-an-id', newId(), 'AGR-2026-0001'])('answers %s with not found', async (id) => {
    await asLiaison.get(`interactions/${id}`).expect(404);
  });

  it("hides another agency's, with the words for one that is absent", async () => {
    const hidden = await t.make.interaction({ agency_id: foreigner.organisationId });
    const absent = await asLiaison.get(`interactions/${newId()}`).expect(404);
    const { body } = await asLiaison.get(`interactions/${hidden.id}`).expect(404);
    expect({ ...body, requestId: '' }).toEqual({ ...absent.body, requestId: '' });
  });

  it('leaves out of a shared one the people, records and corrections that the reader may not see', async () => {
    const unseen = await t.make.expert({ agency_id: foreigner.organisationId, privacy_notice_sent_on: null });
    const seen = await t.make.expert({ agency_id: foreigner.organisationId });
    const agreement = await t.make.agreement({ agency_id: foreigner.organisationId });
    const shared = await t.make.interaction(
      {
        agency_id: foreigner.organisationId,
        sharing: 'uk_law_enforcement',
        about_agreement_id: agreement.id,
        notes: 'For all of us.',
      },
      [{ expert_id: unseen.id }, { expert_id: seen.id }],
    );
    const { body } = await asLiaison.get(`interactions/${shared.id}`).expect(200);
    expect(body).toMatchObject({ about: null, notes: 'For all of us.', corrections: null });
    expect(body.participants).toMatchObject([{ id: seen.id }]);
    expect(JSON.stringify(body)).not.toContain(agreement.reference);
  });
});
