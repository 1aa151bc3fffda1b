import fc from 'fast-check';
import { agreementDates } from '../../../../test/support/agreement.dates.js';
import { calendarDate } from '../../../kernel/calendar-date.js';
import { agreementStatuses } from '../agreement.status.rules.js';
import {
  amendableFields,
  approvalsOfAmendment,
  changesNothing,
  clashesBetween,
  differencesOf,
  mergedWith,
  problemsOfChanges,
  problemsOfEffectiveDay,
  valuesBefore,
  whyNotAmended,
  type AmendedAgreement,
  type AmendmentChanges,
} from './amendment.rules.js';

const day = calendarDate;
const today = day('2026-06-10');
const agreement = (given: Partial<AmendedAgreement> = {}): AmendedAgreement => ({
  type: 'mou',
  ...agreementDates({ effectiveOn: day('2026-01-01'), noticeCount: 3, noticeUnit: 'months' }),
  marking: 'OFFICIAL',
  sharing: 'agency',
  reviewOn: null,
  title: 'Work on fraud',
  purpose: 'To find out',
  survivalMonths: null,
  valuePence: 5000,
  currency: 'GBP',
  fundingSource: null,
  intellectualPropertyTerms: null,
  publicationTerms: null,
  keyTerms: { scope: 'Fraud', costs: 'Where they fall' },
  coveredExpertIds: ['amy', 'ben'],
  ...given,
});

describe('what really differs', () => {
  it.each<[string, AmendmentChanges, AmendmentChanges]>([
    ['nothing', {}, {}],
    ['the same value', { title: 'Work on fraud', endOn: day('2027-12-31'), reviewOn: null }, {}],
    ['another day', { endOn: day('2028-06-30') }, { endOn: day('2028-06-30') }],
    ['a value that is cleared', { purpose: null }, { purpose: null }],
    ['nought is not nothing', { valuePence: 0 }, { valuePence: 0 }],
    [
      'some key terms',
      { keyTerms: { scope: 'Fraud', costs: null, governance: 'A board', publicity: null } },
      { keyTerms: { costs: null, governance: 'A board' } },
    ],
    ['a key term called as something that every object has', { keyTerms: { constructor: null } }, {}],
    [
      'people who come and go, of whom some do not',
      { addCoveredExpertIds: ['amy', 'cat'], removeCoveredExpertIds: ['ben', 'dan'] },
      { addCoveredExpertIds: ['cat'], removeCoveredExpertIds: ['ben'] },
    ],
  ])('%s', (_what, changes, expected) => {
    expect(differencesOf(changes, agreement())).toEqual(expected);
    expect(changesNothing(differencesOf(changes, agreement()))).toBe(Object.keys(expected).length === 0);
  });
});

describe('the terms once the changes are made', () => {
  it('have what changes and keep the rest', () => {
    const merged = mergedWith(agreement(), {
      endOn: null,
      valuePence: 0,
      keyTerms: { costs: null, governance: 'A board' },
      addCoveredExpertIds: ['cat', 'amy'],
      removeCoveredExpertIds: ['ben'],
    });
    expect(merged).toEqual({
      ...agreement(),
      endOn: null,
      valuePence: 0,
      keyTerms: { scope: 'Fraud', governance: 'A board' },
      coveredExpertIds: ['amy', 'cat'],
    });
  });

  it('whatever changes, then what was before puts it back, and making the same changes again differs in nothing', () => {
    const texts = fc.option(fc.string({ minLength: 1, maxLength: 5 }), { nil: null });
    const changed = fc.record(
      { purpose: texts, fundingSource: texts, survivalMonths: fc.option(fc.nat(99), { nil: null }) },
      { requiredKeys: [] },
    );
    const settled = fc.dictionary(fc.constantFrom('scope', 'costs', 'governance'), texts);
    fc.assert(
      fc.property(changed, settled, (fields, keyTerms) => {
        const changes: AmendmentChanges = { ...fields, keyTerms };
        const merged = mergedWith(agreement(), changes);
        expect(mergedWith(merged, valuesBefore(changes, agreement()))).toEqual(agreement());
        expect(differencesOf(changes, merged)).toEqual({});
      }),
    );
  });

  it('what was before has the fields that change, and no others', () => {
    const changes: AmendmentChanges = { endOn: day('2028-01-01'), keyTerms: { scope: 'More', governance: 'A board' } };
    expect(valuesBefore(changes, agreement())).toEqual({
      endOn: '2027-12-31',
      keyTerms: { scope: 'Fraud', governance: null },
    });
  });
});

