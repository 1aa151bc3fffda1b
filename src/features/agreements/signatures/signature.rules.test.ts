import { whyNotThatVersion } from './signature.rules.js';

it.each([
  [null, 3, null],
  [3, 3, null],
  [2, 3, 'Version 2 of the text has been replaced by version 3. Ask for a signature of that one.'],
  [4, 3, 'The text of this agreement has no version 4. Version 3 is the current one.'],
])('a signature of version %j while version %d is current', (named, current, refusal) => {
  expect(whyNotThatVersion(named, current)).toBe(refusal);
});
