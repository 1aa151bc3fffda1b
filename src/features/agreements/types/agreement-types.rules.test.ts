import { calendarDate } from '../../../kernel/calendar-date.js';
import { agreementTypes } from '../agreement.status.rules.js';
import { rulesOfType, withUsualTerms } from './agreement-types.rules.js';
import { problemsOfKeyTerms, unsettledOf, type KeyTerm } from './key-terms.rules.js';

describe('what is usual for a type', () => {
  it.each(agreementTypes)('%s needs an approval, and its key terms have names of their own', (type) => {
    const { approvals, keyTerms } = rulesOfType(type);
    expect(approvals.length).toBeGreaterThan(0);
    expect(new Set(approvals).size).toBe(approvals.length);
    const names = keyTerms.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => /^[a-z][A-Za-z]+$/.test(name))).toBe(true);
  });

  it.each(['data_sharing', 'data_processing'] as const)('%s needs a lawful basis and a DPIA', (type) => {
    const { approvals, keyTerms } = rulesOfType(type);
    expect(approvals).toContain('data_protection');
    expect(unsettledOf(keyTerms, {}).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['lawfulBasis', 'dpiaReference']),
    );
  });

  it('a secondment needs a vetting level, a collaboration its ownership and time to review publications', () => {
    expect(unsettledOf(rulesOfType('secondment').keyTerms, {}).map(({ name }) => name)).toContain('vettingLevel');
    expect(unsettledOf(rulesOfType('research_collaboration').keyTerms, {}).map(({ name }) => name)).toEqual([
      'resultsOwnership',
      'publicationReviewDays',
    ]);
  });

  it('fills what was left out', () => {
    expect(withUsualTerms('mou', { effectiveOn: calendarDate('2026-06-10') })).toEqual({
      renewalType: 'by_decision',
      renewalMonths: null,
      mostRenewals: null,
      endOn: '2029-06-09',
      noticeCount: 3,
      noticeUnit: 'months',
      survivalMonths: null,
      expiringDays: 90,
      noticeWindowDays: 30,
    });
  });

  it.each([
    ['a year from 1 March', 'secondment', '2027-03-01', '2028-02-29'],
    ['a year from 29 February', 'secondment', '2028-02-29', '2029-02-27'],
    ['two years', 'nda', '2026-06-10', '2028-06-09'],
    ['as long as the project', 'data_access', '2026-06-10', null],
    ['up to the last day that we keep', 'secondment', '2199-12-31', '2200-12-30'],
    ['beyond the last day that we keep', 'secondment', '2200-01-02', null],
  ] as const)('%s', (_what, type, effectiveOn, endOn) => {
    expect(withUsualTerms(type, { effectiveOn: calendarDate(effectiveOn) }).endOn).toBe(endOn);
  });

  it('leaves what was said: null is nothing, and an evergreen agreement has no end', () => {
    const first = calendarDate('2026-06-10');
    expect(withUsualTerms('mou', { effectiveOn: first, endOn: null }).endOn).toBeNull();
    expect(withUsualTerms('mou', { effectiveOn: first, renewalType: 'evergreen' }).endOn).toBeNull();
    expect(withUsualTerms('mou', { renewalType: 'automatic' })).toMatchObject({
      renewalMonths: 36,
      mostRenewals: null,
    });
    expect(withUsualTerms('mou', { renewalType: 'automatic', renewalMonths: 12, mostRenewals: 2 })).toMatchObject({
      renewalMonths: 12,
      mostRenewals: 2,
    });
    expect(withUsualTerms('mou', { renewalType: 'automatic', renewalMonths: null }).renewalMonths).toBeNull();
    expect(withUsualTerms('mou', { effectiveOn: null }).endOn).toBeNull();
    expect(withUsualTerms('mou', { noticeCount: null, noticeUnit: null })).toMatchObject({
      noticeCount: null,
      noticeUnit: null,
    });
    expect(withUsualTerms('mou', { noticeCount: 2, noticeUnit: 'days' })).toMatchObject({
      noticeCount: 2,
      noticeUnit: 'days',
    });
    // Half a notice is somebody's slip, which the terms then name.
    expect(withUsualTerms('mou', { noticeCount: 2 })).toMatchObject({ noticeCount: 2, noticeUnit: null });
    expect(withUsualTerms('nda', { survivalMonths: null }).survivalMonths).toBeNull();
    expect(withUsualTerms('nda', { survivalMonths: 12 }).survivalMonths).toBe(12);
  });
});

describe('key terms', () => {
  const terms: readonly KeyTerm[] = [
    { name: 'scope', label: 'Scope', kind: 'text', needed: true },
    { name: 'dpiaReference', label: 'DPIA reference', kind: 'text' },
    { name: 'signed', label: 'Official secrets signed', kind: 'yes_no' },
    { name: 'destroyOn', label: 'Destroy by', kind: 'date' },
    { name: 'days', label: 'Days to review', kind: 'whole_number', least: 0, most: 365, needed: true },
    { name: 'owner', label: 'Owner', kind: 'choice', choices: { agency: 'The agency', crown: 'The Crown' } },
  ];
  const wrong = (given: Record<string, unknown>) => problemsOfKeyTerms(terms, given);

  it.each<[string, unknown]>([
    ['scope', 'Research'],
    ['scope', 'x'.repeat(2000)],
    ['signed', true],
    ['signed', false],
    ['destroyOn', '2028-02-29'],
    ['days', 0],
    ['days', 365],
    ['owner', 'crown'],
  ])('%s may be %j', (name, value) => expect(wrong({ [name]: value })).toEqual([]));

  it.each<[string, unknown, string]>([
    ['scope', '', 'Enter scope, or leave it out.'],
    ['scope', '  ', 'Enter scope, or leave it out.'],
    ['scope', 7, 'Enter scope, or leave it out.'],
    ['scope', null, 'Enter scope, or leave it out.'],
    ['scope', 'x'.repeat(2001), 'Scope must be 2000 characters or fewer.'],
    ['dpiaReference', {}, 'Enter DPIA reference, or leave it out.'],
    ['signed', 'yes', 'Select yes or no for official secrets signed.'],
    ['destroyOn', '2027-02-29', 'Destroy by must be a real date between 1900 and 2200, such as 2026-12-01.'],
    ['days', -1, 'Days to review must be a whole number from 0 to 365.'],
    ['days', 366, 'Days to review must be a whole number from 0 to 365.'],
    ['days', 1.5, 'Days to review must be a whole number from 0 to 365.'],
    ['days', '30', 'Days to review must be a whole number from 0 to 365.'],
    ['owner', 'nobody', 'Owner must be one of: agency, crown.'],
    ['owner', 'toString', 'Owner must be one of: agency, crown.'],
  ])('%s may not be %j', (name, value, detail) => {
    expect(wrong({ [name]: value })).toEqual([{ pointer: `/keyTerms/${name}`, detail }]);
  });

  it('a name that the type does not have is refused without repeating it', () => {
    expect(wrong({ salary: 'secret' })).toEqual([
      {
        pointer: '/keyTerms',
        detail:
          'An agreement of this type has no term of that name. It has scope, dpiaReference, signed, destroyOn, days, owner.',
      },
    ]);
  });

  it('what is needed and not there is unsettled, even where nothing counts as something', () => {
    expect(unsettledOf(terms, {}).map(({ name }) => name)).toEqual(['scope', 'days']);
    expect(unsettledOf(terms, { days: 0, scope: 'All' })).toEqual([]);
  });
});
