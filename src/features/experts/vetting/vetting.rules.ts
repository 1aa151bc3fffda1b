import { isAfter, type CalendarDate } from '../../../kernel/calendar-date.js';
import type { FieldProblem } from '../../../kernel/domain-error.js';

/** Of United Kingdom national security vetting, and of non-police personnel vetting. The first is a screening, no clearance. */
export const vettingLevels = [
  'bpss',
  'ac',
  'ctc',
  'sc',
  'esc',
  'dv',
  'edv',
  'nppv1',
  'nppv2_abbreviated',
  'nppv2_full',
  'nppv3',
] as const;
export type VettingLevel = (typeof vettingLevels)[number];

/** What is stored. One that ended is no longer sought or held: why, and what was decided, is never kept. */
export const vettingStatuses = ['in_progress', 'granted', 'ended'] as const;
export type VettingStatus = (typeof vettingStatuses)[number];

export interface VettingFacts {
  readonly status: VettingStatus;
  readonly grantedOn: CalendarDate | null;
  /** The last day on which it counts. */
  readonly expiresOn: CalendarDate | null;
}

/** What is wrong between the facts on a day of Europe/London, field by field; empty when nothing is. */
export function problemsOfVetting({ status, grantedOn, expiresOn }: VettingFacts, today: CalendarDate): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (status === 'in_progress') {
    const detail = 'One that is in progress has no dates yet. Clear this one, or select another status.';
    if (grantedOn !== null) problems.push({ pointer: '/grantedOn', detail });
    if (expiresOn !== null) problems.push({ pointer: '/expiresOn', detail });
    return problems;
  }
  if (status === 'granted' && grantedOn === null)
    problems.push({ pointer: '/grantedOn', detail: 'Enter the day on which it was granted.' });
  if (grantedOn !== null && isAfter(grantedOn, today))
    problems.push({ pointer: '/grantedOn', detail: 'The day on which it was granted cannot lie in the future.' });
  if (grantedOn !== null && expiresOn !== null && !isAfter(expiresOn, grantedOn))
    problems.push({
      pointer: '/expiresOn',
      detail: 'The day on which it expires must be after the day it was granted.',
    });
  return problems;
}
