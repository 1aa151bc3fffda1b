import { calendarDate } from '../../../kernel/calendar-date.js';
import {
  closesPrimary,
  openPrimaryOf,
  problemsOfAffiliation,
  refusalBeside,
  type AffiliationFacts,
} from './affiliation.rules.js';

const first = calendarDate('2020-09-01');
const last = calendarDate('2026-06-30');
const affiliation = (given: Partial<AffiliationFacts> = {}): AffiliationFacts => ({
  id: 'one',
  organisationName: 'Invented University',
  startedOn: first,
  endedOn: null,
  isPrimary: true,
  ...given,
});

describe('problemsOfAffiliation', () => {
  it.each<[string, Partial<AffiliationFacts>, string[]]>([
    ['open', {}, []],
    ['closed later', { endedOn: last }, []],
    ['of a single day', { startedOn: last, endedOn: last }, []],
    ['without a first day', { startedOn: null, endedOn: last }, []],
    ['closed before it began', { startedOn: last, endedOn: first }, ['/endedOn']],
  ])('%s', (_what, given, expected) => {
    expect(problemsOfAffiliation(affiliation(given)).map(({ pointer }) => pointer)).toEqual(expected);
  });
});

describe('refusalBeside', () => {
  const elsewhere = affiliation({ id: 'two', organisationName: 'Another University' });
  it.each<[string, AffiliationFacts, AffiliationFacts[], boolean]>([
    ['a primary one alone', affiliation(), [], false],
    ['a primary one beside itself as it was', affiliation(), [affiliation()], false],
    ['a primary one beside a secondary one', affiliation(), [affiliation({ id: 'two', isPrimary: false })], false],
    ['a primary one beside a closed primary one', affiliation(), [affiliation({ id: 'two', endedOn: last })], false],
    ['a secondary one beside a primary one', affiliation({ isPrimary: false }), [elsewhere], false],
    ['a closed primary one beside an open one', affiliation({ endedOn: last }), [elsewhere], false],
    ['a primary one beside another open one', affiliation(), [affiliation(), elsewhere], true],
  ])('%s', (_what, one, all, refused) => {
    const refusal = refusalBeside(one, all);
    expect(refusal === null).toBe(!refused);
    if (refused) expect(refusal).toContain('Another University');
  });
});

describe('openPrimaryOf', () => {
  it('is the primary one that has no end', () => {
    const open = affiliation({ id: 'open' });
    const all = [
      affiliation({ id: 'closed', endedOn: last }),
      affiliation({ id: 'secondary', isPrimary: false }),
      open,
    ];
    expect(openPrimaryOf(all)).toBe(open);
    expect(openPrimaryOf(all.slice(0, 2))).toBeUndefined();
  });
});

describe('closesPrimary', () => {
  const closed = { endedOn: last };
  it.each<[string, Partial<AffiliationFacts>, Partial<AffiliationFacts>, boolean]>([
    ['a primary one is given an end', {}, closed, true],
    ['a primary one is given an end and made secondary', {}, { ...closed, isPrimary: false }, true],
    ['a secondary one is given an end', { isPrimary: false }, { ...closed, isPrimary: false }, false],
    ['the end of a closed one is corrected', closed, { endedOn: first }, false],
    ['a closed one is opened again', closed, {}, false],
    ['a primary one is made secondary', {}, { isPrimary: false }, false],
  ])('%s', (_what, before, after, expected) => {
    expect(closesPrimary(affiliation(before), affiliation(after))).toBe(expected);
  });
});
