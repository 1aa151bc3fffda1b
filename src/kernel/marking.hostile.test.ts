import { carriesHigherMarking } from './marking.js';

/** Text that would take a backtracking pattern quadratic time or worse. */
const hostile: [string, (size: number) => string][] = [
  ['spaces', (size) => ' '.repeat(size)],
  ['spaces before a word', (size) => ' '.repeat(size) + 'x'],
  ['pairs of spaces', (size) => 'a  '.repeat(size / 3)],
  ['line breaks', (size) => '\n'.repeat(size)],
  ['colons before a label', (size) => ':'.repeat(size) + ' classification'],
  ['colons after a label', (size) => 'classification ' + ':'.repeat(size) + 'x'],
  ['labels', (size) => 'classification: '.repeat(size / 16)],
  ['nations', (size) => 'UK '.repeat(size / 3)],
  ['nations alone with an end that fails', (size) => 'UK '.repeat(size / 3) + 'x'],
  ['page words', (size) => 'page 1 of 2 '.repeat(size / 12)],
  ['TOP and no more', (size) => 'TOP '.repeat(size / 4)],
  ['one long word', (size) => 'S'.repeat(size)],
  ['spaced capitals', (size) => 'S '.repeat(size / 2)],
  ['spaced capitals with an end that fails', (size) => 'S '.repeat(size / 2) + 'Sx'],
  ['underscores', (size) => '_'.repeat(size) + 'x' + '_'.repeat(size)],
  ['apostrophes', (size) => "a'".repeat(size / 2)],
  ['opened tags', (size) => '<p '.repeat(size / 3)],
  ['a tag that never closes', (size) => '<p' + ' '.repeat(size)],
  ['cells', (size) => '|'.repeat(size)],
  ['accents in the wrong order', (size) => 'a' + '\u0301\u0323'.repeat(size / 2)],
  ['zero-width characters', (size) => '\u200B'.repeat(size)],
  ['ligatures that grow when taken apart', (size) => '\uFDFA'.repeat(size)],
  ['lone surrogates', (size) => '\uD800'.repeat(size)],
  ['SECRET in every sentence', (size) => 'no SECRET that '.repeat(size / 15)],
];

describe('hostile text of 100 kB', () => {
  it.each(hostile)('is read in one pass: %s', (_what, make) => {
    const text = make(100_000);
    const begun = performance.now();
    expect(carriesHigherMarking(text)).toBe(false);
    // One pass takes a few hundredths of a second; quadratic work takes minutes. The bound leaves room for a busy machine.
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(carriesHigherMarking(`${text}\nSECRET`)).toBe(true);
  });
});
