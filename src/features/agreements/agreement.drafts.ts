import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { DomainError, type FieldProblem } from '../../kernel/domain-error.js';
import { ownAgencyOf } from '../../platform/auth/own-agency.js';
import { validate } from '../../platform/errors/validate.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { errorsOf } from '../../platform/pages/forms.js';
import type { Candidate, TypedName } from '../../platform/pages/typed-name.js';
import { notARealDate, typedDate } from '../../platform/pages/typed-date.js';
import { OrganisationLookup } from '../organisations/organisation.lookup.js';
import { partyFields, personFields, type AgreementDraftForm } from './agreement.draft.form.js';
import { AgreementLookups } from './agreement.lookups.js';
import type { AgreementView } from './agreement.views.dto.js';
import { problemsOfTerms, type AgreementTerms } from './agreement.terms.rules.js';
import { ChangeAgreementDto, CreateAgreementDto } from './agreements.dto.js';
import { endOfTerm, withUsualTerms } from './types/agreement-types.rules.js';

/** What a form came to: the draft as the API takes it, or what is wrong. */
export interface ReadDraft {
  readonly dto: CreateAgreementDto | null;
  readonly errors: readonly FormError[];
  /** For each typed name that several records have: those. */
  readonly candidates: Readonly<Record<string, readonly Candidate[]>>;
  /** The parties and people as they were found, for the page that shows the answers. */
  readonly named: Readonly<Record<string, string>>;
  /** The experts among them: those who are meant, and those among whom the page asks. */
  readonly experts: readonly Candidate[];
}

/** The page's fields in their order, each with the field of the API that it becomes. */
const places: readonly (string | readonly [pointer: string, id: string])[] = [
  'type',
  'title',
  'purpose',
  ['/parties', 'organisation1'],
  'signatory0',
  ...partyFields.flatMap((name, index) => [name, `${name}-id`, `signatory${index + 1}`]),
  ['/coveredExpertIds', 'person1'],
  ...personFields.flatMap((name) => [name, `${name}-id`]),
  ['/effectiveOn', 'start-day'],
  ['/endOn', 'end-day'],
  'term',
  'termUnit',
  'noticeCount',
  'noticeUnit',
  'renewalType',
  'renewalMonths',
  'mostRenewals',
  ['/reviewOn', 'review-day'],
  'ownerUserId',
  'deputyUserId',
  'marking',
  'handling',
  'sharing',
  'releasableSummary',
  ['/parentId', 'parent'],
];

/** What a select says when none of its choices was sent. */
const selects: Readonly<Record<string, string>> = {
  '/type': 'Select the type of agreement.',
  '/marking': 'Select a marking.',
  '/sharing': 'Select whom it is shared with.',
  '/renewalType': 'Select what happens at the end.',
  '/noticeUnit': 'Select days or months.',
  '/noticeCount': 'Enter how long the notice is as a whole number.',
  '/renewalMonths': 'Enter the months that each renewal adds as a whole number, up to 120.',
  '/mostRenewals': 'Enter how often it renews itself at most as a whole number, up to 100.',
};

/** The form of a draft, from the page to the API's own terms. */
@Injectable()
export class AgreementDrafts {
  constructor(
    private readonly organisations: OrganisationLookup,
    private readonly lookups: AgreementLookups,
  ) {}

  /** A whole draft: its terms, and the parties and people that are typed by name. */
  async read(actor: UserActor, form: AgreementDraftForm): Promise<ReadDraft> {
    const asked = (name: string) => ({ text: form[name], chosenId: form[`${name}-id`] });
    const [bodies, experts] = await Promise.all([
      this.organisations.resolve(actor, partyFields.map(asked)),
      this.lookups.experts(actor, personFields.map(asked)),
    ]);
    const problems: FieldProblem[] = [];
    const parties = partiesOf(form, bodies, ownAgencyOf(actor), problems);
    const covered = [...personFields.entries()].flatMap(([index, name]) =>
      idOf(experts[index], name, form, problems, 'expert'),
    );
    const parentId = await this.parentOf(actor, form, problems);
    const input = {
      ...(parentId !== null && { parentId }),
      ...withoutBlankTerms(termsOf(form, problems)),
      type: form.type?.trim() ?? '',
      parties: parties.map(({ organisationId }) => ({ organisationId })),
      people: parties.flatMap(({ organisationId, signatory }) =>
        signatory === '' ? [] : [{ organisationId, capacity: 'signatory', name: signatory }],
      ),
      coveredExpertIds: [...new Set(covered)],
    };
    const typed = checked(CreateAgreementDto, input, problems);
    const dto = typed && withUsual(typed);
    if (dto !== null) problems.push(...problemsOfTerms(draftTerms(dto)));
    return {
      dto: problems.length > 0 ? null : dto,
      errors: draftErrors(problems),
      candidates: candidatesOf([...partyFields, ...personFields], [...bodies, ...experts]),
      named: namesOf([...partyFields, ...personFields], [...bodies, ...experts]),
      experts: experts.flatMap(foundFor),
    };
  }

