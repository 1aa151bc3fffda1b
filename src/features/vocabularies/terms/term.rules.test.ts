import { calendarDate, type CalendarDate } from '../../../kernel/calendar-date.js';
import { codeForm, isOffered, refusalOf, type TermStep } from './term.rules.js';

const today = calendarDate('2026-06-10');
const day = (text: string | null): CalendarDate | null => (text === null ? null : calendarDate(text));

it.each([
  [null, true],
  ['2026-06-11', true],
  ['2026-06-10', false],
  ['2026-06-09', false],
])('a term retired on %s is offered today: %s', (retiredOn, offered) => {
  expect(isOffered(day(retiredOn), today)).toBe(offered);
});

it.each<[TermStep, string | null, string | null]>([
  ['retire', null, null],
  ['retire', '2026-06-11', null],
  ['retire', '2026-06-10', 'This term is retired already.'],
  ['bring_back', '2026-06-10', null],
  ['bring_back', '2026-06-11', null],
  ['bring_back', null, 'This term is not retired.'],
])('%s a term retired on %s', (step, retiredOn, refusal) => {
  expect(refusalOf(step, day(retiredOn), today)).toBe(refusal);
});

it.each(['Fraud', '1st', 'two words', 'a-b', '', 'é', 'a'.repeat(61)])('%j is no code', (code) => {
  expect(codeForm.test(code)).toBe(false);
});
