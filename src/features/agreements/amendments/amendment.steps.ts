import type { UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { AccessPolicy } from '../../../platform/auth/permissions.js';
import { decidableBy } from '../approvals/approval.rules.js';
import { amendmentLifecycle, type AmendmentFacts } from './amendment.lifecycle.js';
import type { AmendmentView } from './amendment.views.dto.js';
import { amendmentSteps } from './amendments.dto.js';

/** The steps that this reader could take now: as with the agreement itself (`openStepsFor`). */
export function openAmendmentSteps(
  actor: UserActor,
  facts: AmendmentFacts,
  today: CalendarDate,
  policy: AccessPolicy,
): AmendmentView['steps'] {
  const ofAgency = actor.agencyId === facts.agencyId;
  const keeps = ofAgency && (actor.role === 'liaison' || actor.role === 'partner');
  const decides = ofAgency && decidableBy(facts.approvals, actor.userId).length > 0;
  return amendmentLifecycle
    .open(
      facts,
      { userId: actor.userId, today },
      (permission) =>
        policy.allows(actor.role, permission) && (permission === 'agreements.decide' ? decides || keeps : keeps),
    )
    .flatMap(({ step, blocked }) => {
      const offered = amendmentSteps.find((one) => one === step);
      return offered ? [{ step: offered, blockedBecause: blocked }] : [];
    });
}
