import fc from 'fast-check';
import { addDays, calendarDate, londonDateOf, londonInstant, weekdayOf } from '../../../kernel/calendar-date.js';
import { canWaitUntil, deliveries, goesOutFrom, type DeliverableReminder, type Delivery } from './delivery.rules.js';

/** Known long before its day unless told. */
function reminder(sendOn: string, offsetDays: number, given: Partial<DeliverableReminder> = {}): DeliverableReminder {
  const day = calendarDate(sendOn);
  const knownSince = new Date('2026-01-05T12:00:00Z');
  return { sendOn: day, anchorOn: addDays(day, -offsetDays), offsetDays, isDuty: true, knownSince, ...given };
}

const telling = { isDuty: false };
const known = (iso: string): Partial<DeliverableReminder> => ({ knownSince: new Date(iso) });

// 10 June 2026 is a Wednesday, the 15th the Monday after it.
it.each<[string, Delivery, DeliverableReminder, string]>([
  ['a single mail goes at eight', 'single', reminder('2026-06-10', -30), '2026-06-10T07:00:00Z'],
  [
    'known late, it goes at once',
    'single',
    reminder('2026-06-10', -30, known('2026-06-10T13:00:00Z')),
    '2026-06-10T07:00:00Z',
  ],
  ['daily at eight', 'daily', reminder('2026-06-10', -30), '2026-06-10T07:00:00Z'],
  ['daily, overdue, at eight', 'daily', reminder('2026-06-10', 1), '2026-06-10T07:00:00Z'],
  [
    'daily, known at eight sharp',
    'daily',
    reminder('2026-06-10', -30, known('2026-06-10T07:00:00Z')),
    '2026-06-10T07:00:00Z',
  ],
  [
    'daily, known a moment later',
    'daily',
    reminder('2026-06-10', -30, known('2026-06-10T07:00:00.001Z')),
    '2026-06-11T07:00:00Z',
  ],
  [
    'daily, known late in the evening',
    'daily',
    reminder('2026-06-10', -30, known('2026-06-10T22:59:00Z')),
    '2026-06-11T07:00:00Z',
  ],
  [
    'daily, known after midnight in London',
    'daily',
    reminder('2026-06-10', -30, known('2026-06-10T23:30:00Z')),
    '2026-06-11T07:00:00Z',
  ],
  [
    'daily, a catch-up of a day long past',
    'daily',
    reminder('2026-05-01', -90, known('2026-06-10T13:00:00Z')),
    '2026-06-11T07:00:00Z',
  ],
  ['weekly on the Monday after', 'weekly', reminder('2026-06-10', -30), '2026-06-15T07:00:00Z'],
  ['weekly on its own Monday', 'weekly', reminder('2026-06-15', -30), '2026-06-15T07:00:00Z'],
  ['weekly, Tuesday waits longest', 'weekly', reminder('2026-06-16', -30), '2026-06-22T07:00:00Z'],
  [
    'weekly, known on Monday after eight',
    'weekly',
    reminder('2026-06-15', -30, known('2026-06-15T09:00:00Z')),
    '2026-06-22T07:00:00Z',
  ],
  ['weekly, a week left on Monday', 'weekly', reminder('2026-06-10', -12), '2026-06-15T07:00:00Z'],
  ['weekly, six days left on Monday: the same morning', 'weekly', reminder('2026-06-10', -11), '2026-06-10T07:00:00Z'],
  ['weekly, on the day', 'weekly', reminder('2026-06-10', 0), '2026-06-10T07:00:00Z'],
  ['weekly, overdue', 'weekly', reminder('2026-06-10', 7), '2026-06-10T07:00:00Z'],
  [
    'weekly, urgent and known late: the next morning',
    'weekly',
    reminder('2026-06-10', 0, known('2026-06-10T09:00:00Z')),
    '2026-06-11T07:00:00Z',
  ],
  ['weekly, a telling of the day', 'weekly', reminder('2026-06-10', 0, telling), '2026-06-15T07:00:00Z'],
  ['weekly, a telling of days ago', 'weekly', reminder('2026-06-10', 3, telling), '2026-06-15T07:00:00Z'],
  // The clocks go forward on Sunday 28 March 2027 and back on Sunday 31 October 2027.
  ['daily, the day before the clocks go forward', 'daily', reminder('2027-03-27', -30), '2027-03-27T08:00:00Z'],
  ['daily, the day they go forward', 'daily', reminder('2027-03-28', -30), '2027-03-28T07:00:00Z'],
  ['weekly, over the night they go forward', 'weekly', reminder('2027-03-26', -30), '2027-03-29T07:00:00Z'],
  [
    'daily, known between the two eights of that day',
    'daily',
    reminder('2027-03-28', -30, known('2027-03-28T07:30:00Z')),
    '2027-03-29T07:00:00Z',
  ],
  ['daily, the day before they go back', 'daily', reminder('2027-10-30', -30), '2027-10-30T07:00:00Z'],
  ['daily, the day they go back', 'daily', reminder('2027-10-31', -30), '2027-10-31T08:00:00Z'],
  ['weekly, over the night they go back', 'weekly', reminder('2027-10-29', -30), '2027-11-01T08:00:00Z'],
  [
    'daily, known at half past seven that day',
    'daily',
    reminder('2027-10-31', -30, known('2027-10-31T07:30:00Z')),
    '2027-10-31T08:00:00Z',
  ],
])('%s', (_what, delivery, given, expected) => {
  expect(goesOutFrom(given, delivery).toISOString()).toBe(new Date(expected).toISOString());
});

