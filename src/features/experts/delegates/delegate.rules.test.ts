import { calendarDate } from '../../../kernel/calendar-date.js';
import { profileSections } from '../profile/profile.rules.js';
import {
  delegableSections,
  factsOfSection,
  foldedEmail,
  givenFacts,
  inOrder,
  problemsOfNaming,
  sectionsOfFacts,
  stateOfDelegation,
  type Naming,
} from './delegate.rules.js';

const naming: Naming = { email: 'pa@university.example', sections: ['about'], untilOn: calendarDate('2026-12-31') };
const own = ['Ada@University.example', 'ada@home.example'];

it.each<[string, string, Partial<Record<keyof Naming, unknown>>, string[]]>([
  ['nothing wrong', '2026-06-10', {}, []],
  ['today', '2026-06-10', { untilOn: '2026-06-10' }, []],
  ['yesterday', '2026-06-10', { untilOn: '2026-06-09' }, ['/untilOn']],
  ['a year', '2026-06-10', { untilOn: '2027-06-10' }, []],
  ['a year and a day', '2026-06-10', { untilOn: '2027-06-11' }, ['/untilOn']],
  ['a year from 29 February', '2028-02-29', { untilOn: '2029-02-28' }, []],
  ['a day more than that', '2028-02-29', { untilOn: '2029-03-01' }, ['/untilOn']],
  ['29 February as the last day', '2027-03-01', { untilOn: '2028-02-29' }, []],
  ['no section', '2026-06-10', { sections: [] }, ['/sections']],
  ['one’s own address', '2026-06-10', { email: ' ada@university.EXAMPLE' }, ['/email']],
  ['one’s other address', '2026-06-10', { email: 'ADA@home.example' }, ['/email']],
  [
    'all of it',
    '2026-06-10',
    { email: own[0], sections: [], untilOn: '2020-01-01' },
    ['/email', '/sections', '/untilOn'],
  ],
])('naming somebody with %s on %s', (_what, today, given, pointers) => {
  const problems = problemsOfNaming({ ...naming, ...given } as Naming, calendarDate(today), own);
  expect(problems.map(({ pointer }) => pointer)).toEqual(pointers);
});

it.each<[string, Date | null, string]>([
  ['2026-06-10', null, 'current'],
  ['2026-06-09', null, 'expired'],
  ['2026-06-10', new Date('2026-06-01T00:00:00Z'), 'ended'],
  ['2026-06-09', new Date('2026-06-01T00:00:00Z'), 'ended'],
])('until %s, ended %s, it is %s on 10 June', (untilOn, endedAt, state) => {
  expect(stateOfDelegation({ untilOn: calendarDate(untilOn), endedAt }, calendarDate('2026-06-10'))).toBe(state);
});

it('only what counts at once can be delegated: no name, address or post', () => {
  expect(profileSections.filter((section) => !(delegableSections as readonly string[]).includes(section))).toEqual([
    'affiliations',
    'name',
    'email',
  ]);
});

it('each fact belongs to one section', () => {
  expect(sectionsOfFacts(['biography', 'availableUntil'])).toEqual(['about', 'availability']);
  expect(sectionsOfFacts(['contactPreferences'])).toEqual(['availability']);
  expect(sectionsOfFacts(['email', 'fieldAudience', 'confirmed'])).toEqual([]);
  const all = [...factsOfSection.about, ...factsOfSection.availability];
  expect(new Set(all).size).toBe(all.length);
});

it('of a change only such facts are kept', () => {
  const change = {
    biography: null,
    phone: undefined,
    fieldAudience: {},
    confirmed: true,
    email: 'x',
    availability: 'limited',
  };
  expect(givenFacts(change)).toEqual({ biography: null, availability: 'limited' });
});

it('sections stand in the order of the profile, each once', () => {
  expect(inOrder(['expertise', 'about', 'expertise'])).toEqual(['about', 'expertise']);
});

it('an address is the same in any case of its letters', () => {
  expect(foldedEmail(' PA@University.example ')).toBe('pa@university.example');
});