  /** The terms that may still change, of an agreement that is here already. */
  async readChange(
    actor: UserActor,
    form: AgreementDraftForm,
    agreement: AgreementView,
    allowed: readonly string[],
  ): Promise<{ dto: ChangeAgreementDto | null; errors: FormError[] }> {
    const problems: FieldProblem[] = [];
    // As it was shown it stays, also where the reader may not see the one above.
    const sameParent = (form.parent ?? '').trim().toUpperCase() === (agreement.parent?.reference ?? '');
    const parent = sameParent ? {} : { parentId: await this.parentOf(actor, form, problems) };
    const terms = Object.entries({ ...termsOf(form, problems), ...parent }).filter(([field]) =>
      allowed.includes(field),
    );
    const heard = problems.filter(({ pointer }) => pointer === '/term' || allowed.includes(pointer.slice(1)));
    const dto = checked(ChangeAgreementDto, Object.fromEntries(terms), heard);
    return { dto: heard.length > 0 ? null : dto, errors: draftErrors(heard) };
  }

  /** The agreement above, by its reference. */
  private async parentOf(actor: UserActor, form: AgreementDraftForm, problems: FieldProblem[]): Promise<string | null> {
    const typed = form.parent?.trim() ?? '';
    if (typed === '') return null;
    const found = await this.lookups.agreementCalled(actor, typed);
    if (found === null)
      problems.push({
        pointer: '/parentId',
        detail: 'There is no agreement of that reference here. Enter one such as AGR-2026-0007.',
      });
    return found?.id ?? null;
  }
}

/** A refusal of the service, beside the fields of the page. */
export function draftErrorsOf(error: DomainError): FormError[] {
  return errorsOf(error, places);
}

function draftErrors(problems: readonly FieldProblem[]): FormError[] {
  return problems.length === 0 ? [] : errorsOf(new DomainError('invalid', '', problems), places);
}

function checked<Dto extends object>(dto: new () => Dto, input: object, problems: FieldProblem[]): Dto | null {
  try {
    return validate(dto, input);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
    const known = new Set(problems.map(({ pointer }) => pointer));
    for (const one of error.fields) {
      const pointer = one.pointer.startsWith('/people/') ? '/parties' : one.pointer;
      if (!known.has(pointer)) problems.push({ pointer, detail: selects[pointer] ?? one.detail });
    }
    return null;
  }
}

/** Every term, with null where its field is blank. */
function termsOf(form: AgreementDraftForm, problems: FieldProblem[]): Record<string, unknown> {
  const text = (name: string): string | null => form[name]?.trim() || null;
  const effectiveOn = dateOf(form, 'start', '/effectiveOn', problems);
  const number = (name: string): number | string | null => numberOf(text(name));
  const renewsItself = form.renewalType === 'automatic';
  const count = text('noticeCount');
  return {
    title: form.title ?? '',
    purpose: text('purpose'),
    effectiveOn,
    endOn: endOf(form, effectiveOn, problems),
    reviewOn: dateOf(form, 'review', '/reviewOn', problems),
    noticeCount: numberOf(count),
    // The unit alone is what the select shows first.
    noticeUnit: count === null ? null : text('noticeUnit'),
    renewalType: text('renewalType') ?? '',
    // Their fields stand below the choice that they belong to.
    renewalMonths: renewsItself ? number('renewalMonths') : null,
    mostRenewals: renewsItself ? number('mostRenewals') : null,
    ownerUserId: text('ownerUserId'),
    deputyUserId: text('deputyUserId'),
    marking: text('marking') ?? '',
    handling: text('handling'),
    sharing: text('sharing') ?? '',
    releasableSummary: text('releasableSummary'),
  };
}

/** What is no number stays as it was typed, and is refused as such. */
function numberOf(text: string | null): number | string | null {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : text;
}

/** What the form of a new draft leaves blank is as usual for its type. */
function withoutBlankTerms(terms: Record<string, unknown>): Record<string, unknown> {
  const usual = ['endOn', 'noticeCount', 'noticeUnit', 'renewalType', 'renewalMonths'];
  return Object.fromEntries(
    Object.entries(terms).filter(([field, value]) => !usual.includes(field) || (value !== null && value !== '')),
  );
}

function withUsual(dto: CreateAgreementDto): CreateAgreementDto {
  const { expiringDays: _expiring, noticeWindowDays: _window, ...usual } = withUsualTerms(dto.type, dto);
  return { ...dto, ...usual };
}

