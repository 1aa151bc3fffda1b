import fc from 'fast-check';
import { addDays, calendarDate, daysBetween, londonInstant, type CalendarDate } from '../../kernel/calendar-date.js';
import type { DayOffsets } from '../../kernel/day-offsets.js';
import { anchorsWithin, decide, lastDayDue, latestDays, retryAfter, type WaitingReminder } from './reminder.rules.js';

const day = calendarDate;
const today = day('2026-06-10');
const atNine = londonInstant(today, '09:00');

const calendar = (offsets: number[]): DayOffsets => ({
  offsets,
  dayCount: 'calendar',
  repeatEvery: null,
  repeatTimes: null,
});

const waiting = (given: Partial<WaitingReminder> = {}): WaitingReminder => ({
  sendOn: today,
  anchorOn: day('2026-07-10'),
  offsetDays: -30,
  latestDueOn: given.sendOn ?? today,
  recipientUserId: 'somebody',
  ...given,
});

describe('decide', () => {
  it.each<[string, Partial<WaitingReminder>, Date, string]>([
    ['due today, after eight', {}, atNine, 'send'],
    ['due today, at eight exactly', {}, londonInstant(today, '08:00'), 'send'],
    ['due today, before eight', {}, new Date(londonInstant(today, '08:00').getTime() - 1), 'wait'],
    ['due yesterday, before eight', { sendOn: day('2026-06-09') }, londonInstant(today, '01:00'), 'send'],
    ['due tomorrow', { sendOn: day('2026-06-11'), latestDueOn: day('2026-06-11') }, atNine, 'wait'],
    ['a later one of the same date is due', { sendOn: day('2026-06-01'), latestDueOn: today }, atNine, 'skip'],
    ['on the anchor day itself', { anchorOn: today, offsetDays: -7 }, atNine, 'send'],
    ['the day after the anchor', { anchorOn: day('2026-06-09'), offsetDays: -7 }, atNine, 'skip'],
    ['overdue: sent after its anchor', { anchorOn: day('2026-06-09'), offsetDays: 1 }, atNine, 'send'],
    [
      'due on the day: the anchor itself, a worker late by a day',
      { anchorOn: day('2026-06-09'), offsetDays: 0, sendOn: day('2026-06-09') },
      atNine,
      'send',
    ],
    ['nobody to tell', { recipientUserId: null }, atNine, 'skip'],
    [
      'on or after the date, as late as it may be',
      { sendOn: addDays(today, -latestDays), offsetDays: 0 },
      atNine,
      'send',
    ],
    ['later than that', { sendOn: addDays(today, -latestDays - 1), offsetDays: 0 }, atNine, 'skip'],
    ['before the date, however late', { sendOn: addDays(today, -latestDays - 1) }, atNine, 'send'],
  ])('%s', (_name, given, now, action) => {
    expect(decide(waiting(given), now, today).action).toBe(action);
  });

  it.each<[string, Partial<WaitingReminder>, RegExp]>([
    ['nobody', { recipientUserId: null }, /no owner or deputy/],
    ['passed', { anchorOn: day('2026-06-09') }, /had passed/],
    ['old', { sendOn: addDays(today, -latestDays - 1), offsetDays: 1 }, /more than 60 days ago/],
    ['overtaken', { sendOn: day('2026-06-01'), latestDueOn: today }, /later reminder/],
  ])('says why it skips: %s', (_name, given, reason) => {
    expect(decide(waiting(given), atNine, today)).toEqual({
      action: 'skip',
      reason: expect.stringMatching(reason) as string,
    });
  });
});

describe('one sending time a local day', () => {
  it('each day from 2020 to 2040 turns due once, at eight in London, whatever the clocks do', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7670 }), (offset) => {
        const date = addDays(day('2020-01-01'), offset);
        const eight = londonInstant(date, '08:00').getTime();
        expect(lastDayDue(new Date(eight), date)).toBe(date);
        expect(lastDayDue(new Date(eight - 1), date)).toBe(addDays(date, -1));
      }),
      { numRuns: 2000 },
    );
  });

  it('the days on which the clocks change are like any other', () => {
    for (const date of ['2027-03-28', '2027-10-31'].map(day)) {
      expect(lastDayDue(londonInstant(date, '07:59'), date)).toBe(addDays(date, -1));
      expect(lastDayDue(londonInstant(date, '08:00'), date)).toBe(date);
    }
  });
});

describe('anchorsWithin', () => {
  it.each<[number[], string, string]>([
    [[-180, -90, -30, -7], '2026-04-11', '2026-12-07'],
    [[0], '2026-04-11', '2026-06-10'],
    [[1, 7], '2026-04-04', '2026-06-10'],
    [[-7, 7], '2026-04-04', '2026-06-17'],
  ])('%p', (offsets, from, to) => {
    expect(anchorsWithin(calendar(offsets), today)).toEqual({ from, to });
  });

  it('holds every anchor that has a reminder due today or within the latest days before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -400, max: 400 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: latestDays }),
        (offsets, late) => {
          const { from, to } = anchorsWithin(calendar(offsets), today);
          for (const offset of offsets) {
            const anchor: CalendarDate = addDays(today, -late - offset);
            expect(daysBetween(from, anchor)).toBeGreaterThanOrEqual(0);
            expect(daysBetween(anchor, to)).toBeGreaterThanOrEqual(0);
          }
        },
      ),
    );
  });
});

it('a message that fails waits longer each time and is given up after eight attempts', () => {
  expect([1, 2, 3, 7, 8, 9].map(retryAfter)).toEqual([60, 120, 240, 3840, null, null]);
});
