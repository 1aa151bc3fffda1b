import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError, type FieldProblem } from '../../../kernel/domain-error.js';
import { Optional, Typed, TypedFields, TypedList } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { errorsOf, withoutBlanks } from '../../../platform/pages/forms.js';
import { notARealDate, typedDate } from '../../../platform/pages/typed-date.js';
import type { Candidate } from '../../../platform/pages/typed-name.js';
import { OrganisationLookup } from '../../organisations/organisation.lookup.js';
import { AdherenceDto, NameBeneficiariesDto } from './beneficiaries.dto.js';
import { mostBeneficiaries } from './beneficiary.rules.js';

/** How many agencies the form adds at once. */
export const newAgencies = ['agency1', 'agency2', 'agency3', 'agency4'] as const;
type NewAgency = (typeof newAgencies)[number];

export type BeneficiariesAct = 'name' | 'adhere' | 'take-back';

/** What the page sends: the agencies named, or the adherence of one. `agency1` and the like are typed names. */
@TypedFields(newAgencies.flatMap((name) => [name, `${name}-id`]))
export class BeneficiariesForm {
  @Optional()
  @Typed()
  act?: string;

  /** The version that the page showed. */
  @Optional()
  @Typed()
  version?: string;

  /** The agencies that stay named. */
  @Optional()
  @TypedList(mostBeneficiaries)
  kept?: string[];

  @Optional()
  @Typed()
  organisationId?: string;

  @Optional()
  @Typed()
  adheredBy?: string;

  @Optional()
  @Typed()
  'adhered-day'?: string;

  @Optional()
  @Typed()
  'adhered-month'?: string;

  @Optional()
  @Typed()
  'adhered-year'?: string;
}

export type TypedBeneficiaries = BeneficiariesForm & { readonly [field in NewAgency | `${NewAgency}-id`]?: string };

/** What the form of names came to: the list as the API takes it, or what is wrong. */
export interface ReadNames {
  readonly dto: NameBeneficiariesDto | null;
  readonly errors: readonly FormError[];
  readonly candidates: Readonly<Record<string, readonly Candidate[]>>;
  /** The page's field for each place of the list. */
  readonly fields: readonly string[];
}

/** The forms of benefiting agencies, from the page to the API's own terms. */
@Injectable()
export class BeneficiaryForms {
  constructor(private readonly organisations: OrganisationLookup) {}

  /** Those that stay ticked, and those that are typed: one statement for all names. */
  async names(actor: UserActor, form: TypedBeneficiaries): Promise<ReadNames> {
    const found = await this.organisations.resolve(
      actor,
      newAgencies.map((name) => ({ text: form[name], chosenId: form[`${name}-id`] })),
    );
    const kept = form.kept ?? [];
    const [organisationIds, fields, errors] = [[...kept], kept.map((id) => `kept-${id}`), [] as FormError[]];
    for (const [index, one] of found.entries()) {
      const name = newAgencies[index];
      if (one.kind === 'one') {
        organisationIds.push(one.one.id);
        fields.push(name);
      }
      if (one.kind === 'none')
        errors.push({
          text: `There is no agency called “${form[name]?.trim()}” here. Check the name.`,
          href: `#${name}`,
        });
      if (one.kind === 'several')
        errors.push({ text: `Select which “${form[name]?.trim()}” you mean.`, href: `#${name}-id` });
    }
    const candidates = Object.fromEntries(
      found.flatMap((one, index) => (one.kind === 'several' ? [[newAgencies[index], one.candidates] as const] : [])),
    );
    const dto = errors.length > 0 ? null : validate(NameBeneficiariesDto, { organisationIds });
    return { dto, errors, candidates, fields };
  }
}

/** A day and a paper, or neither of them when it is taken back. */
export function adherenceOf(form: BeneficiariesForm, act: BeneficiariesAct): AdherenceDto {
  const { organisationId = '' } = form;
  if (organisationId.trim() === '') throw invalid([{ pointer: '/organisationId', detail: 'Select an agency.' }]);
  if (act === 'take-back') return validate(AdherenceDto, { organisationId, adheredOn: null, adheredBy: null });
  const adheredOn = typedDate(form['adhered-day'], form['adhered-month'], form['adhered-year']);
  const problems: FieldProblem[] = [];
  if (adheredOn === undefined) problems.push({ pointer: '/adheredOn', detail: notARealDate });
  if (adheredOn === null) problems.push({ pointer: '/adheredOn', detail: 'Enter the day on which it adhered.' });
  if (!form.adheredBy?.trim()) problems.push({ pointer: '/adheredBy', detail: 'Enter the paper by which it adhered.' });
  if (problems.length > 0) throw invalid(problems);
  return validate(AdherenceDto, { ...withoutBlanks({ organisationId, adheredBy: form.adheredBy }), adheredOn });
}

/** What the service refused, each beside the field of the form that was sent. */
export function beneficiaryErrors(error: DomainError, act: BeneficiariesAct, fields: readonly string[]): FormError[] {
  if (act === 'name')
    return errorsOf(
      error,
      fields.map((field, index) => [`/organisationIds/${index}`, field] as const),
    );
  return errorsOf(error, [
    ['/organisationId', `${act}-organisationId`],
    ['/adheredOn', 'adhered-day'],
    ['/adheredBy', 'adheredBy'],
  ]);
}

function invalid(fields: FieldProblem[]): DomainError {
  return new DomainError('invalid', 'Some of what you sent needs correcting.', fields);
}
