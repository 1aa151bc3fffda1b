import { isLate } from './turn.rules.js';

const now = new Date('2026-06-10T09:00:00Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

it.each<[string, number, Date, boolean]>([
  ['begun a moment ago', 60, ago(1), false],
  ['on its turn', 60, ago(60), false],
  ['as late as a start of the product makes it', 60, ago(90), false],
  ['later than that', 60, ago(91), true],
  ['an hourly one within its hour', 3600, ago(3600), false],
  ['an hourly one that was forgotten', 3600, ago(3631), true],
  ['never begun', 3600, new Date(0), true],
  ['begun by a machine whose clock is ahead', 60, ago(-30), false],
])('a job that was %s', (_what, everySeconds, lastBegunAt, late) => {
  expect(isLate({ everySeconds }, lastBegunAt, now)).toBe(late);
});
