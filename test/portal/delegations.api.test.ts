import { startTestApp, type TestApp } from '../support/app.js';
import { castOf, expertRow } from './cast.js';
import { delegateCastOf, delegationsOf } from './delegate.cast.js';

let t: TestApp;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());
beforeEach(() => t.time.set('2026-06-10T09:00:00Z'));

const fraud = { scheme: 'threat', code: 'fraud', level: 'primary' };

describe('what a delegate reads', () => {
  it('is the delegated sections and nothing else of the person', async () => {
    const own = await delegateCastOf(t, { sections: ['availability'] });
    const { body, headers } = await t.as(own.delegate.token).get(`delegations/${own.expert.id}`).expect(200);
    expect(headers.etag).toBe('"1"');
    expect(body).toEqual({
      id: own.expert.id,
      version: 1,
      name: `Dr ${own.expert.name}`,
      sections: ['availability'],
      untilOn: '2026-12-31',
      availability: 'unknown',
      availableUntil: null,
      contactPreferences: null,
      marking: 'OFFICIAL',
    });
  });

  it('is every delegated section', async () => {
    const own = await delegateCastOf(t);
    const { body } = await t.as(own.delegate.token).get(`delegations/${own.expert.id}`).expect(200);
    expect(Object.keys(body as object).sort()).toEqual(
      [
        ...['id', 'version', 'name', 'sections', 'untilOn', 'marking', 'expertise'],
        ...['knownAs', 'phone', 'biography', 'interests', 'languages', 'country', 'website', 'careerStage'],
        ...['availability', 'availableUntil', 'contactPreferences'],
      ].sort(),
    );
  });

  it('leaves a reading in the log', async () => {
    const own = await delegateCastOf(t);
    await t.as(own.delegate.token).get(`delegations/${own.expert.id}`).expect(200);
    await new Promise((done) => setTimeout(done, 400));
    const readings = await t.source.query(
      "select 1 from audit_readings where actor_user_id = $1 and record_kind = 'expert' and $2 = any(record_ids)",
      [own.delegate.id, own.expert.id],
    );
    expect(readings).toHaveLength(1);
  });

  it('is of several people, by name, each with its own sections and day', async () => {
    const own = await delegateCastOf(t, { sections: ['about'] });
    const other = await castOf(t, { family_name: 'Aardvark' });
    await t.make.delegate({ expert_id: other.expert.id, user_id: own.delegate.id, sections: ['expertise'] });
    const { body } = await t.as(own.delegate.token).get('delegations').expect(200);
    expect(body).toMatchObject({
      items: [
        { id: other.expert.id, sections: ['expertise'] },
        { id: own.expert.id, sections: ['about'] },
      ],
    });
  });

  it.each([
    'experts',
    'agreements',
    'organisations',
    'users',
    'contacts',
    'me/profile',
    'me/publications',
    'search?q=a',
  ])('is not %s', async (path) => {
    const own = await delegateCastOf(t);
    await t.as(own.delegate.token).get(path).expect(403);
  });
});

