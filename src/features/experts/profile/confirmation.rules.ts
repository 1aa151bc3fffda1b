import { isBefore, type CalendarDate } from '../../../kernel/calendar-date.js';

export interface ReachableFacts {
  readonly email: string | null;
  readonly doNotContact: boolean;
  readonly objectedOn: CalendarDate | null;
  readonly restrictedOn: CalendarDate | null;
}

/** Why nobody may write to this person, as a sentence for staff; null when one may. Asked when sending as well. */
export function refusalOfMail({ email, doNotContact, objectedOn, restrictedOn }: ReachableFacts): string | null {
  if (objectedOn !== null) return 'This person has objected to being held, so they are not written to.';
  if (restrictedOn !== null) return 'The use of this record is restricted, so they are not written to.';
  if (doNotContact) return 'This person is not to be contacted.';
  return email === null ? 'There is no e-mail address to send the question to. Enter one first.' : null;
}

/** Whether a link that was sent on the one still rests on what holds with the other. */
export function isReachedAlike(one: ReachableFacts, other: ReachableFacts): boolean {
  return (
    one.email === other.email &&
    one.doNotContact === other.doNotContact &&
    one.objectedOn === other.objectedOn &&
    one.restrictedOn === other.restrictedOn
  );
}

/** Why this person is not asked on that day; null when they may be. Nobody is asked twice a day. */
export function refusalOfAsking(
  facts: ReachableFacts & { readonly confirmationAskedOn: CalendarDate | null },
  today: CalendarDate,
): string | null {
  const { confirmationAskedOn } = facts;
  if (confirmationAskedOn !== null && !isBefore(confirmationAskedOn, today))
    return 'They were asked today already. The link works for 30 days.';
  return refusalOfMail(facts);
}
