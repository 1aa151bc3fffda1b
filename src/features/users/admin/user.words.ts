import type { Role } from '../../../kernel/actor.js';
import type { UserFigureView, UserState } from '../users.dto.js';

/** What pages call the roles: what each is for, as whoever gives it has to know. */
export const roleWords: Record<Role, string> = {
  liaison: 'Liaison: keeps records for the lead agency',
  partner: 'Partner: keeps records for another agency',
  approver: 'Approver: decides what is put to them',
  admin: 'Admin: accounts, registers and rules',
  auditor: 'Auditor: reads accounts and registers',
  host: 'Host: their own events only',
  academic: 'Academic: their own profile and agreements',
  delegate: 'Delegate: parts of the profiles of academics who named them',
};

export const stateWords: Record<UserState, string> = { active: 'Active', disabled: 'Disabled' };
export const stateColours: Record<UserState, string> = { active: 'green', disabled: 'grey' };

const figures: Readonly<Record<string, (count: number) => string>> = {
  'agreements.owned': (count) => `${count} ${count === 1 ? 'agreement that has' : 'agreements that have'} not ended`,
  'obligations.owned': (count) => `${count} ${count === 1 ? 'obligation that is' : 'obligations that are'} still owed`,
  'follow-ups.open': (count) => `${count} open ${count === 1 ? 'follow-up' : 'follow-ups'}`,
};

/** What is in somebody's care, in words; what is none is left out. */
export function careWords(inTheirCare: readonly UserFigureView[] | null): string[] {
  return (inTheirCare ?? [])
    .filter(({ count }) => count > 0)
    .map(({ figure, count }) => figures[figure]?.(count) ?? `${count} ${figure}`);
}

/** What was just done to an account, as the success banner says it. */
export const doneWords: Readonly<Record<string, string>> = {
  added: 'The account is added. A mail with a link to choose a password is on its way.',
  changed: 'The account is changed.',
  away: 'The absence is kept.',
  disable: 'The account is disabled, and its sessions are ended.',
  enable: 'The account is enabled.',
  invitation: 'The invitation is on its way. A link that was sent before works no more.',
  'mail-again': 'Mail is sent to this address again. What failed meanwhile is not sent by itself.',
  'password-reset': 'A link for a new password is on its way. Until it is used, the old password works.',
};
