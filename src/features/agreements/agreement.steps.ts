import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { AccessPolicy } from '../../platform/auth/permissions.js';
import { agreementLifecycle, type AgreementFacts } from './agreement.lifecycle.js';
import type { AgreementView } from './agreement.views.dto.js';
import type { OfferedStep } from './agreements.dto.js';

/**
 * The steps that this reader could take now, before they have said anything with one: people of the agency that keeps it, and
 * among approvers the one it was put to.
 */
export function openStepsFor(
  actor: UserActor,
  facts: AgreementFacts,
  today: CalendarDate,
  policy: AccessPolicy,
): AgreementView['steps'] {
  const ofAgency = actor.agencyId === facts.agencyId;
  const keeps = ofAgency && (actor.role === 'liaison' || actor.role === 'partner');
  const decides = ofAgency && actor.userId === facts.approval?.assigneeUserId;
  return agreementLifecycle
    .open(
      facts,
      { userId: actor.userId, today },
      (permission) =>
        policy.allows(actor.role, permission) && (permission === 'agreements.decide' ? decides || keeps : keeps),
    )
    .filter(({ step }) => step !== 'execute')
    .map(({ step, blocked }) => ({ step: step as OfferedStep, blockedBecause: blocked }));
}
