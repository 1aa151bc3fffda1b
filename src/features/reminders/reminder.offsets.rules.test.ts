import fc from 'fast-check';
import {
  escalationInWords,
  inOrder,
  offsetsInWords,
  problemOfOffsets,
  problemsOfTiming,
  refusalOfSide,
  timingInWords,
  typedOffsets,
  zeroOf,
  type OffsetSide,
  type RuleTiming,
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

const timing = (given: Partial<RuleTiming>): RuleTiming => ({
  offsets: [1, 7],
  dayCount: 'calendar',
  repeatEvery: null,
  repeatTimes: null,
  escalateAfter: null,
  ...given,
});

describe('the timing of a rule', () => {
  it.each<[string, Partial<RuleTiming>, OffsetSide, string[]]>([
    ['neither repeated nor told to others', {}, 'after', []],
    ['on the wrong side', { offsets: [-1] }, 'after', ['/offsets']],
    ['repeated', { repeatEvery: 7, repeatTimes: 4 }, 'after', []],
    ['repeated, without how often', { repeatEvery: 7 }, 'after', ['/repeatTimes']],
    ['how often, without every how many days', { repeatTimes: 4 }, 'after', ['/repeatEvery']],
    ['repeated until a year after the date', { offsets: [5], repeatEvery: 15, repeatTimes: 24 }, 'after', []],
    ['repeated for longer', { offsets: [6], repeatEvery: 15, repeatTimes: 24 }, 'after', ['/repeatTimes']],
    ['repeated until the date', { offsets: [-30], repeatEvery: 10, repeatTimes: 3 }, 'until', []],
    [
      'repeated past a date that is to come',
      { offsets: [-30], repeatEvery: 10, repeatTimes: 4 },
      'until',
      ['/repeatTimes'],
    ],
    ['told to others from its last day on', { escalateAfter: 7 }, 'after', []],
    ['told to others when nothing is sent any more', { escalateAfter: 8 }, 'after', ['/escalateAfter']],
    ['told to others by its repetitions', { repeatEvery: 7, repeatTimes: 1, escalateAfter: 14 }, 'after', []],
    ['told to others, and only sent before', { offsets: [-30], escalateAfter: 1 }, 'until', ['/escalateAfter']],
  ])('%s', (_what, given, side, pointers) => {
    expect(problemsOfTiming(timing(given), side).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it.each<[Partial<RuleTiming>, string]>([
    [{}, '1 and 7 days after'],
    [{ repeatEvery: 7, repeatTimes: 4 }, '1 and 7 days after, then every 7 days 4 times'],
    [{ offsets: [-5, -1, 0], dayCount: 'working' }, '5 and 1 working day before, on the day'],
    [
      { offsets: [1], dayCount: 'working', repeatEvery: 1, repeatTimes: 1 },
      '1 working day after, then every working day once',
    ],
  ])('%j in words', (given, words) => {
    expect(timingInWords(timing(given))).toBe(words);
  });

  it.each([
    [null, 'calendar', null],
    [1, 'calendar', 'From 1 day after the date the deputy is told too, and from 2 days after it the agency’s lead.'],
    [
      5,
      'working',
      'From 5 working days after the date the deputy is told too, and from 10 working days after it the agency’s lead.',
    ],
  ] as const)('who else is told after %s %s days', (escalateAfter, dayCount, words) => {
    expect(escalationInWords({ escalateAfter, dayCount })).toBe(words);
  });

  it.each([
    ['until', 'before'],
    ['either', 'before'],
    ['since', 'after'],
    ['after', 'after'],
  ] as const)('a mail of the side “%s” that is meant for a day that is none goes out %s it', (side, expected) => {
    expect(zeroOf(side)).toBe(expected);
  });
});
