import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { AccessPolicy } from '../../platform/auth/permissions.js';
import { agreementLifecycle, type AgreementFacts } from './agreement.lifecycle.js';
import type { AgreementView } from './agreement.views.dto.js';
import { offeredSteps } from './agreement.step.dto.js';
import { decidableBy } from './approvals/approval.rules.js';

/**
 * The steps that this reader could take now, before they have said anything with one: people of the agency that keeps it, and
 * among approvers those it was put to, or who stand in for them.
 */
export function openStepsFor(
  actor: UserActor,
  facts: AgreementFacts,
  today: CalendarDate,
  policy: AccessPolicy,
): AgreementView['steps'] {
  const ofAgency = actor.agencyId === facts.agencyId;
  const keeps = ofAgency && (actor.role === 'liaison' || actor.role === 'partner');
  const decides = ofAgency && decidableBy(facts.approvals, actor.userId).length > 0;
  return agreementLifecycle
    .open(
      facts,
      { userId: actor.userId, today },
      (permission) =>
        policy.allows(actor.role, permission) && (permission === 'agreements.decide' ? decides || keeps : keeps),
    )
    .flatMap(({ step, blocked }) => {
      const offered = offeredSteps.find((one) => one === step);
      return offered ? [{ step: offered, blockedBecause: blocked }] : [];
    });
}
