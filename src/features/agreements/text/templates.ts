import type { AgreementType } from '../agreement.status.rules.js';
import type { TemplateClause } from './clause.rules.js';
import advisoryTerms from './register/advisory-terms.json' with { type: 'json' };
import dataAccess from './register/data-access.json' with { type: 'json' };
import dataProcessing from './register/data-processing.json' with { type: 'json' };
import dataSharing from './register/data-sharing.json' with { type: 'json' };
import mou from './register/mou.json' with { type: 'json' };
import nda from './register/nda.json' with { type: 'json' };
import networkMembership from './register/network-membership.json' with { type: 'json' };
import researchCollaboration from './register/research-collaboration.json' with { type: 'json' };
import researchContract from './register/research-contract.json' with { type: 'json' };
import secondment from './register/secondment.json' with { type: 'json' };

/** One edition of the wording that an agreement of a type begins from. */
export interface AgreementTemplate {
  readonly type: string;
  readonly version: number;
  readonly clauses: readonly TemplateClause[];
}

/** Said wherever a text is shown. */
export const noLegalAdvice =
  'A starting point for drafting, not legal advice. Have it read by whoever advises your agency.';

/**
 * Every edition of every template. An edition that agreements were drafted from stays here as it is, because their clauses are
 * held against it; a better wording is a new file with the next number.
 */
const editions: Record<AgreementType, readonly AgreementTemplate[]> = {
  mou: [mou],
  nda: [nda],
  data_sharing: [dataSharing],
  data_processing: [dataProcessing],
  research_collaboration: [researchCollaboration],
  research_contract: [researchContract],
  secondment: [secondment],
  advisory_terms: [advisoryTerms],
  network_membership: [networkMembership],
  data_access: [dataAccess],
};

/** The newest edition for a type. */
export function newestTemplate(type: AgreementType): AgreementTemplate {
  return editions[type].at(-1)!;
}

/** The edition that an agreement was drafted from. */
export function templateOf(type: AgreementType, version: number): AgreementTemplate {
  const found = editions[type].find((one) => one.version === version);
  if (found === undefined) throw new Error(`there is no edition ${version} of the template for ${type}`);
  return found;
}
