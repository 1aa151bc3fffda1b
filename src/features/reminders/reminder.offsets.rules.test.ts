import { offsetsInWords } from './reminder.offsets.rules.js';

it.each([
  [[-180, -90, -30, -7], '180, 90, 30 and 7 days before'],
  [[0], 'on the day'],
  [[1, 7], '1 and 7 days after'],
  [[-1], '1 day before'],
  [[7, 0, -30], '30 days before, on the day, 7 days after'],
])('%j is %s', (offsets, words) => {
  expect(offsetsInWords(offsets)).toBe(words);
});
