import { addDays, addMonths, isAfter, lastCalendarDate, type CalendarDate } from '../../../kernel/calendar-date.js';
import type { AgreementType, NoticeUnit, RenewalType } from '../agreement.status.rules.js';
import type { ApprovalKind } from '../approvals/approval.rules.js';
import type { KeyTerm } from './key-terms.rules.js';
import { keyTermsByType } from './key-terms-by-type.rules.js';

/** What is usual for a type. Each value stands where nobody said otherwise; none of them binds anybody. */
export interface UsualTerms {
  /** How long it lasts; null where it lasts as long as the project or service. */
  readonly termMonths: number | null;
  readonly renewalType: RenewalType;
  readonly noticeCount: number | null;
  readonly noticeUnit: NoticeUnit | null;
  /** How many days before the end it counts as expiring: as long as a renewal of that type takes. */
  readonly expiringDays: number;
  /** How many days before the notice deadline its window opens. */
  readonly noticeWindowDays: number;
  /** How long confidentiality outlives the end. */
  readonly survivalMonths: number | null;
  /** Whether it is usually meant to bind in law. */
  readonly binding: boolean;
  /** Who has to agree within the agency before anybody signs, in the order in which serial approval asks them. */
  readonly approvals: readonly ApprovalKind[];
}

export interface AgreementTypeRules extends UsualTerms {
  readonly keyTerms: readonly KeyTerm[];
}

const months = (count: number) => ({ noticeCount: count, noticeUnit: 'months' as const });
const noNotice = { noticeCount: null, noticeUnit: null };
const windows = { expiringDays: 90, noticeWindowDays: 30 };

/**
 * Practice differs between bodies; these are the middle of the ranges in use by UK public bodies and universities: terms and
 * approvals as the ICO's data sharing code, the Lambert agreements and Crown commercial guidance describe them.
 */
const usual: Readonly<Record<AgreementType, UsualTerms>> = {
  mou: {
    termMonths: 36,
    renewalType: 'by_decision',
    ...months(3),
    ...windows,
    survivalMonths: null,
    binding: false,
    approvals: ['business'],
  },
  nda: {
    termMonths: 24,
    renewalType: 'none',
    ...noNotice,
    ...windows,
    survivalMonths: 60,
    binding: true,
    approvals: ['legal', 'information_security'],
  },
  data_sharing: {
    termMonths: 24,
    renewalType: 'by_decision',
    ...months(3),
    expiringDays: 120,
    noticeWindowDays: 30,
    survivalMonths: null,
    binding: true,
    approvals: ['data_protection', 'information_security', 'legal'],
  },
  data_processing: {
    termMonths: null,
    renewalType: 'by_decision',
    ...months(3),
    expiringDays: 120,
    noticeWindowDays: 30,
    survivalMonths: null,
    binding: true,
    approvals: ['data_protection', 'information_security', 'commercial'],
  },
  research_collaboration: {
    termMonths: 36,
    renewalType: 'none',
    ...months(3),
    expiringDays: 120,
    noticeWindowDays: 30,
    survivalMonths: 60,
    binding: true,
    approvals: ['legal', 'ethics', 'commercial'],
  },
  research_contract: {
    termMonths: 12,
    renewalType: 'by_decision',
    ...months(1),
    ...windows,
    survivalMonths: 60,
    binding: true,
    approvals: ['commercial', 'legal', 'data_protection'],
  },
  secondment: {
    termMonths: 12,
    renewalType: 'by_decision',
    ...months(1),
    expiringDays: 60,
    noticeWindowDays: 30,
    survivalMonths: 60,
    binding: true,
    approvals: ['business', 'information_security'],
  },
  advisory_terms: {
    termMonths: 24,
    renewalType: 'by_decision',
    ...noNotice,
    ...windows,
    survivalMonths: null,
    binding: false,
    approvals: ['business'],
  },
  network_membership: {
    termMonths: 12,
    renewalType: 'by_decision',
    ...noNotice,
    expiringDays: 60,
    noticeWindowDays: 30,
    survivalMonths: null,
    binding: false,
    approvals: ['business'],
  },
  data_access: {
    termMonths: null,
    renewalType: 'none',
    ...noNotice,
    ...windows,
    survivalMonths: null,
    binding: true,
    approvals: ['data_protection', 'ethics', 'business'],
  },
};

export function rulesOfType(type: AgreementType): AgreementTypeRules {
  return { ...usual[type], keyTerms: keyTermsByType[type] };
}

interface OpenTerms {
  readonly effectiveOn?: CalendarDate | null;
  readonly endOn?: CalendarDate | null;
  readonly noticeCount?: number | null;
  readonly noticeUnit?: NoticeUnit | null;
  readonly renewalType?: RenewalType;
  readonly renewalMonths?: number | null;
  readonly mostRenewals?: number | null;
  readonly survivalMonths?: number | null;
}

type FilledTerms = Required<
  Pick<
    OpenTerms,
    'endOn' | 'noticeCount' | 'noticeUnit' | 'renewalType' | 'renewalMonths' | 'mostRenewals' | 'survivalMonths'
  >
> & { readonly expiringDays: number; readonly noticeWindowDays: number };

/**
 * What a new draft has where nothing was said: left out is filled with what is usual for the type, null stays empty. The end
 * follows from the first day and the usual term; a term of a year from 1 March ends on the last day of February.
 */
export function withUsualTerms(type: AgreementType, given: OpenTerms): FilledTerms {
  const rules = usual[type];
  const renewalType = given.renewalType ?? rules.renewalType;
  const noticeLeftOut = given.noticeCount === undefined && given.noticeUnit === undefined;
  return {
    renewalType,
    endOn: given.endOn === undefined ? usualEnd(rules.termMonths, given.effectiveOn, renewalType) : given.endOn,
    renewalMonths:
      given.renewalMonths === undefined ? usualRenewal(rules.termMonths, renewalType) : given.renewalMonths,
    mostRenewals: given.mostRenewals ?? null,
    noticeCount: noticeLeftOut ? rules.noticeCount : (given.noticeCount ?? null),
    noticeUnit: noticeLeftOut ? rules.noticeUnit : (given.noticeUnit ?? null),
    survivalMonths: given.survivalMonths === undefined ? rules.survivalMonths : given.survivalMonths,
    expiringDays: rules.expiringDays,
    noticeWindowDays: rules.noticeWindowDays,
  };
}

/** Whatever renews itself does so for one more term. */
function usualRenewal(termMonths: number | null, renewalType: RenewalType): number | null {
  return renewalType === 'automatic' ? termMonths : null;
}

function usualEnd(
  termMonths: number | null,
  effectiveOn: CalendarDate | null | undefined,
  renewalType: RenewalType,
): CalendarDate | null {
  if (termMonths === null || renewalType === 'evergreen' || effectiveOn === undefined || effectiveOn === null)
    return null;
  return endOfTerm(effectiveOn, termMonths);
}

/** The last day of a term of so many months; null where it lies beyond the days that we keep. */
export function endOfTerm(firstDay: CalendarDate, months: number): CalendarDate | null {
  return isAfter(firstDay, addMonths(lastCalendarDate, -months)) ? null : addDays(addMonths(firstDay, months), -1);
}
