import { formatDate, isAfter, isBefore, type CalendarDate } from '../../../kernel/calendar-date.js';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What the register of organisations says of a party, as far as it decides whether the body can sign. */
export interface SigningBody {
  readonly name: string;
  /** Its first and last day, where they are known. */
  readonly validFrom: CalendarDate | null;
  readonly validTo: CalendarDate | null;
  readonly successor: Named | null;
  /** The body that signs for one that cannot sign for itself, such as the lead force of a regional unit. */
  readonly signsThrough: Named | null;
}

/** Whom a signatory is known to work for; null when only a name was entered. */
export type Employer = Named | null;

/** Why nobody signs for this body on that day, or null when somebody can. */
export function refusalOfSignature(
  { name, validFrom, validTo, successor }: SigningBody,
  on: CalendarDate,
): string | null {
  if (validTo !== null && isAfter(on, validTo)) {
    const next = successor === null ? '' : ` ${successor.name} continues it: make that a party instead.`;
    return `${name} ended on ${formatDate(validTo)}, so nobody signs for it after that day.${next}`;
  }
  if (validFrom !== null && isBefore(on, validFrom))
    return `${name} exists from ${formatDate(validFrom)}, so nobody signs for it before that day.`;
  return null;
}

/** Why this person does not sign for the body, or null when nothing that is known speaks against it. */
export function refusalOfSignatory(body: SigningBody, worksFor: Employer, on: CalendarDate): string | null {
  const refusal = refusalOfSignature(body, on);
  if (refusal !== null) return refusal;
  const { name, signsThrough } = body;
  if (signsThrough === null || worksFor === null || worksFor.id === signsThrough.id) return null;
  return `${name} cannot sign for itself: ${signsThrough.name} signs for it. Name somebody of ${signsThrough.name}.`;
}
