import { formatDate, isAfter, isBefore, type CalendarDate } from '../../../kernel/calendar-date.js';
import type { FieldProblem } from '../../../kernel/domain-error.js';
import { approvalsNeededBy, missingInWords, missingOf } from '../agreement.lifecycle.js';
import type { AgreementDates, AgreementStatus, AgreementType, NoticeUnit } from '../agreement.status.rules.js';
import { problemsOfTerms, type AgreementTerms } from '../agreement.terms.rules.js';
import type { ApprovalKind } from '../approvals/approval.rules.js';
import { rulesOfType } from '../types/agreement-types.rules.js';
import { problemsOfKeyTerms, type KeyTerms, type KeyTermValue } from '../types/key-terms.rules.js';

export const amendmentStages = ['draft', 'in_approval', 'awaiting_signature', 'executed', 'withdrawn'] as const;
export type AmendmentStage = (typeof amendmentStages)[number];

/** The terms of an agreement that an amendment may change, but for its key terms and covered persons; in the order of its page. */
export const amendableFields = [
  'title',
  'purpose',
  'endOn',
  'reviewOn',
  'noticeCount',
  'noticeUnit',
  'survivalMonths',
  'valuePence',
  'currency',
  'fundingSource',
  'intellectualPropertyTerms',
  'publicationTerms',
] as const;
export type AmendableField = (typeof amendableFields)[number];

/** Those terms as they stand, and what else an amendment changes. */
export interface AmendableTerms {
  readonly title: string;
  readonly purpose: string | null;
  readonly endOn: CalendarDate | null;
  readonly reviewOn: CalendarDate | null;
  readonly noticeCount: number | null;
  readonly noticeUnit: NoticeUnit | null;
  readonly survivalMonths: number | null;
  readonly valuePence: number | null;
  readonly currency: string | null;
  readonly fundingSource: string | null;
  readonly intellectualPropertyTerms: string | null;
  readonly publicationTerms: string | null;
  readonly keyTerms: KeyTerms;
  /** Everybody whom it covers, also those whom a reader may not see. */
  readonly coveredExpertIds: readonly string[];
}

/** What an amendment changes: a field that is absent stays as it is. */
export type AmendmentChanges = Partial<Pick<AmendableTerms, AmendableField>> & {
  /** Only those that change; null: no longer settled. */
  readonly keyTerms?: Readonly<Record<string, KeyTermValue | null>>;
  readonly addCoveredExpertIds?: readonly string[];
  readonly removeCoveredExpertIds?: readonly string[];
};

/** The agreement as far as the rules of its amendments ask. */
export interface AmendedAgreement extends AmendableTerms, AgreementDates, Omit<AgreementTerms, 'stage'> {
  readonly type: AgreementType;
}

/** What really differs from the terms as they stand; the rest says nothing and is not kept. */
export function differencesOf(changes: AmendmentChanges, present: AmendableTerms): AmendmentChanges {
  const { addCoveredExpertIds = [], removeCoveredExpertIds = [], keyTerms = {} } = changes;
  const fields = amendableFields.filter((field) => changes[field] !== undefined && changes[field] !== present[field]);
  const settled = Object.entries(keyTerms).filter(([name, value]) => value !== ownValue(present.keyTerms, name));
  const added = addCoveredExpertIds.filter((id) => !present.coveredExpertIds.includes(id));
  const removed = removeCoveredExpertIds.filter((id) => present.coveredExpertIds.includes(id));
  return {
    ...Object.fromEntries(fields.map((field) => [field, changes[field]])),
    ...(settled.length > 0 && { keyTerms: Object.fromEntries(settled) }),
    ...(added.length > 0 && { addCoveredExpertIds: added }),
    ...(removed.length > 0 && { removeCoveredExpertIds: removed }),
  };
}

/** The terms once the changes are made. */
export function mergedWith<Terms extends AmendableTerms>(present: Terms, changes: AmendmentChanges): Terms {
  const { addCoveredExpertIds = [], removeCoveredExpertIds = [], keyTerms = {}, ...fields } = changes;
  const settled = Object.entries({ ...present.keyTerms, ...keyTerms }).filter(([, value]) => value !== null);
  const stay = present.coveredExpertIds.filter((id) => !removeCoveredExpertIds.includes(id));
  return {
    ...present,
    ...fields,
    keyTerms: Object.fromEntries(settled),
    coveredExpertIds: [...new Set([...stay, ...addCoveredExpertIds])],
  };
}

/** What the terms that change were, by the same names. */
export function valuesBefore(changes: AmendmentChanges, present: AmendableTerms): AmendmentChanges {
  const fields = amendableFields.filter((field) => field in changes);
  const names = Object.keys(changes.keyTerms ?? {});
  return {
    ...Object.fromEntries(fields.map((field) => [field, present[field]])),
    ...(names.length > 0 && {
      keyTerms: Object.fromEntries(names.map((name) => [name, ownValue(present.keyTerms, name)])),
    }),
  };
}

