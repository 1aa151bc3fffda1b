import { calendarDate } from '../../kernel/calendar-date.js';
import { dueOn } from './promise.form.js';

const today = calendarDate('2026-01-31');

it.each<[Parameters<typeof dueOn>[0], string | undefined, string[]]>([
  [{ due: 'week' }, '2026-02-07', []],
  [{ due: 'fortnight' }, '2026-02-14', []],
  [{ due: 'month' }, '2026-02-28', []],
  [{ due: 'date', 'due-day': '1', 'due-month': '3', 'due-year': '2026' }, '2026-03-01', []],
  [{ due: 'date' }, undefined, ['/dueOn']],
  [{ due: 'date', 'due-day': '31', 'due-month': '2', 'due-year': '2026' }, undefined, ['/dueOn']],
  [{ due: 'soon' }, undefined, ['/due']],
  [{}, undefined, ['/due']],
])('%j is due on %s', (form, day, pointers) => {
  const found = dueOn(form, today);
  expect([found.day, found.problems.map(({ pointer }) => pointer)]).toEqual([day, pointers]);
});
