import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

const canary = 'canary-4711';
/** Every private field, each with the canary in it where it holds text. */
const secrets = {
  email: `${canary}@university.example`,
  phone: `+44 ${canary}`,
  orcid: '0000-0003-4711-0007',
  orcid_verified_at: '2026-02-03T04:05:06Z',
  biography: `Biography ${canary}`,
  interests: `Interests ${canary}`,
  languages: [`Language ${canary}`],
  country: 'ZW',
  website: `https://${canary}.example`,
  availability: 'limited',
  available_until: '2027-04-11',
  career_stage: 'emeritus',
  contact_preferences: `Preferences ${canary}`,
};
const fields = [
  'email',
  'phone',
  'orcid',
  'biography',
  'interests',
  'languages',
  'country',
  'website',
  'availability',
  'careerStage',
  'contactPreferences',
];
const agencyOnly = [
  'agency',
  'lawfulBasis',
  'privacyNoticeSentOn',
  'objectedOn',
  'restrictedOn',
  'doNotContact',
  'fieldAudience',
  'createdAt',
];

let t: TestApp;
let keeping: { id: string };
let keeper: Person;
/** People of agencies that do not know the expert, by audience. */
const others = {} as Record<'uk_law_enforcement' | 'uk_government' | 'overseas', Person>;
/** Of an agency whose joint-controller arrangement is not yet in force. */
let unarranged: Person;

beforeAll(async () => {
  t = await startTestApp();
  keeping = await t.make.agency();
  keeper = await t.make.user('liaison', keeping.id);
  for (const audience of ['uk_law_enforcement', 'uk_government', 'overseas'] as const)
    others[audience] = await t.make.user('partner', (await t.make.agency({ audience })).id);
  unarranged = await t.make.user('partner', (await t.make.agency({ joint_controller_from: '2026-06-11' })).id);
});
afterAll(() => t.close());

const as = (person: Person): Caller => t.as(person.token);
let number = 0;
/** Unique values are the canary's with a number, so that each test has its own person. */
const secretive = (given: object = {}): ReturnType<typeof t.make.expert> => {
  number += 1;
  return t.make.expert({
    agency_id: keeping.id,
    ...secrets,
    email: `${canary}.${number}@university.example`,
    orcid: null,
    ...given,
  });
};
const view = async (person: Person, id: string): Promise<Record<string, unknown>> =>
  (await as(person).get(`experts/${id}`).expect(200)).body;

