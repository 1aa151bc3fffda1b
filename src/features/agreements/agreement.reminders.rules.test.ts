import { calendarDate } from '../../kernel/calendar-date.js';
import type { BankHolidays } from '../../kernel/working-days.js';
import { reminderDays, type ReminderRule } from './agreement.reminders.rules.js';

const once = { dayCount: 'calendar', repeatEvery: null, repeatTimes: null } as const;
const rules: ReminderRule[] = [
  { about: 'end', offsets: [-180, -90, -30, -7], ...once },
  { about: 'notice', offsets: [-30, -7], ...once },
];
const holidays: BankHolidays = {
  days: {
    'england-and-wales': new Set(),
    scotland: new Set([calendarDate('2026-11-30')]),
    'northern-ireland': new Set(),
  },
  knownUntil: calendarDate('2027-12-31'),
};
const today = calendarDate('2026-06-10');
const daysOf = (endOn: string | null, noticeDeadlineOn: string | null) => {
  const { days, passed } = reminderDays(
    {
      endOn: endOn && calendarDate(endOn),
      noticeDeadlineOn: noticeDeadlineOn && calendarDate(noticeDeadlineOn),
    } as never,
    rules,
    { today, division: 'england-and-wales', holidays },
  );
  return [days.map(({ on, about }) => `${on} ${about}`), passed];
};

describe('the days on which an agreement is reminded of', () => {
  it.each([
    ['has neither date', null, null, [], 0],
    [
      'ends far away, in the order of the days',
      '2027-06-09',
      '2027-03-11',
      [
        '2026-12-11 end',
        '2027-02-09 notice',
        '2027-03-04 notice',
        '2027-03-11 end',
        '2027-05-10 end',
        '2027-06-02 end',
      ],
      0,
    ],
    ['ends soon: what has passed is counted', '2026-07-10', null, ['2026-06-10 end', '2026-07-03 end'], 2],
    ['ends tomorrow', '2026-06-11', null, [], 4],
    ['has ended', '2026-06-09', '2026-03-11', [], 0],
  ])('that %s', (_what, endOn, notice, days, passed) => {
    expect(daysOf(endOn, notice)).toEqual([days, passed]);
  });
});

it('counts working days as the rule does, with the bank holidays of the agency, and says how many days before that is', () => {
  const rule = { about: 'end', offsets: [-2], dayCount: 'working', repeatEvery: 1, repeatTimes: 1 } as const;
  const dates = { endOn: calendarDate('2026-12-01'), noticeDeadlineOn: null };
  const of = (division: 'scotland' | 'england-and-wales') =>
    reminderDays(dates, [rule], { today, division, holidays }).days.map(({ on, daysBefore }) => [on, daysBefore]);
  expect(of('england-and-wales')).toEqual([
    ['2026-11-27', 4],
    ['2026-11-30', 1],
  ]);
  expect(of('scotland')).toEqual([
    ['2026-11-26', 5],
    ['2026-11-27', 4],
  ]);
});