describe('what a delegate changes', () => {
  it('counts at once, is theirs in the audit, and confirms nothing', async () => {
    const own = await delegateCastOf(t);
    const change = { biography: 'Studies fraud.', languages: ['English', 'Polish'], availability: 'limited' };
    const { body, headers } = await t
      .as(own.delegate.token)
      .patch(`delegations/${own.expert.id}`, change, 1)
      .expect(200);
    expect([headers.etag, body]).toEqual(['"2"', expect.objectContaining(change)]);
    expect(await expertRow(t, own.expert.id)).toMatchObject({
      biography: 'Studies fraud.',
      version: 2,
      profile_confirmed_on: null,
    });
    const [entry] = await t.source.query<object[]>(
      "select * from audit_entries where record_id = $1 and verb = 'expert.change-as-delegate'",
      [own.expert.id],
    );
    expect(entry).toMatchObject({ actor_user_id: own.delegate.id, actor_role: 'delegate' });
    expect((await t.as(own.academic.token).get('me/delegates')).body).toMatchObject({
      items: [{ lastChangedAt: '2026-06-10T09:00:00.000Z' }],
    });
  });

  it('that changes nothing is not told as a change', async () => {
    const own = await delegateCastOf(t);
    const path = `delegations/${own.expert.id}`;
    await t
      .as(own.delegate.token)
      .patch(path, { availability: 'unknown', languages: [], knownAs: null }, 1)
      .expect(200);
    await t.as(own.delegate.token).put(`${path}/expertise`, { expertise: [] }, 2).expect(200);
    expect((await t.as(own.academic.token).get('me/delegates')).body).toMatchObject({
      items: [{ lastChangedAt: null }],
    });
    await t
      .as(own.delegate.token)
      .put(`${path}/expertise`, { expertise: [fraud] }, 3)
      .expect(200);
    expect((await t.as(own.delegate.token).get('delegations')).body).toMatchObject({
      items: [{ lastChangedAt: '2026-06-10T09:00:00.000Z' }],
    });
  });

  it('of what the person knows is theirs, and confirmed by nobody until the person does', async () => {
    const own = await delegateCastOf(t);
    const expertise = (person: { token: string }, list: object[], version: number, path: string) =>
      t.as(person.token).put(path, { expertise: list }, version).expect(200);
    const byDelegate = `delegations/${own.expert.id}/expertise`;
    await expertise(own.academic, [fraud, { ...fraud, code: 'msht' }], 1, 'me/profile/expertise');
    const added = { scheme: 'threat', code: 'ml', level: 'secondary' };
    const list = [fraud, { ...fraud, code: 'msht', level: 'secondary' }, added];
    const { body } = await expertise(own.delegate, list, 2, byDelegate);
    const held = (code: string): unknown =>
      (body as { expertise: { code: string }[] }).expertise.find((one) => one.code === code);
    expect(held('fraud')).toMatchObject({ source: 'self', confirmedOn: '2026-06-10' });
    expect(held('msht')).toMatchObject({ source: 'self', level: 'secondary', confirmedOn: null });
    expect(held('ml')).toMatchObject({ source: 'self', confirmedOn: null });
  });

  it('leaves a suggestion that they leave in the list a suggestion', async () => {
    const own = await delegateCastOf(t);
    await t.source.query(
      `insert into expertise (id, expert_id, term_id, level, source, created_at, updated_at)
        select gen_random_uuid(), $1, id, 'primary', 'suggested', now(), now() from vocabulary_terms
        where scheme = 'threat' and code = 'fraud'`,
      [own.expert.id],
    );
    const path = `delegations/${own.expert.id}/expertise`;
    const { body } = await t
      .as(own.delegate.token)
      .put(path, { expertise: [fraud] }, 1)
      .expect(200);
    expect(body).toMatchObject({ expertise: [{ source: 'suggested', confirmedOn: null }] });
  });

  it.each<[string, string[], object, string[]]>([
    ['about', ['availability', 'expertise'], { biography: 'No', availability: 'limited' }, ['/biography']],
    [
      'availability',
      ['about'],
      { contactPreferences: 'No', availableUntil: null },
      ['/contactPreferences', '/availableUntil'],
    ],
  ])('is never of another section: %s', async (_section, sections, dto, pointers) => {
    const own = await delegateCastOf(t, { sections });
    const { body } = await t.as(own.delegate.token).patch(`delegations/${own.expert.id}`, dto, 1).expect(403);
    expect((body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer).sort()).toEqual(
      [...pointers].sort(),
    );
    expect((await expertRow(t, own.expert.id)).version).toBe(1);
    if (sections.includes('expertise')) return;
    const path = `delegations/${own.expert.id}/expertise`;
    await t
      .as(own.delegate.token)
      .put(path, { expertise: [fraud] }, 1)
      .expect(403);
  });

  it.each([
    'email',
    'fieldAudience',
    'confirmed',
    'givenName',
    'profileConfirmedOn',
    'objectedOn',
    'doNotContact',
    'userId',
    'sections',
    'untilOn',
    'expertId',
  ])('is never %s', async (field) => {
    const own = await delegateCastOf(t);
    const body = { interests: 'Something', [field]: null };
    const answer = await t.as(own.delegate.token).patch(`delegations/${own.expert.id}`, body, 1).expect(400);
    expect(answer.body).toMatchObject({ errors: [{ pointer: `/${field}` }] });
  });

  it('needs the version they saw: one of two at once is told', async () => {
    const own = await delegateCastOf(t);
    const path = `delegations/${own.expert.id}`;
    await t.as(own.delegate.token).patch(path, { interests: 'No version' }).expect(428);
    const answers = await Promise.all([
      t.as(own.delegate.token).patch(path, { interests: 'Theirs' }, 1),
      t.as(own.academic.token).patch('me/profile', { interests: 'Mine' }, 1),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('is refused for what the person would be refused for', async () => {
    const own = await delegateCastOf(t);
    const path = `delegations/${own.expert.id}`;
    for (const dto of [{ website: 'javascript:alert(1)' }, { biography: 'x'.repeat(10_001) }, { country: 'gb' }])
      await t.as(own.delegate.token).patch(path, dto, 1).expect(400);
    expect((await expertRow(t, own.expert.id)).version).toBe(1);
  });
});

it('an academic is a colleague’s delegate with their own account, and keeps their own profile', async () => {
  const own = await castOf(t);
  const colleague = await castOf(t);
  await t.make.delegate({ expert_id: colleague.expert.id, user_id: own.academic.id, sections: ['about'] });
  const path = `delegations/${colleague.expert.id}`;
  await t.as(own.academic.token).patch(path, { interests: 'Hers' }, 1).expect(200);
  expect((await expertRow(t, colleague.expert.id)).interests).toBe('Hers');
  expect((await t.as(own.academic.token).get('me/profile')).body).toMatchObject({ id: own.expert.id, interests: null });
  expect(await delegationsOf(t, own.expert.id)).toEqual([]);
});
