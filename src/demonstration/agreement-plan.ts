import type { AgreementType } from '../features/agreements/agreement.status.rules.js';
import { activePlans } from './agreement-plan.active.js';
import { endingPlans } from './agreement-plan.ending.js';
import { overPlans } from './agreement-plan.over.js';
import { pendingPlans } from './agreement-plan.pending.js';
import { renewedPlans } from './agreement-plan.renewed.js';
import type { Plan, PlannedAgreement } from './planned-agreement.js';

const types: readonly AgreementType[] = [
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

/** A hundred and twenty agreements: every status, every type and every way of renewal several times. */
export const plannedAgreements: readonly PlannedAgreement[] = typed([
  ...activePlans,
  ...renewedPlans,
  ...endingPlans,
  ...pendingPlans,
  ...overPlans,
]);

/** The types take turns where the plan says none; what another has taken the place of was of its type and agency. */
function typed(plans: readonly Plan[]): PlannedAgreement[] {
  return plans.reduce<PlannedAgreement[]>((made, plan, index) => {
    const successor = made.find(({ name }) => name !== undefined && name === plan.supersededBy);
    const type = successor?.type ?? types[index % types.length];
    return [...made, { agency: successor?.agency ?? 'lead', type, ...plan }];
  }, []);
}
