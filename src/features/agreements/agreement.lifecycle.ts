import { addDays, addMonths, isAfter, isBefore, type CalendarDate } from '../../kernel/calendar-date.js';
import type { FieldProblem } from '../../kernel/domain-error.js';
import { defineLifecycle } from '../../kernel/lifecycle.js';

export const agreementTypes = [
  'mou',
  'nda',
  'data_sharing',
  'data_processing',
  'research_collaboration',
  'research_contract',
  'secondment',
  'advisory_terms',
  'network_membership',
  'data_access',
] as const;
export type AgreementType = (typeof agreementTypes)[number];

/** What is stored: changed by steps only. */
export const agreementStages = ['draft', 'in_approval', 'awaiting_signature', 'executed', 'withdrawn'] as const;
export type AgreementStage = (typeof agreementStages)[number];

/** What an executed agreement is on a day, in the order in which they are asked. */
export const executedStatuses = [
  'terminated',
  'superseded',
  'expired',
  'signed',
  'notice_window',
  'expiring',
  'active',
] as const;
export type ExecutedStatus = (typeof executedStatuses)[number];
export type AgreementStatus = Exclude<AgreementStage, 'executed'> | ExecutedStatus;
export const agreementStatuses: readonly AgreementStatus[] = [
  'draft',
  'in_approval',
  'awaiting_signature',
  'withdrawn',
  ...executedStatuses,
];

export const noticeUnits = ['days', 'months'] as const;
export type NoticeUnit = (typeof noticeUnits)[number];

export const renewalTypes = ['none', 'by_decision', 'automatic', 'evergreen'] as const;
export type RenewalType = (typeof renewalTypes)[number];

/** The dates a status follows from. All are calendar dates of Europe/London. */
export interface AgreementDates {
  readonly stage: AgreementStage;
  readonly effectiveOn: CalendarDate | null;
  /** The last day in force. */
  readonly endOn: CalendarDate | null;
  readonly noticeCount: number | null;
  readonly noticeUnit: NoticeUnit | null;
  /** How many days before the end it counts as expiring. */
  readonly expiringDays: number;
  /** How many days before the notice deadline its window opens. */
  readonly noticeWindowDays: number;
  /** The first day no longer in force. */
  readonly terminatedOn: CalendarDate | null;
  readonly supersededOn: CalendarDate | null;
}

export interface AgreementFacts extends AgreementDates {
  readonly agencyId: string;
  readonly renewalType: RenewalType;
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
  /** The decision that is open, if any. */
  readonly approval: {
    readonly assigneeUserId: string;
    readonly assigneeName: string;
    readonly askedByUserId: string;
  } | null;
}

