import { defineEvent } from '../../platform/database/transaction.js';
import type { SubscribedJob } from '../../platform/jobs/define.js';

type AboutUser = { userId: string };

/** An account was added, changed, disabled or enabled: what waits for somebody who has left must find another. */
export const userChanged = defineEvent<AboutUser>('users.changed');

/** An account was added, or an administrator sends its invitation again. */
export const userInvited = defineEvent<AboutUser>('users.invited');
/** Somebody typed an address into the public form. The id is nobody's when the address is nobody's. */
export const passwordResetAsked = defineEvent<AboutUser>('users.password-reset-asked');
/** An administrator asked for it. */
export const passwordResetOrdered = defineEvent<AboutUser>('users.password-reset-ordered');
export const passwordChanged = defineEvent<AboutUser>('users.password-changed');

export const sendInvitation: SubscribedJob<AboutUser> = { name: 'users.send-invitation', on: userInvited };
export const answerResetAsked: SubscribedJob<AboutUser> = { name: 'users.answer-reset-asked', on: passwordResetAsked };
export const sendPasswordReset: SubscribedJob<AboutUser> = {
  name: 'users.send-password-reset',
  on: passwordResetOrdered,
};
export const tellPasswordChanged: SubscribedJob<AboutUser> = {
  name: 'users.tell-password-changed',
  on: passwordChanged,
};

export const userJobs = [sendInvitation, answerResetAsked, sendPasswordReset, tellPasswordChanged];
