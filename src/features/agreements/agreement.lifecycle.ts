import { addDays, addMonths, isAfter, isBefore, type CalendarDate } from '../../kernel/calendar-date.js';
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

/** Who takes a step, when, and what they said; only what the step asks for is read. */
export interface AgreementStepContext {
  readonly userId: string;
  readonly today: CalendarDate;
  readonly assigneeUserId?: string;
  readonly reason?: string;
  readonly organisationId?: string;
  readonly on?: CalendarDate;
}

export type AgreementStep = 'submit' | 'approve' | 'return' | 'sign' | 'execute' | 'withdraw' | 'terminate';

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

const missingWords: Record<string, string> = {
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
  return: { from: ['in_approval'], to: 'draft', needs: 'agreements.decide', refuse: unlessAssigneeWithReason },
  sign: { from: ['awaiting_signature'], adds: 'signature', needs: 'agreements.write', refuse: unlessPartySignsOnce },
  // Not offered to anybody: it follows from the last signature.
  execute: { from: ['awaiting_signature'], to: 'executed', needs: 'agreements.write', refuse: unlessEverySigned },
  withdraw: {
    from: ['draft', 'in_approval', 'awaiting_signature'],
    to: 'withdrawn',
    needs: 'agreements.write',
    refuse: unlessReasoned,
  },
  terminate: { from: ['executed'], sets: 'terminatedOn', needs: 'agreements.write', refuse: unlessInForceAndReasoned },
});

function unlessCompleteAndPutToAnother(
  a: AgreementFacts,
  { userId, assigneeUserId }: AgreementStepContext,
): string | null {
  const missing = missingOf(a);
  if (missing.length > 0)
    return `Before approval this agreement needs ${missing.map((field) => missingWords[field]).join(', and ')}.`;
  if (assigneeUserId === undefined) return 'Say who is to approve it.';
  if (assigneeUserId === a.authorUserId) return 'Nobody approves an agreement they wrote. Choose another person.';
  if (assigneeUserId === userId) return 'Nobody approves an agreement they submitted. Choose another person.';
  return null;
}

function unlessAssigneeAndNotOwn(a: AgreementFacts, { userId }: AgreementStepContext): string | null {
  if (userId === a.authorUserId || userId === a.approval?.askedByUserId)
    return 'Nobody approves an agreement they wrote or submitted.';
  return unlessAssignee(a, userId);
}

function unlessAssigneeWithReason(a: AgreementFacts, { userId, reason }: AgreementStepContext): string | null {
  return unlessAssignee(a, userId) ?? (reason === undefined ? 'Say why it goes back to draft.' : null);
}

function unlessAssignee(a: AgreementFacts, userId: string): string | null {
  if (a.approval === null) return 'Nobody has been asked to decide. Withdraw the agreement and draft it again.';
  return userId === a.approval.assigneeUserId
    ? null
    : `This is with ${a.approval.assigneeName}, who alone can decide it.`;
}

function unlessPartySignsOnce(a: AgreementFacts, { organisationId, on, today }: AgreementStepContext): string | null {
  if (organisationId === undefined || on === undefined)
    return 'Say which party signed, who signed for it, and on which day.';
  const party = a.parties.find((one) => one.organisationId === organisationId);
  if (!party) return 'That organisation is not a party to this agreement.';
  if (party.signedOn !== null) return `${party.name} has signed already.`;
  return isAfter(on, today) ? 'The day of a signature cannot lie in the future.' : null;
}

function unlessEverySigned(a: AgreementFacts): string | null {
  const waiting = a.parties.filter(({ signedOn }) => signedOn === null).map(({ name }) => name);
  return waiting.length > 0 ? `Waiting for the signature of ${waiting.join(', ')}.` : null;
}

function unlessReasoned(_a: AgreementFacts, { reason }: AgreementStepContext): string | null {
  return reason === undefined ? 'Say why.' : null;
}

function unlessInForceAndReasoned(a: AgreementFacts, context: AgreementStepContext): string | null {
  const status = statusOf(a, context.today);
  if (status === 'terminated' || status === 'superseded' || status === 'expired')
    return `This agreement is ${status} already.`;
  if (a.terminatedOn !== null) return 'A day has been set for its end already.';
  if (context.on === undefined) return 'Say from which day it is no longer in force.';
  if (a.endOn !== null && isAfter(context.on, a.endOn)) return 'It ends before that day by itself.';
  return unlessReasoned(a, context);
}
