import type { AgencyKey, InventedBody } from './bodies.js';
import type { InventedExpert } from './experts.js';
import type { PlannedAgreement } from './planned-agreement.js';
import type { StaffKey } from './staff.js';

export interface InventedAgreement {
  id: string;
  number: number;
  plan: PlannedAgreement;
  agency: AgencyKey;
  owner: StaffKey;
  createdOffset: number;
  /** The day on which the last party signed; null before execution. */
  executedOffset: number | null;
  institutions: InventedBody[];
  covered: InventedExpert[];
  threat: string;
  title: string;
}

/** The agreement that this one has taken the place of, or is to. */
export function predecessorOf(
  { plan }: InventedAgreement,
  all: readonly InventedAgreement[],
): InventedAgreement | undefined {
  return all.find((one) => isNamed(one.plan.name, plan.succeeds) || isNamed(plan.name, one.plan.supersededBy));
}

/** The day on which it went to its signatories; null before that, and for what was withdrawn. */
export function approvedOffsetOf({ plan, createdOffset, executedOffset }: InventedAgreement): number | null {
  if (executedOffset === null && plan.status !== 'awaiting_signature') return null;
  return Math.floor((createdOffset + (executedOffset ?? -2)) / 2);
}

/** The last day of its first term, which is what its signatories read. */
export function firstEndOf({ plan }: InventedAgreement): number | undefined {
  return plan.renewedAt?.[0] ?? plan.endsIn;
}

/** The agreement that has taken the place of this one. */
export function successorOf(
  { plan }: InventedAgreement,
  all: readonly InventedAgreement[],
): InventedAgreement | undefined {
  return all.find((one) => isNamed(one.plan.name, plan.supersededBy));
}

/** Whether a plan names another. */
export function isNamed(name: string | undefined, wanted: string | undefined): boolean {
  return name !== undefined && name === wanted;
}
