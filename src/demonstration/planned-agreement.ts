import type { AgreementType, RenewalType } from '../features/agreements/agreement.status.rules.js';
import type { AgencyKey } from './bodies.js';
import type { StaffKey } from './staff.js';

/** One agreement to invent. Days are offsets from today; notice is in days unless it says months. */
export interface PlannedAgreement {
  status: string;
  agency: AgencyKey;
  type: AgreementType;
  /** What the plan of another calls it. */
  name?: string;
  /** Days from entry to today. */
  createdAgo: number;
  startsIn?: number;
  endsIn?: number;
  notice?: number;
  noticeUnit?: 'days' | 'months';
  renewal?: RenewalType;
  /** By how many months it renews itself: twelve, unless this says otherwise. */
  renewalMonths?: number;
  mostRenewals?: number;
  reviewIn?: number;
  /** The last days of the terms before the present one, each of which was renewed. */
  renewedAt?: readonly number[];
  /** Days since it was decided that it ends with its present term. */
  letLapseAgo?: number;
  /** Days since it was terminated, withdrawn or superseded. */
  closedAgo?: number;
  /** OFFICIAL-SENSITIVE, and so for named people only. */
  sensitive?: boolean;
  sharing?: 'uk_law_enforcement' | 'uk_government' | 'all_partners';
  /** The invented police force is a third party. */
  withPolice?: boolean;
  owner?: StaffKey;
  /** Covers the expert who signs in. */
  coversAcademic?: boolean;
  /** Somebody whom it covers has left its institution, and whether it is settled what follows. */
  leaver?: 'unsettled' | 'settled';
  /** The one that has taken its place, by its name in the plan, which stands before this one. */
  supersededBy?: string;
  /** The one whose place it is to take, by its name in the plan, which stands before this one. */
  succeeds?: string;
}

export type Plan = Omit<PlannedAgreement, 'agency' | 'type'> & Partial<Pick<PlannedAgreement, 'agency' | 'type'>>;