it.each<[offsetDays: number, daysLeft: number, isDuty: boolean, expected: boolean]>([
  [-30, 7, true, true],
  [-30, 6, true, false],
  [-30, 8, true, true],
  [-1, 7, true, true],
  [0, 7, true, false],
  [1, -1, true, false],
  [0, 0, false, true],
  [60, -60, false, true],
])(
  '%i days from the date, %i days left on Monday, a duty %s: can wait %s',
  (offsetDays, daysLeft, isDuty, expected) => {
    const day = calendarDate('2026-06-15');
    expect(canWaitUntil(day, { anchorOn: addDays(day, daysLeft), offsetDays, isDuty })).toBe(expected);
  },
);

const anyReminder = fc
  .record({
    day: fc.integer({ min: 0, max: 3000 }),
    offsetDays: fc.integer({ min: -200, max: 60 }),
    isDuty: fc.boolean(),
    knownHours: fc.integer({ min: -5000, max: 200 }),
  })
  .map(({ day, offsetDays, isDuty, knownHours }) => {
    const sendOn = addDays(calendarDate('2026-01-01'), day);
    const knownSince = new Date(londonInstant(sendOn, '08:00').getTime() + knownHours * 3_600_000);
    return reminder(sendOn, offsetDays, { isDuty, knownSince });
  });

it('goes out at eight in London, never before it is due or known, and at most eight days after both', () => {
  fc.assert(
    fc.property(anyReminder, fc.constantFrom(...deliveries), (given, delivery) => {
      const at = goesOutFrom(given, delivery);
      expect(londonInstant(londonDateOf(at), '08:00')).toEqual(at);
      const due = londonInstant(given.sendOn, '08:00');
      expect(at >= due).toBe(true);
      if (delivery === 'single') return expect(at).toEqual(due);
      const ready = Math.max(due.getTime(), given.knownSince.getTime());
      expect(at.getTime()).toBeGreaterThanOrEqual(ready);
      const waited = at.getTime() - ready;
      expect(waited).toBeLessThanOrEqual((delivery === 'daily' ? 25 : 8 * 24) * 3_600_000);
    }),
  );
});

it('of a week either goes on Monday with what that leaves time for, or on the very day it would go daily', () => {
  fc.assert(
    fc.property(anyReminder, (given) => {
      const [daily, weekly] = [goesOutFrom(given, 'daily'), goesOutFrom(given, 'weekly')];
      if (weekly.getTime() === daily.getTime()) return;
      const day = londonDateOf(weekly);
      expect(weekdayOf(day)).toBe(1);
      expect(canWaitUntil(day, given)).toBe(true);
    }),
  );
});
