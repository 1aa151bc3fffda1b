import type { AgreementStatus, AgreementType } from './agreement.lifecycle.js';
import type { AgreementView, OfferedStep } from './agreements.dto.js';

/** What pages call the codes of agreements. */
export const typeWords: Record<AgreementType, string> = {
  mou: 'Memorandum of understanding',
  nda: 'Non-disclosure agreement',
  data_sharing: 'Data sharing',
  data_processing: 'Data processing',
  research_collaboration: 'Research collaboration',
  research_contract: 'Research contract',
  secondment: 'Secondment',
  advisory_terms: 'Advisory terms',
  network_membership: 'Network membership',
  data_access: 'Data access',
};

/** The words are the codes' own; the colours only help the eye. */
export const statusColours: Record<AgreementStatus, string> = {
  draft: 'grey',
  in_approval: 'blue',
  awaiting_signature: 'blue',
  withdrawn: 'grey',
  terminated: 'grey',
  superseded: 'grey',
  expired: 'red',
  signed: 'teal',
  notice_window: 'orange',
  expiring: 'orange',
  active: 'green',
};

type Decision = Exclude<NonNullable<AgreementView['approvals']>[number]['decision'], null>;

export const decisionWords: Record<Decision, string> = {
  approved: 'approved',
  returned: 'returned to draft',
  cancelled: 'taken back before a decision',
};

/** What the button of each step says, and the page once it is taken. */
export const stepWords: Record<OfferedStep, { readonly button: string; readonly done: string }> = {
  submit: { button: 'Submit for approval', done: 'Submitted for approval.' },
  approve: { button: 'Approve', done: 'Approved. It now waits for signatures.' },
  return: { button: 'Return to draft', done: 'Returned to draft.' },
  recall: { button: 'Take back to draft', done: 'Taken back to draft.' },
  sign: { button: 'Record a signature', done: 'Signature recorded.' },
  withdraw: { button: 'Withdraw agreement', done: 'Withdrawn.' },
  terminate: { button: 'Terminate agreement', done: 'The day on which it ends is recorded.' },
};
