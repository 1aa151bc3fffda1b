import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { castOf, expertRow, proposal, type Cast } from './cast.js';

let t: TestApp;
let cast: Cast;

beforeAll(async () => {
  t = await startTestApp();
  cast = await castOf(t);
});
afterAll(() => t.close());

const audits = (id: string): Promise<{ verb: string; after: Record<string, unknown> | null }[]> =>
  t.source.query('select verb, after from audit_entries where record_id = $1 order by at, id', [id]);

describe('an academic reads their own profile', () => {
  it('as it is held, with who looks after them and what is missing, and without what an agency thinks of them', async () => {
    const { agency, academic, expert, liaison } = await castOf(t);
    const deputy = await t.make.user('liaison', agency.id, { name: 'Deputy Invented' });
    await t.make.relationship({
      ...{ agency_id: agency.id, expert_id: expert.id, owner_user_id: liaison.id, deputy_user_id: deputy.id },
      ...{ stage: 'named_expert', notes: 'secret-note', assessment: 'secret-assessment', source: 'secret-source' },
    });
    const other = await t.make.agency();
    await t.make.relationship({ agency_id: other.id, expert_id: expert.id, sharing: 'named', notes: 'secret-note' });
    const { body, text, headers } = await t.as(academic.token).get('me/profile').expect(200);
    expect(body).toMatchObject({
      id: expert.id,
      agency,
      contacts: [
        {
          agency,
          stage: 'named_expert',
          owner: { id: liaison.id, name: liaison.name },
          deputy: { id: deputy.id, name: 'Deputy Invented' },
        },
      ],
      completeness: { missing: expect.arrayContaining(['biography', 'affiliation']) as unknown },
      profileConfirmedOn: null,
      changes: [],
    });
    expect(headers.etag).toBe('"1"');
    expect(text).not.toMatch(/secret-|assessment|"notes"|"source":"secret/);
    expect(text).not.toContain(other.id);
  });

  it('and nobody else has one', async () => {
    for (const person of [cast.liaison, cast.elsewhere]) await t.as(person.token).get('me/profile').expect(403);
    await t.as(null).get('me/profile').expect(401);
  });
});

describe('what they alone decide counts at once', () => {
  it('facts, field audience and the confirmation, under the version, audited as theirs', async () => {
    const { academic, expert, elsewhere, agency } = await castOf(t);
    const change = {
      biography: 'Studies fraud.',
      languages: ['English'],
      fieldAudience: { biography: 'uk_law_enforcement' },
    };
    const { body } = await t
      .as(academic.token)
      .patch('me/profile', { ...change, confirmed: true }, 1)
      .expect(200);
    expect(body).toMatchObject({ version: 2, ...change, profileConfirmedOn: '2026-06-10' });
    await t.as(academic.token).patch('me/profile', { biography: 'Again' }, 1).expect(412);
    expect((await audits(expert.id)).map(({ verb }) => verb)).toEqual(['expert.change-own']);
    // The other agency reads what was opened to it, and nothing else.
    const seen = (await t.as(elsewhere.token).get(`experts/${expert.id}`).expect(200)).body as Record<string, unknown>;
    expect([seen.biography, seen.languages, seen.email, agency.id === elsewhere.organisationId]).toEqual([
      'Studies fraud.',
      null,
      null,
      false,
    ]);
    expect(seen.profileConfirmedOn).toBeNull();
  });

  it.each<[string, object, string]>([
    ['another address for the website', { website: 'javascript:alert(1)' }, '/website'],
    ['an audience that there is not', { fieldAudience: { phone: 'everybody' } }, '/fieldAudience/phone'],
    ['an end to no availability', { availableUntil: '2026-12-01' }, '/availableUntil'],
    ['the name', { givenName: 'Grace' }, '/givenName'],
    ['the e-mail address', { email: 'grace@university.example' }, '/email'],
    ['the lawful basis', { lawfulBasis: 'consent' }, '/lawfulBasis'],
    ['that they may be contacted', { doNotContact: false }, '/doNotContact'],
    ['a higher marking', { biography: 'SECRET' }, '/biography'],
  ])('but not %s', async (_what, dto, pointer) => {
    const { body } = await t.as(cast.academic.token).patch('me/profile', dto, 1).expect(400);
    expect((body as { errors: { pointer: string }[] }).errors.map((one) => one.pointer)).toEqual([pointer]);
  });

  it('their terms are theirs and confirmed today, whoever said them first', async () => {
    const { academic, expert } = await castOf(t);
    const [kept, gone] = [await t.make.term({ scheme: 'method' }), await t.make.term({ scheme: 'method' })];
    for (const { id } of [kept, gone])
      await t.make.row('expertise', {
        ...{ id: newId(), expert_id: expert.id, term_id: id },
        ...{ level: 'secondary', source: 'liaison', ...t.make.stamps() },
      });
    const expertise = [
      { scheme: 'method', code: kept.code, level: 'primary' },
      { scheme: 'threat', code: 'fraud', level: 'secondary' },
    ];
    const { body } = await t.as(academic.token).put('me/profile/expertise', { expertise }, 1).expect(200);
    expect((body as { expertise: unknown[] }).expertise).toEqual([
      expect.objectContaining({ code: kept.code, source: 'self', confirmedOn: '2026-06-10', level: 'primary' }),
      expect.objectContaining({ code: 'fraud', source: 'self', confirmedOn: '2026-06-10' }),
    ]);
  });

  it('an objection hides them from other agencies until it is withdrawn, and its words are for the keeping agency', async () => {
    const { academic, expert, liaison, elsewhere, agency } = await castOf(t);
    const asAcademic = t.as(academic.token);
    await t.make.relationship({ agency_id: elsewhere.organisationId, expert_id: expert.id });
    const third = await t.make.user('partner', (await t.make.agency()).id);
    await t.as(third.token).get(`experts/${expert.id}`).expect(200);
    await asAcademic.change('me/profile/rights', 1, { step: 'object', text: 'My own reasons' }).expect(200);
    await t.as(third.token).get(`experts/${expert.id}`).expect(404);
    const keeper = (await t.as(liaison.token).get(`experts/${expert.id}`).expect(200)).body as object;
    expect(keeper).toMatchObject({ objectedOn: '2026-06-10', objectionText: 'My own reasons', agency });
    const knows = (await t.as(elsewhere.token).get(`experts/${expert.id}`).expect(200)).body as object;
    expect(knows).toMatchObject({ objectedOn: '2026-06-10', objectionText: null });
    await asAcademic.change('me/profile/rights', 2, { step: 'withdraw_restriction' }).expect(409);
    await asAcademic.change('me/profile/rights', 2, { step: 'withdraw_objection' }).expect(200);
    await t.as(third.token).get(`experts/${expert.id}`).expect(200);
    expect(await expertRow(t, expert.id)).toMatchObject({ objected_on: null, objection_text: null });
    expect((await audits(expert.id)).map(({ verb }) => verb)).toEqual(['expert.object', 'expert.withdraw-objection']);
  });
});

describe('what others rely on is proposed', () => {
  it('a newer name takes the place of the one that waits, and the record stays as it is', async () => {
    const { academic, expert } = await castOf(t);
    const send = (familyName: string) =>
      t.as(academic.token).post('me/profile/changes', { name: { title: 'Dr', givenName: 'Ada', familyName } });
    await send('First').expect(201);
    await send('Second').expect(201);
    const { body } = await t.as(academic.token).get('me/profile').expect(200);
    expect(body).toMatchObject({
      familyName: expert.name.split(' ').at(-1),
      version: 1,
      changes: [
        { section: 'name', state: 'proposed', after: { familyName: 'Second' }, before: { givenName: 'Ada' } },
        { state: 'withdrawn', after: { familyName: 'First' } },
      ],
    });
  });

  it('of two at once for one section, one waits in the end', async () => {
    const { academic, expert } = await castOf(t);
    const send = (email: string) => t.as(academic.token).post('me/profile/changes', { email });
    await Promise.all(['one', 'two', 'three'].map((name) => send(`${name}@university.example`).expect(201)));
    const [{ count }] = await t.source.query<{ count: number }[]>(
      `select count(*)::integer as count from profile_changes where expert_id = $1 and state = 'proposed'`,
      [expert.id],
    );
    expect(count).toBe(1);
  });

  it('is taken back by them, once, and by nobody else', async () => {
    const { academic, expert } = await castOf(t);
    const id = await proposal(t, expert.id);
    await t.as(cast.academic.token).change(`me/profile/changes/${id}/steps`, 1, { step: 'withdraw' }).expect(404);
    await t.as(academic.token).change(`me/profile/changes/${id}/steps`, 1, { step: 'withdraw' }).expect(200);
    await t.as(academic.token).change(`me/profile/changes/${id}/steps`, 2, { step: 'withdraw' }).expect(409);
  });

  it.each<[string, object, string]>([
    ['nothing', {}, ''],
    ['two things at once', { email: 'a@b.example', name: { givenName: 'A', familyName: 'B' } }, ''],
    ['a blank name', { name: { givenName: ' ', familyName: 'B' } }, '/name/givenName'],
    ['no address', { email: 'nowhere' }, '/email'],
    [
      'a post that is not theirs',
      { postChange: { affiliationId: '01920000-0000-7000-8000-000000000001' } },
      '/postChange/affiliationId',
    ],
  ])('but not %s', async (_what, dto, pointer) => {
    const { body } = await t.as(cast.academic.token).post('me/profile/changes', dto).expect(400);
    expect((body as { errors: { pointer: string }[] }).errors.map((one) => one.pointer)).toEqual([pointer]);
  });

  it('what the record says already is no change', async () => {
    const { academic } = await castOf(t, { email: 'same@university.example' });
    const { body } = await t
      .as(academic.token)
      .post('me/profile/changes', { email: 'same@university.example' })
      .expect(400);
    expect(JSON.stringify(body)).toContain('what the record says already');
  });
});
