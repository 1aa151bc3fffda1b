import { dateWords, momentWords, moneyWords, timeWords } from './words.js';

it.each<[Parameters<typeof dateWords>[0], string]>([
  ['2026-12-01', '1 December 2026'],
  ['2028-02-29', '29 February 2028'],
  // A quarter of an hour before midnight in UTC is the next day in London's summer.
  ['2026-06-30T23:45:00Z', '1 July 2026'],
  [new Date('2026-12-31T23:59:59Z'), '31 December 2026'],
  [null, ''],
  [undefined, ''],
  ['', ''],
])('says the date %p as %p', (date, words) => expect(dateWords(date)).toBe(words));

it.each<[string | null, string]>([
  ['2026-12-01T14:30:00Z', '2:30pm'],
  ['2026-06-01T14:30:00Z', '3:30pm'],
  ['2026-12-01T09:00:00Z', '9am'],
  ['2026-12-01T12:00:00Z', 'midday'],
  ['2026-12-01T00:00:00Z', 'midnight'],
  ['2026-12-01T00:05:00Z', '12:05am'],
  ['2026-12-01T12:05:00Z', '12:05pm'],
  // The hour that the clocks go back over: 1:30 comes twice.
  ['2026-10-25T00:30:00Z', '1:30am'],
  ['2026-10-25T01:30:00Z', '1:30am'],
  [null, ''],
])('says the time of %p as %p', (instant, words) => expect(timeWords(instant)).toBe(words));

it('says a moment with its day in London', () => {
  expect(momentWords('2026-03-29T00:59:00Z')).toBe('29 March 2026, 12:59am');
  expect(momentWords('2026-03-29T01:00:00Z')).toBe('29 March 2026, 2am');
  expect(momentWords(null)).toBe('');
});

it.each<[number | string | null, string, string]>([
  [125_000, 'GBP', '£1,250'],
  [125_050, 'GBP', '£1,250.50'],
  ['9007199254740', 'GBP', '£90,071,992,547.40'],
  [100, 'USD', 'US$1'],
  [0, 'GBP', '£0'],
  [null, 'GBP', ''],
])('says %p pence of %p as %p', (pence, currency, words) => expect(moneyWords(pence, currency)).toBe(words));
