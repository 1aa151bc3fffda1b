import { type InventedBody, inventedInstitutions } from './bodies.js';
import type { InventedExpert } from './experts.js';
import type { InventedAgreement } from './invented-agreement.js';

/** Somebody whom agreements cover has left the employer that is a party to them. */
export interface InventedEmployerMove {
  readonly expert: InventedExpert;
  readonly from: InventedBody;
  readonly to: InventedBody;
  /** The last day there, from today. */
  readonly leftOffset: number;
  readonly settled: boolean;
}

const leftOffsets = { unsettled: -6, settled: -32 };
export function inventEmployerMoves(agreements: readonly InventedAgreement[]): InventedEmployerMove[] {
  return agreements.flatMap(({ plan, institutions, covered, number }) => {
    const expert = covered.find(({ employer }) => institutions.includes(employer!));
    if (plan.leaver === undefined || expert === undefined) return [];
    const from = expert.employer!;
    const to = inventedInstitutions.filter((body) => body.kind === 'university' && body !== from)[number % 12];
    return [{ expert, from, to, leftOffset: leftOffsets[plan.leaver], settled: plan.leaver === 'settled' }];
  });
}
