import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let liaison: Person;
let colleague: Person;

beforeAll(async () => {
  t = await startTestApp();
  const agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  colleague = await t.make.user('liaison', agency.id);
});
afterAll(() => t.close());
beforeEach(() => t.time.set('2026-06-10T09:00:00Z'));

type Agreement = Awaited<ReturnType<typeof t.make.agreement>>;
const executed = { stage: 'executed', executed_on: '2025-12-15' };
const agreement = (given: object = {}): Promise<Agreement> =>
  t.make.agreement({ agency_id: liaison.organisationId, owner_user_id: liaison.id, ...given });
const terms = (one: Agreement, given: object = {}): object => ({
  what: 'Send the yearly report',
  organisationId: one.parties[1],
  ownerUserId: liaison.id,
  dueOn: '2026-12-01',
  ...given,
});
const api = () => t.as(liaison.token);
const pointersOf = ({ body }: { body: { errors?: { pointer: string }[] } }): string[] =>
  (body.errors ?? []).map(({ pointer }) => pointer);

describe('adding an obligation', () => {
  it('to a draft, of either party, answers with what is owed, by whom and when', async () => {
    const one = await agreement();
    const { body, headers } = await api()
      .post(`agreements/${one.reference}/obligations`, terms(one, { everyCount: 6, everyUnit: 'months' }))
      .expect(201);
    expect(headers.etag).toBe('"1"');
    expect(body).toMatchObject({
      agreement: { reference: one.reference },
      what: 'Send the yearly report',
      party: { id: one.parties[1] },
      owner: { id: liaison.id },
      ownerName: null,
      dueOn: '2026-12-01',
      state: 'planned',
      everyCount: 6,
      sharedWithAcademic: false,
      occurrences: [{ dueOn: '2026-12-01', progress: 'unfulfilled', state: 'planned' }],
    });
    const { body: list } = await api().get(`agreements/${one.id}/obligations`).expect(200);
    expect(list.items.map(({ id }: { id: string }) => id)).toEqual([body.id]);
  });

  it('once, however often the same request is sent', async () => {
    const one = await agreement();
    const send = () => api().post(`agreements/${one.id}/obligations`, terms(one)).set('idempotency-key', one.reference);
    const [first, second] = [await send().expect(201), await send().expect(201)];
    expect(second.body.id).toBe(first.body.id);
  });

  it('is refused without an owner, and says who can be one', async () => {
    const one = await agreement();
    const answer = await api()
      .post(`agreements/${one.id}/obligations`, terms(one, { ownerUserId: undefined }))
      .expect(400);
    expect(answer.body.errors).toEqual([
      {
        pointer: '/ownerUserId',
        detail:
          'Say who looks after it: somebody of your agency, or a person of the other side whom the agreement names.',
      },
    ]);
  });

  it.each([
    ['a body that is no party', { organisationId: '01920000-0000-7000-8000-000000000001' }, ['/organisationId']],
    ['an owner of another agency', 'stranger', ['/ownerUserId']],
    ['a person whom the agreement does not name', { ownerUserId: null, ownerName: 'Nobody' }, ['/ownerName']],
    ['somebody of our own side by name', { ownerUserId: null, ownerName: 'Signatory 0' }, ['/ownerName']],
    ['a day after the end', { dueOn: '2028-01-01' }, ['/dueOn']],
    ['a day that is none', { dueOn: '2026-02-30' }, ['/dueOn']],
    ['a recurrence without a unit', { everyCount: 2 }, ['/everyUnit']],
    ['blank words', { what: '  ' }, ['/what']],
    ['a higher marking', { what: 'SECRET\nReport' }, ['/what']],
    ['an unknown field', { lapsedOn: '2026-06-10' }, ['/lapsedOn']],
  ])('is refused with %s', async (_what, given, pointers) => {
    const one = await agreement();
    const stranger = await t.make.user('liaison', (await t.make.agency()).id);
    const sent = given === 'stranger' ? { ownerUserId: stranger.id } : (given as object);
    const answer = await api().post(`agreements/${one.id}/obligations`, terms(one, sent)).expect(400);
    expect(pointersOf(answer)).toEqual(pointers);
  });

  it('takes a person of the other side by name', async () => {
    const one = await agreement();
    const { body } = await api()
      .post(`agreements/${one.id}/obligations`, terms(one, { ownerUserId: null, ownerName: 'Signatory 1' }))
      .expect(201);
    expect([body.owner, body.ownerName]).toEqual([null, 'Signatory 1']);
  });

  it('is refused once the agreement has left draft, to other agencies and to those who cannot see it', async () => {
    const signed = await agreement(executed);
    const { body } = await api().post(`agreements/${signed.id}/obligations`, terms(signed)).expect(409);
    expect(body.detail).toContain('has left draft');
    const other = await t.make.user('partner', (await t.make.agency()).id);
    const draft = await agreement();
    await t.as(other.token).post(`agreements/${draft.id}/obligations`, terms(draft)).expect(404);
    const shared = await agreement({ sharing: 'uk_law_enforcement' });
    await t.as(other.token).post(`agreements/${shared.id}/obligations`, terms(shared)).expect(403);
  });

  it('of an agreement for named people is looked after by one of them', async () => {
    const one = await agreement({ sharing: 'named' });
    const send = (ownerUserId: string) => api().post(`agreements/${one.id}/obligations`, terms(one, { ownerUserId }));
    expect(pointersOf(await send(colleague.id).expect(400))).toEqual(['/ownerUserId']);
    await send(liaison.id).expect(201);
  });
});