describe('an agency that does not know the person', () => {
  it('sees the directory’s facts and nothing private', async () => {
    const { id, reference } = await secretive({
      orcid: secrets.orcid,
      title: 'Dr',
      known_as: 'Ace',
      lawful_basis: 'consent',
    });
    const current = await t.make.affiliation({ expert_id: id, department: 'Law' });
    const past = await t.make.affiliation({ expert_id: id, is_primary: false, ended_on: '2020-12-31' });
    await t.make.relationship({
      agency_id: keeping.id,
      expert_id: id,
      stage: 'partner',
      owner_user_id: keeper.id,
      notes: `Notes ${canary}`,
      assessment: `Assessment ${canary}`,
      source: `Source ${canary}`,
    });
    const body = await view(others.uk_law_enforcement, id);
    expect(body).toMatchObject({
      reference,
      title: 'Dr',
      knownAs: 'Ace',
      known: false,
      withheld: fields,
      affiliations: [{ id: current.id, department: 'Law', current: true }],
      relationships: [
        {
          agency: { id: keeping.id },
          owner: { id: keeper.id, name: keeper.name },
          sinceOn: '2026-01-05',
          partial: true,
          stage: null,
        },
      ],
    });
    for (const field of [...fields, ...agencyOnly]) expect(body[field]).toBeNull();
    expect(body.orcidVerifiedAt).toBeNull();
    expect(body.availableUntil).toBeNull();
    const text = JSON.stringify(body);
    for (const hidden of [canary, past.id, secrets.orcid, '2027-04-11', 'emeritus', 'ZW'])
      expect(text).not.toContain(hidden);
  });

  it('finds nobody by what it may not read', async () => {
    const { id, reference } = await secretive({ orcid: '0000-0001-0000-0009' });
    const address = `q=${canary}.${number}@university.example`;
    for (const query of [address, 'q=0000-0001-0000-0009', `q=${reference}&availability=limited`, `q=${canary}`]) {
      for (const person of [others.uk_law_enforcement, others.uk_government, others.overseas]) {
        expect((await as(person).get(`experts?${query}`).expect(200)).body.items).toEqual([]);
        expect((await as(person).get(`experts/count?${query}`).expect(200)).body.count).toBe(0);
      }
      const expected = query === `q=${canary}` ? [] : [{ id }];
      expect((await as(keeper).get(`experts?${query}`).expect(200)).body.items).toMatchObject(expected);
    }
    const listed = await as(others.uk_law_enforcement).get(`experts?q=${reference}`).expect(200);
    expect(listed.body.items).toMatchObject([
      { id, known: false, availability: null, availableUntil: null, relationship: null },
    ]);
  });

  it.each(fields)('reads %s once the expert shares it that far, and not further', async (field) => {
    const reach = {
      agency: [],
      uk_law_enforcement: ['uk_law_enforcement'],
      uk_government: ['uk_law_enforcement', 'uk_government'],
      all_partners: ['uk_law_enforcement', 'uk_government', 'overseas'],
    };
    const orcid = field === 'orcid' ? { orcid: '0000-0002-0000-0006' } : {};
    const { id } = await secretive(orcid);
    for (const [audience, readers] of Object.entries(reach)) {
      await t.source.query('update experts set field_audience = $2 where id = $1', [id, { [field]: audience }]);
      for (const [reader, person] of Object.entries(others)) {
        const body = await view(person, id);
        const reads = readers.includes(reader as never);
        expect([audience, reader, body[field] !== null]).toEqual([audience, reader, reads]);
        expect(body.withheld).toEqual(fields.filter((one) => one !== field || !reads));
        expect(body.orcidVerifiedAt !== null).toBe(field === 'orcid' && reads);
        expect(body.availableUntil !== null).toBe(field === 'availability' && reads);
      }
    }
  });

  it('finds by a field that is shared with it', async () => {
    const { id, reference } = await secretive({
      orcid: '0000-0003-0000-0003',
      field_audience: { email: 'uk_law_enforcement', orcid: 'uk_government', availability: 'uk_law_enforcement' },
    });
    const hits = async (person: Person, query: string): Promise<string[]> =>
      (await as(person).get(`experts?${query}`).expect(200)).body.items.map((item: { id: string }) => item.id);
    const address = `q=${canary}.${number}@university.example`;
    expect(await hits(others.uk_law_enforcement, address)).toEqual([id]);
    expect(await hits(others.uk_government, address)).toEqual([]);
    expect(await hits(others.uk_government, 'q=0000-0003-0000-0003')).toEqual([id]);
    expect(await hits(others.overseas, 'q=0000-0003-0000-0003')).toEqual([]);
    expect(await hits(others.uk_law_enforcement, `q=${reference}&availability=limited`)).toEqual([id]);
    expect(await hits(others.uk_government, `q=${reference}&availability=limited`)).toEqual([]);
  });

  it.each<[string, object]>([
    ['before the privacy notice', { privacy_notice_sent_on: null }],
    ['until the day of the notice', { privacy_notice_sent_on: '2026-06-11' }],
    ['after an objection', { objected_on: '2026-06-01' }],
    ['after a restriction', { restricted_on: '2026-06-01' }],
  ])('sees nothing of the person %s', async (_when, given) => {
    const { id, reference } = await secretive(given);
    await as(others.uk_law_enforcement).get(`experts/${id}`).expect(404);
    expect((await as(others.uk_law_enforcement).get(`experts?q=${reference}`)).body.items).toEqual([]);
    expect(await view(keeper, id)).toMatchObject({ known: true });
  });

  it('sees nobody else’s people before its arrangement is in force', async () => {
    const { id, reference } = await secretive({ field_audience: { email: 'all_partners' } });
    await as(unarranged).get(`experts/${id}`).expect(404);
    expect((await as(unarranged).get(`experts?q=${reference}`)).body.items).toEqual([]);
    await t.make.relationship({ agency_id: unarranged.organisationId, expert_id: id });
    expect(await view(unarranged, id)).toMatchObject({ known: true });
  });
});

