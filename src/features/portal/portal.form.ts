import { calendarDate, type CalendarDate } from '../../kernel/calendar-date.js';
import { DomainError, type FieldProblem } from '../../kernel/domain-error.js';
import { notARealDate, typedDate } from '../../platform/pages/typed-date.js';

/** Blank clears: these forms always show what is held. */
export function orNull(typed: string | undefined): string | null {
  return typed === undefined || typed.trim() === '' ? null : typed;
}

/** Three fields of a date, such as `until-day`. Null when blank; a problem when they are no real date. */
export function dateOf(
  form: object,
  name: string,
  pointer: string,
): { date: CalendarDate | null; problems: readonly FieldProblem[] } {
  const part = (unit: string): string | undefined => (form as Record<string, string | undefined>)[`${name}-${unit}`];
  const date = typedDate(part('day'), part('month'), part('year'));
  return date === undefined ? { date: null, problems: [{ pointer, detail: notARealDate }] } : { date, problems: [] };
}

/** A date as the three fields that hold it. */
export function dateFields(name: string, date: CalendarDate | string | null): Record<string, string> {
  if (date === null) return {};
  const [year, month, day] = calendarDate(date).split('-');
  return { [`${name}-day`]: String(Number(day)), [`${name}-month`]: String(Number(month)), [`${name}-year`]: year };
}

export function refuse(problems: readonly FieldProblem[]): void {
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
}