describe('changing an obligation', () => {
  it('rewords and moves it in draft, under its own version', async () => {
    const one = await agreement();
    const { id } = await t.make.obligation(one, { owner_user_id: liaison.id });
    const change = (version: number) =>
      api().patch(`obligations/${id}`, { what: 'Another report', dueOn: '2026-10-01' }, version);
    const { body } = await change(1).expect(200);
    expect([body.what, body.dueOn, body.version]).toEqual(['Another report', '2026-10-01', 2]);
    await change(1).expect(412);
    const { body: around } = await api().get(`agreements/${one.id}`).expect(200);
    expect(around.version).toBe(1);
  });

  it('after draft changes who looks after it and whether the academic sees it, and nothing else', async () => {
    const { id } = await t.make.obligation(await agreement(executed), { owner_user_id: liaison.id });
    const refused = await api().patch(`obligations/${id}`, { what: 'Less', ownerUserId: colleague.id }, 1).expect(409);
    expect(pointersOf(refused)).toEqual(['/what']);
    const { body } = await api()
      .patch(`obligations/${id}`, { ownerName: 'Signatory 1', sharedWithAcademic: true }, 1)
      .expect(200);
    expect([body.owner, body.ownerName, body.sharedWithAcademic]).toEqual([null, 'Signatory 1', true]);
  });

  it('never leaves it without an owner', async () => {
    const { id } = await t.make.obligation(await agreement(executed), { owner_user_id: liaison.id });
    expect(pointersOf(await api().patch(`obligations/${id}`, { ownerUserId: null }, 1).expect(400))).toEqual([
      '/ownerUserId',
    ]);
  });

  it('asks for the version, and of two at once lets one succeed', async () => {
    const { id } = await t.make.obligation(await agreement(executed), { owner_user_id: liaison.id });
    await api().patch(`obligations/${id}`, { sharedWithAcademic: true }).expect(428);
    const both = await Promise.all(
      [liaison, colleague].map(({ token }) => t.as(token).patch(`obligations/${id}`, { sharedWithAcademic: true }, 1)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('removes it from a draft only', async () => {
    const draft = await t.make.obligation(await agreement());
    await api().delete(`obligations/${draft.id}`, 1).expect(204);
    await api().get(`obligations/${draft.id}`).expect(404);
    const agreed = await t.make.obligation(await agreement(executed));
    await api().delete(`obligations/${agreed.id}`, 1).expect(409);
  });

  it('a party that owes something is not taken out of the agreement', async () => {
    const one = await agreement();
    await t.make.obligation(one, { organisation_id: one.parties[1], owner_user_id: liaison.id });
    const parties = [one.parties[0], (await t.make.organisation()).id].map((organisationId) => ({ organisationId }));
    await api().put(`agreements/${one.id}/people`, { people: [] }, 1).expect(200);
    const { body } = await api().put(`agreements/${one.id}/parties`, { parties }, 2).expect(409);
    expect(body.detail).toContain('owes something under this agreement');
  });
});

describe('progress', () => {
  const quarterly = { due_on: '2026-01-31', every_count: 3, every_unit: 'months', owner_name: 'Signatory 1' };

  it('is recorded for each time by itself, with evidence', async () => {
    const { id } = await t.make.obligation(await agreement(executed), quarterly);
    const { body: before } = await api().get(`obligations/${id}`).expect(200);
    expect([before.dueOn, before.state, before.overdue]).toEqual(['2026-01-31', 'overdue', 2]);
    const said = {
      dueOn: '2026-01-31',
      progress: 'fulfilled',
      evidence: 'Received',
      evidenceUrl: 'https://a.example/r',
    };
    const { body } = await api().change(`obligations/${id}/progress`, 1, said).expect(200);
    expect([body.dueOn, body.state, body.overdue, body.version]).toEqual(['2026-04-30', 'overdue', 1, 2]);
    expect(
      body.occurrences.map(({ dueOn, state, evidence, recordedBy }: Record<string, unknown>) => [
        dueOn,
        state,
        evidence,
        (recordedBy as { name: string } | null)?.name,
      ]),
    ).toEqual([
      ['2026-07-31', 'open', null, undefined],
      ['2026-04-30', 'overdue', null, undefined],
      ['2026-01-31', 'fulfilled', 'Received', liaison.name],
    ]);
    await api()
      .change(`obligations/${id}/progress`, 2, { dueOn: '2026-04-30', progress: 'lapsed', reason: 'Waived' })
      .expect(200);
    const { body: last } = await api().get(`obligations/${id}`).expect(200);
    expect([last.dueOn, last.state, last.overdue]).toEqual(['2026-07-31', 'open', 0]);
  });

  it.each([
    ['without evidence', { dueOn: '2026-04-30', progress: 'fulfilled' }, 400, ['/evidence']],
    ['lapsed without a reason', { dueOn: '2026-04-30', progress: 'lapsed' }, 400, ['/reason']],
    ['on a day on which it does not fall due', { dueOn: '2026-05-01', progress: 'unfulfilled' }, 400, ['/dueOn']],
    ['on a day beyond the next', { dueOn: '2026-10-31', progress: 'unfulfilled' }, 400, ['/dueOn']],
    [
      'with a link that does something',
      { dueOn: '2026-04-30', progress: 'partly', evidence: 'x', evidenceUrl: 'javascript:alert(1)' },
      400,
      ['/evidenceUrl'],
    ],
  ])('is refused %s', async (_what, said, status, pointers) => {
    const { id } = await t.make.obligation(await agreement(executed), quarterly);
    const answer = await api().change(`obligations/${id}/progress`, 1, said).expect(status);
    expect(pointersOf(answer)).toEqual(pointers);
  });

  it('is refused before the agreement is executed, to readers of another agency, and under an old version', async () => {
    const said = { dueOn: '2026-06-17', progress: 'fulfilled', evidence: 'Received' };
    const planned = await t.make.obligation(await agreement({ stage: 'awaiting_signature' }));
    await api().change(`obligations/${planned.id}/progress`, 1, said).expect(409);
    const { id } = await t.make.obligation(await agreement({ ...executed, sharing: 'uk_law_enforcement' }));
    const other = await t.make.user('partner', (await t.make.agency()).id);
    await t.as(other.token).change(`obligations/${id}/progress`, 1, said).expect(403);
    await api().change(`obligations/${id}/progress`, 1, said).expect(200);
    await api().change(`obligations/${id}/progress`, 1, said).expect(412);
  });

  it('letting it lapse stops it, keeps what was recorded, and is taken back with a reason', async () => {
    const { id } = await t.make.obligation(await agreement(executed), quarterly);
    const step = (version: number, body: object) => api().change(`obligations/${id}/steps`, version, body);
    expect(pointersOf(await step(1, { step: 'lapse' }).expect(400))).toEqual(['/reason']);
    const { body } = await step(1, { step: 'lapse', reason: 'The project ended early' }).expect(200);
    expect([body.state, body.lapsedOn, body.lapseReason]).toEqual(['lapsed', '2026-06-10', 'The project ended early']);
    expect(body.occurrences.map(({ dueOn }: { dueOn: string }) => dueOn)).toEqual(['2026-04-30', '2026-01-31']);
    await step(2, { step: 'lapse', reason: 'Again' }).expect(409);
    await api().change(`obligations/${id}/progress`, 2, { dueOn: '2026-04-30', progress: 'unfulfilled' }).expect(409);
    const { body: resumed } = await step(2, { step: 'resume', reason: 'It goes on' }).expect(200);
    expect([resumed.state, resumed.lapsedOn]).toEqual(['overdue', null]);
  });

  it('is in the audit with what was said before and after', async () => {
    const { id } = await t.make.obligation(await agreement(executed));
    const said = { dueOn: '2026-06-17', progress: 'partly', evidence: 'Half of it' };
    await api().change(`obligations/${id}/progress`, 1, said).expect(200);
    const [entry] = await t.source.query('select verb, before, after from audit_entries where record_id = $1', [id]);
    expect(entry).toMatchObject({
      verb: 'obligation.record-progress',
      before: { progress: 'unfulfilled', evidence: null },
      after: { progress: 'partly', evidence: 'Half of it', dueOn: '2026-06-17' },
    });
  });
});

describe('the list over all agreements', () => {
  it('is in the order in which they are due, in pages, filtered by owner, state and agreement', async () => {
    // One that nothing of the other tests is shared with.
    const agency = await t.make.agency({ kind: 'international', audience: 'overseas' });
    const me = await t.make.user('partner', agency.id);
    const other = await t.make.user('partner', agency.id);
    const made = await t.make.agreement({ agency_id: agency.id, title: 'Quiet data', ...executed });
    const second = await t.make.agreement({ agency_id: agency.id, ...executed });
    const add = async (due_on: string, given: object = {}, of = made): Promise<string> =>
      (await t.make.obligation(of, { due_on, owner_user_id: me.id, ...given })).id;
    const late = await add('2026-06-09');
    const today = await add('2026-06-10', { owner_user_id: other.id });
    const coming = await add('2026-06-09', { due_on: '2026-07-01' }, second);
    const gone = await add('2026-05-01', { lapsed_on: '2026-05-02', lapse_reason: 'Waived' });
    const list = async (query = ''): Promise<string[]> => {
      const { body } = await t.as(me.token).get(`obligations?${query}`).expect(200);
      const { body: counted } = await t.as(me.token).get(`obligations/count?${query}`).expect(200);
      expect(counted).toEqual({ count: body.items.length, more: false });
      return body.items.map(({ id }: { id: string }) => id);
    };
    expect(await list()).toEqual([gone, late, today, coming]);
    expect(await list('state=to_do')).toEqual([late, today, coming]);
    expect(await list('state=overdue')).toEqual([late]);
    expect(await list('ownerUserId=me&state=to_do')).toEqual([late, coming]);
    expect(await list(`ownerUserId=${other.id}`)).toEqual([today]);
    expect(await list(`agreementId=${second.id}`)).toEqual([coming]);
    expect(await list('agreement=quiet data&state=due')).toEqual([today]);
    const first = await t.as(me.token).get('obligations?limit=2').expect(200);
    const rest = await t.as(me.token).get(`obligations?limit=2&cursor=${first.body.nextCursor}`).expect(200);
    expect([...first.body.items, ...rest.body.items].map(({ id }: { id: string }) => id)).toEqual([
      gone,
      late,
      today,
      coming,
    ]);
    expect(rest.body.nextCursor).toBeNull();
    await t.as(me.token).get('obligations?state=someday').expect(400);
    await t.as(me.token).get('obligations?cursor=hostile').expect(400);
  });

  it('says the same on each day without any job having run', async () => {
    const one = await agreement({ ...executed, end_on: '2026-07-31' });
    const { id } = await t.make.obligation(one, { due_on: '2026-06-11' });
    const stateOn = async (instant: string): Promise<string> => {
      t.time.set(instant);
      return (await api().get(`obligations/${id}`).expect(200)).body.state;
    };
    // London is an hour ahead of UTC in June.
    expect(await stateOn('2026-06-10T22:59:59Z')).toBe('open');
    expect(await stateOn('2026-06-10T23:00:00Z')).toBe('due');
    expect(await stateOn('2026-06-11T23:00:00Z')).toBe('overdue');
    expect(await stateOn('2026-07-31T22:59:59Z')).toBe('overdue');
    expect(await stateOn('2026-07-31T23:00:00Z')).toBe('lapsed');
  });
});