/** What is wrong with the changes, once for each field: between themselves, and with the terms that stay. */
export function problemsOfChanges(agreement: AmendedAgreement, changes: AmendmentChanges): FieldProblem[] {
  const { keyTerms = {}, addCoveredExpertIds = [], removeCoveredExpertIds = [] } = changes;
  const terms = rulesOfType(agreement.type).keyTerms;
  const known = Object.entries(keyTerms).filter(
    ([name, value]) => value !== null || !terms.some((one) => one.name === name),
  );
  const merged = mergedWith(agreement, changes);
  const problems = [
    ...problemsOfKeyTerms(terms, Object.fromEntries(known)),
    ...problemsOfTerms(merged),
    ...wouldBeMissing(agreement, merged),
  ];
  if (addCoveredExpertIds.some((id) => removeCoveredExpertIds.includes(id)))
    problems.push({ pointer: '/removeCoveredExpertIds', detail: 'Add a person or remove them, not both.' });
  return problems
    .filter(({ pointer }, index) => problems.findIndex((one) => one.pointer === pointer) === index)
    .map(({ pointer, detail }) => ({ pointer: `/changes${pointer}`, detail }));
}

/** What an agreement needs in order to be signed, an amendment does not take away. */
function wouldBeMissing(present: AmendedAgreement, merged: AmendedAgreement): FieldProblem[] {
  const missing = (terms: AmendedAgreement): string[] =>
    missingOf({ ...terms, parties: [], signatoryOrganisationIds: [] }).filter((field) => field !== 'parties');
  const before = missing(present);
  return missing(merged)
    .filter((field) => !before.includes(field))
    .map((field) => ({
      pointer: `/${field.replace('.', '/')}`,
      detail: `The agreement needs ${missingInWords(present.type, [field])[0]}, so it cannot be cleared.`,
    }));
}

/** Why an agreement of this status cannot be amended, as a sentence; null when it can. */
export function whyNotAmended(status: AgreementStatus): string | null {
  switch (status) {
    case 'draft':
      return 'This agreement is a draft: change its terms themselves.';
    case 'in_approval':
    case 'awaiting_signature':
      return 'Not everybody has signed this agreement. Recall it to draft and change its terms themselves.';
    case 'withdrawn':
    case 'terminated':
    case 'superseded':
    case 'expired':
      return `This agreement is ${status}, so nothing of it is amended any more.`;
    default:
      return null;
  }
}

/** What is wrong with the day from which an amendment is agreed to take effect. */
export function problemsOfEffectiveDay(
  effectiveOn: CalendarDate | null,
  agreement: Pick<AgreementDates, 'effectiveOn'>,
  today: CalendarDate,
): FieldProblem[] {
  if (effectiveOn === null) return [];
  const wrong = (detail: string): FieldProblem[] => [{ pointer: '/effectiveOn', detail }];
  if (isAfter(effectiveOn, today))
    return wrong(
      'An amendment takes effect with its last signature, or from an earlier day that was agreed. It cannot wait for a day to come.',
    );
  return agreement.effectiveOn !== null && isBefore(effectiveOn, agreement.effectiveOn)
    ? wrong(
        `The agreement is in force from ${formatDate(agreement.effectiveOn)}, so nothing of it changes before that day.`,
      )
    : [];
}

/** Terms that are one thing although they are two fields. */
const together: Readonly<Partial<Record<string, string>>> = { noticeUnit: 'noticeCount', currency: 'valuePence' };

/** What an amendment is about: no two that are on their way change the same. */
function subjectsOf(changes: AmendmentChanges): Set<string> {
  const people = [...(changes.addCoveredExpertIds ?? []), ...(changes.removeCoveredExpertIds ?? [])];
  return new Set([
    ...amendableFields.filter((field) => field in changes).map((field) => together[field] ?? field),
    ...Object.keys(changes.keyTerms ?? {}).map((name) => `keyTerms.${name}`),
    ...people.map((id) => `coveredPersons.${id}`),
  ]);
}

/** The fields that two amendments both change, each as the API calls it. */
export function clashesBetween(one: AmendmentChanges, other: AmendmentChanges): string[] {
  const others = subjectsOf(other);
  return [...new Set([...subjectsOf(one)].filter((subject) => others.has(subject)))];
}

export function changesNothing(changes: AmendmentChanges): boolean {
  return subjectsOf(changes).size === 0;
}

/** The words that lawyers wrote. Days, sums and names beside them are not. */
const wording: readonly AmendableField[] = ['purpose', 'intellectualPropertyTerms', 'publicationTerms'];

/**
 * The approvals that an amendment needs: those of the agreement's type, and where it changes wording the one more that a wording
 * needs which departs from the template.
 */
export function approvalsOfAmendment(type: AgreementType, changes: AmendmentChanges): ApprovalKind[] {
  return approvalsNeededBy({ type, departsFromTemplate: wording.some((field) => field in changes) });
}

function ownValue(terms: KeyTerms, name: string): KeyTermValue | null {
  return Object.hasOwn(terms, name) ? terms[name] : null;
}
