import type { AgreementStatus, AgreementType, RenewalType } from './agreement.status.rules.js';
import type { RemindedDate } from './agreement.reminders.rules.js';
import type { AgreementView } from './agreement.views.dto.js';
import type { OfferedStep, SignatureMethod } from './agreement.step.dto.js';

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

export const renewalWords: Record<RenewalType, string> = {
  none: 'It lapses',
  by_decision: 'Somebody decides whether it is renewed',
  automatic: 'It is renewed unless notice is given',
  evergreen: 'It has no end, only a review date',
};

/** What happens at the end, with how often and by how much where it renews itself. */
export function renewalInWords({
  renewalType,
  renewalMonths,
  mostRenewals,
  renewalStoppedOn,
}: Pick<AgreementView, 'renewalType' | 'renewalMonths' | 'mostRenewals' | 'renewalStoppedOn'>): string {
  if (renewalType !== 'automatic') return renewalWords[renewalType];
  if (renewalStoppedOn !== null) return 'It lapses: somebody decided that it is renewed no more';
  const months = renewalMonths === null ? '' : `, by ${renewalMonths} months each time`;
  const most = mostRenewals === null ? '' : `, ${mostRenewals} times at most`;
  return `${renewalWords.automatic}${months}${most}`;
}

export const remindedDateWords: Record<RemindedDate, string> = {
  end: 'the last day in force',
  notice: 'the last day of notice',
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
  delegated: 'handed on',
  cancelled: 'taken back before a decision',
};

export const methodWords: Record<SignatureMethod, string> = {
  on_paper: 'On paper',
  electronic: 'Electronically',
  exchange_of_letters: 'By exchange of letters',
};

/** What the button of each step says, and the page once it is taken. */
export const stepWords: Record<OfferedStep, { readonly button: string; readonly done: string }> = {
  submit: { button: 'Submit for approval', done: 'Submitted for approval.' },
  approve: { button: 'Approve', done: 'Approved. Once everybody who was asked has approved, it waits for signatures.' },
  return: { button: 'Return to draft', done: 'Returned to draft.' },
  delegate: { button: 'Hand on the decision', done: 'Handed on. Whoever you named decides now.' },
  recall: { button: 'Take back to draft', done: 'Taken back to draft.' },
  sign: { button: 'Record a signature', done: 'Signature recorded.' },
  withdraw: { button: 'Withdraw agreement', done: 'Withdrawn.' },
  terminate: { button: 'Terminate agreement', done: 'The day on which it ends is recorded.' },
};

/** What the page of an agreement says after its form was sent. */
export const draftWords: Readonly<Record<string, string>> = {
  created: 'The draft is made. It is not binding until it is approved and signed.',
  changed: 'Changes saved.',
  'move-settled': 'What is done about the change of employer is recorded.',
};

/** What cannot be undone is asked once more, naming the agreement. */
export const confirmWords: Partial<Record<OfferedStep, { readonly question: string; readonly consequence: string }>> = {
  withdraw: {
    question: 'Withdraw this agreement?',
    consequence: 'It will never come into force and cannot be taken up again. It stays here for the record.',
  },
  terminate: {
    question: 'Terminate this agreement?',
    consequence: 'It is no longer in force from the day you gave, and that day cannot be changed. Its reminders stop.',
  },
};
