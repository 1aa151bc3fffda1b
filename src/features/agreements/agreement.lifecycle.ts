import { isAfter, type CalendarDate } from '../../kernel/calendar-date.js';
import type { FieldProblem } from '../../kernel/domain-error.js';
import { defineLifecycle } from '../../kernel/lifecycle.js';
import {
  unlessDecider,
  unlessDeciderAndNotOwn,
  unlessHandedToAnother,
  unlessNothingIsPending,
  whyOwn,
} from './approvals/approval.refusals.rules.js';
import {
  plannedApprovals,
  type ApprovalAnswers,
  type ApprovalKind,
  type PendingApproval,
} from './approvals/approval.rules.js';
import { presentEndOf, statusOf, type AgreementDates, type AgreementType } from './agreement.status.rules.js';
import { rulesOfType } from './types/agreement-types.rules.js';
import { unsettledOf, type KeyTerms } from './types/key-terms.rules.js';

export interface AgreementFacts extends AgreementDates {
  readonly type: AgreementType;
  readonly agencyId: string;
  readonly keyTerms: KeyTerms;
  /** Whether what is to be signed is anything but the template: a wording that was uploaded, or a clause that reads otherwise. */
  readonly departsFromTemplate: boolean;
  readonly reviewOn: CalendarDate | null;
  /** Who wrote it; null when it was imported. */
  readonly authorUserId: string | null;
  readonly ownerUserId: string | null;
  readonly parties: readonly {
    readonly organisationId: string;
    readonly name: string;
    readonly signedOn: CalendarDate | null;
  }[];
  /** The parties for which somebody is named to sign. */
  readonly signatoryOrganisationIds: readonly string[];
  /** The decisions that it still waits for, those to be asked first before the others. */
  readonly approvals: readonly PendingApproval[];
}

/** What people say with a step; each step reads only what it asks for. */
export interface AgreementStepAnswers extends ApprovalAnswers {
  /** Which approval, where somebody gives several. */
  readonly approvalId?: string;
  readonly reason?: string;
  readonly organisationId?: string;
  readonly on?: CalendarDate;
  readonly signatoryName?: string;
}

/** Who takes a step, when, and what they said. Before anything is said, the rules judge what is known. */
export interface AgreementStepContext extends AgreementStepAnswers {
  readonly userId: string;
  readonly today: CalendarDate;
}

export type AgreementStep =
  'submit' | 'approve' | 'release' | 'return' | 'delegate' | 'recall' | 'sign' | 'execute' | 'withdraw' | 'terminate';

/** What each step asks for, and the sentence for whoever leaves it out. */
const asked: Record<AgreementStep, Partial<Record<keyof AgreementStepAnswers, string>>> = {
  submit: { assigneeUserId: 'Say who is to approve it.' },
  approve: {},
  release: {},
  delegate: { assigneeUserId: 'Say who is to decide instead of you.', reason: 'Say why you hand it on.' },
  return: { reason: 'Say why it goes back to draft.' },
  recall: { reason: 'Say why it is taken back to draft.' },
  sign: {
    organisationId: 'Say which party signed.',
    on: 'Enter the day on which it signed.',
    signatoryName: 'Enter who signed for it.',
  },
  execute: {},
  withdraw: { reason: 'Say why it is withdrawn.' },
  terminate: { on: 'Enter the first day on which it is no longer in force.', reason: 'Say why it ends.' },
};

/** What a step asks for and was not told, field by field. */
export function unansweredOf(step: AgreementStep, answers: AgreementStepAnswers): FieldProblem[] {
  return (
    Object.entries(asked[step])
      .filter(([field]) => answers[field as keyof AgreementStepAnswers] === undefined)
      // Whether those who are named give every approval is asked of the type: `plannedApprovals`.
      .filter(() => step !== 'submit' || answers.approvals === undefined)
      .map(([field, detail]) => ({ pointer: `/${field}`, detail }))
  );
}

/** What still has to be entered, by field: shown beside the status, and asked for before approval. */
export function missingOf(
  a: Pick<
    AgreementFacts,
    | 'type'
    | 'parties'
    | 'signatoryOrganisationIds'
    | 'renewalType'
    | 'renewalMonths'
    | 'reviewOn'
    | 'endOn'
    | 'keyTerms'
  >,
): string[] {
  const missing: string[] = [];
  if (a.parties.length < 2) missing.push('parties');
  if (a.parties.some(({ organisationId }) => !a.signatoryOrganisationIds.includes(organisationId)))
    missing.push('signatories');
  if (a.renewalType === 'evergreen' && a.reviewOn === null) missing.push('reviewOn');
  if (a.renewalType !== 'evergreen' && a.endOn === null) missing.push('endOn');
  if (a.renewalType === 'automatic' && a.renewalMonths === null) missing.push('renewalMonths');
  const unsettled = unsettledOf(rulesOfType(a.type).keyTerms, a.keyTerms);
  return [...missing, ...unsettled.map(({ name }) => `keyTerms.${name}`)];
}

