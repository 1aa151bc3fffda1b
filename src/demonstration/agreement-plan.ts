import type { AgencyKey } from './bodies.js';
import type { StaffKey } from './staff.js';

/** One agreement to invent. Days are offsets from today; notice is in days unless it says months. */
export interface PlannedAgreement {
  status: string;
  agency: AgencyKey;
  type: string;
  /** Days from entry to today. */
  createdAgo: number;
  startsIn?: number;
  endsIn?: number;
  notice?: number;
  noticeUnit?: 'days' | 'months';
  renewal?: 'none' | 'by_decision' | 'automatic' | 'evergreen';
  reviewIn?: number;
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
  /** Index of the agreement in this plan that takes its place. */
  supersededBy?: number;
}

const types = [
  'mou',
  'data_sharing',
  'research_collaboration',
  'nda',
  'research_contract',
  'advisory_terms',
  'secondment',
  'data_access',
  'network_membership',
  'data_processing',
];

type Plan = Omit<PlannedAgreement, 'agency' | 'type'> & Partial<Pick<PlannedAgreement, 'agency' | 'type'>>;

/*
 * Reminders go out 180, 90, 30 and 7 days before an end and before a notice deadline (the end less the notice). The ends marked
 * "soon" lie one to seven days beyond such an offset: moving the clock forward by a week makes their mail arrive.
 */
const active: Plan[] = [
  // Soon: 180 before the end and 90 before the notice deadline, both in three days.
  {
    status: 'active',
    createdAgo: 560,
    startsIn: -540,
    endsIn: 183,
    notice: 90,
    coversAcademic: true,
    withPolice: true,
  },
  // Soon: 180 before the end.
  { status: 'active', createdAgo: 920, startsIn: -900, endsIn: 181, notice: 30, owner: 'liaison' },
  { status: 'active', createdAgo: 420, startsIn: -390, endsIn: 186, owner: 'secondLiaison' },
  // Soon: 30 before the notice deadline and 90 before the end, in seven days.
  { status: 'active', createdAgo: 660, startsIn: -630, endsIn: 97, notice: 60, owner: 'liaison' },
  // Soon: 90 before the notice deadline, in two days.
  { status: 'active', createdAgo: 300, startsIn: -270, endsIn: 152, notice: 60, agency: 'police' },
  {
    status: 'active',
    createdAgo: 800,
    startsIn: -780,
    endsIn: 315,
    notice: 3,
    noticeUnit: 'months',
    sharing: 'uk_law_enforcement',
  },
  {
    status: 'active',
    createdAgo: 200,
    startsIn: -180,
    endsIn: 915,
    notice: 6,
    noticeUnit: 'months',
    renewal: 'automatic',
  },
  { status: 'active', createdAgo: 150, startsIn: -120, endsIn: 245, sensitive: true },
  {
    status: 'active',
    createdAgo: 610,
    startsIn: -600,
    endsIn: 495,
    notice: 3,
    noticeUnit: 'months',
    sharing: 'all_partners',
  },
  {
    status: 'active',
    createdAgo: 1100,
    startsIn: -1090,
    reviewIn: 40,
    renewal: 'evergreen',
    type: 'mou',
    notice: 3,
    noticeUnit: 'months',
  },
  { status: 'active', createdAgo: 130, startsIn: -100, endsIn: 630, withPolice: true, notice: 60 },
  { status: 'active', createdAgo: 90, startsIn: -60, endsIn: 305, renewal: 'none', coversAcademic: true },
  {
    status: 'active',
    createdAgo: 410,
    startsIn: -365,
    endsIn: 730,
    notice: 90,
    agency: 'police',
    sharing: 'uk_law_enforcement',
  },
  { status: 'active', createdAgo: 75, startsIn: -30, endsIn: 335, renewal: 'none' },
  {
    status: 'active',
    createdAgo: 260,
    startsIn: -240,
    endsIn: 855,
    notice: 6,
    noticeUnit: 'months',
    sharing: 'uk_government',
  },
  { status: 'active', createdAgo: 510, startsIn: -480, endsIn: 615, sensitive: true, owner: 'liaison' },
  {
    status: 'active',
    createdAgo: 720,
    startsIn: -700,
    reviewIn: 120,
    renewal: 'evergreen',
    type: 'network_membership',
    agency: 'police',
  },
  { status: 'active', createdAgo: 340, startsIn: -310, endsIn: 420, notice: 30 },
  {
    status: 'active',
    createdAgo: 60,
    startsIn: -20,
    endsIn: 1075,
    notice: 3,
    noticeUnit: 'months',
    sharing: 'uk_law_enforcement',
  },
  {
    status: 'active',
    createdAgo: 445,
    startsIn: -430,
    endsIn: 300,
    notice: 1,
    noticeUnit: 'months',
    owner: 'awayLiaison',
  },
];

