import { startTestApp, type TestApp } from '../support/app.js';

let t: TestApp;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

describe('staff whose body is no agency any more', () => {
  it.each<[string, object]>([
    ['experts', { kind: 'academic', givenName: 'Ada', familyName: 'Invented' }],
    ['contacts', { name: 'Contracts office' }],
    ['experts/:expert/relationships', {}],
    ['interactions', { kind: 'call', happenedAt: '2026-06-09T10:00:00Z', subject: 'A call' }],
    ['follow-ups', { title: 'Ring back', dueOn: '2026-06-11' }],
  ])('keep nothing: POST %s is refused', async (path, given) => {
    const university = await t.make.organisation();
    const me = t.as((await t.make.user('liaison', university.id)).token);
    const body: Record<string, unknown> = { ...given };
    if (path === 'contacts') body.organisationId = university.id;
    const expert = await t.make.expert({ agency_id: university.id });
    const { status } = await me.post(path.replace(':expert', expert.id), body);
    expect([403, 404]).toContain(status);
  });
});

describe('an instant whose day in London or in UTC we cannot hold', () => {
  it.each(['1900-01-01T00:00:00+14:00', '2200-12-31T23:59:59-12:00', '2200-12-31T24:00:00Z'])(
    '%s',
    async (happenedAt) => {
      const me = t.as((await t.make.user('liaison', (await t.make.agency()).id)).token);
      const { status, body } = await me.post('interactions', { kind: 'call', happenedAt, subject: 'A call' });
      expect([status, body.errors?.[0].pointer]).toEqual([400, '/happenedAt']);
    },
  );
});
