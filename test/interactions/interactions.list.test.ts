import type { Response } from 'supertest';
import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

/** A new agency with one liaison. What other tests share with law enforcement does not reach a department. */
async function newcomer(audience = 'uk_government'): Promise<{ agency: { id: string }; caller: Caller }> {
  const agency = await t.make.agency({ audience });
  const liaison = await t.make.user('liaison', agency.id);
  return { agency, caller: t.as(liaison.token) };
}
const idsOf = async (caller: Caller, query = ''): Promise<string[]> =>
  (await caller.get(`interactions?${query}`).expect(200)).body.items.map(({ id }: { id: string }) => id);

describe('the list of interactions', () => {
  it('is latest first, page by page, without skipping those of one moment', async () => {
    const { agency, caller } = await newcomer();
    const made: { id: string; at: string }[] = [];
    for (const at of ['2026-06-01', '2026-06-03', '2026-06-03', '2026-06-03', '2026-06-02']) {
      const { id } = await t.make.interaction({ agency_id: agency.id, happened_at: `${at}T10:00:00.123456Z` });
      made.push({ id, at });
    }
    const expected = made.sort((a, b) => (a.at + a.id < b.at + b.id ? 1 : -1)).map(({ id }) => id);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body, headers }: Response = await caller
        .get(`interactions?limit=2${cursor && `&cursor=${cursor}`}`)
        .expect(200);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
      expect(headers.link === undefined).toBe(cursor === null);
    }
    expect(seen).toEqual(expected);
  });

  it.each(['limit=0', 'limit=101', 'cursor=nonsense', 'kind=seance', 'from=yesterday', 'sort=kind', 'expertId=1'])(
    'refuses ?%s',
    async (query) => {
      const { caller } = await newcomer();
      await caller.get(`interactions?${query}`).expect(400);
    },
  );

  it('refuses a last day before the first, and bears the last day of all', async () => {
    const { caller } = await newcomer();
    const { body } = await caller.get('interactions?from=2026-06-02&to=2026-06-01').expect(400);
    expect(body.errors).toMatchObject([{ pointer: '?to' }]);
    await caller.get('interactions?to=2200-12-31').expect(200);
  });

  it('filters by days of London', async () => {
    const { agency, caller } = await newcomer();
    // 00:30 on 2 June in London is 23:30 on 1 June in UTC.
    const early = await t.make.interaction({ agency_id: agency.id, happened_at: '2026-06-01T23:30:00Z' });
    const late = await t.make.interaction({ agency_id: agency.id, happened_at: '2026-06-02T22:59:59Z' });
    const after = await t.make.interaction({ agency_id: agency.id, happened_at: '2026-06-02T23:00:00Z' });
    expect(await idsOf(caller, 'from=2026-06-02&to=2026-06-02')).toEqual([late.id, early.id]);
    expect(await idsOf(caller, 'to=2026-06-01')).toEqual([]);
    expect(await idsOf(caller, 'from=2026-06-03')).toEqual([after.id]);
  });

  it('filters by kind, strand and words of the subject, but never of the notes', async () => {
    const { agency, caller } = await newcomer();
    const call = await t.make.interaction({ agency_id: agency.id, kind: 'call', subject: 'Crème brûlée 100% sweet' });
    const visit = await t.make.interaction({ agency_id: agency.id, kind: 'visit', strand: 'online', notes: 'creme' });
    expect(await idsOf(caller, 'kind=call')).toEqual([call.id]);
    expect(await idsOf(caller, 'strand=online')).toEqual([visit.id]);
    expect(await idsOf(caller, 'q=CREME')).toEqual([call.id]);
    expect(await idsOf(caller, 'q=100%25')).toEqual([call.id]);
    expect(await idsOf(caller, 'q=1_0')).toEqual([]);
  });

  it('filters by an expert who took part or whom it is about', async () => {
    const { agency, caller } = await newcomer();
    const expert = await t.make.expert({ agency_id: agency.id });
    const took = await t.make.interaction({ agency_id: agency.id, happened_at: '2026-06-03T10:00:00Z' }, [
      { expert_id: expert.id },
    ]);
    const about = await t.make.interaction({
      agency_id: agency.id,
      happened_at: '2026-06-02T10:00:00Z',
      about_expert_id: expert.id,
    });
    await t.make.interaction({ agency_id: agency.id });
    expect(await idsOf(caller, `expertId=${expert.id}`)).toEqual([took.id, about.id]);
    expect(await idsOf(caller, `expertId=${newId()}`)).toEqual([]);
  });

  it('filters by agreement and by organisation', async () => {
    const { agency, caller } = await newcomer();
    const agreement = await t.make.agreement({ agency_id: agency.id });
    const university = await t.make.organisation();
    const first = await t.make.interaction({ agency_id: agency.id, about_agreement_id: agreement.id });
    const second = await t.make.interaction({ agency_id: agency.id, happened_at: '2026-06-03T10:00:00Z' }, [
      { organisation_id: university.id },
    ]);
    const third = await t.make.interaction({
      agency_id: agency.id,
      happened_at: '2026-06-02T10:00:00Z',
      about_organisation_id: university.id,
    });
    expect(await idsOf(caller, `agreementId=${agreement.id}`)).toEqual([first.id]);
    expect(await idsOf(caller, `organisationId=${university.id}`)).toEqual([second.id, third.id]);
  });

  it('does not tell by a filter that a hidden person or agreement has to do with a shared one', async () => {
    const { caller } = await newcomer('uk_law_enforcement');
    const other = await t.make.agency();
    const hidden = await t.make.expert({ agency_id: other.id, privacy_notice_sent_on: null });
    const agreement = await t.make.agreement({ agency_id: other.id });
    await t.make.interaction({ agency_id: other.id, sharing: 'uk_law_enforcement', about_agreement_id: agreement.id }, [
      { expert_id: hidden.id },
    ]);
    expect(await idsOf(caller, `expertId=${hidden.id}`)).toEqual([]);
    expect(await idsOf(caller, `agreementId=${agreement.id}`)).toEqual([]);
  });

  it('finds by part of a name or by reference, under the Chatham House Rule for its own agency alone', async () => {
    const { agency, caller } = await newcomer('uk_law_enforcement');
    const person = await t.make.expert({ agency_id: agency.id, family_name: 'Findable-once' });
    const own = await t.make.interaction({ agency_id: agency.id, chatham_house: true }, [{ expert_id: person.id }]);
    const foreign = { agency_id: (await t.make.agency()).id, sharing: 'uk_law_enforcement' };
    const told = await t.make.interaction({ ...foreign, about_expert_id: person.id });
    await t.make.interaction({ ...foreign, chatham_house: true }, [{ expert_id: person.id }]);
    const found = [told.id, own.id].sort();
    expect((await idsOf(caller, 'expert=findable-ONCE')).sort()).toEqual(found);
    expect((await idsOf(caller, `expert=${person.reference}`)).sort()).toEqual(found);
    expect(await idsOf(caller, 'expert=%25_')).toEqual([]);
    expect((await caller.get('interactions/count?expert=findable-once').expect(200)).body).toEqual({
      count: 2,
      more: false,
    });
  });

  it('tells the reader’s own from those of the agency', async () => {
    const agency = await t.make.agency({ audience: 'uk_government' });
    const [me, colleague] = [await t.make.user('liaison', agency.id), await t.make.user('liaison', agency.id)];
    const by = (userId: string) => ({ agency_id: agency.id, created_by_user_id: userId });
    const wrote = await t.make.interaction(by(me.id));
    const took = await t.make.interaction(by(colleague.id), [{ user_id: me.id }]);
    const other = await t.make.interaction(by(colleague.id));
    expect((await idsOf(t.as(me.token), 'whose=mine')).sort()).toEqual([wrote.id, took.id].sort());
    expect((await idsOf(t.as(me.token), 'whose=agency')).sort()).toEqual([wrote.id, took.id, other.id].sort());
  });

  it('shows what is shared with the reader, and nothing else of other agencies', async () => {
    const { agency, caller } = await newcomer('uk_law_enforcement');
    const other = await t.make.agency();
    const expert = await t.make.expert({ agency_id: agency.id });
    const about = { about_expert_id: expert.id, agency_id: other.id };
    const shared = await t.make.interaction({ ...about, sharing: 'uk_law_enforcement' });
    await t.make.interaction({ ...about, sharing: 'agency' });
    await t.make.interaction({ ...about, sharing: 'named' });
    await t.make.interaction({ about_expert_id: expert.id, agency_id: agency.id, sharing: 'named' });
    expect(await idsOf(caller, `expertId=${expert.id}`)).toEqual([shared.id]);
  });

  it('shows what is for named people to whoever wrote it up, took part or was granted it', async () => {
    const agency = await t.make.agency({ audience: 'uk_government' });
    const [author, present, granted] = [
      await t.make.user('liaison', agency.id),
      await t.make.user('liaison', agency.id),
      await t.make.user('liaison', agency.id),
    ];
    const interaction = await t.make.interaction(
      { agency_id: agency.id, sharing: 'named', marking: 'OFFICIAL-SENSITIVE', created_by_user_id: author.id },
      [{ user_id: present.id }],
    );
    await t.make.row('access_grants', {
      id: newId(),
      record_kind: 'interaction',
      record_id: interaction.id,
      user_id: granted.id,
      until_on: '2026-06-10',
      reason: 'Cover',
      granted_by_user_id: author.id,
      created_at: t.clock.now(),
    });
    for (const { token } of [author, present, granted]) expect(await idsOf(t.as(token))).toEqual([interaction.id]);
    const readings = await t.source.query('select marking from audit_readings where record_ids @> $1', [
      [interaction.id],
    ]);
    expect(readings).toHaveLength(3);
  });
});
