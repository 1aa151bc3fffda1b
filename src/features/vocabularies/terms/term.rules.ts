import { isAfter, type CalendarDate } from '../../../kernel/calendar-date.js';

/** What records keep of a term: small letters, digits and underscores, beginning with a letter. */
export const codeForm = /^[a-z][a-z0-9_]{0,59}$/;

/** Which list a term comes from that stands in no published one. */
export const ownEdition = 'Added by administrators';

export const termSteps = ['retire', 'bring_back'] as const;
export type TermStep = (typeof termSteps)[number];

/** Offered until the day it is retired. */
export function isOffered(retiredOn: CalendarDate | null, today: CalendarDate): boolean {
  return retiredOn === null || isAfter(retiredOn, today);
}

/** Why the step cannot be taken; null when it can. */
export function refusalOf(step: TermStep, retiredOn: CalendarDate | null, today: CalendarDate): string | null {
  const offered = isOffered(retiredOn, today);
  if (step === 'retire') return offered ? null : 'This term is retired already.';
  return retiredOn === null ? 'This term is not retired.' : null;
}
