import { startTestApp, type TestApp } from '../support/app.js';
import { castOf, type Cast } from './cast.js';
import { accountsOf, delegateCastOf, delegationsOf, listed, named, naming } from './delegate.cast.js';

let t: TestApp;
let cast: Cast;

beforeAll(async () => {
  t = await startTestApp();
  cast = await castOf(t);
});
afterAll(() => t.close());
beforeEach(() => t.time.set('2026-06-10T09:00:00Z'));

describe('naming a delegate', () => {
  it('is a proposal: nobody has an account or may edit anything until staff have accepted', async () => {
    const own = await castOf(t);
    const dto = naming({ email: 'Pat.Capital@University.example', sections: ['expertise', 'about'] });
    const { body } = await t.as(own.academic.token).post('me/delegates', dto).expect(201);
    const after = {
      delegate: 'Pat Assistant',
      email: 'pat.capital@university.example',
      sections: ['about', 'expertise'],
      untilOn: '2026-12-31',
    };
    expect(body).toMatchObject({ section: 'delegate', state: 'proposed', before: {}, after });
    expect(await accountsOf(t, 'pat.capital@university.example')).toEqual([]);
    expect(await delegationsOf(t, own.expert.id)).toEqual([]);
    expect(await listed(t, own)).toMatchObject({ items: [], proposals: [{ after, state: 'proposed' }] });
  });

  it('sent again with the same key is one proposal; again for the same address, the newer takes its place', async () => {
    const own = await castOf(t);
    const dto = naming();
    const send = () => t.as(own.academic.token).post('me/delegates', dto).set('Idempotency-Key', 'naming-once');
    const [one, other] = [await send().expect(201), await send()];
    expect((other.body as { id: string }).id).toBe((one.body as { id: string }).id);
    await named(t, own, { ...dto, email: dto.email.toUpperCase(), untilOn: '2026-09-30' });
    const { proposals } = await listed(t, own);
    expect(proposals).toEqual([
      expect.objectContaining({ after: expect.objectContaining({ untilOn: '2026-09-30' }) as unknown }),
    ]);
  });

  it.each<[string, object, string]>([
    ['a blank name', { name: ' ' }, '/name'],
    ['a name that is too long', { name: 'x'.repeat(201) }, '/name'],
    ['a higher marking', { name: 'TOP SECRET' }, '/name'],
    ['no address', { email: 'pat' }, '/email'],
    ['an address with a line break', { email: 'pat@university.example\nbcc: all@university.example' }, '/email'],
    ['a section that staff look at', { sections: ['about', 'email'] }, '/sections'],
    ['no section', { sections: [] }, '/sections'],
    ['a section twice', { sections: ['about', 'about'] }, '/sections'],
    ['a list instead', { sections: 'about' }, '/sections'],
    ['a day that is not there', { untilOn: '2027-02-29' }, '/untilOn'],
    ['yesterday', { untilOn: '2026-06-09' }, '/untilOn'],
    ['more than a year', { untilOn: '2027-06-11' }, '/untilOn'],
    ['a field of ours', { userId: '01920000-0000-7000-8000-000000000001' }, '/userId'],
  ])('with %s is refused, and nothing is kept', async (_what, given, pointer) => {
    const { body } = await t.as(cast.academic.token).post('me/delegates', naming(given)).expect(400);
    expect((body as { errors: { pointer: string }[] }).errors.map((one) => one.pointer)).toEqual([pointer]);
    expect((await listed(t, cast)).proposals).toEqual([]);
  });

  it.each(['2026-06-10', '2027-06-10'])('until %s it may be', async (untilOn) => {
    await named(t, await castOf(t), naming({ untilOn }));
  });

  it('on 29 February may be until 28 February, and 29 February may be the last day', async () => {
    t.time.set('2028-02-29T09:00:00Z');
    const own = await castOf(t);
    const person = await t.make.session(own.academic.id);
    await t
      .as(person)
      .post('me/delegates', naming({ untilOn: '2029-03-01' }))
      .expect(400);
    const { body } = await t
      .as(person)
      .post('me/delegates', naming({ untilOn: '2029-02-28' }))
      .expect(201);
    const staff = await t.make.session(own.liaison.id);
    const decision = `profile-changes/${(body as { id: string }).id}/decisions`;
    await t.as(staff).change(decision, 1, { decision: 'approve' }).expect(200);
    t.time.set('2027-03-01T09:00:00Z');
    const again = await t.make.session(own.academic.id);
    await t
      .as(again)
      .post('me/delegates', naming({ untilOn: '2028-02-29' }))
      .expect(201);
  });

  it('is not for oneself, by the account’s address or the profile’s', async () => {
    const own = await castOf(t, { email: 'me@university.example' });
    for (const email of [own.academic.email.toUpperCase(), 'ME@university.example'])
      expect((await t.as(own.academic.token).post('me/delegates', naming({ email })).expect(400)).body).toMatchObject({
        errors: [{ pointer: '/email', detail: expect.stringContaining('your own address') as unknown }],
      });
  });

  it('does not tell whether an address has an account', async () => {
    const own = await castOf(t);
    const answers = await Promise.all(
      [own.liaison.email, own.elsewhere.email, 'nobody@university.example'].map((email) =>
        t.as(own.academic.token).post('me/delegates', naming({ email })).expect(201),
      ),
    );
    const shapes = answers.map(({ body }) =>
      JSON.stringify({ ...(body as object), id: '', after: '', proposedAt: '' }),
    );
    expect(new Set(shapes).size).toBe(1);
  });

  it('is for five people at a time, those who wait among them', async () => {
    const own = await castOf(t);
    const user = await t.make.user('delegate', own.academic.organisationId);
    for (let made = 0; made < 3; made += 1) await t.make.delegate({ expert_id: own.expert.id, user_id: user.id });
    await t.make.delegate({ expert_id: own.expert.id, user_id: user.id, until_on: '2026-06-09' });
    await t.make.delegate({ expert_id: own.expert.id, user_id: user.id, ended_at: t.clock.now() });
    const [one, last] = [naming(), naming()];
    await named(t, own, one);
    await named(t, own, last);
    const { body } = await t.as(own.academic.token).post('me/delegates', naming()).expect(409);
    expect((body as { detail: string }).detail).toContain('5 people already');
    // One of them again is none more.
    await named(t, own, { ...one, sections: ['expertise'] });
  });

  it.each(['liaison', 'partner', 'approver', 'auditor', 'admin', 'host', 'delegate'] as const)(
    'is not for %s',
    async (role) => {
      const { token } = await t.make.user(role, cast.agency.id);
      await t.as(token).post('me/delegates', naming()).expect(403);
      await t.as(token).get('me/delegates').expect(403);
    },
  );
});