const missingWords: Record<string, string> = {
  parties: 'at least two parties',
  signatories: 'a signatory for each party',
  reviewOn: 'a review date, because it has no end',
  endOn: 'an end date',
  renewalMonths: 'the months that each renewal adds',
};

/** What is missing, in words that end a sentence. */
export function missingInWords(type: AgreementType, missing: readonly string[]): string[] {
  const { keyTerms } = rulesOfType(type);
  return missing.map((field) => {
    const term = keyTerms.find(({ name }) => field === `keyTerms.${name}`);
    return term ? `its key term “${term.label}”` : missingWords[field];
  });
}

/**
 * The approvals that an agreement needs before anybody signs it: those of its type, and one more where its wording departs
 * from the template, because what was cleared once was the template. A lawyer gives it, or where one is asked already, whoever
 * answers for the work.
 */
export function approvalsNeededBy({
  type,
  departsFromTemplate,
}: Pick<AgreementFacts, 'type' | 'departsFromTemplate'>): ApprovalKind[] {
  const { approvals } = rulesOfType(type);
  const more = (['legal', 'business', 'commercial'] as const).find((kind) => !approvals.includes(kind));
  return departsFromTemplate && more ? [...approvals, more] : [...approvals];
}

export const agreementLifecycle = defineLifecycle<AgreementStep, AgreementFacts, AgreementStepContext>()({
  submit: { from: ['draft'], to: 'in_approval', needs: 'agreements.write', refuse: unlessCompleteAndPutToAnother },
  approve: { from: ['in_approval'], adds: 'decision', needs: 'agreements.decide', refuse: unlessDeciderAndNotOwn },
  // Not offered to anybody: it follows from the last approval.
  release: {
    from: ['in_approval'],
    to: 'awaiting_signature',
    needs: 'agreements.decide',
    refuse: unlessNothingIsPending,
  },
  return: { from: ['in_approval'], to: 'draft', needs: 'agreements.decide', refuse: unlessDecider },
  delegate: { from: ['in_approval'], adds: 'approval', needs: 'agreements.decide', refuse: unlessHandedToAnother },
  // The agency's own way back, such as when the person asked has left.
  recall: {
    from: ['in_approval', 'awaiting_signature'],
    to: 'draft',
    needs: 'agreements.write',
    refuse: unlessNobodySigned,
  },
  sign: { from: ['awaiting_signature'], adds: 'signature', needs: 'agreements.write', refuse: unlessPartySignsOnce },
  // Not offered to anybody: it follows from the last signature.
  execute: { from: ['awaiting_signature'], to: 'executed', needs: 'agreements.write', refuse: unlessEverySigned },
  withdraw: { from: ['draft', 'in_approval', 'awaiting_signature'], to: 'withdrawn', needs: 'agreements.write' },
  terminate: { from: ['executed'], sets: 'terminatedOn', needs: 'agreements.write', refuse: unlessStillToEnd },
});

function unlessCompleteAndPutToAnother(a: AgreementFacts, context: AgreementStepContext): string | null {
  const missing = missingOf(a);
  if (missing.length > 0)
    return `Before approval this agreement needs ${missingInWords(a.type, missing).join(', and ')}.`;
  const { planned } = plannedApprovals(approvalsNeededBy(a), context);
  for (const { assigneeUserId } of planned) {
    const own = whyOwn(a, assigneeUserId, context.userId);
    if (own !== null) return `Nobody approves an agreement they ${own}. Choose another person.`;
  }
  return null;
}

/* Of an amendment too: the parties are the agreement's. */

export function unlessNobodySigned(a: Pick<AgreementFacts, 'parties'>): string | null {
  const signed = a.parties.filter(({ signedOn }) => signedOn !== null).map(({ name }) => name);
  return signed.length > 0
    ? `Signed already by ${signed.join(', ')}: what is signed is not changed, only withdrawn.`
    : null;
}

export function unlessPartySignsOnce(
  a: Pick<AgreementFacts, 'parties'>,
  { organisationId, on, today }: AgreementStepContext,
): string | null {
  if (organisationId !== undefined) {
    const party = a.parties.find((one) => one.organisationId === organisationId);
    if (!party) return 'That organisation is not a party to this agreement.';
    if (party.signedOn !== null) return `${party.name} has signed already.`;
  }
  return on !== undefined && isAfter(on, today) ? 'The day of a signature cannot lie in the future.' : null;
}

export function unlessEverySigned(a: Pick<AgreementFacts, 'parties'>): string | null {
  const waiting = a.parties.filter(({ signedOn }) => signedOn === null).map(({ name }) => name);
  return waiting.length > 0 ? `Waiting for the signature of ${waiting.join(', ')}.` : null;
}

function unlessStillToEnd(a: AgreementFacts, { on, today }: AgreementStepContext): string | null {
  const status = statusOf(a, today);
  if (status === 'terminated' || status === 'superseded' || status === 'expired')
    return `This agreement is ${status} already.`;
  if (a.terminatedOn !== null) return 'A day has been set for its end already.';
  const endOn = presentEndOf(a, today);
  if (on !== undefined && endOn !== null && isAfter(on, endOn)) return 'It ends before that day by itself.';
  return null;
}