/** The last day in force: as it is typed, or worked out of the first day and the term. A year from 1 March ends on 28 February. */
function endOf(
  form: AgreementDraftForm,
  effectiveOn: CalendarDate | null,
  problems: FieldProblem[],
): CalendarDate | null {
  const endOn = dateOf(form, 'end', '/endOn', problems);
  const term = form.term?.trim() ?? '';
  if (term === '') return endOn;
  const months = /^\d{1,4}$/.test(term) ? Number(term) * (form.termUnit === 'years' ? 12 : 1) : 0;
  const wrong = (detail: string): null => {
    problems.push({ pointer: '/term', detail });
    return null;
  };
  if (endOn !== null) return wrong('Enter either the last day in force or how long it lasts, not both.');
  if (months < 1 || months > 1200) return wrong('Enter how long it lasts as a whole number, up to 100 years.');
  if (effectiveOn === null) return wrong('Enter the first day in force as well, or the last day instead.');
  return endOfTerm(effectiveOn, months) ?? wrong('Enter a term that ends by the year 2200.');
}

function dateOf(
  form: AgreementDraftForm,
  name: string,
  pointer: string,
  problems: FieldProblem[],
): CalendarDate | null {
  const date = typedDate(form[`${name}-day`], form[`${name}-month`], form[`${name}-year`]);
  if (date === undefined) problems.push({ pointer, detail: notARealDate });
  return date ?? null;
}

interface TypedParty {
  readonly organisationId: string;
  readonly signatory: string;
}

/** One's own agency first, then the others that were found. */
function partiesOf(
  form: AgreementDraftForm,
  bodies: readonly TypedName[],
  agencyId: string,
  problems: FieldProblem[],
): TypedParty[] {
  const before = problems.length;
  const parties: TypedParty[] = [{ organisationId: agencyId, signatory: form.signatory0?.trim() ?? '' }];
  for (const [index, name] of partyFields.entries()) {
    const signatory = form[`signatory${index + 1}`]?.trim() ?? '';
    for (const organisationId of idOf(bodies[index], name, form, problems, 'organisation'))
      if (parties.some((party) => party.organisationId === organisationId))
        problems.push({
          pointer: `/${name}`,
          detail: 'Each organisation can be a party once. Your own agency is one already.',
        });
      else parties.push({ organisationId, signatory });
    if (bodies[index].kind === 'blank' && signatory !== '')
      problems.push({ pointer: `/${name}`, detail: `Enter the organisation that ${signatory} signs for.` });
  }
  if (parties.length < 2 && problems.length === before)
    problems.push({ pointer: '/parties', detail: 'Enter the organisation that the agreement is with.' });
  return parties;
}

function idOf(
  found: TypedName,
  name: string,
  form: AgreementDraftForm,
  problems: FieldProblem[],
  what: string,
): string[] {
  if (found.kind === 'one') return [found.one.id];
  const typed = form[name]?.trim();
  if (found.kind === 'none')
    problems.push({
      pointer: `/${name}`,
      detail: `There is no ${what} called “${typed}” here. Check the name, or add it first.`,
    });
  if (found.kind === 'several') problems.push({ pointer: `/${name}-id`, detail: `Select which “${typed}” you mean.` });
  return [];
}

function candidatesOf(names: readonly string[], found: readonly TypedName[]): Record<string, readonly Candidate[]> {
  return Object.fromEntries(
    found.flatMap((one, index) => (one.kind === 'several' ? [[names[index], one.candidates] as const] : [])),
  );
}

function foundFor(typed: TypedName): readonly Candidate[] {
  if (typed.kind === 'several') return typed.candidates;
  return typed.kind === 'one' ? [typed.one] : [];
}

function namesOf(names: readonly string[], found: readonly TypedName[]): Record<string, string> {
  return Object.fromEntries(
    found.flatMap((one, index) => (one.kind === 'one' ? [[names[index], one.one.name] as const] : [])),
  );
}

/** The terms of a draft that depend on each other, with what the service would make of those left out. */
function draftTerms(dto: CreateAgreementDto): AgreementTerms {
  const { marking = 'OFFICIAL', sharing = 'agency', renewalType = 'by_decision' } = dto;
  const { effectiveOn = null, endOn = null, reviewOn = null, noticeCount = null, noticeUnit = null } = dto;
  const { renewalMonths = null, mostRenewals = null } = dto;
  return {
    stage: 'draft',
    marking,
    sharing,
    renewalType,
    renewalMonths,
    mostRenewals,
    effectiveOn,
    endOn,
    reviewOn,
    noticeCount,
    noticeUnit,
    valuePence: null,
    currency: null,
  };
}
