import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { AccessPolicy } from '../../platform/auth/permissions.js';
import { agreementLifecycle, type AgreementFacts, type AgreementStepContext } from './agreement.lifecycle.js';
import type { AgreementView, OfferedStep } from './agreements.dto.js';

/** Stands for what the form will ask, so that a step is not called blocked only because nothing has been typed yet. */
const untyped = { assigneeUserId: '', reason: '' };

/**
 * The steps that this reader could take now. A reader of another agency takes none; whoever an approval was put to decides it,
 * whatever their agency.
 */
export function openStepsFor(
  actor: UserActor,
  facts: AgreementFacts,
  today: CalendarDate,
  policy: AccessPolicy,
): AgreementView['steps'] {
  const keeps = actor.agencyId === facts.agencyId && (actor.role === 'liaison' || actor.role === 'partner');
  const decides = actor.userId === facts.approval?.assigneeUserId;
  const waiting = facts.parties.find(({ signedOn }) => signedOn === null);
  const context: AgreementStepContext = {
    ...untyped,
    userId: actor.userId,
    today,
    on: today,
    organisationId: waiting?.organisationId,
  };
  return agreementLifecycle
    .open(
      facts,
      context,
      (permission) =>
        policy.allows(actor.role, permission) && (permission === 'agreements.decide' ? decides || keeps : keeps),
    )
    .filter(({ step }) => step !== 'execute')
    .map(({ step, blocked }) => ({ step: step as OfferedStep, blockedBecause: blocked }));
}
