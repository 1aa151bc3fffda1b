import { isAfter, type CalendarDate } from '../../kernel/calendar-date.js';
import type { FieldProblem } from '../../kernel/domain-error.js';
import { defineLifecycle } from '../../kernel/lifecycle.js';
import type { FollowUpStatus } from './follow-up.rules.js';

export const followUpPriorities = ['low', 'normal', 'high'] as const;
export type FollowUpPriority = (typeof followUpPriorities)[number];

export const followUpSteps = ['complete', 'snooze', 'reassign', 'cancel', 'reopen'] as const;
export type FollowUpStep = (typeof followUpSteps)[number];

export interface FollowUpStepFacts {
  /** The stored status. */
  readonly stage: FollowUpStatus;
  readonly agencyId: string;
  readonly assigneeUserId: string | null;
  readonly completedOn: CalendarDate | null;
  readonly snoozedUntil: CalendarDate | null;
  /**
   * True when another follow-up was scheduled as the next one after it. The next time of what comes round again counts only once
   * something has happened to it: until then reopening takes it back.
   */
  readonly continued: boolean;
}

/** What is asked of the step beyond the facts. */
export interface FollowUpStepContext {
  readonly assigneeUserId?: string;
}

const needs = 'follow-ups.write';

export const followUpLifecycle = defineLifecycle<FollowUpStep, FollowUpStepFacts, FollowUpStepContext>()({
  complete: { from: ['open'], to: 'done', sets: 'completedOn', needs },
  snooze: { from: ['open'], sets: 'snoozedUntil', needs },
  reassign: { from: ['open'], sets: 'assigneeUserId', needs, refuse: unlessToSomebodyElse },
  cancel: { from: ['open'], to: 'cancelled', sets: 'completedOn', needs },
  reopen: { from: ['done', 'cancelled'], to: 'open', needs, refuse: unlessLast },
});

function unlessToSomebodyElse({ assigneeUserId }: FollowUpStepFacts, context: FollowUpStepContext): string | null {
  return assigneeUserId !== null && context.assigneeUserId === assigneeUserId
    ? 'It is with that person already.'
    : null;
}

/** Why it is not reopened any more. */
export const goesOnElsewhere = 'It goes on in another follow-up. Change that one, or make a new one.';

function unlessLast({ continued }: FollowUpStepFacts): string | null {
  return continued ? goesOnElsewhere : null;
}

/** What a step says for itself. Days are days in Europe/London. */
export interface FollowUpStepSaid {
  readonly step: FollowUpStep;
  readonly outcome?: string;
  readonly on?: CalendarDate;
  readonly next?: object;
  readonly endsRecurrence?: boolean;
  readonly until?: CalendarDate;
  readonly assigneeUserId?: string;
  readonly reason?: string;
}
type Said = Exclude<keyof FollowUpStepSaid, 'step'>;

const asks: Record<FollowUpStep, { readonly needs: readonly Said[]; readonly takes: readonly Said[] }> = {
  complete: { needs: ['outcome'], takes: ['on', 'next', 'endsRecurrence'] },
  snooze: { needs: ['until'], takes: [] },
  reassign: { needs: ['assigneeUserId', 'reason'], takes: [] },
  cancel: { needs: ['reason'], takes: ['endsRecurrence'] },
  reopen: { needs: [], takes: ['reason'] },
};

const prompts: Partial<Record<Said, string>> = {
  outcome: 'Enter what came of it.',
  until: 'Enter the day on which it comes back.',
  assigneeUserId: 'Select who takes it on.',
  reason: 'Enter the reason.',
};

/** What is wrong with a step whatever the follow-up's state, field by field; empty when nothing is. */
export function problemsOfStep(said: FollowUpStepSaid, today: CalendarDate): FieldProblem[] {
  const { needs: needed, takes } = asks[said.step];
  const given = (Object.keys(said) as Said[]).filter((name) => (name as string) !== 'step' && said[name] !== undefined);
  const problems: FieldProblem[] = needed
    .filter((name) => !given.includes(name))
    .map((name) => ({ pointer: `/${name}`, detail: prompts[name]! }));
  for (const name of given)
    if (!needed.includes(name) && !takes.includes(name))
      problems.push({ pointer: `/${name}`, detail: `The step “${said.step}” does not take this. Remove it.` });
  if (problems.length > 0) return problems;
  if (said.on !== undefined && isAfter(said.on, today))
    problems.push({ pointer: '/on', detail: 'Enter a day that is not in the future.' });
  if (said.until !== undefined && !isAfter(said.until, today))
    problems.push({ pointer: '/until', detail: 'Enter a day after today.' });
  return problems;
}
