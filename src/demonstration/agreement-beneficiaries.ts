import type { RunSql } from '../platform/database/run-sql.js';
import type { InventedAgreement } from './agreements.js';
import { inventedPolice, inventedRegionalUnit } from './bodies.js';
import { insertRows, type Row } from './insert.js';
import type { Timeline } from './timeline.js';

const inForce = ['active', 'expiring', 'notice_window'];
/** How long after it came into force the police adhered. */
const daysUntilAdherence = 20;
const mostAdhered = 3;

/** The police have adhered to a few agreements of the lead agency; the regional unit may, and so may both to a draft. */
export async function insertAgreementBeneficiaries(
  run: RunSql,
  time: Timeline,
  agreements: readonly InventedAgreement[],
): Promise<void> {
  const ofLead = agreements.filter(({ agency, plan }) => agency === 'lead' && !plan.sensitive && !plan.withPolice);
  const running = ofLead.filter((one) => inForce.includes(one.plan.status) && adherenceOf(one) < 0);
  const drafts = ofLead.filter(({ plan }) => plan.status === 'draft').slice(0, 1);
  const row = ({ id }: InventedAgreement, organisationId: string, adhered: number | null): Row => ({
    agreement_id: id,
    organisation_id: organisationId,
    adhered_on: adhered === null ? null : time.day(adhered),
    adhered_by: adhered === null ? null : `Deed of adherence of ${time.day(adhered)}`,
  });
  await insertRows(run, 'agreement_beneficiaries', [
    ...running
      .slice(0, mostAdhered)
      .flatMap((one) => [row(one, inventedPolice.id, adherenceOf(one)), row(one, inventedRegionalUnit.id, null)]),
    ...drafts.flatMap((one) => [row(one, inventedPolice.id, null), row(one, inventedRegionalUnit.id, null)]),
  ]);
}

/** Days from today. */
function adherenceOf({ plan, executedOffset }: InventedAgreement): number {
  return Math.max(plan.startsIn ?? 0, executedOffset ?? 0) + daysUntilAdherence;
}
