import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { DomainError, type FieldProblem } from '../../../kernel/domain-error.js';
import { TypedFields } from '../../../platform/errors/fields.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { checked, errorsOf } from '../../../platform/pages/forms.js';
import { notARealDate, typedDate } from '../../../platform/pages/typed-date.js';
import type { Candidate } from '../../../platform/pages/typed-name.js';
import { AgreementLookups } from '../agreement.lookups.js';
import type { AgreementView } from '../agreement.views.dto.js';
import { rulesOfType } from '../types/agreement-types.rules.js';
import { formOfKeyTerms, keyTermFields, keyTermsOf } from '../types/key-terms.form.js';
import { amountOf } from './amendment.words.js';
import type { AmendmentView } from './amendment.views.dto.js';
import { CreateAmendmentDto } from './amendments.dto.js';

/** How many people the form adds at once. */
export const newPersons = ['person1', 'person2', 'person3', 'person4', 'person5'] as const;
/** As many as an agreement covers at most: a tick box each. */
const removals = Array.from({ length: 100 }, (_, index) => `remove${index}`);
const dates = ['effective', 'end', 'review'].flatMap((name) => [`${name}-day`, `${name}-month`, `${name}-year`]);
const textFields = ['purpose', 'fundingSource', 'intellectualPropertyTerms', 'publicationTerms', 'currency'] as const;

/**
 * The terms as they are to be, all of them: what differs from the agreement is kept. `terms` is the version of the agreement
 * that the form was filled in from, `remove0` and the like are ids of people, `person1` and the like are typed names.
 */
@TypedFields([
  'key',
  'version',
  'terms',
  'amendmentTitle',
  'amendmentReason',
  'title',
  ...textFields,
  'noticeCount',
  'noticeUnit',
  'survivalMonths',
  'value',
  ...dates,
  ...removals,
  ...newPersons.flatMap((name) => [name, `${name}-id`]),
  ...keyTermFields,
])
export class AmendmentForm {
  [field: string]: string | undefined;
}

/** What the form shows before anybody types: the terms as they stand, and over them those of a draft. */
export function amendmentFormOf(agreement: AgreementView, amendment?: AmendmentView): AmendmentForm {
  const terms = { ...agreement, ...amendment?.changes };
  const keyTerms = Object.entries({ ...agreement.keyTerms, ...amendment?.changes.keyTerms }).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  const number = (value: number | null): string => (value === null ? '' : String(value));
  return {
    ...formOfKeyTerms(rulesOfType(agreement.type).keyTerms, Object.fromEntries(keyTerms), 0),
    version: String(amendment?.version ?? 0),
    terms: String(agreement.version),
    amendmentTitle: amendment?.title ?? '',
    amendmentReason: amendment?.reason ?? '',
    title: terms.title,
    ...Object.fromEntries(textFields.map((field) => [field, terms[field] ?? ''])),
    noticeCount: number(terms.noticeCount),
    noticeUnit: terms.noticeUnit ?? '',
    survivalMonths: number(terms.survivalMonths),
    value: terms.valuePence === null ? '' : amountOf(terms.valuePence),
    ...partsOf('effective', amendment?.effectiveOn ?? null),
    ...partsOf('end', terms.endOn),
    ...partsOf('review', terms.reviewOn),
    ...Object.fromEntries(removedAt(agreement, amendment)),
    ...Object.fromEntries(
      (amendment?.addedPersons ?? []).flatMap(({ expertId, reference }, index) => [
        [`person${index + 1}`, reference],
        [`person${index + 1}-id`, expertId],
      ]),
    ),
  };
}

/** What the form came to, or what is wrong. */
export interface ReadAmendment {
  readonly dto: CreateAmendmentDto | null;
  readonly errors: readonly FormError[];
  readonly candidates: Readonly<Record<string, readonly Candidate[]>>;
}

/** The form of an amendment, from the page to the API's own terms. */
@Injectable()
export class AmendmentForms {
  constructor(private readonly lookups: AgreementLookups) {}

  async read(actor: UserActor, form: AmendmentForm, agreement: AgreementView): Promise<ReadAmendment> {
    const found = await this.lookups.experts(
      actor,
      newPersons.map((name) => ({ text: form[name], chosenId: form[`${name}-id`] })),
    );
    const problems: FieldProblem[] = [];
    const added = found.flatMap((one, index) => {
      const name = newPersons[index];
      const typed = form[name]?.trim();
      if (one.kind === 'none')
        problems.push({ pointer: `/${name}`, detail: `There is no expert called “${typed}” here. Check the name.` });
      if (one.kind === 'several')
        problems.push({ pointer: `/${name}-id`, detail: `Select which “${typed}” you mean.` });
      return one.kind === 'one' ? [one.one.id] : [];
    });
    const changes = { ...changesOf(form, agreement, problems), ...personsOf(form, agreement, added) };
    const candidates = Object.fromEntries(
      found.flatMap((one, index) => (one.kind === 'several' ? [[newPersons[index], one.candidates] as const] : [])),
    );
    try {
      const input = {
        title: form.amendmentTitle ?? '',
        reason: unified(form.amendmentReason),
        effectiveOn: dateOf(form, 'effective', '/effectiveOn', problems),
        changes,
      };
      return { dto: checked(CreateAmendmentDto, input, problems), errors: [], candidates };
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      return { dto: null, errors: amendmentErrors(error, agreement), candidates };
    }
  }
}

