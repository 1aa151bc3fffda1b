import { addDays, formatDate, isAfter, lastCalendarDate, type CalendarDate } from '../../../kernel/calendar-date.js';
import type { FieldProblem } from '../../../kernel/domain-error.js';
import { statusOf, type AgreementDates, type AgreementType } from '../agreement.status.rules.js';
import { endOfTerm, rulesOfType } from '../types/agreement-types.rules.js';

/** What becomes of an agreement at its end: one more term, an agreement in its place, nothing, or an end before its day. */
export const renewalDecisions = ['renew', 'renegotiate', 'let_lapse', 'terminate'] as const;
export type RenewalDecision = (typeof renewalDecisions)[number];

export interface RenewableFacts extends AgreementDates {
  readonly type: AgreementType;
  /** The reference of the agreement that is to take its place, drafted already. */
  readonly successorReference: string | null;
}

/** The last day of one more term of the usual length: a year after 28 February 2027 ends on 29 February 2028, its month's last day. */
export function usualNewEnd({ type, endOn }: Pick<RenewableFacts, 'type' | 'endOn'>): CalendarDate | null {
  const { termMonths } = rulesOfType(type);
  const next = dayAfter(endOn);
  return next === null || termMonths === null ? null : endOfTerm(next, termMonths);
}

/** The day on which what follows begins; null where there is no end, or no day after it that we keep. */
export function dayAfter(endOn: CalendarDate | null): CalendarDate | null {
  return endOn === null || endOn === lastCalendarDate ? null : addDays(endOn, 1);
}

/** Why the decision cannot be taken on a day of Europe/London, as a sentence; null when it can. */
export function whyNotDecided(a: RenewableFacts, decision: RenewalDecision, today: CalendarDate): string | null {
  const status = statusOf(a, today);
  if (a.stage !== 'executed')
    return `Nothing is to be renewed before everybody has signed. Its stage is “${a.stage.replaceAll('_', ' ')}”.`;
  if (status === 'expired') return 'This agreement has expired, so it cannot be renewed or ended. Draft another one.';
  if (status === 'terminated' || status === 'superseded') return `This agreement is ${status} already.`;
  if (a.terminatedOn !== null) return 'A day has been set for its end already.';
  if (a.supersededOn !== null) return 'Another agreement takes its place already.';
  switch (decision) {
    case 'renew':
      if (a.endOn === null)
        return 'It has no end, so there is nothing to renew. Set the day of its next review instead.';
      return a.renewalType === 'none' ? 'It was agreed that it is not renewed. Renegotiate it instead.' : null;
    case 'renegotiate':
      return a.successorReference === null
        ? null
        : `${a.successorReference} is to take its place already. Change that draft, or withdraw it first.`;
    case 'let_lapse':
      return a.endOn === null ? 'It has no end, so it does not lapse. Terminate it instead.' : null;
    case 'terminate':
      return null;
  }
}

/** What is wrong with the new last day of a renewal; empty when nothing is. */
export function problemsOfNewEnd(a: Pick<RenewableFacts, 'endOn'>, newEndOn: CalendarDate | null): FieldProblem[] {
  if (newEndOn === null) return [{ pointer: '/endOn', detail: 'Enter the new last day in force.' }];
  return a.endOn === null || isAfter(newEndOn, a.endOn)
    ? []
    : [{ pointer: '/endOn', detail: `The new last day must be after the present one, ${formatDate(a.endOn)}.` }];
}
