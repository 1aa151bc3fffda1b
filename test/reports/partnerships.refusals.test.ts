import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let liaison: Person;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
});
afterAll(() => t.close());

describe('what is refused', () => {
  it.each([
    ['an impossible day', 'from=2026-02-30', '?from', 'must be a real date'],
    ['a day that is none', 'to=tomorrow', '?to', 'must be a real date'],
    ['a last day before the first', 'from=2026-02-02&to=2026-02-01', '?to', 'on or after the first'],
    ['a first day in the future without a last', 'from=2026-06-11', '?to', 'on or after the first'],
    ['more than five years', 'from=2021-06-10&to=2026-06-10', '?to', '5 years at most'],
    ['the edges of the calendar', 'from=1900-01-01', '?from', '1 January 1950'],
    ['the other edge', 'to=2200-12-31', '?to', '31 December 2150'],
    ['a repeated day', 'from=2026-01-01&from=2026-02-01', '?from', 'must be a real date'],
    ['an agency that is no id', 'agencyId=nca', '?agencyId', 'must be the id of a record'],
    [
      'an agency that is not there',
      'agencyId=018f0000-0000-7000-8000-000000000000',
      '?agencyId',
      'an agency that is not there',
    ],
    [
      'an organisation that is not there',
      'organisationId=018f0000-0000-7000-8000-000000000000',
      '?organisationId',
      'an organisation that is not there',
    ],
    ['a strand that is not there', 'strand=upsteam', '?strand', 'not a code of the vocabulary'],
    ['a blank strand', 'strand=', '?strand', 'Enter'],
    ['a strand that is a marking', 'strand=TOP%20SECRET', '?strand', 'above OFFICIAL-SENSITIVE'],
    ['a field that is not there', 'region=north', '?region', 'no field called'],
  ])('%s', async (_what, query, pointer, words) => {
    for (const path of ['reports/partnerships', 'reports/partnerships.csv']) {
      const { body, headers } = await t.as(liaison.token).get(`${path}?${query}`).expect(400);
      expect(body.errors).toHaveLength(1);
      expect(body.errors[0].pointer).toBe(pointer);
      expect(body.errors[0].detail).toContain(words);
      expect(headers['content-type']).toContain('application/problem+json');
      expect(headers['content-disposition']).toBeUndefined();
    }
  });

  it('a university as the agency', async () => {
    const university = await t.make.organisation();
    const { body } = await t.as(liaison.token).get(`reports/partnerships?agencyId=${university.id}`).expect(400);
    expect(body.errors).toMatchObject([{ pointer: '?agencyId' }]);
  });

  it.each(['approver', 'auditor', 'host', 'academic'] as const)('is every report to a %s', async (role) => {
    const person = await t.make.user(role, agency.id);
    await t.as(person.token).get('reports/partnerships').expect(403);
    await t.as(person.token).get('reports/partnerships.csv').expect(403);
  });

  it('is every report to somebody who is not signed in', async () => {
    await t.as(null).get('reports/partnerships').expect(401);
    await t.as(null).get('reports/partnerships.csv').expect(401);
  });
});
