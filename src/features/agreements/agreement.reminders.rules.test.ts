import { calendarDate } from '../../kernel/calendar-date.js';
import { reminderDays, type ReminderRule } from './agreement.reminders.rules.js';

const rules: ReminderRule[] = [
  { about: 'end', offsets: [-180, -90, -30, -7] },
  { about: 'notice', offsets: [-30, -7] },
];
const today = calendarDate('2026-06-10');
const daysOf = (endOn: string | null, noticeDeadlineOn: string | null) => {
  const { days, passed } = reminderDays(
    {
      endOn: endOn && calendarDate(endOn),
      noticeDeadlineOn: noticeDeadlineOn && calendarDate(noticeDeadlineOn),
    } as never,
    rules,
    today,
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
