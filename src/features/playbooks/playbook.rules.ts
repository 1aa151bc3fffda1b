import type { CalendarDate } from '../../kernel/calendar-date.js';
import { dayAt, type DayCount } from '../../kernel/day-offsets.js';
import type { FieldProblem } from '../../kernel/domain-error.js';
import type { BankHolidayDivision, BankHolidays } from '../../kernel/working-days.js';

export const playbookSubjects = ['expert', 'agreement', 'organisation'] as const;
/** What a playbook is about, and its follow-ups with it. */
export type PlaybookSubject = (typeof playbookSubjects)[number];

export const playbookEvents = ['agreement.executed', 'expert.entered', 'relationship.begun'] as const;
export type PlaybookEvent = (typeof playbookEvents)[number];

/** What each event happens to. */
export const subjectOfEvent: Record<PlaybookEvent, PlaybookSubject> = {
  'agreement.executed': 'agreement',
  'expert.entered': 'expert',
  'relationship.begun': 'expert',
};

export const stepTakers = ['owner', 'starter'] as const;
/** Who is given a follow-up: whoever looks after the record by then, or whoever starts the playbook. */
export type StepTaker = (typeof stepTakers)[number];

export const mostSteps = 20;
/** Two years. */
export const furthestDay = 730;

/** One follow-up of a playbook. */
export interface PlaybookStep {
  readonly title: string;
  /** Days from the start date. */
  readonly offsetDays: number;
  readonly dayCount: DayCount;
  readonly priority: 'low' | 'normal' | 'high';
  readonly assignee: StepTaker;
}

export interface PlaybookTerms {
  readonly aboutKind: PlaybookSubject;
  readonly beginsOn: PlaybookEvent | null;
  readonly beginsByItself: boolean;
  readonly steps: readonly PlaybookStep[];
}

/** What is wrong between the terms of a playbook, field by field; empty when nothing is. */
export function problemsOfPlaybook({ aboutKind, beginsOn, beginsByItself, steps }: PlaybookTerms): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (beginsOn !== null && subjectOfEvent[beginsOn] !== aboutKind)
    problems.push({
      pointer: '/beginsOn',
      detail: `This happens to an ${subjectOfEvent[beginsOn]}. Choose another event.`,
    });
  if (beginsByItself && beginsOn === null)
    problems.push({ pointer: '/beginsByItself', detail: 'Select the event that starts it by itself.' });
  if (steps.length === 0) problems.push({ pointer: '/steps', detail: 'Enter at least one follow-up.' });
  return problems;
}

/** When each follow-up is due, in the order of the days. */
export function datedSteps(
  steps: readonly PlaybookStep[],
  startsOn: CalendarDate,
  counting: { readonly division: BankHolidayDivision; readonly holidays: BankHolidays },
): (PlaybookStep & { readonly dueOn: CalendarDate })[] {
  return steps
    .map((step) => ({
      ...step,
      dueOn: dayAt(startsOn, step.offsetDays, { dayCount: step.dayCount, ...counting, zero: 'after' }),
    }))
    .sort((one, other) => (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0));
}
