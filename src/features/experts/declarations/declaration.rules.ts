import { addYears, isAfter, type CalendarDate } from '../../../kernel/calendar-date.js';

/** What a declaration is about, in the order in which people are asked. */
export const declarationSubjects = ['funding', 'foreignTies', 'commercialInterests', 'expertWitnessWork'] as const;
export type DeclarationSubject = (typeof declarationSubjects)[number];

/** The last day on which a declaration counts: a year to the day. */
export function declarationEnd(declaredOn: CalendarDate): CalendarDate {
  return addYears(declaredOn, 1);
}

export function isDeclarationDue(declaredOn: CalendarDate | null, today: CalendarDate): boolean {
  return declaredOn === null || isAfter(today, declarationEnd(declaredOn));
}
