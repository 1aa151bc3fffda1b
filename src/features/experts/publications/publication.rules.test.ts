import { calendarDate } from '../../../kernel/calendar-date.js';
import {
  doiAddress,
  mostHighlighted,
  normaliseDoi,
  problemsOfPublication,
  refusedToPerson,
  refusedToStaff,
  standingAfter,
} from './publication.rules.js';

it.each([
  ['10.1000/XYZ123', '10.1000/xyz123'],
  [' https://doi.org/10.1093/bjc/azaa001 ', '10.1093/bjc/azaa001'],
  ['http://dx.doi.org/10.1000/1', '10.1000/1'],
  ['doi: 10.1000/1', '10.1000/1'],
  ['10.1000/a(b)<c>;1-2', '10.1000/a(b)<c>;1-2'],
  ['10.1000', null],
  ['10.100/too-short', null],
  ['11.1000/1', null],
  ['10.1000/with space', null],
  ['10.1000/İ', null],
  [`10.1000/${'x'.repeat(292)}`, `10.1000/${'x'.repeat(292)}`],
  [`10.1000/${'x'.repeat(293)}`, null],
  ['', null],
])('the DOI of %j is %j', (text, doi) => {
  expect(normaliseDoi(text)).toBe(doi);
});

it('a DOI’s address means that DOI, whatever characters it holds', () => {
  expect(doiAddress('10.1000/a#b?c<d>')).toBe('https://doi.org/10.1000/a%23b%3Fc%3Cd%3E');
});

it.each([
  [null, 0],
  [1985, 0],
  [2026, 0],
  [2027, 0],
  [2028, 1],
])('of the year %s has %s problems in 2026', (year, problems) => {
  expect(problemsOfPublication({ year }, calendarDate('2026-12-31'))).toHaveLength(problems);
});

it.each([
  ['self', 'claimed', true, false],
  ['self', 'rejected', true, false],
  ['liaison', 'proposed', false, true],
  ['liaison', 'claimed', false, false],
  ['liaison', 'rejected', false, false],
  ['suggested', 'proposed', false, true],
  ['suggested', 'claimed', false, false],
] as const)('one of source %s that is %s: the person corrects it %s, staff %s', (source, state, person, staff) => {
  expect([refusedToPerson({ source }), refusedToStaff({ source, state })].map((refusal) => refusal === null)).toEqual([
    person,
    staff,
  ]);
});

const proposed = { state: 'proposed', highlighted: false } as const;
const claimed = { state: 'claimed', highlighted: false } as const;
const shown = { state: 'claimed', highlighted: true } as const;
const rejected = { state: 'rejected', highlighted: false } as const;

it.each([
  [proposed, { state: 'claimed' }, 0, claimed],
  [proposed, { state: 'rejected' }, 0, rejected],
  [proposed, { state: 'claimed', highlighted: true }, 0, shown],
  [rejected, { state: 'claimed' }, 0, claimed],
  [claimed, { highlighted: true }, mostHighlighted - 1, shown],
  [shown, { highlighted: true }, mostHighlighted - 1, shown],
  [shown, { highlighted: false }, mostHighlighted - 1, claimed],
  [shown, { state: 'rejected' }, 0, rejected],
  [shown, {}, 0, shown],
] as const)('%j, told %j beside %s others, is %j', (before, said, others, after) => {
  expect(standingAfter(before, said, others)).toEqual(after);
});

it.each([
  [claimed, { highlighted: true }, mostHighlighted, 'You highlight 5 publications already.'],
  [proposed, { highlighted: true }, 0, 'Claim this publication'],
  [shown, { state: 'rejected', highlighted: true }, 0, 'Claim this publication'],
] as const)('%j, told %j beside %s others, is refused', (before, said, others, sentence) => {
  expect(standingAfter(before, said, others)).toContain(sentence);
});
