import { calendarDate } from '../../kernel/calendar-date.js';
import { roles } from '../../kernel/actor.js';
import {
  agencyKinds,
  isAgency,
  isEmailDomain,
  kindsWrittenBy,
  organisationKinds,
  outsideKinds,
  problemsOfOrganisation,
  type OrganisationTerms,
} from './organisation.rules.js';

const terms = (given: Partial<OrganisationTerms> = {}): OrganisationTerms => ({
  id: 'self',
  kind: 'university',
  parentId: null,
  audience: null,
  rorId: null,
  rorStatus: null,
  validFrom: null,
  validTo: null,
  predecessorId: null,
  successorId: null,
  signsThroughId: null,
  jointControllerFrom: null,
  leadUserId: null,
  deputyUserId: null,
  ...given,
});
const pointers = (given: Partial<OrganisationTerms>): string[] =>
  problemsOfOrganisation(terms(given)).map(({ pointer }) => pointer);

describe('kindsWrittenBy', () => {
  it.each(roles)('is decided for %s', (role) => {
    const expected = { admin: organisationKinds, liaison: outsideKinds, partner: outsideKinds } as const;
    expect(kindsWrittenBy(role)).toEqual(role in expected ? expected[role as keyof typeof expected] : []);
  });

  it('leaves no kind without somebody who keeps it', () => {
    expect([...outsideKinds, ...agencyKinds, 'unit']).toEqual([...organisationKinds]);
    expect(organisationKinds.filter(isAgency)).toEqual([...agencyKinds]);
  });
});

describe('problemsOfOrganisation', () => {
  const on = calendarDate('2026-06-10');

  it.each<[string, Partial<OrganisationTerms>]>([
    ['nothing but its kind', {}],
    ['a unit with a parent', { kind: 'unit', parentId: 'other' }],
    ['a unit with the audience of its agency', { kind: 'unit', parentId: 'other', audience: 'uk_law_enforcement' }],
    ['one day of existence', { validFrom: on, validTo: on }],
    ['an end without a beginning', { validTo: on }],
    ['a ROR id without its status', { rorId: '015m2p889' }],
    ['a ROR id that was withdrawn', { rorId: '015m2p889', rorStatus: 'withdrawn' }],
    [
      'an agency with everything',
      {
        kind: 'rocu',
        audience: 'uk_law_enforcement',
        jointControllerFrom: on,
        leadUserId: 'lead',
        deputyUserId: 'deputy',
        signsThroughId: 'other',
        predecessorId: 'other',
        successorId: 'another',
      },
    ],
  ])('accepts %s', (_what, given) => {
    expect(problemsOfOrganisation(terms(given))).toEqual([]);
  });

  it.each<[string, Partial<OrganisationTerms>, string[]]>([
    ['a unit of nothing', { kind: 'unit' }, ['/parentId']],
    ['itself as parent', { parentId: 'self' }, ['/parentId']],
    ['itself as predecessor', { predecessorId: 'self' }, ['/predecessorId']],
    ['itself as successor', { successorId: 'self' }, ['/successorId']],
    ['itself as signing body', { signsThroughId: 'self' }, ['/signsThroughId']],
    ['an end before the beginning', { validFrom: on, validTo: calendarDate('2026-06-09') }, ['/validTo']],
    ['a status of no ROR id', { rorStatus: 'active' }, ['/rorStatus']],
    ['a university with an audience', { audience: 'uk_government' }, ['/audience']],
    ['a university with an arrangement', { jointControllerFrom: on }, ['/jointControllerFrom']],
    ['a university with a lead', { leadUserId: 'lead' }, ['/leadUserId']],
    ['a unit with a deputy lead', { kind: 'unit', parentId: 'other', deputyUserId: 'deputy' }, ['/deputyUserId']],
    ['one person twice', { kind: 'department', leadUserId: 'lead', deputyUserId: 'lead' }, ['/deputyUserId']],
    [
      'several at once',
      { kind: 'unit', validFrom: on, validTo: calendarDate('2020-01-01') },
      ['/parentId', '/validTo'],
    ],
  ])('refuses %s', (_what, given, expected) => {
    expect(pointers(given)).toEqual(expected);
  });
});

describe('isEmailDomain', () => {
  it.each(['example.org', 'nca.example', 'ox.ac.uk', 'xn--bcher-kva.example', 'a-b.example', '3m.example'])(
    'accepts %s',
    (text) => expect(isEmailDomain(text)).toBe(true),
  );

  it.each([
    '',
    'example',
    'Example.org',
    '@example.org',
    'name@example.org',
    '-a.example',
    'a-.example',
    'a..example',
    'example.org.',
    'exam ple.org',
    'bücher.example',
    '127.0.0.1',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(130)}example`,
    null,
    42,
  ])('refuses %j', (text) => expect(isEmailDomain(text)).toBe(false));
});
