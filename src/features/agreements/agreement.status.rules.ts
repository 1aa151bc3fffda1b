import { addDays, addMonths, isAfter, isBefore, type CalendarDate } from '../../kernel/calendar-date.js';

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
