import { calendarDate } from '../../kernel/calendar-date.js';
import { audienceFields, fieldAudiences, problemsOfExpert, type ExpertFacts } from './expert.rules.js';

const today = calendarDate('2026-06-10');
const tomorrow = calendarDate('2026-06-11');
const facts = (given: Partial<ExpertFacts> = {}): ExpertFacts => ({
  availability: 'unknown',
  availableUntil: null,
  privacyNoticeSentOn: null,
  objectedOn: null,
  restrictedOn: null,
  ...given,
});
const pointers = (given: Partial<ExpertFacts>): string[] =>
  problemsOfExpert(facts(given), today).map(({ pointer }) => pointer);

describe('problemsOfExpert', () => {
  it.each<[string, Partial<ExpertFacts>]>([
    ['nothing given', {}],
    ['an availability without an end', { availability: 'limited' }],
    ['an availability with an end', { availability: 'unavailable', availableUntil: tomorrow }],
    ['an end that has passed', { availability: 'available', availableUntil: calendarDate('2020-01-01') }],
    ['what happened today', { privacyNoticeSentOn: today, objectedOn: today, restrictedOn: today }],
  ])('accepts %s', (_what, given) => {
    expect(pointers(given)).toEqual([]);
  });

  it.each<[string, Partial<ExpertFacts>, string[]]>([
    ['an end of nothing known', { availableUntil: tomorrow }, ['/availableUntil']],
    ['a notice sent tomorrow', { privacyNoticeSentOn: tomorrow }, ['/privacyNoticeSentOn']],
    ['an objection of tomorrow', { objectedOn: tomorrow }, ['/objectedOn']],
    ['a restriction of tomorrow', { restrictedOn: tomorrow }, ['/restrictedOn']],
    [
      'several at once',
      { availableUntil: tomorrow, privacyNoticeSentOn: tomorrow, restrictedOn: tomorrow },
      ['/availableUntil', '/privacyNoticeSentOn', '/restrictedOn'],
    ],
  ])('refuses %s', (_what, given, expected) => {
    expect(pointers(given)).toEqual(expected);
  });

  it('says what to do in a sentence', () => {
    for (const { detail } of problemsOfExpert(facts({ availableUntil: tomorrow, objectedOn: tomorrow }), today))
      expect(detail).toMatch(/^[A-Z].+\.$/);
  });
});

it('lets nobody narrow a field to named people, nor leave a profile field out', () => {
  expect(fieldAudiences).toEqual(['agency', 'uk_law_enforcement', 'uk_government', 'all_partners']);
  expect(audienceFields).toHaveLength(11);
});