describe('the agency that keeps the person', () => {
  it('reads every field', async () => {
    const { id } = await secretive();
    expect(await view(keeper, id)).toMatchObject({
      known: true,
      withheld: [],
      phone: secrets.phone,
      languages: secrets.languages,
      availableUntil: '2027-04-11',
      contactPreferences: secrets.contact_preferences,
    });
  });
});

describe('an agency that knows the person', () => {
  it('reads past posts and what is kept of handling, but no private field: any agency can begin a relationship', async () => {
    const { id } = await secretive({ lawful_basis: 'consent', objected_on: '2026-06-01', do_not_contact: true });
    await t.make.affiliation({ expert_id: id, ended_on: '2020-12-31' });
    await t.make.relationship({ agency_id: others.overseas.organisationId, expert_id: id, notes: canary });
    const body = await view(others.overseas, id);
    expect(body).toMatchObject({
      known: true,
      phone: null,
      agency: { id: keeping.id },
      lawfulBasis: 'consent',
      objectedOn: '2026-06-01',
      doNotContact: true,
      affiliations: [{ current: false, endedOn: '2020-12-31' }],
    });
    expect(body.withheld).toContain('phone');
    expect(JSON.stringify((await view(keeper, id)).relationships)).not.toContain(canary);
  });
});

describe('the person', () => {
  it('reads all about themselves but what is the agency’s own', async () => {
    const academic = await t.make.user('academic', keeping.id, {
      expert_id: (await secretive({ lawful_basis: 'consent' })).id,
    });
    const deputy = await t.make.user('liaison', keeping.id);
    await t.make.relationship({
      agency_id: keeping.id,
      expert_id: academic.expertId!,
      stage: 'named_expert',
      owner_user_id: keeper.id,
      deputy_user_id: deputy.id,
      cadence_days: 30,
      last_contact_at: '2026-06-01T09:00:00Z',
      source: 'hush-source',
      notes: 'hush-notes',
      assessment: 'hush-assessment',
      handling: 'hush-handling',
    });
    const named = await t.make.relationship({
      agency_id: others.uk_government.organisationId,
      expert_id: academic.expertId!,
      sharing: 'named',
    });
    const body = await view(academic, academic.expertId!);
    expect(body).toMatchObject({
      known: true,
      withheld: [],
      phone: secrets.phone,
      lawfulBasis: 'consent',
      doNotContact: false,
      relationships: [
        {
          agency: { id: keeping.id },
          stage: 'named_expert',
          owner: { name: keeper.name },
          deputy: { name: deputy.name },
          sinceOn: '2026-01-05',
          partial: true,
          cadenceDays: null,
          lastContactAt: null,
          nextContactDueOn: null,
          source: null,
          notes: null,
          assessment: null,
          handling: null,
          sharing: null,
          history: null,
        },
      ],
    });
    expect(body.relationships).toHaveLength(1);
    expect(JSON.stringify(body)).not.toMatch(/hush/);
    await as(academic).get(`experts/${academic.expertId}/relationships/${named.id}`).expect(404);
  });

  it('finds nobody else', async () => {
    const academic = await t.make.user('academic', keeping.id);
    const { id, reference } = await secretive({ field_audience: { email: 'all_partners' } });
    await as(academic).get(`experts/${id}`).expect(404);
    await as(academic).get(`experts/${reference}`).expect(404);
  });
});
