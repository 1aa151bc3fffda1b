import { calendarDate } from '../../../kernel/calendar-date.js';
import { outlivesParent, problemsOfParent, type ParentFacts } from './parent.rules.js';

const child = { id: 'child', agencyId: 'ours' };
const parent = (given: Partial<ParentFacts> = {}): ParentFacts => ({
  id: 'parent',
  reference: 'AGR-2026-0007',
  agencyId: 'ours',
  stage: 'executed',
  ancestorIds: [],
  ...given,
});

describe('the parent of an agreement', () => {
  it.each<[string, ParentFacts | null, string | null]>([
    ['one in force', parent(), null],
    ['a draft', parent({ stage: 'draft' }), null],
    ['one that stands under another', parent({ ancestorIds: ['elsewhere'] }), null],
    [
      'one that the actor may not see',
      null,
      'This names an agreement that is not there, or that you cannot use here. Choose another.',
    ],
    ['itself', parent({ id: 'child' }), 'An agreement does not stand under itself. Choose another.'],
    [
      'one of another agency',
      parent({ agencyId: 'theirs' }),
      'Another agency keeps AGR-2026-0007. An agreement stands under one that the same agency keeps.',
    ],
    ['one that was withdrawn', parent({ stage: 'withdrawn' }), 'AGR-2026-0007 was withdrawn. Choose another.'],
    [
      'its own child',
      parent({ ancestorIds: ['child'] }),
      'AGR-2026-0007 stands under this agreement already, so this one cannot stand under it.',
    ],
    [
      'a child of its child',
      parent({ ancestorIds: ['between', 'child', 'above'] }),
      'AGR-2026-0007 stands under this agreement already, so this one cannot stand under it.',
    ],
  ])('%s', (_what, given, detail) => {
    expect(problemsOfParent(child, given)).toEqual(detail === null ? [] : [{ pointer: '/parentId', detail }]);
  });
});

it.each<[string | null, string | null, boolean]>([
  ['2027-12-31', '2027-12-31', false],
  ['2028-01-01', '2027-12-31', true],
  ['2027-12-30', '2027-12-31', false],
  [null, '2027-12-31', true],
  ['2027-12-31', null, false],
  [null, null, false],
])('that ends on %s outlives one that ends on %s: %s', (own, parents, expected) => {
  const day = (text: string | null) => (text === null ? null : calendarDate(text));
  expect(outlivesParent(day(own), day(parents))).toBe(expected);
});
