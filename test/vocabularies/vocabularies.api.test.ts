import type { Role } from '../../src/kernel/actor.js';
import { roles } from '../../src/kernel/actor.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
const people = {} as Record<Role, Person>;

beforeAll(async () => {
  t = await startTestApp();
  const agency = await t.make.agency();
  for (const role of roles) people[role] = await t.make.user(role, agency.id);
});
afterAll(() => t.close());

const labels = (body: { items: { label: string }[] }): string[] => body.items.map(({ label }) => label);

describe('GET /vocabularies', () => {
  it('names every scheme with how many terms it offers and how many it has retired', async () => {
    await t.make.term({ scheme: 'counted' });
    await t.make.term({ scheme: 'counted' });
    await t.make.term({ scheme: 'counted', retired_on: '2026-06-10' });
    const { body } = await t.as(people.liaison.token).get('vocabularies').expect(200);
    expect(body.items).toContainEqual({ scheme: 'counted', terms: 2, retiredTerms: 1 });
    const schemes = body.items.map(({ scheme }: { scheme: string }) => scheme);
    expect(schemes).toEqual([...schemes].sort());
  });

  it.each(roles)('is for the role %s', async (role) => {
    await t.as(people[role].token).get('vocabularies').expect(200);
  });

  it('is for nobody who has not signed in', async () => {
    await t.as(null).get('vocabularies').expect(401);
  });

  it('is read only', async () => {
    await t.as(people.admin.token).post('vocabularies', { scheme: 'new' }).expect(404);
  });
});

describe('GET /vocabularies/:scheme', () => {
  it('answers with the terms in their order, whole', async () => {
    await t.make.term({ scheme: 'ordered', label: 'Second', position: 2 });
    await t.make.term({
      scheme: 'ordered',
      code: 'first',
      label: 'First',
      description: 'It comes first.',
      synonyms: ['one', '1st'],
      position: 1,
    });
    const { body } = await t.as(people.partner.token).get('vocabularies/ordered').expect(200);
    expect(body.scheme).toBe('ordered');
    expect(labels(body)).toEqual(['First', 'Second']);
    expect(body.items[0]).toEqual({
      id: expect.any(String),
      code: 'first',
      label: 'First',
      description: 'It comes first.',
      synonyms: ['one', '1st'],
      edition: 'Test 2026',
      retiredOn: null,
    });
  });

  it('leaves retired terms out unless they are asked for', async () => {
    await t.make.term({ scheme: 'aging', label: 'In use', position: 1 });
    await t.make.term({ scheme: 'aging', label: 'Retired today', retired_on: '2026-06-10', position: 2 });
    await t.make.term({ scheme: 'aging', label: 'Retires tomorrow', retired_on: '2026-06-11', position: 3 });
    const caller = t.as(people.academic.token);
    const offered = await caller.get('vocabularies/aging').expect(200);
    expect(labels(offered.body)).toEqual(['In use', 'Retires tomorrow']);
    const every = await caller.get('vocabularies/aging?retired=true').expect(200);
    expect(labels(every.body)).toEqual(['In use', 'Retired today', 'Retires tomorrow']);
    expect(every.body.items[1].retiredOn).toBe('2026-06-10');
    const asked = await caller.get('vocabularies/aging?retired=false').expect(200);
    expect(labels(asked.body)).toEqual(['In use', 'Retires tomorrow']);
  });

  it('is there and empty when every term is retired', async () => {
    await t.make.term({ scheme: 'bygone', retired_on: '2020-01-01' });
    const { body } = await t.as(people.host.token).get('vocabularies/bygone').expect(200);
    expect(body).toEqual({ scheme: 'bygone', items: [] });
  });

  it.each(['nowhere', 'Threat', 'a%00b', "x'; drop table users", '__proto__', 'x'.repeat(150)])(
    'has no vocabulary %j',
    async (scheme) => {
      const { body } = await t
        .as(people.liaison.token)
        .get(`vocabularies/${scheme.includes('%') ? scheme : encodeURIComponent(scheme)}`)
        .expect(404);
      expect(body.detail).toBe('There is no vocabulary here that you can see.');
    },
  );

  it.each([
    ['retired=yes', '?retired', 'Retired must be true or false.'],
    ['retired=true&retired=false', '?retired', 'Retired must be true or false.'],
    ['retired=', '?retired', 'Retired must be true or false.'],
    ['sort=label', '?sort', 'There is no field called "sort" here. Remove it.'],
  ])('refuses ?%s', async (query, pointer, detail) => {
    await t.make.term({ scheme: 'checked' });
    const { body } = await t.as(people.liaison.token).get(`vocabularies/checked?${query}`).expect(400);
    expect(body.errors).toEqual([{ pointer, detail }]);
  });
});
