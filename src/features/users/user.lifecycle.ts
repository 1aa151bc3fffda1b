import { defineLifecycle } from '../../kernel/lifecycle.js';

/** Whether somebody can sign in. It follows from one fact, `disabledAt`. */
export type UserStage = 'active' | 'disabled';

export interface UserFacts {
  readonly stage: UserStage;
  readonly userId: string;
  /** An active administrator, and no other is. */
  readonly isLastAdmin: boolean;
}

export interface UserStepContext {
  /** Who takes the step. */
  readonly actorUserId: string;
  readonly reason?: string;
}

export const userSteps = ['disable', 'enable'] as const;
export type UserStep = (typeof userSteps)[number];

export const userLifecycle = defineLifecycle<UserStep, UserFacts, UserStepContext>()({
  disable: { from: ['active'], to: 'disabled', needs: 'users.write', refuse: unlessAnotherAndNotLast },
  enable: { from: ['disabled'], to: 'active', needs: 'users.write', refuse: unlessReasoned },
});

function unlessAnotherAndNotLast(user: UserFacts, context: UserStepContext): string | null {
  if (user.userId === context.actorUserId) return 'Nobody disables their own account. Ask another administrator.';
  if (user.isLastAdmin) return lastAdminStays;
  return unlessReasoned(user, context);
}

function unlessReasoned(_user: UserFacts, { reason }: UserStepContext): string | null {
  return reason === undefined ? 'Say why.' : null;
}

/** Nobody else could add or enable one. */
export const lastAdminStays = 'This is the last administrator who can sign in. Make somebody else one first.';
