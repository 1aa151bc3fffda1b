import fc from 'fast-check';
import {
  inOrder,
  offsetsInWords,
  problemOfOffsets,
  refusalOfSide,
  typedOffsets,
  type OffsetSide,
} from './reminder.offsets.rules.js';

it.each([
  [[-180, -90, -30, -7], '180, 90, 30 and 7 days before'],
  [[0], 'on the day'],
  [[1, 7], '1 and 7 days after'],
  [[-1], '1 day before'],
  [[7, 0, -30], '30 days before, on the day, 7 days after'],
])('%j is %s', (offsets, words) => {
  expect(offsetsInWords(offsets)).toBe(words);
});

const twelve = Array.from({ length: 12 }, (_one, position) => -position);

it.each([[[-730]], [[365]], [[0]], [[-730, 0, 365]], [twelve]])('%j can be kept', (offsets) => {
  expect(problemOfOffsets(offsets)).toBeNull();
});

it.each<[unknown, RegExp]>([
  [[], /^Enter at least one day/],
  [[...twelve, 1], /^Enter 12 days at most/],
  [[-731], /^Enter days from -730/],
  [[366], /^Enter days from -730/],
  [[1.5], /^Enter whole days/],
  [[Number.NaN], /^Enter whole days/],
  [['-30'], /^Enter whole days/],
  [[null], /^Enter whole days/],
  [[[-30]], /^Enter whole days/],
  [[-30, -30], /^Enter each day once/],
  [[0, -0], /^Enter each day once/],
  ['-30', /must be a list/],
  [null, /must be a list/],
  [{ length: 1, 0: -30 }, /must be a list/],
])('%j is refused', (offsets, sentence) => {
  expect(problemOfOffsets(offsets)).toMatch(sentence);
});

it.each<[number[], OffsetSide, boolean]>([
  [[-30, 0], 'until', true],
  [[-30, 1], 'until', false],
  [[0, 7], 'since', true],
  [[-1, 7], 'since', false],
  [[1, 7], 'after', true],
  [[0, 7], 'after', false],
  [[-30, 0, 7], 'either', true],
])('%j with a mail that speaks of days %s: %s', (offsets, side, fits) => {
  expect(refusalOfSide(offsets, side) === null).toBe(fits);
});

it.each([
  ['-180, -90, -30', [-180, -90, -30]],
  ['-180 -90;-30', [-180, -90, -30]],
  [' 0 ,, +7, ', [0, 7]],
  ['\u221230, \u20137', [-30, -7]],
  ['', []],
])('%j is typed as %j', (text, offsets) => {
  expect(typedOffsets(text)).toEqual(offsets);
});

it.each(['thirty', '- 30', '1.5', '1e2', '--3', '0x10', '9999999', '<b>'])('%j is typed as no number', (text) => {
  expect(problemOfOffsets(typedOffsets(text))).toMatch(/^Enter whole days/);
});

const kept = fc.uniqueArray(fc.integer({ min: -730, max: 365 }), { minLength: 1, maxLength: 12 });

it('what is shown as a list is read back as the same days', () => {
  fc.assert(
    fc.property(kept, (offsets) => {
      const ordered = inOrder(offsets);
      expect(typedOffsets(ordered.join(', '))).toEqual(ordered);
      expect(problemOfOffsets(ordered)).toBeNull();
      expect([...ordered].sort((one, other) => one - other)).toEqual(ordered);
    }),
  );
});
