import { startTestApp, type TestApp } from '../support/app.js';
import { castOf, type Cast } from './cast.js';
import { accept, accountsOf, delegationsOf, listed, named, naming } from './delegate.cast.js';

let t: TestApp;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());
beforeEach(() => t.time.set('2026-06-10T09:00:00Z'));

describe('an acceptance', () => {
  it('opens an account where the academic’s stands, invites its owner, and lets them edit: all or nothing', async () => {
    const own = await castOf(t);
    const dto = naming();
    const id = await named(t, own, dto);
    const shown = (await t.as(own.liaison.token).get(`profile-changes/${id}`).expect(200)).body as object;
    expect(shown).toMatchObject({
      section: 'delegate',
      before: {},
      movedOn: false,
      proposedBy: { id: own.academic.id },
    });
    const answers = await Promise.all(Array.from({ length: 3 }, () => accept(t, own, id).then(({ status }) => status)));
    expect(answers.sort()).toEqual([200, 412, 412]);
    const [account, ...others] = await accountsOf(t, dto.email);
    expect(others).toEqual([]);
    expect(account).toMatchObject({
      role: 'delegate',
      name: dto.name,
      organisation_id: own.academic.organisationId,
      expert_id: null,
      password_hash: null,
    });
    const [delegation] = await delegationsOf(t, own.expert.id);
    expect(delegation).toMatchObject({ user_id: account.id, sections: ['about'], accepted_by_user_id: own.liaison.id });
    const invited = await t.source.query(
      "select 1 from outbox_events where name = 'users.invited' and payload ->> 'userId' = $1",
      [account.id],
    );
    expect(invited).toHaveLength(1);
    const audit = await t.source.query<{ verb: string }[]>(
      'select verb from audit_entries where record_id in ($1, $2, $3) order by verb',
      [id, account.id, delegation.id],
    );
    expect(audit.map(({ verb }) => verb)).toEqual([
      'delegate.begin',
      'profile-change.approve',
      'profile-change.propose',
      'user.create',
    ]);
    expect(await listed(t, own)).toMatchObject({
      items: [{ ...dto, state: 'current', lastChangedAt: null }],
      proposals: [],
    });
    // What the record says has not changed.
    expect((await t.as(own.academic.token).get('me/profile')).body).toMatchObject({ version: 1 });
  });

  it.each(['delegate', 'academic'] as const)('uses the account of somebody who is a %s already', async (role) => {
    const own = await castOf(t);
    const known = await t.make.user(role, own.academic.organisationId, { email: `Known-${role}@university.example` });
    await accept(t, own, await named(t, own, naming({ email: `known-${role}@UNIVERSITY.example` }))).expect(200);
    expect(await delegationsOf(t, own.expert.id)).toEqual([expect.objectContaining({ user_id: known.id })]);
    expect((await t.as(known.token).get('delegations').expect(200)).body).toMatchObject({
      items: [{ id: own.expert.id, name: `Dr ${own.expert.name}` }],
    });
  });

  it('of the same new person by two academics at once opens one account', async () => {
    const [one, other] = [await castOf(t), await castOf(t)];
    const dto = naming();
    const ids = [await named(t, one, dto), await named(t, other, dto)];
    const answers = await Promise.all([accept(t, one, ids[0]), accept(t, other, ids[1])]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await accountsOf(t, dto.email)).toHaveLength(1);
  });

  it.each(['liaison', 'partner', 'approver', 'auditor', 'admin', 'host'] as const)(
    'is refused where the address is the account of a %s: staff are told why, the academic is not',
    async (role) => {
      const own = await castOf(t);
      const known = await t.make.user(role, own.agency.id);
      const id = await named(t, own, naming({ email: known.email }));
      const { body } = await accept(t, own, id).expect(409);
      expect((body as { detail: string }).detail).toMatch(
        /neither an academic’s nor a delegate’s.*The person reads your reason/,
      );
      expect((body as { detail: string }).detail).not.toContain(role);
      expect(await delegationsOf(t, own.expert.id)).toEqual([]);
      expect(await listed(t, own)).toMatchObject({ proposals: [{ state: 'proposed', reason: null }] });
    },
  );

  it.each<[string, (own: Cast, email: string) => Promise<unknown>, RegExp]>([
    [
      'the account is disabled',
      (own, email) => t.make.user('delegate', own.agency.id, { email, disabled_at: t.clock.now() }),
      /is disabled/,
    ],
    [
      'the person has objected',
      (own) => t.source.query("update experts set objected_on = '2026-06-10' where id = $1", [own.expert.id]),
      /has objected/,
    ],
    [
      'the person restricted its use',
      (own) => t.source.query("update experts set restricted_on = '2026-06-10' where id = $1", [own.expert.id]),
      /asked for restriction/,
    ],
    [
      'nobody can sign in as the person',
      (own) => t.source.query('update users set disabled_at = now() where id = $1', [own.academic.id]),
      /Nobody can sign in/,
    ],
    [
      'the last day has passed',
      () => Promise.resolve(t.time.set('2026-07-01T00:00:00+01:00')),
      /The last day has passed/,
    ],
  ])('is refused when %s by then', async (_what, happen, told) => {
    const own = await castOf(t);
    const dto = naming({ untilOn: '2026-06-30' });
    const id = await named(t, own, dto);
    await happen(own, dto.email);
    const staff = { ...own, liaison: { ...own.liaison, token: await t.make.session(own.liaison.id) } };
    expect(((await accept(t, staff, id).expect(409)).body as { detail: string }).detail).toMatch(told);
    expect(await delegationsOf(t, own.expert.id)).toEqual([]);
  });

  it('of somebody named again takes the place of what they had, and is shown beside it', async () => {
    const own = await castOf(t);
    const dto = naming();
    await accept(t, own, await named(t, own, dto)).expect(200);
    await t.as(own.academic.token).post('me/delegates', dto).expect(400);
    const again = await named(t, own, { ...dto, sections: ['expertise'], untilOn: '2027-01-31' });
    expect((await t.as(own.liaison.token).get(`profile-changes/${again}`)).body).toMatchObject({
      before: { sections: ['about'], untilOn: '2026-12-31' },
      after: { sections: ['expertise'], untilOn: '2027-01-31' },
      movedOn: false,
    });
    await accept(t, own, again).expect(200);
    const { items } = await listed(t, own);
    expect(items.map(({ state, sections }) => [state, sections])).toEqual([
      ['current', ['expertise']],
      ['ended', ['about']],
    ]);
  });

  it('is for staff of the keeping agency alone', async () => {
    const own = await castOf(t);
    const id = await named(t, own, naming());
    await t.as(own.elsewhere.token).get(`profile-changes/${id}`).expect(404);
    await t.as(own.elsewhere.token).change(`profile-changes/${id}/decisions`, 1, { decision: 'approve' }).expect(404);
  });

  it('may be refused with a reason that the academic reads, and taken back by the academic before', async () => {
    const own = await castOf(t);
    const id = await named(t, own, naming());
    const refusal = { decision: 'refuse', reason: 'Name somebody of your department.' };
    await t.as(own.liaison.token).change(`profile-changes/${id}/decisions`, 1, refusal).expect(200);
    expect(await listed(t, own)).toMatchObject({ proposals: [{ state: 'refused', reason: refusal.reason }] });
    const back = await named(t, own, naming());
    await t.as(own.academic.token).change(`me/profile/changes/${back}/steps`, 1, { step: 'withdraw' }).expect(200);
    await accept(t, own, back, 2).expect(409);
    expect(await delegationsOf(t, own.expert.id)).toEqual([]);
  });
});
