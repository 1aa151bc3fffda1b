import { higherMarkingIn } from './marking.inspection.js';

const filler = 'The parties agree on what follows, and on nothing else.\n'.repeat(1000);

it.each([
  ['at its beginning', `TOP SECRET\n${filler}`, 'higher'],
  ['in its middle', `${filler}UK SECRET\n${filler}`, 'higher'],
  ['at its end', `${filler}SECRET`, 'higher'],
  [
    'behind a label of the piece before',
    `${'x'.repeat(19_985)}\nClassification:\n\n${'\n'.repeat(30_000)}Secret`,
    'higher',
  ],
  ['between old line breaks', filler.replaceAll('\n', '\r') + '\rSECRET\r', 'higher'],
  ['nowhere', filler, 'none'],
  ['nowhere, in no text', '', 'none'],
  ['nowhere but in a sentence', `${filler}It is no SECRET that the parties agree.`, 'none'],
  ['nowhere, in a line of 50,000', 'x'.repeat(50_000), 'none'],
  ['perhaps, in a longer one', 'x'.repeat(50_001), 'cannot be told'],
])('a marking %s', async (_where, text, found) => {
  expect(await higherMarkingIn(text)).toBe(found);
});

it.each(['x\n', 'x\t', 'A ', 'S E C R '])('others are served while 500 kB of %j are looked at', async (part) => {
  const line = part.repeat(20_000 / part.length);
  let longest = 0;
  let last = performance.now();
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  });
  expect(await higherMarkingIn(`${line}\n`.repeat(25))).toBe('none');
  clearInterval(watch);
  expect(longest).toBeLessThan(1000);
});
