import type { UserActor } from '../../kernel/actor.js';
import type { AccessPolicy } from '../../platform/auth/permissions.js';
import { followUpLifecycle, type FollowUpStepFacts } from './follow-up.lifecycle.js';
import type { FollowUpView } from './follow-ups.dto.js';

/** The steps that this reader could take now. A reader of another agency takes none. */
export function openStepsFor(actor: UserActor, facts: FollowUpStepFacts, policy: AccessPolicy): FollowUpView['steps'] {
  if (actor.agencyId !== facts.agencyId) return [];
  return followUpLifecycle
    .open(facts, {}, (permission) => policy.allows(actor.role, permission))
    .map(({ step, blocked }) => ({ step, blockedBecause: blocked }));
}
