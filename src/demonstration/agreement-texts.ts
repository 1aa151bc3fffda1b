import type { ApprovalKind } from '../features/agreements/approvals/approval.rules.js';

/** Words for invented agreements, by type. `{…}` is filled in: topic, specialism, university, data. */
export interface AgreementTexts {
  title: string;
  purpose: string;
  intellectualProperty?: string;
  publication?: string;
  /** Months for which confidentiality outlives the agreement. */
  survivalMonths?: number;
  /** Usual value in pounds, lowest and highest, where money changes hands. */
  value?: readonly [least: number, most: number];
}

export const agreementTexts: Readonly<Record<string, AgreementTexts>> = {
  mou: {
    title: 'Memorandum of understanding with {university}',
    purpose:
      'Sets out how the parties work together on {topic}: leads on each side, a yearly review, and costs that lie where they fall. Not legally binding.',
  },
  nda: {
    title: 'Confidentiality agreement on {topic} research',
    purpose: 'Allows the parties to discuss {specialism} in confidence before deciding on a joint study.',
    survivalMonths: 60,
  },
  data_sharing: {
    title: 'Data sharing agreement: {data}',
    purpose:
      'Controller-to-controller sharing of {data} for research on {specialism}, with agreed retention and deletion.',
    publication: 'Aggregate findings only; cells below ten are suppressed.',
    survivalMonths: 36,
  },
  data_processing: {
    title: 'Data processing agreement: {data}',
    purpose: '{university} processes {data} on behalf of the agency and on its instructions only.',
    value: [12_000, 60_000],
  },
  research_collaboration: {
    title: 'Research collaboration on {topic}',
    purpose: 'A joint study of {specialism}. Each party carries its own costs unless the project plan says otherwise.',
    intellectualProperty:
      'Each party keeps what it brings; results belong to the party that made them, with a licence to the other.',
    publication: 'Drafts are shared sixty days before submission.',
    survivalMonths: 60,
    value: [20_000, 150_000],
  },
  research_contract: {
    title: 'Research contract: {specialism}',
    purpose: 'Commissioned research on {specialism}, with an interim report at half time and a published summary.',
    intellectualProperty: 'The Crown owns the deliverables; the supplier keeps its background material.',
    publication: 'Publication after review, not unreasonably withheld.',
    survivalMonths: 60,
    value: [35_000, 240_000],
  },
  secondment: {
    title: 'Secondment of a researcher on {topic}',
    purpose: 'A part-time placement of a researcher from {university} with the agency’s analysts.',
    intellectualProperty:
      'What the person makes for the host belongs to the host; what they bring stays with them and their employer.',
    value: [18_000, 70_000],
    survivalMonths: 60,
  },
  advisory_terms: {
    title: 'Terms of reference: advisory group on {topic}',
    purpose: 'A small group that comments on research plans. Meetings are held under the Chatham House Rule.',
  },
  network_membership: {
    title: 'Research network membership of {university}',
    purpose: 'Membership of the research network on {topic}, confirmed every year.',
  },
  data_access: {
    title: 'Data access approval: {data}',
    purpose: 'Supervised access to {data} for a study of {specialism}. Outputs are reviewed before they leave.',
    publication: 'Outputs are checked before release.',
    survivalMonths: 24,
  },
};

export const closingReasons: Readonly<Record<string, readonly string[]>> = {
  terminated: [
    'Funding was withdrawn; both parties agreed to stop.',
    'The lead researcher moved to another university.',
  ],
  withdrawn: [
    'The question was answered by published work before terms were agreed.',
    'The university preferred to work under the existing memorandum.',
  ],
  superseded: ['Renegotiated on new terms.'],
};

/** What an approver says with an approval, by its kind. */
export const approvedReasons: Readonly<Record<ApprovalKind, readonly string[]>> = {
  business: ['The work is wanted, and somebody has the time for it.', 'The team has asked for this since last year.'],
  legal: ['Terms follow the standard form.', 'Content with the changed clauses.'],
  data_protection: ['Approved with the assessment on file.', 'Retention and deletion are as they should be.'],
  information_security: ['The way of transfer is approved.', 'Nothing leaves the agency’s systems without a record.'],
  commercial: ['The money is in this year’s budget.', 'Value and payment are in order.'],
  ethics: ['The university’s own review is enough.', 'Approved, with a look at the consent forms after a year.'],
};

export const approvalReasons = {
  returned: ['Please name the retention period, then send it again.', 'The notices address is missing.'],
  delegated: ['I know the lead researcher, so somebody else should decide.', 'Out of the office until next week.'],
} as const;

/** Why an agreement was renewed, renegotiated, left to lapse or ended, and what it had brought by then. */
export const renewalReasons = {
  renew: ['The work goes on and both sides are content with the terms.', 'The study needs another season of data.'],
  renegotiate: ['The next stage needs wider data and a named lead on each side.', 'The scope has outgrown the terms.'],
  let_lapse: [
    'The question has been answered; what follows would be another study.',
    'The post ends with the funding.',
  ],
  terminate: [
    'Funding was withdrawn; both parties agreed to stop.',
    'The lead researcher moved to another university.',
  ],
} as const;
export const achievements = [
  'Two briefings for analysts, and a method that the team now uses itself.',
  'One joint paper, and a data set that was cleaned and returned.',
  'A reading list, three seminars and an introduction to a second department.',
  null,
] as const;

/** What follows from a change of employer. */
export const moveReason =
  'The new university joins by a letter of variation; the old one stays for its part of the study.';
