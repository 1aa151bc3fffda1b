import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError, type FieldProblem } from '../../../kernel/domain-error.js';
import { Optional, Typed, TypedFields } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { errorsOf, withoutBlanks } from '../../../platform/pages/forms.js';
import { notARealDate, typedDate } from '../../../platform/pages/typed-date.js';
import type { Candidate, TypedName } from '../../../platform/pages/typed-name.js';
import { OrganisationLookup } from '../../organisations/organisation.lookup.js';
import { AgreementLookups } from '../agreement.lookups.js';
import { CoverQuery } from './cover.dto.js';

/** The check as its form sends it. `person` and `agency` are typed names, each with a choice among several. */
@TypedFields(['person', 'person-id', 'agency', 'agency-id', 'purpose', 'marking', 'on-day', 'on-month', 'on-year'])
export class CoverForm {
  /** From a link of a person's page. */
  @Optional()
  @Typed()
  expertId?: string;
}

export type TypedCover = CoverForm & Readonly<Record<string, string | undefined>>;

/** What the form came to: the check as the API takes it, or what is wrong. */
export interface ReadCover {
  readonly query: CoverQuery | null;
  readonly errors: readonly FormError[];
  readonly candidates: Readonly<Record<string, readonly Candidate[]>>;
  /** Those among whom the page asks, for the log of readings. */
  readonly experts: readonly Candidate[];
}

const places = [
  'person',
  'person-id',
  ['/expertId', 'person'],
  'purpose',
  'marking',
  ['/on', 'on-day'],
  'agency',
  'agency-id',
  ['/agencyId', 'agency'],
] as const;

/** What a choice says when none of those offered was sent. */
const choose: Readonly<Record<string, string>> = {
  '/expertId': 'Enter whom you want to share something with.',
  '/purpose': 'Select what you want to share.',
  '/marking': 'Select a marking.',
};

/** The form of a check, from the page to the API's own query. */
@Injectable()
export class CoverForms {
  constructor(
    private readonly lookups: AgreementLookups,
    private readonly organisations: OrganisationLookup,
  ) {}

  async read(actor: UserActor, form: TypedCover): Promise<ReadCover> {
    const asked = (name: string) => ({ text: form[name], chosenId: form[`${name}-id`] });
    const [[person], [agency]] = await Promise.all([
      this.lookups.experts(actor, [asked('person')]),
      this.organisations.resolve(actor, [asked('agency')]),
    ]);
    const problems: FieldProblem[] = [];
    const on = typedDate(form['on-day'], form['on-month'], form['on-year']);
    if (on === undefined) problems.push({ pointer: '/on', detail: notARealDate });
    const chosen = {
      ...withoutBlanks({ purpose: form.purpose, marking: form.marking }),
      ...idOf('expertId', 'person', 'person', person, form, problems),
      ...idOf('agencyId', 'agency', 'organisation', agency, form, problems),
      ...(on ? { on } : {}),
    };
    const query = checked(chosen, problems);
    return {
      query: problems.length > 0 ? null : query,
      errors: problems.length > 0 ? coverErrors(new DomainError('invalid', '', problems)) : [],
      candidates: {
        ...(person.kind === 'several' ? { person: person.candidates } : {}),
        ...(agency.kind === 'several' ? { agency: agency.candidates } : {}),
      },
      experts: person.kind === 'several' ? person.candidates : [],
    };
  }
}

/** What the service refused, beside the fields of the page. */
export function coverErrors(error: DomainError): FormError[] {
  return errorsOf(error, places);
}

function checked(input: object, problems: FieldProblem[]): CoverQuery | null {
  try {
    return validate(CoverQuery, input);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
    for (const one of error.fields) {
      const known = problems.some(({ pointer }) => pointer.startsWith('/person') && one.pointer === '/expertId');
      if (!known) problems.push({ pointer: one.pointer, detail: choose[one.pointer] ?? one.detail });
    }
    return null;
  }
}

function idOf(
  field: string,
  name: string,
  what: string,
  found: TypedName,
  form: TypedCover,
  problems: FieldProblem[],
): Record<string, string> {
  if (found.kind === 'one') return { [field]: found.one.id };
  const typed = form[name]?.trim();
  if (found.kind === 'none')
    problems.push({ pointer: `/${name}`, detail: `There is no ${what} called “${typed}” here. Check the name.` });
  if (found.kind === 'several') problems.push({ pointer: `/${name}-id`, detail: `Select which “${typed}” you mean.` });
  return {};
}