/** What was wrong, each beside the field of the page. */
export function amendmentErrors(error: DomainError, agreement: AgreementView): FormError[] {
  const keyTerms = rulesOfType(agreement.type).keyTerms.map(
    ({ name, kind }) => [`/changes/keyTerms/${name}`, kind === 'date' ? `${name}-day` : name] as const,
  );
  return errorsOf(error, [
    ['/title', 'amendmentTitle'],
    ['/reason', 'amendmentReason'],
    ['/effectiveOn', 'effective-day'],
    ['/changes/title', 'title'],
    ['/changes/purpose', 'purpose'],
    ['/changes/endOn', 'end-day'],
    ['/changes/reviewOn', 'review-day'],
    ['/changes/noticeCount', 'noticeCount'],
    ['/changes/noticeUnit', 'noticeUnit'],
    ['/changes/survivalMonths', 'survivalMonths'],
    ['/changes/valuePence', 'value'],
    ['/changes/currency', 'currency'],
    ['/changes/fundingSource', 'fundingSource'],
    ['/changes/intellectualPropertyTerms', 'intellectualPropertyTerms'],
    ['/changes/publicationTerms', 'publicationTerms'],
    ...keyTerms,
    ['/changes/removeCoveredExpertIds', 'remove0'],
    ['/changes/addCoveredExpertIds', 'person1'],
    ...newPersons.flatMap((name) => [name, `${name}-id`]),
  ]);
}

/** The fields that differ from the agreement; null where one was cleared. */
function changesOf(form: AmendmentForm, agreement: AgreementView, problems: FieldProblem[]): Record<string, unknown> {
  const text = (name: string): string | null => unified(form[name]) || null;
  const whole = (name: string): number | string | null => {
    const typed = text(name);
    return typed !== null && /^\d{1,6}$/.test(typed) ? Number(typed) : typed;
  };
  const noticeCount = whole('noticeCount');
  const asked: Record<string, unknown> = {
    title: unified(form.title),
    ...Object.fromEntries(textFields.map((field) => [field, text(field)])),
    endOn: dateOf(form, 'end', '/changes/endOn', problems),
    reviewOn: dateOf(form, 'review', '/changes/reviewOn', problems),
    noticeCount,
    // The unit alone is what the select shows first.
    noticeUnit: noticeCount === null ? null : text('noticeUnit'),
    survivalMonths: whole('survivalMonths'),
    valuePence: penceOf(text('value'), problems),
  };
  const standing = agreement as unknown as Record<string, unknown>;
  const differing = Object.entries(asked).filter(([field, value]) => value !== unifiedValue(standing[field]));
  const keyTerms = keyTermChanges(form, agreement, problems);
  return { ...Object.fromEntries(differing), ...(Object.keys(keyTerms).length > 0 && { keyTerms }) };
}

function keyTermChanges(
  form: AmendmentForm,
  agreement: AgreementView,
  problems: FieldProblem[],
): Record<string, unknown> {
  const terms = rulesOfType(agreement.type).keyTerms;
  const read = keyTermsOf(terms, form);
  problems.push(...read.problems.map(({ pointer, detail }) => ({ pointer: `/changes${pointer}`, detail })));
  const wrong = new Set(read.problems.map(({ pointer }) => pointer));
  const asked = terms
    .filter(({ name }) => !wrong.has(`/keyTerms/${name}`))
    .map(({ name }) => [name, unifiedValue(read.keyTerms[name]) ?? null] as const);
  return Object.fromEntries(
    asked.filter(([name, value]) => value !== (unifiedValue(agreement.keyTerms[name]) ?? null)),
  );
}

function personsOf(form: AmendmentForm, { coveredPersons }: AgreementView, added: readonly string[]): object {
  const ticked = removals.flatMap((name) => form[name] ?? []);
  const removed = coveredPersons.map(({ expertId }) => expertId).filter((id) => ticked.includes(id));
  return {
    ...(added.length > 0 && { addCoveredExpertIds: [...new Set(added)] }),
    ...(removed.length > 0 && { removeCoveredExpertIds: removed }),
  };
}

/** A browser sends each line's end as two characters; what is kept may have one. */
function unified(text: string | undefined): string {
  return (text ?? '').replaceAll('\r\n', '\n').trim();
}

function unifiedValue(value: unknown): unknown {
  return typeof value === 'string' ? unified(value) : value;
}

function penceOf(typed: string | null, problems: FieldProblem[]): number | null {
  if (typed === null) return null;
  const amount = /^(\d{1,10})(?:\.(\d{2}))?$/.exec(typed.replaceAll(',', ''));
  if (amount !== null) return Number(amount[1]) * 100 + Number(amount[2] ?? 0);
  problems.push({ pointer: '/changes/valuePence', detail: 'Enter the value as an amount, such as 1250 or 1250.50.' });
  return null;
}

function dateOf(form: AmendmentForm, name: string, pointer: string, problems: FieldProblem[]): CalendarDate | null {
  const date = typedDate(form[`${name}-day`], form[`${name}-month`], form[`${name}-year`]);
  if (date === undefined) problems.push({ pointer, detail: notARealDate });
  return date ?? null;
}

function partsOf(name: string, date: CalendarDate | null): Record<string, string> {
  if (date === null) return {};
  const [year, month, day] = date.split('-').map(Number);
  return { [`${name}-day`]: String(day), [`${name}-month`]: String(month), [`${name}-year`]: String(year) };
}

function removedAt({ coveredPersons }: AgreementView, amendment: AmendmentView | undefined): [string, string][] {
  const removed = new Set(amendment?.removedPersons.map(({ expertId }) => expertId));
  return coveredPersons.flatMap(({ expertId }, index): [string, string][] =>
    removed.has(expertId) ? [[`remove${index}`, expertId]] : [],
  );
}
