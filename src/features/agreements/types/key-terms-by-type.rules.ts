import type { AgreementType } from '../agreement.status.rules.js';
import type { KeyTerm } from './key-terms.rules.js';

/** Articles 6 and 10 of the UK GDPR; Part 3 of the Data Protection Act 2018 is for law-enforcement processing alone. */
const lawfulBases = {
  public_task: 'Public task (UK GDPR Article 6(1)(e))',
  legal_obligation: 'Legal obligation (UK GDPR Article 6(1)(c))',
  legitimate_interests: 'Legitimate interests (UK GDPR Article 6(1)(f))',
  consent: 'Consent (UK GDPR Article 6(1)(a))',
  law_enforcement: 'Law-enforcement purpose (Data Protection Act 2018, Part 3)',
} as const;

const owners = {
  agency: 'The agency',
  institution: 'The institution',
  joint: 'Both, jointly',
  crown: 'The Crown',
} as const;

/** How long the agency may look at a text before it is published, in days: 30 to 60 is common. */
const publicationReview: KeyTerm = {
  name: 'publicationReviewDays',
  label: 'Days to review before publication',
  hint: 'Commonly 30 to 60',
  kind: 'whole_number',
  least: 0,
  most: 365,
  needed: true,
};

const resultsOwnership: KeyTerm = {
  name: 'resultsOwnership',
  label: 'Who owns the results',
  kind: 'choice',
  choices: owners,
  needed: true,
};

/** What each type settles beyond the terms that all agreements have. */
export const keyTermsByType: Readonly<Record<AgreementType, readonly KeyTerm[]>> = {
  mou: [
    { name: 'scope', label: 'Scope', hint: 'What the two sides will do together, and what not', kind: 'text' },
    { name: 'governance', label: 'Governance', hint: 'Who meets, and how often', kind: 'text' },
    { name: 'costs', label: 'Costs', hint: 'Usually they lie where they fall', kind: 'text' },
    { name: 'publicity', label: 'Publicity', hint: 'Who may name the other in public, and how', kind: 'text' },
  ],
  nda: [
    {
      name: 'direction',
      label: 'Who discloses',
      kind: 'choice',
      choices: { mutual: 'Each to the other', agency: 'The agency alone', institution: 'The institution alone' },
      needed: true,
    },
    {
      name: 'permittedPurpose',
      label: 'Permitted purpose',
      hint: 'What the information may be used for',
      kind: 'text',
      needed: true,
    },
    { name: 'permittedRecipients', label: 'Permitted recipients', kind: 'text' },
    { name: 'returnOrDestroyOn', label: 'Return or destroy by', kind: 'date' },
    { name: 'officialSecretsAcknowledged', label: 'Official Secrets Act acknowledged', kind: 'yes_no' },
  ],
  data_sharing: [
    { name: 'lawfulBasis', label: 'Lawful basis', kind: 'choice', choices: lawfulBases, needed: true },
    {
      name: 'dpiaReference',
      label: 'DPIA reference',
      hint: 'Of the data protection impact assessment',
      kind: 'text',
      needed: true,
    },
    { name: 'dataItems', label: 'Data items', kind: 'text', needed: true },
    {
      name: 'specialCategoryOrCriminal',
      label: 'Special category or criminal-offence data',
      kind: 'yes_no',
      needed: true,
    },
    { name: 'transferMethod', label: 'How data are transferred', kind: 'text' },
    {
      name: 'retentionMonths',
      label: 'Months until data are deleted',
      kind: 'whole_number',
      least: 0,
      most: 1200,
      needed: true,
    },
    {
      name: 'breachContact',
      label: 'Contact for a breach',
      hint: 'An office rather than a person, so that it outlives a move',
      kind: 'text',
      needed: true,
    },
  ],
  data_processing: [
    { name: 'lawfulBasis', label: 'Lawful basis', kind: 'choice', choices: lawfulBases, needed: true },
    { name: 'dpiaReference', label: 'DPIA reference', kind: 'text', needed: true },
    { name: 'natureAndPurpose', label: 'Nature and purpose of the processing', kind: 'text', needed: true },
    { name: 'dataItems', label: 'Data items', kind: 'text', needed: true },
    { name: 'location', label: 'Where data are processed', kind: 'text', needed: true },
    { name: 'subProcessors', label: 'Sub-processors', kind: 'text' },
    { name: 'deletionAtTheEnd', label: 'Deletion at the end', kind: 'text' },
  ],
  research_collaboration: [
    { name: 'projectPlan', label: 'Project plan', kind: 'text' },
    { name: 'backgroundIntellectualProperty', label: 'What each side brings in', kind: 'text' },
    resultsOwnership,
    publicationReview,
    { name: 'liability', label: 'Liability', kind: 'text' },
  ],
  research_contract: [
    { name: 'milestones', label: 'Milestones', kind: 'text' },
    { name: 'payment', label: 'Payment', kind: 'text' },
    { name: 'purchaseOrder', label: 'Purchase order', kind: 'text' },
    resultsOwnership,
    publicationReview,
    { name: 'securityAspects', label: 'Security aspects', kind: 'text' },
  ],
  secondment: [
    { name: 'role', label: 'Role', kind: 'text', needed: true },
    { name: 'hostManager', label: 'Manager at the host', kind: 'text' },
    {
      name: 'vettingLevel',
      label: 'Vetting level required',
      hint: 'It has to outlast the secondment',
      kind: 'choice',
      // Vetting has its own list of levels; this is the one that the agreement asks for.
      choices: {
        bpss: 'BPSS',
        ctc: 'CTC',
        sc: 'SC',
        dv: 'DV',
        nppv2_full: 'NPPV 2 (full)',
        nppv3: 'NPPV 3',
      },
      needed: true,
    },
    { name: 'fullTimePercent', label: 'Per cent of full time', kind: 'whole_number', least: 1, most: 100 },
    { name: 'systemsAccess', label: 'Access to systems', kind: 'text' },
    { name: 'leaverChecklist', label: 'What is returned at the end', kind: 'text' },
  ],
  advisory_terms: [
    { name: 'remit', label: 'Remit', kind: 'text' },
    { name: 'chair', label: 'Chair', kind: 'text' },
    { name: 'quorum', label: 'Quorum', kind: 'whole_number', least: 1, most: 100 },
    { name: 'chathamHouseRule', label: 'Meets under the Chatham House Rule', kind: 'yes_no' },
    {
      name: 'memberTermMonths',
      label: 'Months that a member serves',
      kind: 'whole_number',
      least: 1,
      most: 120,
    },
    { name: 'minutesPublished', label: 'Minutes are published', kind: 'yes_no' },
  ],
  network_membership: [
    { name: 'memberType', label: 'Kind of member', kind: 'text' },
    { name: 'sponsor', label: 'Sponsor', kind: 'text' },
    { name: 'listedInDirectory', label: 'Listed in the directory', kind: 'yes_no' },
  ],
  data_access: [
    { name: 'ethicsReference', label: 'Ethics approval reference', kind: 'text', needed: true },
    { name: 'supervisor', label: 'Supervisor', kind: 'text' },
    { name: 'resources', label: 'What access is given to', kind: 'text', needed: true },
    { name: 'conditions', label: 'Conditions', kind: 'text' },
    { name: 'outputsReviewed', label: 'Outputs are reviewed before they leave', kind: 'yes_no', needed: true },
  ],
};
