import type { RunSql } from '../platform/database/run-sql.js';
import type { InventedAgreement } from './invented-agreement.js';
import { inventedPolice, inventedRegionalUnit } from './bodies.js';
import { insertRows, type Row } from './insert.js';
import type { Timeline } from './timeline.js';

const inForce = ['active', 'expiring', 'notice_window'];
/** How long after it came into force the police adhered. */
const daysUntilAdherence = 20;
const mostAdhered = 3;

/** The agreements of the lead agency to which the police have adhered. */
export function adheredTo(agreements: readonly InventedAgreement[]): InventedAgreement[] {
  const running = ofLeadAlone(agreements).filter((one) => inForce.includes(one.plan.status) && adherenceOf(one) < 0);
  return running.slice(0, mostAdhered);
}

/** The police have adhered to a few agreements of the lead agency; the regional unit may, and so may both to a draft. */
export async function insertAgreementBeneficiaries(
  run: RunSql,
  time: Timeline,
  agreements: readonly InventedAgreement[],
): Promise<void> {
  const drafts = ofLeadAlone(agreements)
    .filter(({ plan }) => plan.status === 'draft')
    .slice(0, 1);
  const row = ({ id }: InventedAgreement, organisationId: string, adhered: number | null): Row => ({
    agreement_id: id,
    organisation_id: organisationId,
    adhered_on: adhered === null ? null : time.day(adhered),
    adhered_by: adhered === null ? null : `Deed of adherence of ${time.day(adhered)}`,
  });
  await insertRows(run, 'agreement_beneficiaries', [
    ...adheredTo(agreements).flatMap((one) => [
      row(one, inventedPolice.id, adherenceOf(one)),
      row(one, inventedRegionalUnit.id, null),
    ]),
    ...drafts.flatMap((one) => [row(one, inventedPolice.id, null), row(one, inventedRegionalUnit.id, null)]),
  ]);
}

function ofLeadAlone(agreements: readonly InventedAgreement[]): InventedAgreement[] {
  return agreements.filter(({ agency, plan }) => agency === 'lead' && !plan.sensitive && !plan.withPolice);
}

/** Days from today to the day on which the police adhered, where they did. */
export function adherenceOf({ plan, executedOffset }: InventedAgreement): number {
  return Math.max(plan.startsIn ?? 0, executedOffset ?? 0) + daysUntilAdherence;
}