describe('what is wrong with changes', () => {
  it.each<[string, AmendmentChanges, string[], Partial<AmendedAgreement>?]>([
    ['a later end', { endOn: day('2028-06-30') }, []],
    ['an end on the first day in force', { endOn: day('2026-01-01') }, []],
    ['an end the day before', { endOn: day('2025-12-31') }, ['/changes/endOn']],
    ['no end', { endOn: null }, ['/changes/endOn']],
    ['no end, of one that never had one', { endOn: null }, [], { endOn: null }],
    ['no review of what is evergreen', { reviewOn: null }, ['/changes/reviewOn'], { renewalType: 'evergreen', endOn: null, reviewOn: today }], // prettier-ignore
    ['no notice, but its unit', { noticeCount: null }, ['/changes/noticeCount']],
    ['no notice', { noticeCount: null, noticeUnit: null }, []],
    ['121 months of notice', { noticeCount: 121 }, ['/changes/noticeCount']],
    ['120 months of notice', { noticeCount: 120 }, []],
    ['no currency', { currency: null }, ['/changes/currency']],
    ['a key term that the type does not have', { keyTerms: { lawfulBasis: 'consent' } }, ['/changes/keyTerms']],
    ['none of one that it does not have', { keyTerms: { lawfulBasis: null } }, ['/changes/keyTerms']],
    ['a blank key term', { keyTerms: { scope: '  ' } }, ['/changes/keyTerms/scope']],
    ['a key term taken out', { keyTerms: { scope: null } }, []],
    ['a person both ways', { addCoveredExpertIds: ['cat'], removeCoveredExpertIds: ['cat'] }, ['/changes/removeCoveredExpertIds']], // prettier-ignore
  ])('%s', (_what, changes, pointers, given = {}) => {
    expect(problemsOfChanges(agreement(given), changes).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('a key term that the type needs is not taken out', () => {
    const terms = agreement({ type: 'data_sharing', keyTerms: { lawfulBasis: 'public_task' } });
    expect(problemsOfChanges(terms, { keyTerms: { lawfulBasis: null } })).toEqual([
      {
        pointer: '/changes/keyTerms/lawfulBasis',
        detail: 'The agreement needs its key term “Lawful basis”, so it cannot be cleared.',
      },
    ]);
  });
});

it.each([
  ['2026-06-10', null],
  ['2026-06-11', 'It cannot wait for a day to come.'],
  ['2026-01-01', null],
  ['2025-12-31', 'The agreement is in force from 1 January 2026, so nothing of it changes before that day.'],
  [null, null],
])('to take effect on %s', (effectiveOn, detail) => {
  const found = problemsOfEffectiveDay(effectiveOn === null ? null : day(effectiveOn), agreement(), today);
  expect(found).toEqual(
    detail === null ? [] : [{ pointer: '/effectiveOn', detail: expect.stringContaining(detail) as string }],
  );
});

it('of the statuses only those in force, or signed and not begun, are amended', () => {
  const open = agreementStatuses.filter((status) => whyNotAmended(status) === null);
  expect(open).toEqual(['signed', 'notice_window', 'expiring', 'active']);
});

describe('two amendments that are on their way', () => {
  it.each<[AmendmentChanges, AmendmentChanges, string[]]>([
    [{ endOn: day('2028-01-01') }, { endOn: day('2029-01-01') }, ['endOn']],
    [{ endOn: day('2028-01-01') }, { reviewOn: day('2027-01-01') }, []],
    [{ noticeCount: 2 }, { noticeUnit: 'days' }, ['noticeCount']],
    [{ valuePence: 2 }, { currency: 'EUR' }, ['valuePence']],
    [{ keyTerms: { scope: 'a' } }, { keyTerms: { scope: null, costs: 'b' } }, ['keyTerms.scope']],
    [{ keyTerms: { scope: 'a' } }, { keyTerms: { costs: 'b' } }, []],
    [{ addCoveredExpertIds: ['amy'] }, { removeCoveredExpertIds: ['amy', 'ben'] }, ['coveredPersons.amy']],
    [{}, {}, []],
  ])('%j and %j both change %j', (one, other, both) => {
    expect(clashesBetween(one, other)).toEqual(both);
    expect(clashesBetween(other, one)).toEqual(both);
  });

  it('each field clashes with itself', () => {
    for (const field of amendableFields) expect(clashesBetween({ [field]: null }, { [field]: null })).toHaveLength(1);
  });
});

it.each<[AmendmentChanges, string[]]>([
  [{ endOn: day('2028-01-01') }, ['business']],
  [{ purpose: null }, ['business', 'legal']],
  [{ intellectualPropertyTerms: 'Theirs' }, ['business', 'legal']],
  [{ publicationTerms: 'After 30 days' }, ['business', 'legal']],
  [{ title: 'Another', fundingSource: 'The fund' }, ['business']],
])('%j needs the approvals %j', (changes, kinds) => {
  expect(approvalsOfAmendment('mou', changes)).toEqual(kinds);
});
