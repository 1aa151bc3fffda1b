import { formatDate, isAfter, latest, type CalendarDate } from '../../../kernel/calendar-date.js';
import { defineLifecycle } from '../../../kernel/lifecycle.js';
import {
  unlessEverySigned,
  unlessNobodySigned,
  unlessPartySignsOnce,
  type AgreementStepContext,
} from '../agreement.lifecycle.js';
import { statusOf } from '../agreement.status.rules.js';
import {
  unlessDecider,
  unlessDeciderAndNotOwn,
  unlessHandedToAnother,
  unlessNothingIsPending,
  whyOwn,
  type PutToSomebody,
} from '../approvals/approval.refusals.rules.js';
import { plannedApprovals } from '../approvals/approval.rules.js';
import {
  approvalsOfAmendment,
  changesNothing,
  clashesBetween,
  differencesOf,
  problemsOfChanges,
  problemsOfEffectiveDay,
  whyNotAmended,
  type AmendedAgreement,
  type AmendmentChanges,
  type AmendmentStage,
} from './amendment.rules.js';

export interface AmendmentFacts extends PutToSomebody {
  readonly what: 'amendment';
  readonly stage: AmendmentStage;
  readonly changes: AmendmentChanges;
  /** From when it is agreed to take effect; null: from the last signature. */
  readonly effectiveOn: CalendarDate | null;
  readonly agencyId: string;
  /** The agreement as it stands. */
  readonly agreement: AmendedAgreement;
  /** The parties of the agreement, each with the day on which it signed the amendment. */
  readonly parties: readonly {
    readonly organisationId: string;
    readonly name: string;
    readonly signedOn: CalendarDate | null;
  }[];
  /** The other amendments of the agreement that are in approval or wait for signatures. */
  readonly others: readonly { readonly number: number; readonly changes: AmendmentChanges }[];
}

export type AmendmentStep =
  'submit' | 'approve' | 'release' | 'return' | 'delegate' | 'recall' | 'sign' | 'execute' | 'withdraw';

type Refusal = (facts: AmendmentFacts, context: AgreementStepContext) => string | null;

/** What is signed changes by what is signed: an amendment goes the way that its agreement went. */
export const amendmentLifecycle = defineLifecycle<AmendmentStep, AmendmentFacts, AgreementStepContext>()({
  submit: {
    from: ['draft'],
    to: 'in_approval',
    needs: 'agreements.write',
    refuse: first(unlessOpen, unlessItChanges, unlessItFits, unlessAlone, unlessPutToAnother),
  },
  approve: {
    from: ['in_approval'],
    adds: 'decision',
    needs: 'agreements.decide',
    refuse: first(unlessOpen, unlessDeciderAndNotOwn),
  },
  // Not offered to anybody: it follows from the last approval.
  release: {
    from: ['in_approval'],
    to: 'awaiting_signature',
    needs: 'agreements.decide',
    refuse: unlessNothingIsPending,
  },
  return: { from: ['in_approval'], to: 'draft', needs: 'agreements.decide', refuse: unlessDecider },
  delegate: { from: ['in_approval'], adds: 'approval', needs: 'agreements.decide', refuse: unlessHandedToAnother },
  recall: {
    from: ['in_approval', 'awaiting_signature'],
    to: 'draft',
    needs: 'agreements.write',
    refuse: unlessNobodySigned,
  },
  sign: {
    from: ['awaiting_signature'],
    adds: 'signature',
    needs: 'agreements.write',
    refuse: first(unlessOpen, unlessPartySignsOnce),
  },
  // Not offered to anybody: it follows from the last signature.
  execute: {
    from: ['awaiting_signature'],
    to: 'executed',
    needs: 'agreements.write',
    refuse: first(unlessOpen, unlessEverySigned, unlessEffectiveBySignature, unlessItFits),
  },
  withdraw: { from: ['draft', 'in_approval', 'awaiting_signature'], to: 'withdrawn', needs: 'agreements.write' },
});

/** The first reason that any of them gives. */
function first(...refusals: Refusal[]): Refusal {
  return (facts, context) => {
    for (const refusal of refusals) {
      const reason = refusal(facts, context);
      if (reason !== null) return reason;
    }
    return null;
  };
}

function unlessOpen({ agreement }: AmendmentFacts, { today }: AgreementStepContext): string | null {
  return whyNotAmended(statusOf(agreement, today));
}

/** Another amendment may have brought it about meanwhile. */
function unlessItChanges({ changes, agreement }: AmendmentFacts): string | null {
  return changesNothing(differencesOf(changes, agreement))
    ? 'This amendment changes nothing. Say what is to be different first.'
    : null;
}

/** Asked again whenever something follows from it: the agreement may have changed since the amendment was drafted. */
function unlessItFits(
  { changes, agreement, effectiveOn }: AmendmentFacts,
  { today }: AgreementStepContext,
): string | null {
  const [problem] = [
    ...problemsOfChanges(agreement, changes),
    ...problemsOfEffectiveDay(effectiveOn, agreement, today),
  ];
  return problem === undefined ? null : `The terms would contradict each other: ${problem.detail}`;
}

function unlessAlone({ changes, others }: AmendmentFacts): string | null {
  const other = others.find((one) => clashesBetween(changes, one.changes).length > 0);
  return other === undefined
    ? null
    : `Amendment ${other.number} is on its way and changes the same. Wait until everybody has signed it, or withdraw it first.`;
}

function unlessPutToAnother(facts: AmendmentFacts, context: AgreementStepContext): string | null {
  const { planned } = plannedApprovals(approvalsOfAmendment(facts.agreement.type, facts.changes), context);
  for (const { assigneeUserId } of planned) {
    const own = whyOwn(facts, assigneeUserId, context.userId);
    if (own !== null) return `Nobody approves an amendment they ${own}. Choose another person.`;
  }
  return null;
}

/** The day of the last signature, once everybody has signed. */
export function lastSignedOn({ parties }: Pick<AmendmentFacts, 'parties'>): CalendarDate | null {
  const days = parties.map(({ signedOn }) => signedOn);
  if (!days.every((day) => day !== null) || days.length === 0) return null;
  const [day, ...others] = days;
  return latest(day, ...others);
}

function unlessEffectiveBySignature(facts: AmendmentFacts): string | null {
  const signedOn = lastSignedOn(facts);
  return signedOn !== null && facts.effectiveOn !== null && isAfter(facts.effectiveOn, signedOn)
    ? `It is agreed to take effect on ${formatDate(facts.effectiveOn)}, after the last signature. It takes effect with the last signature at the latest: withdraw it and draft it again with an earlier day, or with none.`
    : null;
}