const nearTheEnd: Plan[] = [
  // Soon: 30 before the end, in three and five days.
  { status: 'expiring', createdAgo: 720, startsIn: -697, endsIn: 33, owner: 'liaison', coversAcademic: true },
  { status: 'expiring', createdAgo: 380, startsIn: -330, endsIn: 35, renewal: 'none' },
  // Soon: 7 before the end, in five and three days.
  { status: 'expiring', createdAgo: 1120, startsIn: -1083, endsIn: 12, notice: 60, owner: 'liaison' },
  { status: 'expiring', createdAgo: 390, startsIn: -355, endsIn: 10, agency: 'police' },
  { status: 'expiring', createdAgo: 700, startsIn: -668, endsIn: 62, notice: 90, owner: 'formerLiaison' },
  { status: 'expiring', createdAgo: 305, startsIn: -277, endsIn: 88, sensitive: true },
  {
    status: 'expiring',
    createdAgo: 1080,
    startsIn: -1050,
    endsIn: 45,
    notice: 3,
    noticeUnit: 'months',
    withPolice: true,
  },
  // Soon: 7 before the notice deadline, in three and five days.
  { status: 'notice_window', createdAgo: 350, startsIn: -325, endsIn: 40, notice: 30, owner: 'liaison' },
  { status: 'notice_window', createdAgo: 1020, startsIn: -993, endsIn: 102, notice: 90, owner: 'secondLiaison' },
  { status: 'notice_window', createdAgo: 680, startsIn: -650, endsIn: 80, notice: 60, sharing: 'uk_law_enforcement' },
  {
    status: 'notice_window',
    createdAgo: 990,
    startsIn: -980,
    endsIn: 115,
    notice: 3,
    noticeUnit: 'months',
    renewal: 'automatic',
  },
  { status: 'notice_window', createdAgo: 300, startsIn: -265, endsIn: 100, notice: 90, agency: 'police' },
];

const notInForce: Plan[] = [
  { status: 'draft', createdAgo: 6, owner: 'liaison', endsIn: 760, startsIn: 30 },
  { status: 'draft', createdAgo: 12 },
  { status: 'draft', createdAgo: 25, owner: 'secondLiaison', startsIn: 60 },
  { status: 'draft', createdAgo: 3, agency: 'police' },
  { status: 'draft', createdAgo: 40, sensitive: true, endsIn: 400, startsIn: 35 },
  { status: 'in_approval', createdAgo: 21, owner: 'liaison', startsIn: 14, endsIn: 744 },
  { status: 'in_approval', createdAgo: 30, owner: 'liaison', startsIn: 20, endsIn: 385, withPolice: true },
  { status: 'in_approval', createdAgo: 18, owner: 'secondLiaison', startsIn: 40, endsIn: 1135, sensitive: true },
  { status: 'in_approval', createdAgo: 16, agency: 'police', startsIn: 30, endsIn: 395 },
  { status: 'awaiting_signature', createdAgo: 45, owner: 'liaison', startsIn: 7, endsIn: 737 },
  { status: 'awaiting_signature', createdAgo: 55, startsIn: -5, endsIn: 360 },
  { status: 'awaiting_signature', createdAgo: 38, owner: 'secondLiaison', startsIn: 21, endsIn: 386 },
  { status: 'awaiting_signature', createdAgo: 70, agency: 'police', startsIn: 10, endsIn: 740 },
  { status: 'signed', createdAgo: 80, startsIn: 14, endsIn: 744, notice: 60 },
  { status: 'signed', createdAgo: 65, startsIn: 30, endsIn: 395, owner: 'liaison' },
  { status: 'signed', createdAgo: 50, startsIn: 45, endsIn: 1140, notice: 3, noticeUnit: 'months' },
];

const over: Plan[] = [
  { status: 'expired', createdAgo: 760, startsIn: -733, endsIn: -3, owner: 'liaison' },
  { status: 'expired', createdAgo: 790, startsIn: -750, endsIn: -20, notice: 30 },
  { status: 'expired', createdAgo: 1190, startsIn: -1184, endsIn: -90, owner: 'formerLiaison' },
  { status: 'expired', createdAgo: 600, startsIn: -565, endsIn: -200, agency: 'police' },
  { status: 'expired', createdAgo: 1200, startsIn: -1130, endsIn: -400, renewal: 'none' },
  { status: 'terminated', createdAgo: 640, startsIn: -610, endsIn: 120, notice: 30, closedAgo: 75 },
  { status: 'terminated', createdAgo: 980, startsIn: -950, endsIn: 150, notice: 60, closedAgo: 210, sensitive: true },
  { status: 'superseded', createdAgo: 1150, startsIn: -1120, endsIn: 30, closedAgo: 180, supersededBy: 6 },
  { status: 'superseded', createdAgo: 1060, startsIn: -1030, endsIn: 65, closedAgo: 100, supersededBy: 10 },
  { status: 'superseded', createdAgo: 830, startsIn: -800, endsIn: 295, closedAgo: 60, supersededBy: 11 },
  { status: 'withdrawn', createdAgo: 230, closedAgo: 180 },
  { status: 'withdrawn', createdAgo: 140, closedAgo: 110, owner: 'secondLiaison' },
];

/** Sixty agreements: every status, and every type several times. */
export const plannedAgreements: readonly PlannedAgreement[] = [...active, ...nearTheEnd, ...notInForce, ...over].map(
  (plan, index) => ({ agency: 'lead', type: types[(plan.supersededBy ?? index) % types.length], ...plan }),
);
