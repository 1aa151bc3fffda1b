import { calendarDate } from '../../kernel/calendar-date.js';
import { agreementStages } from './agreement.status.rules.js';
import { changeableAfterDraft, lockedFields, problemsOfTerms, type AgreementTerms } from './agreement.terms.rules.js';

const day = calendarDate;
const terms = (given: Partial<AgreementTerms> = {}): AgreementTerms => ({
  stage: 'draft',
  marking: 'OFFICIAL',
  sharing: 'agency',
  effectiveOn: null,
  endOn: null,
  reviewOn: null,
  noticeCount: null,
  noticeUnit: null,
  renewalType: 'by_decision',
  renewalMonths: null,
  mostRenewals: null,
  valuePence: null,
  currency: null,
  ...given,
});

describe('problemsOfTerms', () => {
  it.each<[string, Partial<AgreementTerms>]>([
    ['nothing given', {}],
    ['every sharing of what is OFFICIAL', { sharing: 'all_partners' }],
    ['OFFICIAL-SENSITIVE for named people', { marking: 'OFFICIAL-SENSITIVE', sharing: 'named' }],
    ['one day in force', { effectiveOn: day('2026-06-10'), endOn: day('2026-06-10') }],
    ['only an end', { endOn: day('2026-06-10') }],
    ['only a beginning', { effectiveOn: day('2026-06-10') }],
    ['an evergreen draft without a review date', { renewalType: 'evergreen' }],
    ['an evergreen agreement with one', { stage: 'executed', renewalType: 'evergreen', reviewOn: day('2027-01-01') }],
    ['another kind of renewal without one', { stage: 'executed', renewalType: 'automatic' }],
    ['one that renews itself', { renewalType: 'automatic', renewalMonths: 12, mostRenewals: 3 }],
    ['ten years of notice', { noticeCount: 120, noticeUnit: 'months' }],
    ['the same in days', { noticeCount: 3660, noticeUnit: 'days' }],
    ['a value and its currency', { valuePence: 0, currency: 'GBP' }],
  ])('finds nothing wrong with %s', (_what, given) => {
    expect(problemsOfTerms(terms(given))).toEqual([]);
  });

  it.each<[string, Partial<AgreementTerms>, string, string]>([
    [
      'OFFICIAL-SENSITIVE for an agency',
      { marking: 'OFFICIAL-SENSITIVE' },
      '/sharing',
      'What is marked OFFICIAL-SENSITIVE is shared with named people only. Set sharing to "named".',
    ],
    [
      'an end before the beginning',
      { effectiveOn: day('2026-06-10'), endOn: day('2026-06-09') },
      '/endOn',
      'The end must be on or after the first day in force.',
    ],
    [
      'an evergreen agreement with an end',
      { renewalType: 'evergreen', endOn: day('2026-06-10') },
      '/endOn',
      'An evergreen agreement has no end. Clear the end date, or choose another kind of renewal.',
    ],
    [
      'an evergreen agreement past draft without a review date',
      { stage: 'executed', renewalType: 'evergreen' },
      '/reviewOn',
      'Enter a review date, because this agreement has no end.',
    ],
    [
      'more than ten years of notice in months',
      { noticeCount: 121, noticeUnit: 'months' },
      '/noticeCount',
      'Notice must be 120 months or fewer.',
    ],
    [
      'a length of notice without its unit',
      { noticeCount: 121 },
      '/noticeUnit',
      'Give the length of notice and its unit together.',
    ],
    [
      'a unit of notice without its length',
      { noticeUnit: 'months' },
      '/noticeCount',
      'Give the length of notice and its unit together.',
    ],
    [
      'months of a renewal of what does not renew itself',
      { renewalMonths: 12 },
      '/renewalMonths',
      'Only an agreement that renews itself has this. Clear it, or choose another kind of renewal.',
    ],
    [
      'a most of renewals of what does not renew itself',
      { renewalType: 'none', mostRenewals: 2 },
      '/mostRenewals',
      'Only an agreement that renews itself has this. Clear it, or choose another kind of renewal.',
    ],
    ['a value without its currency', { valuePence: 0 }, '/currency', 'Give the value and its currency together.'],
    ['a currency without a value', { currency: 'GBP' }, '/valuePence', 'Give the value and its currency together.'],
  ])('points at %s', (_what, given, pointer, detail) => {
    expect(problemsOfTerms(terms(given))).toEqual([{ pointer, detail }]);
  });

  it('says everything that is wrong at once', () => {
    const wrong = terms({ marking: 'OFFICIAL-SENSITIVE', noticeCount: 1, currency: 'GBP' });
    expect(problemsOfTerms(wrong).map(({ pointer }) => pointer)).toEqual(['/sharing', '/noticeUnit', '/valuePence']);
  });
});

describe('lockedFields', () => {
  const fields = ['title', 'ownerUserId', 'parties', 'sharing'];

  it('locks nothing of a draft', () => expect(lockedFields('draft', fields)).toEqual([]));
  it('locks everything of a withdrawn agreement', () => expect(lockedFields('withdrawn', fields)).toEqual(fields));

  it.each(agreementStages.filter((stage) => stage !== 'draft' && stage !== 'withdrawn'))(
    'leaves at %s who looks after it and who sees it',
    (stage) => {
      expect(lockedFields(stage, fields)).toEqual(['title', 'parties']);
      expect(lockedFields(stage, [])).toEqual([]);
      expect(lockedFields(stage, changeableAfterDraft)).toEqual([]);
    },
  );

  it('names them', () => {
    expect([...changeableAfterDraft].sort()).toEqual(
      ['ownerUserId', 'deputyUserId', 'reviewOn', 'sharing', 'marking', 'handling', 'releasableSummary'].sort(),
    );
  });
});
