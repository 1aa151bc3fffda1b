import { dateWords, listed } from '../../../platform/pages/words.js';
import type { AgreementType } from '../agreement.status.rules.js';
import type { CoveredPersonView } from '../agreement.views.dto.js';
import { rulesOfType } from '../types/agreement-types.rules.js';
import { saidOf } from '../types/key-terms.words.js';
import { amendableFields, type AmendableField, type AmendmentStage } from './amendment.rules.js';
import type { AmendmentView } from './amendment.views.dto.js';
import type { OfferedAmendmentStep } from './amendments.dto.js';

export const amendmentStageColours: Record<AmendmentStage, string> = {
  draft: 'grey',
  in_approval: 'blue',
  awaiting_signature: 'blue',
  executed: 'green',
  withdrawn: 'grey',
};

/** What the button of each step says, and the page once it is taken. */
export const amendmentStepWords: Record<OfferedAmendmentStep, { readonly button: string; readonly done: string }> = {
  submit: { button: 'Submit for approval', done: 'Submitted for approval.' },
  approve: { button: 'Approve', done: 'Approved. Once everybody who was asked has approved, it waits for signatures.' },
  return: { button: 'Return to draft', done: 'Returned to draft.' },
  delegate: { button: 'Hand on the decision', done: 'Handed on. Whoever you named decides now.' },
  recall: { button: 'Take back to draft', done: 'Taken back to draft.' },
  sign: {
    button: 'Record a signature',
    done: 'Signature recorded. Once every party has signed, the agreement has the new terms.',
  },
  withdraw: { button: 'Withdraw amendment', done: 'Withdrawn.' },
};

/** What the page of an amendment says after its form was sent. */
export const amendmentDone: Readonly<Record<string, string>> = {
  created: 'The amendment is drafted. The agreement stays as it is until every party has signed it.',
  changed: 'Changes saved.',
};

const fieldWords: Record<AmendableField, string> = {
  title: 'Title',
  purpose: 'Purpose',
  endOn: 'Last day in force',
  reviewOn: 'To be reviewed on',
  noticeCount: 'Notice, number',
  noticeUnit: 'Notice, days or months',
  survivalMonths: 'Confidentiality after the end, in months',
  valuePence: 'Value',
  currency: 'Currency',
  fundingSource: 'Funding source',
  intellectualPropertyTerms: 'Intellectual property',
  publicationTerms: 'Publication',
};

export interface ChangedTerm {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** Each term that the amendment changes, before and after, in words. */
export function changedTerms({ changes, before, ...amendment }: AmendmentView, type: AgreementType): ChangedTerm[] {
  const fields = amendableFields
    .filter((field) => field in changes)
    .map((field) => ({
      label: fieldWords[field],
      before: valueWords(field, before[field]),
      after: valueWords(field, changes[field]),
    }));
  const settled = rulesOfType(type)
    .keyTerms.filter(({ name }) => Object.hasOwn(changes.keyTerms ?? {}, name))
    .map((term) => {
      const said = (value: string | number | boolean | null | undefined): string =>
        value === null || value === undefined ? 'Not settled' : saidOf(term, value);
      return {
        label: term.label,
        before: said(before.keyTerms?.[term.name]),
        after: said(changes.keyTerms?.[term.name]),
      };
    });
  return [...fields, ...settled, ...personRows(amendment)];
}

function personRows({
  addedPersons,
  removedPersons,
}: Pick<AmendmentView, 'addedPersons' | 'removedPersons'>): ChangedTerm[] {
  const named = (persons: readonly CoveredPersonView[]): string =>
    listed(persons.map(({ name, reference }) => `${name} (${reference})`));
  return [
    ...(addedPersons.length > 0
      ? [{ label: 'People it covers besides', before: 'Not covered', after: named(addedPersons) }]
      : []),
    ...(removedPersons.length > 0
      ? [{ label: 'People it no longer covers', before: named(removedPersons), after: 'Not covered' }]
      : []),
  ];
}

function valueWords(field: AmendableField, value: string | number | null | undefined): string {
  if (value === null || value === undefined) return 'None';
  if (field === 'endOn' || field === 'reviewOn') return dateWords(String(value));
  return field === 'valuePence' ? amountWords(Number(value)) : String(value);
}

/** "1250.50": as the form takes it. */
export function amountOf(pence: number): string {
  return pence % 100 === 0 ? String(pence / 100) : (pence / 100).toFixed(2);
}

/** The currency is a term of its own beside it. */
function amountWords(pence: number): string {
  const minimumFractionDigits = pence % 100 === 0 ? 0 : 2;
  return new Intl.NumberFormat('en-GB', { minimumFractionDigits }).format(pence / 100);
}
