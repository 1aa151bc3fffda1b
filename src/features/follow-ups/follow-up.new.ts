import { newId } from '../../kernel/identifier.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { FollowUp } from './follow-up.entity.js';
import { columnsOfPlace } from './recurrence/recurrence.columns.js';

export type Given = Partial<FollowUp> & Pick<FollowUp, 'agencyId' | 'title' | 'dueOn'>;

/** Who makes a follow-up or gives it away; null when the product does. */
export type Maker = { readonly userId: string | null };

/** Who has it from now on, and who said so. */
export function given(
  tx: Transaction,
  maker: Maker,
  assigneeUserId: string | null,
): Pick<FollowUp, 'assigneeUserId' | 'assignedAt' | 'assignedByUserId'> {
  return assigneeUserId === null
    ? { assigneeUserId, assignedAt: null, assignedByUserId: null }
    : { assigneeUserId, assignedAt: tx.now, assignedByUserId: maker.userId };
}

/** A row that is not kept yet: open, and once unless it is told otherwise. */
export function newFollowUp(tx: Transaction, maker: Maker, terms: Given): FollowUp {
  const defaults = {
    marking: 'OFFICIAL' as const,
    handling: null,
    details: null,
    deputyUserId: null,
    priority: 'normal' as const,
    status: 'open' as const,
    snoozedUntil: null,
    outcome: null,
    completedOn: null,
    completedAt: null,
    completedByUserId: null,
    continuesId: null,
    ...columnsOfPlace(null),
  };
  return Object.assign(new FollowUp(), defaults, terms, given(tx, maker, terms.assigneeUserId ?? null), {
    id: newId(),
    version: 1,
    createdByUserId: maker.userId,
    createdAt: tx.now,
    updatedAt: tx.now,
  });
}

/** What a follow-up hands on to the one after it: what it is about, how it is marked and shared, and for whom it is. */
export function handedOn(done: FollowUp): Omit<Given, 'title' | 'dueOn'> {
  const { agencyId, marking, handling, sharing, assigneeUserId, deputyUserId } = done;
  const { aboutExpertId, aboutAgreementId, aboutInteractionId, aboutOrganisationId } = done;
  const kept = { agencyId, marking, handling, sharing, assigneeUserId, deputyUserId, continuesId: done.id };
  return { ...kept, aboutExpertId, aboutAgreementId, aboutInteractionId, aboutOrganisationId };
}
