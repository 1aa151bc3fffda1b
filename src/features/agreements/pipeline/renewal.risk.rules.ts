import { daysBetween, type CalendarDate } from '../../../kernel/calendar-date.js';
import type { AgreementStatus, RenewalType } from '../agreement.status.rules.js';

export const renewalRisks = ['high', 'medium', 'low'] as const;
export type RenewalRisk = (typeof renewalRisks)[number];

/** Whether somebody looks after it: `gone` has left, moved or works with records no more, `away` is absent today. */
export const ownerStates = ['present', 'away', 'gone', 'none'] as const;
export type OwnerState = (typeof ownerStates)[number];

/** What the risk of an agreement in force follows from. Days are days in Europe/London. */
export interface RenewalFacts {
  readonly status: AgreementStatus;
  /** The first of its end, its last day of notice and its review that is still to come. */
  readonly nextOn: CalendarDate;
  readonly renewalType: RenewalType;
  readonly endOn: CalendarDate | null;
  readonly reviewOn: CalendarDate | null;
  readonly noticeDeadlineOn: CalendarDate | null;
  /** Somebody has decided already what becomes of it. */
  readonly decided: boolean;
  readonly owner: OwnerState;
}

export const riskReasons = [
  'notice_open',
  'within_30_days',
  'within_90_days',
  'no_owner',
  'owner_gone',
  'owner_away',
  'no_notice',
  'no_end',
  'no_review',
] as const;
export type RiskReason = (typeof riskReasons)[number];

/** Fewer days than these are left. */
const fewDays = 30;
const someDays = 90;

const ofOwner: Record<OwnerState, RiskReason | null> = {
  present: null,
  none: 'no_owner',
  gone: 'owner_gone',
  away: 'owner_away',
};

/**
 * How likely it is that an agreement runs out, or on, without anybody having decided that, and every reason. High: notice still
 * counts, or less than 30 days are left, and nothing is decided. Medium: 90 days or fewer and nothing is decided; nobody looks
 * after it; or something is not entered. The SQL twin of the level is `renewal.risk.sql.ts`.
 */
export function riskOf(facts: RenewalFacts, today: CalendarDate): { level: RenewalRisk; reasons: RiskReason[] } {
  const left = daysBetween(today, facts.nextOn);
  const reasons: RiskReason[] = [];
  if (!facts.decided) {
    if (facts.status === 'notice_window') reasons.push('notice_open');
    if (left < fewDays) reasons.push('within_30_days');
    else if (left <= someDays) reasons.push('within_90_days');
  }
  const owner = ofOwner[facts.owner];
  if (owner !== null) reasons.push(owner);
  reasons.push(...missingFor(facts));
  const high = reasons.some((reason) => reason === 'notice_open' || reason === 'within_30_days');
  return { level: high ? 'high' : reasons.length > 0 ? 'medium' : 'low', reasons };
}

/** What would have to be known to decide in time. */
function missingFor({ renewalType, endOn, reviewOn, noticeDeadlineOn }: RenewalFacts): RiskReason[] {
  if (renewalType === 'evergreen') return reviewOn === null ? ['no_review'] : [];
  if (endOn === null) return ['no_end'];
  return renewalType === 'automatic' && noticeDeadlineOn === null ? ['no_notice'] : [];
}
