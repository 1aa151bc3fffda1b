import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

const executed = { stage: 'executed', executed_on: '2025-12-15' };
const word = 'Zephyr';
const listed = async (person: Person): Promise<string> => {
  const texts = await Promise.all(
    ['obligations', 'obligations?limit=1', 'obligations?agreement=zephyr'].map(
      async (path) => (await t.as(person.token).get(path).expect(200)).text,
    ),
  );
  return texts.join();
};

it('a reader of the agreement reads them; whoever does not see it finds none, and no count of them', async () => {
  const [a, b] = [await t.make.agency(), await t.make.agency()];
  const [mine, theirs] = [await t.make.user('liaison', a.id), await t.make.user('partner', b.id)];
  const agreement = await t.make.agreement({ agency_id: a.id, title: word, ...executed });
  const { id } = await t.make.obligation(agreement, { what: word });
  expect(await listed(mine)).toContain(word);
  expect(await listed(theirs)).not.toContain(word);
  for (const path of [`obligations/${id}`, `agreements/${agreement.id}/obligations`]) {
    await t.as(mine.token).get(path).expect(200);
    await t.as(theirs.token).get(path).expect(404);
  }
  const { body } = await t.as(theirs.token).get('obligations/count').expect(200);
  expect(body).toEqual({ count: 0, more: false });
});

it('those of an agreement for named people are for these alone', async () => {
  const agency = await t.make.agency();
  const [owner, colleague] = [await t.make.user('liaison', agency.id), await t.make.user('liaison', agency.id)];
  const named = { sharing: 'named', marking: 'OFFICIAL-SENSITIVE', owner_user_id: owner.id };
  const agreement = await t.make.agreement({ agency_id: agency.id, ...named, ...executed });
  const { id } = await t.make.obligation(agreement, { what: word });
  expect(await listed(owner)).toContain(word);
  expect(await listed(colleague)).not.toContain(word);
  await t.as(colleague.token).patch(`obligations/${id}`, { sharedWithAcademic: true }, 1).expect(404);
});

it('the academic reads those that are shared, without what shows it and why it lapsed, and nothing of the others', async () => {
  const agency = await t.make.agency();
  const academic = await t.make.user('academic', (await t.make.organisation()).id, {
    expert_id: (await t.make.expert({ agency_id: agency.id })).id,
  });
  const agreement = await t.make.agreement({ agency_id: agency.id, ...executed });
  await t.make.row('agreement_covered_persons', { agreement_id: agreement.id, expert_id: academic.expertId });
  const shared = await t.make.obligation(agreement, { what: 'Shared report', shared_with_academic: true });
  const kept = await t.make.obligation(agreement, { what: word });
  const liaison = await t.make.user('liaison', agency.id);
  await t
    .as(liaison.token)
    .change(`obligations/${shared.id}/progress`, 1, {
      dueOn: '2026-06-17',
      progress: 'fulfilled',
      evidence: `${word} shows it`,
      evidenceUrl: `https://${word}.example`,
    })
    .expect(200);
  const { body, text } = await t.as(academic.token).get(`obligations/${shared.id}`).expect(200);
  expect(body).toMatchObject({ what: 'Shared report', state: 'fulfilled' });
  expect(body.occurrences).toEqual([
    {
      dueOn: '2026-06-17',
      progress: 'fulfilled',
      state: 'fulfilled',
      evidence: null,
      evidenceUrl: null,
      lapseReason: null,
      recordedBy: null,
      recordedAt: null,
    },
  ]);
  const heard = [text, await listed(academic)];
  heard.push((await t.as(academic.token).get(`agreements/${agreement.reference}/obligations`).expect(200)).text);
  expect(heard.join()).not.toContain(word);
  await t.as(academic.token).get(`obligations/${kept.id}`).expect(404);
  await t.as(academic.token).patch(`obligations/${shared.id}`, { sharedWithAcademic: false }, 2).expect(403);
  const browser = await t.asBrowser(academic);
  for (const path of [`/agreements/${agreement.reference}/obligations`, `/obligations/${shared.id}`]) {
    const page = await browser.get(path);
    expect([page.status, page.text.includes('Shared report'), page.text.includes(word)]).toEqual([200, true, false]);
  }
  const own = await browser.get(`/agreements/${agreement.reference}`);
  expect([own.text.includes('Nothing is owed at present.'), own.text.includes(word)]).toEqual([true, false]);
});

it('an agency that is a party reads them, and changes none', async () => {
  const [a, b] = [await t.make.agency(), await t.make.agency()];
  const agreement = await t.make.agreement({ agency_id: a.id, ...executed });
  await t.make.row('agreement_parties', { id: crypto.randomUUID(), agreement_id: agreement.id, organisation_id: b.id });
  const { id } = await t.make.obligation(agreement, { what: word });
  const theirs = await t.make.user('partner', b.id);
  expect(await listed(theirs)).toContain(word);
  const said = { dueOn: '2026-06-17', progress: 'unfulfilled' };
  await t.as(theirs.token).change(`obligations/${id}/progress`, 1, said).expect(403);
  await t.as(theirs.token).delete(`obligations/${id}`, 1).expect(403);
});
