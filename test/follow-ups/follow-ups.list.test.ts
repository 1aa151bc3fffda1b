import type { Response } from 'supertest';
import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

interface Newcomer {
  agency: { id: string };
  liaison: Person;
  caller: Caller;
}

/** A new agency with one liaison. What other tests share with law enforcement does not reach a department. */
async function newcomer(audience = 'uk_government'): Promise<Newcomer> {
  const agency = await t.make.agency({ audience });
  const liaison = await t.make.user('liaison', agency.id);
  return { agency, liaison, caller: t.as(liaison.token) };
}
const idsOf = async (caller: Caller, query = ''): Promise<string[]> =>
  (await caller.get(`follow-ups?${query}`).expect(200)).body.items.map(({ id }: { id: string }) => id);

describe('the list of follow-ups', () => {
  it('is next due first, page by page, without skipping those of one day', async () => {
    const { agency, caller } = await newcomer();
    const made: string[] = [];
    for (const dueOn of ['2026-06-03', '2026-06-01', '2026-06-02', '2026-06-02', '2026-06-02'])
      made.push(`${dueOn} ${(await t.make.followUp({ agency_id: agency.id, due_on: dueOn })).id}`);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: Response = await caller.get(`follow-ups?limit=2${cursor && `&cursor=${cursor}`}`).expect(200);
      seen.push(...body.items.map((item: { dueOn: string; id: string }) => `${item.dueOn} ${item.id}`));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(made.sort());
    expect((await caller.get('follow-ups/count').expect(200)).body).toEqual({ count: 5, more: false });
  });

  it.each(['state=late', 'assigneeUserId=you', 'dueBefore=soon', 'cursor=nonsense', 'limit=0', 'status=open'])(
    'refuses ?%s',
    async (query) => {
      const { caller } = await newcomer();
      await caller.get(`follow-ups?${query}`).expect(400);
      if (!query.startsWith('cursor')) await caller.get(`follow-ups/count?${query}`).expect(400);
    },
  );

  it('filters by each state, and shows the state it filters by', async () => {
    const { agency, caller } = await newcomer();
    const make = async (given: object): Promise<string> =>
      (await t.make.followUp({ agency_id: agency.id, ...given })).id;
    const expected = {
      open: await make({ due_on: '2026-06-11' }),
      snoozed: await make({ due_on: '2026-06-01', snoozed_until: '2026-06-11' }),
      due_today: await make({ due_on: '2026-06-10' }),
      overdue: await make({ due_on: '2026-06-09', snoozed_until: '2026-06-10' }),
      done: await make({ status: 'done', completed_on: '2026-06-01' }),
      cancelled: await make({ status: 'cancelled', completed_on: '2026-06-01' }),
    };
    for (const [state, id] of Object.entries(expected)) {
      const { body } = await caller.get(`follow-ups?state=${state}`).expect(200);
      expect(body.items).toMatchObject([{ id, state }]);
      expect((await caller.get(`follow-ups/count?state=${state}`).expect(200)).body.count).toBe(1);
    }
    const { done, cancelled, ...toDo } = expected;
    expect((await idsOf(caller, 'state=to_do')).sort()).toEqual(Object.values(toDo).sort());
    expect((await idsOf(caller, 'state=any')).sort()).toEqual([...Object.values(toDo), done, cancelled].sort());
  });

  it('filters by the last day and by words of the title', async () => {
    const { agency, caller } = await newcomer();
    const first = await t.make.followUp({ agency_id: agency.id, due_on: '2026-06-10', title: 'Café visit' });
    const second = await t.make.followUp({ agency_id: agency.id, due_on: '2026-06-11', details: 'cafe' });
    expect(await idsOf(caller, 'dueBefore=2026-06-10')).toEqual([first.id]);
    expect(await idsOf(caller, 'dueBefore=2026-06-11')).toEqual([first.id, second.id]);
    expect(await idsOf(caller, 'q=CAFE')).toEqual([first.id]);
  });

  it('finds what is mine: given to me, or fallen to me', async () => {
    const { agency, liaison, caller } = await newcomer();
    const gone = await t.make.user('liaison', agency.id, { disabled_at: '2026-06-01T00:00:00Z' });
    const other = await t.make.user('liaison', agency.id);
    const expert = await t.make.expert({ agency_id: agency.id });
    await t.make.row('relationships', {
      id: newId(),
      expert_id: expert.id,
      agency_id: agency.id,
      stage: 'contact',
      since_on: '2026-01-01',
      owner_user_id: liaison.id,
      ...t.make.stamps(),
    });
    const make = async (given: object): Promise<string> =>
      (await t.make.followUp({ agency_id: agency.id, ...given })).id;
    const mine = await make({ assignee_user_id: liaison.id, due_on: '2026-06-01' });
    const fallen = await make({ about_expert_id: expert.id, due_on: '2026-06-02' });
    const orphaned = await make({ about_expert_id: expert.id, assignee_user_id: gone.id, due_on: '2026-06-03' });
    const theirs = await make({ about_expert_id: expert.id, assignee_user_id: other.id });
    expect(await idsOf(caller, 'assigneeUserId=me')).toEqual([mine, fallen, orphaned]);
    expect(await idsOf(caller, `assigneeUserId=${other.id}`)).toEqual([theirs]);
    expect(await idsOf(caller, `assigneeUserId=${gone.id}`)).toEqual([orphaned]);
  });

  it('filters by expert and by agreement, directly or by way of an interaction', async () => {
    const { agency, caller } = await newcomer();
    const expert = await t.make.expert({ agency_id: agency.id });
    const agreement = await t.make.agreement({ agency_id: agency.id });
    const talk = await t.make.interaction({ agency_id: agency.id, about_agreement_id: agreement.id }, [
      { expert_id: expert.id },
    ]);
    const make = async (given: object): Promise<string> =>
      (await t.make.followUp({ agency_id: agency.id, ...given })).id;
    const ofExpert = await make({ about_expert_id: expert.id, due_on: '2026-06-01' });
    const ofAgreement = await make({ about_agreement_id: agreement.id, due_on: '2026-06-02' });
    const ofTalk = await make({ about_interaction_id: talk.id, due_on: '2026-06-03' });
    await make({});
    expect(await idsOf(caller, `expertId=${expert.id}`)).toEqual([ofExpert, ofTalk]);
    expect(await idsOf(caller, `agreementId=${agreement.id}`)).toEqual([ofAgreement, ofTalk]);
    expect(await idsOf(caller, `expertId=${newId()}`)).toEqual([]);
  });

  it('does not tell by a filter that a hidden person, agreement or interaction has to do with a shared one', async () => {
    const { caller } = await newcomer('uk_law_enforcement');
    const other = await t.make.agency();
    const hidden = await t.make.expert({ agency_id: other.id, privacy_notice_sent_on: null });
    const seen = await t.make.expert({ agency_id: other.id });
    const agreement = await t.make.agreement({ agency_id: other.id });
    const talk = await t.make.interaction({ agency_id: other.id }, [{ expert_id: seen.id }]);
    const shared = { agency_id: other.id, sharing: 'uk_law_enforcement' };
    await t.make.followUp({ ...shared, about_expert_id: hidden.id });
    await t.make.followUp({ ...shared, about_agreement_id: agreement.id });
    await t.make.followUp({ ...shared, about_interaction_id: talk.id });
    expect(await idsOf(caller, `expertId=${hidden.id}`)).toEqual([]);
    expect(await idsOf(caller, `agreementId=${agreement.id}`)).toEqual([]);
    expect(await idsOf(caller, `expertId=${seen.id}`)).toEqual([]);
  });

  it('shows what is for named people to its assignee, deputy and author, and to whoever it falls to', async () => {
    const agency = await t.make.agency({ audience: 'uk_government' });
    const person = () => t.make.user('liaison', agency.id);
    const [author, assignee, deputy, lead, nobody] = [
      await person(),
      await person(),
      await person(),
      await person(),
      await person(),
    ];
    await t.source.query('update organisations set lead_user_id = $1 where id = $2', [lead.id, agency.id]);
    const named = { agency_id: agency.id, sharing: 'named', marking: 'OFFICIAL-SENSITIVE' };
    const given = await t.make.followUp({
      ...named,
      created_by_user_id: author.id,
      assignee_user_id: assignee.id,
      deputy_user_id: deputy.id,
    });
    const fallen = await t.make.followUp({ ...named });
    for (const { token } of [author, assignee, deputy]) expect(await idsOf(t.as(token))).toEqual([given.id]);
    expect(await idsOf(t.as(lead.token))).toEqual([fallen.id]);
    expect(await idsOf(t.as(nobody.token))).toEqual([]);
    expect((await t.as(nobody.token).get('follow-ups/count').expect(200)).body.count).toBe(0);
  });

  it('finds by words of what it is about, as far as the reader may know of it', async () => {
    const { agency, caller } = await newcomer('uk_law_enforcement');
    const own = { agency_id: agency.id };
    const person = await t.make.expert({ ...own, family_name: 'Talked-about' });
    const agreement = await t.make.agreement({ ...own, title: 'Talked-about terms' });
    const body = await t.make.organisation({ name: 'Talked-about Institute' });
    const said = await t.make.interaction({ ...own, subject: 'Talked-about paper' });
    const met = await t.make.interaction(own, [{ expert_id: person.id }]);
    const found = [
      await t.make.followUp({ ...own, about_expert_id: person.id }),
      await t.make.followUp({ ...own, about_agreement_id: agreement.id }),
      await t.make.followUp({ ...own, about_organisation_id: body.id }),
      await t.make.followUp({ ...own, about_interaction_id: said.id }),
      await t.make.followUp({ ...own, about_interaction_id: met.id }),
    ];
    const other = { agency_id: (await t.make.agency()).id };
    const hidden = await t.make.interaction({ ...other, subject: 'Talked-about elsewhere' });
    await t.make.followUp({ ...other, sharing: 'uk_law_enforcement', about_interaction_id: hidden.id });
    expect((await idsOf(caller, 'about=talked-about')).sort()).toEqual(found.map(({ id }) => id).sort());
    expect((await caller.get('follow-ups/count?about=talked-about').expect(200)).body.count).toBe(5);
  });
});