describe('ending', () => {
  it('counts from the delegate’s next request, and takes back what waits about them', async () => {
    const own = await delegateCastOf(t, { email: 'pat-ends@university.example' });
    await named(t, own, naming({ email: 'pat-ends@university.example' }));
    await t.as(own.delegate.token).get(`delegations/${own.expert.id}`).expect(200);
    await t.as(own.academic.token).delete(`me/delegates/${own.delegationId}`).expect(204);
    await t.as(own.delegate.token).get(`delegations/${own.expert.id}`).expect(404);
    expect((await t.as(own.delegate.token).get('delegations')).body).toEqual({ items: [] });
    expect(await listed(t, own)).toMatchObject({ items: [{ state: 'ended' }], proposals: [] });
    await t.as(own.academic.token).delete(`me/delegates/${own.delegationId}`).expect(404);
    const [entry] = await t.source.query<object[]>('select * from audit_entries where record_id = $1', [
      own.delegationId,
    ]);
    expect(entry).toMatchObject({ verb: 'delegate.end', actor_user_id: own.academic.id });
  });

  it('is for the person alone: not for another academic, staff or the delegate', async () => {
    const own = await delegateCastOf(t);
    await t.as(cast.academic.token).delete(`me/delegates/${own.delegationId}`).expect(404);
    for (const { token } of [own.liaison, own.delegate])
      await t.as(token).delete(`me/delegates/${own.delegationId}`).expect(403);
    await t.as(own.delegate.token).get(`delegations/${own.expert.id}`).expect(200);
    expect((await listed(t, cast)).items).toEqual([]);
  });
});
