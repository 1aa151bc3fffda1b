import { addDays, addMonths, earliest, isAfter, isBefore, type CalendarDate } from '../../kernel/calendar-date.js';

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
  /** The last day in force as it was agreed; one that renews itself goes on after it: `presentEndOf`. */
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
  readonly renewalType: RenewalType;
  /** How many months each automatic renewal adds; null where it is not known, and then it does not renew itself. */
  readonly renewalMonths: number | null;
  /** How often it renews itself at most; null where nothing limits it. */
  readonly mostRenewals: number | null;
  /** How often it had renewed itself before `endOn` was agreed anew. */
  readonly renewalsBefore: number;
  /** The day on which somebody decided that it renews itself no more. */
  readonly renewalStoppedOn: CalendarDate | null;
}

/** The last day on which notice counts: end − notice. Months are taken from the end itself and clamp at month ends. */
export function noticeDeadlineOf(a: Pick<AgreementDates, 'endOn' | 'noticeCount' | 'noticeUnit'>): CalendarDate | null {
  if (a.endOn === null || a.noticeCount === null || a.noticeUnit === null) return null;
  return a.noticeUnit === 'months' ? addMonths(a.endOn, -a.noticeCount) : addDays(a.endOn, -a.noticeCount);
}

/**
 * How often an agreement has renewed itself since its end was agreed, as of a day. It does so once nobody can give notice any
 * more: on the day after the last day of notice, or after the end where no notice was agreed. What was ended, replaced or
 * stopped by then renews itself no more.
 */
export function renewalsMadeBy(a: AgreementDates, today: CalendarDate): number {
  if (a.stage !== 'executed' || a.renewalType !== 'automatic' || a.endOn === null || a.renewalMonths === null) return 0;
  const lastDaysThatCount = [before(a.terminatedOn), before(a.supersededOn), a.renewalStoppedOn];
  const asOf = earliest(today, ...lastDaysThatCount.filter((day) => day !== null));
  const most = a.mostRenewals === null ? Infinity : a.mostRenewals - a.renewalsBefore;
  let made = 0;
  while (made < most) {
    const endOn = endAfter(a.endOn, a.renewalMonths, made);
    if (!isBefore(noticeDeadlineOf({ ...a, endOn }) ?? endOn, asOf)) break;
    made += 1;
  }
  return made;
}

/** The last day in force as of a day, with the automatic renewals until then. Its SQL twin is `presentEndSql`. */
export function presentEndOf(a: AgreementDates, today: CalendarDate): CalendarDate | null {
  const made = renewalsMadeBy(a, today);
  return made === 0 ? a.endOn : endAfter(a.endOn!, a.renewalMonths!, made);
}

/** The same dates with the present end of a day as the agreed one: where an agreement stands when its end is agreed anew. */
export function agreedAnew<Dates extends AgreementDates>(a: Dates, today: CalendarDate): Dates {
  const renewalsBefore = a.renewalsBefore + renewalsMadeBy(a, today);
  return { ...a, endOn: presentEndOf(a, today), renewalsBefore };
}

/** Months are added to the agreed end, never to a renewed one, so that one short month does not move every later end. */
export function endAfter(endOn: CalendarDate, renewalMonths: number, renewals: number): CalendarDate {
  return addMonths(endOn, renewalMonths * renewals);
}

function before(day: CalendarDate | null): CalendarDate | null {
  return day === null ? null : addDays(day, -1);
}

/** Status on a day, Europe/London. Its SQL twin is `agreement.status.sql.ts`; a property test holds them together. */
export function statusOf(a: AgreementDates, today: CalendarDate): AgreementStatus {
  if (a.stage !== 'executed') return a.stage;
  if (a.terminatedOn !== null && !isAfter(a.terminatedOn, today)) return 'terminated';
  if (a.supersededOn !== null && !isAfter(a.supersededOn, today)) return 'superseded';
  const endOn = presentEndOf(a, today);
  if (endOn !== null && isBefore(endOn, today)) return 'expired';
  if (a.effectiveOn !== null && isAfter(a.effectiveOn, today)) return 'signed';
  const deadline = noticeDeadlineOf({ ...a, endOn });
  if (deadline !== null && !isBefore(today, addDays(deadline, -a.noticeWindowDays)) && !isAfter(today, deadline))
    return 'notice_window';
  if (endOn !== null && !isBefore(today, addDays(endOn, -a.expiringDays))) return 'expiring';
  return 'active';
}

/** What passed longer ago than this is told of as of then: nobody acts on the day itself any more. */
const mostDaysBack = 60;

/** The first day of the status that an agreement has on a day, at most sixty days back. */
export function statusSince(a: AgreementDates, today: CalendarDate): CalendarDate {
  const status = statusOf(a, today);
  let since = today;
  for (let days = 1; days <= mostDaysBack && statusOf(a, addDays(today, -days)) === status; days += 1)
    since = addDays(today, -days);
  return since;
}

/** In force on the day: executed, begun, and neither over nor ended. */
export function isInForce(a: AgreementDates, today: CalendarDate): boolean {
  return ['active', 'expiring', 'notice_window'].includes(statusOf(a, today));
}
