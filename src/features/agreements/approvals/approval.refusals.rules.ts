import { decidableBy, waitsFor, type PendingApproval } from './approval.rules.js';

/* Why a step of an agreement that somebody has to approve is refused, as a sentence; null when it is not. */

/** Whose agreement it is, or amendment of one, and whom it waits for. */
export interface PutToSomebody {
  /** What is put to them: an agreement unless told. */
  readonly what?: 'agreement' | 'amendment';
  readonly authorUserId: string | null;
  readonly ownerUserId: string | null;
  readonly approvals: readonly PendingApproval[];
}

interface Deciding {
  readonly userId: string;
  readonly approvalId?: string;
  /** Whom it is handed to. */
  readonly assigneeUserId?: string;
}

/** What keeps somebody from approving it, as the end of a sentence; null when nothing does. */
export function whyOwn(a: PutToSomebody, approverId: string, submitterId: string | undefined): string | null {
  if (approverId === a.authorUserId) return 'wrote';
  if (approverId === a.ownerUserId) return 'own';
  return approverId === submitterId ? 'submitted' : null;
}

/** Asked again at the decision: the owner can change while it is open, and a cover or delegate may turn out to be the author. */
export function unlessDeciderAndNotOwn(a: PutToSomebody, context: Deciding): string | null {
  const own = [a.authorUserId, a.ownerUserId, ...a.approvals.map(({ askedByUserId }) => askedByUserId)];
  if (own.includes(context.userId)) return `Nobody approves an ${a.what ?? 'agreement'} they wrote, own or submitted.`;
  return unlessDecider(a, context);
}

export function unlessDecider(a: PutToSomebody, { userId, approvalId }: Deciding): string | null {
  if (a.approvals.length === 0)
    return `Nobody has been asked to decide. Recall the ${a.what ?? 'agreement'} and submit it again.`;
  const mine = decidableBy(a.approvals, userId);
  if (mine.length === 0) return waitsFor(a.approvals);
  if (approvalId === undefined || mine.some(({ id }) => id === approvalId)) return null;
  return 'That approval is not yours to give, is not asked for yet, or is decided already.';
}

export function unlessHandedToAnother(a: PutToSomebody, context: Deciding): string | null {
  const refused = unlessDecider(a, context);
  if (refused !== null || context.assigneeUserId === undefined) return refused;
  const mine = decidableBy(a.approvals, context.userId).filter(
    ({ id }) => context.approvalId === undefined || id === context.approvalId,
  );
  if (mine.some(({ assigneeUserId }) => assigneeUserId === context.assigneeUserId))
    return 'They are asked to decide it already. Choose another person.';
  const [{ askedByUserId }] = mine;
  const own = whyOwn(a, context.assigneeUserId, askedByUserId);
  return own === null ? null : `Nobody approves an ${a.what ?? 'agreement'} they ${own}. Choose another person.`;
}

export function unlessNothingIsPending(a: PutToSomebody): string | null {
  return a.approvals.length === 0 ? null : waitsFor(a.approvals);
}
