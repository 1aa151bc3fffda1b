import { calendarDate } from '../../../kernel/calendar-date.js';
import { declarationEnd, isDeclarationDue } from './declaration.rules.js';

it.each([
  [null, '2026-06-10', true],
  ['2025-06-11', '2026-06-10', false],
  ['2025-06-10', '2026-06-10', false],
  ['2025-06-09', '2026-06-10', true],
])('one of %s is due on %s: %s', (declared, today, due) => {
  expect(isDeclarationDue(declared === null ? null : calendarDate(declared), calendarDate(today))).toBe(due);
});

it('one of a leap day ends on the last of February', () => {
  expect(declarationEnd(calendarDate('2028-02-29'))).toBe('2029-02-28');
});
