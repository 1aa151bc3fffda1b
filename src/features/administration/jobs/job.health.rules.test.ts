import { everyInWords, healthOf, isSilent, type JobHealth } from './job.health.rules.js';

const now = new Date('2026-06-10T09:00:00Z');
const ago = (seconds: number | null): Date | null =>
  seconds === null ? null : new Date(now.getTime() - seconds * 1000);

it.each<[string, number | null, number | null, number | null, JobHealth]>([
  ['never run', 60, null, null, 'never'],
  ['just done', 60, 5, null, 'well'],
  ['missed turns within patience', 60, 300, null, 'well'],
  ['missed more', 60, 301, null, 'late'],
  ['an hourly one after three hours', 3600, 10_801, null, 'late'],
  ['failed since', 60, 90, 30, 'failing'],
  ['done again since it failed', 60, 30, 90, 'well'],
  ['failed and never done', null, null, 30, 'failing'],
  ['one that follows events, long ago', null, 9_000_000, null, 'well'],
])('%s', (_what, everySeconds, succeeded, failed, health) => {
  expect(healthOf({ everySeconds, lastSucceededAt: ago(succeeded), lastFailedAt: ago(failed) }, now)).toBe(health);
});

it.each([
  [60, 'Every minute'],
  [3600, 'Every hour'],
  [7200, 'Every 2 hours'],
  [45, 'Every 45 seconds'],
  [null, 'When something happens'],
])('%s seconds', (seconds, words) => {
  expect(everyInWords(seconds)).toBe(words);
});

it.each<[string, number | null, number, boolean]>([
  ['just done', 1, 9000, false],
  ['two periods ago', 120, 9000, false],
  ['more than two', 121, 9000, true],
  ['long ago, but watched for a moment only', 9000, 120, false],
  ['long ago, and watched for long enough', 9000, 121, true],
  ['never, and watched for a moment', null, 120, false],
  ['never, and watched for long', null, 121, true],
])('a job of every minute that succeeded %s', (_what, succeeded, watched, silent) => {
  const facts = { everySeconds: 60, lastSucceededAt: ago(succeeded), watchedSince: ago(watched)! };
  expect(isSilent(facts, now)).toBe(silent);
});