/** What people say with a step; each step reads only what it asks for. */
export interface AgreementStepAnswers {
  readonly assigneeUserId?: string;
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

export type AgreementStep = 'submit' | 'approve' | 'return' | 'recall' | 'sign' | 'execute' | 'withdraw' | 'terminate';

/** What each step asks for, and the sentence for whoever leaves it out. */
const asked: Record<AgreementStep, Partial<Record<keyof AgreementStepAnswers, string>>> = {
  submit: { assigneeUserId: 'Say who is to approve it.' },
  approve: {},
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
  return Object.entries(asked[step])
    .filter(([field]) => answers[field as keyof AgreementStepAnswers] === undefined)
    .map(([field, detail]) => ({ pointer: `/${field}`, detail }));
}

/** The last day on which notice counts: end − notice. Months are taken from the end itself and clamp at month ends. */
export function noticeDeadlineOf(a: Pick<AgreementDates, 'endOn' | 'noticeCount' | 'noticeUnit'>): CalendarDate | null {
  if (a.endOn === null || a.noticeCount === null || a.noticeUnit === null) return null;
  return a.noticeUnit === 'months' ? addMonths(a.endOn, -a.noticeCount) : addDays(a.endOn, -a.noticeCount);
}

/** Status on a day, Europe/London. Its SQL twin is `agreement.status.sql.ts`; a property test holds them together. */
export function statusOf(a: AgreementDates, today: CalendarDate): AgreementStatus {
  if (a.stage !== 'executed') return a.stage;
  if (a.terminatedOn !== null && !isAfter(a.terminatedOn, today)) return 'terminated';
  if (a.supersededOn !== null && !isAfter(a.supersededOn, today)) return 'superseded';
  if (a.endOn !== null && isBefore(a.endOn, today)) return 'expired';
  if (a.effectiveOn !== null && isAfter(a.effectiveOn, today)) return 'signed';
  const deadline = noticeDeadlineOf(a);
  if (deadline !== null && !isBefore(today, addDays(deadline, -a.noticeWindowDays)) && !isAfter(today, deadline))
    return 'notice_window';
  if (a.endOn !== null && !isBefore(today, addDays(a.endOn, -a.expiringDays))) return 'expiring';
  return 'active';
}

/** In force on the day: executed, begun, and neither over nor ended. */
export function isInForce(a: AgreementDates, today: CalendarDate): boolean {
  return ['active', 'expiring', 'notice_window'].includes(statusOf(a, today));
}

/** What still has to be entered, by field: shown beside the status, and asked for before approval. */
export function missingOf(a: AgreementFacts): string[] {
  const missing: string[] = [];
  if (a.parties.length < 2) missing.push('parties');
  if (a.parties.some(({ organisationId }) => !a.signatoryOrganisationIds.includes(organisationId)))
    missing.push('signatories');
  if (a.renewalType === 'evergreen' && a.reviewOn === null) missing.push('reviewOn');
  if (a.renewalType !== 'evergreen' && a.endOn === null) missing.push('endOn');
  return missing;
}

export const missingWords: Record<string, string> = {
  parties: 'at least two parties',
  signatories: 'a signatory for each party',
  reviewOn: 'a review date, because it has no end',
  endOn: 'an end date',
};

export const agreementLifecycle = defineLifecycle<AgreementStep, AgreementFacts, AgreementStepContext>()({
  submit: { from: ['draft'], to: 'in_approval', needs: 'agreements.write', refuse: unlessCompleteAndPutToAnother },
  approve: {
    from: ['in_approval'],
    to: 'awaiting_signature',
    needs: 'agreements.decide',
    refuse: unlessAssigneeAndNotOwn,
  },
  return: { from: ['in_approval'], to: 'draft', needs: 'agreements.decide', refuse: unlessAssignee },
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

function unlessCompleteAndPutToAnother(
  a: AgreementFacts,
  { userId, assigneeUserId }: AgreementStepContext,
): string | null {
  const missing = missingOf(a);
  if (missing.length > 0)
    return `Before approval this agreement needs ${missing.map((field) => missingWords[field]).join(', and ')}.`;
  if (assigneeUserId === a.authorUserId) return 'Nobody approves an agreement they wrote. Choose another person.';
  if (assigneeUserId === a.ownerUserId) return 'Nobody approves an agreement they own. Choose another person.';
  if (assigneeUserId === userId) return 'Nobody approves an agreement they submitted. Choose another person.';
  return null;
}

/** Asked again at the decision: the owner can change while it is open. */
function unlessAssigneeAndNotOwn(a: AgreementFacts, context: AgreementStepContext): string | null {
  if ([a.authorUserId, a.ownerUserId, a.approval?.askedByUserId].includes(context.userId))
    return 'Nobody approves an agreement they wrote, own or submitted.';
  return unlessAssignee(a, context);
}

function unlessAssignee(a: AgreementFacts, { userId }: AgreementStepContext): string | null {
  if (a.approval === null) return 'Nobody has been asked to decide. Recall the agreement and submit it again.';
  return userId === a.approval.assigneeUserId
    ? null
    : `This is with ${a.approval.assigneeName}, who alone can decide it.`;
}

function unlessNobodySigned(a: AgreementFacts): string | null {
  const signed = a.parties.filter(({ signedOn }) => signedOn !== null).map(({ name }) => name);
  return signed.length > 0
    ? `Signed already by ${signed.join(', ')}: what is signed is not changed, only withdrawn.`
    : null;
}

function unlessPartySignsOnce(a: AgreementFacts, { organisationId, on, today }: AgreementStepContext): string | null {
  if (organisationId !== undefined) {
    const party = a.parties.find((one) => one.organisationId === organisationId);
    if (!party) return 'That organisation is not a party to this agreement.';
    if (party.signedOn !== null) return `${party.name} has signed already.`;
  }
  return on !== undefined && isAfter(on, today) ? 'The day of a signature cannot lie in the future.' : null;
}

function unlessEverySigned(a: AgreementFacts): string | null {
  const waiting = a.parties.filter(({ signedOn }) => signedOn === null).map(({ name }) => name);
  return waiting.length > 0 ? `Waiting for the signature of ${waiting.join(', ')}.` : null;
}

function unlessStillToEnd(a: AgreementFacts, { on, today }: AgreementStepContext): string | null {
  const status = statusOf(a, today);
  if (status === 'terminated' || status === 'superseded' || status === 'expired')
    return `This agreement is ${status} already.`;
  if (a.terminatedOn !== null) return 'A day has been set for its end already.';
  if (on !== undefined && a.endOn !== null && isAfter(on, a.endOn)) return 'It ends before that day by itself.';
  return null;
}
