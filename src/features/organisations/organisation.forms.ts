import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError, type FieldProblem } from '../../kernel/domain-error.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { validate } from '../../platform/errors/validate.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { errorsOf } from '../../platform/pages/forms.js';
import type { Candidate, TypedName } from '../../platform/pages/typed-name.js';
import { notARealDate, typedDate } from '../../platform/pages/typed-date.js';
import { namedBodies, type OrganisationForm } from './organisation.form.js';
import { OrganisationLookup } from './organisation.lookup.js';
import { isAgency, kindsWrittenBy, type OrganisationKind } from './organisation.rules.js';
import { CreateOrganisationDto, type OrganisationView } from './organisations.dto.js';
import type { AgencyView } from './agencies/agencies.dto.js';

/** What a form came to: the body as the API takes it, or what is wrong. */
export interface ReadForm {
  readonly dto: CreateOrganisationDto | null;
  readonly errors: readonly FormError[];
  /** For each typed body of which there are several: those. */
  readonly candidates: Readonly<Record<string, readonly Candidate[]>>;
}

/** The page's fields in their order, each with the field of the API that it becomes. */
const places: readonly (readonly [pointer: string, id: string])[] = [
  ['/kind', 'kind'],
  ['/name', 'name'],
  ['/shortName', 'shortName'],
  ['/aliases', 'aliases'],
  ['/parentId', 'parent'],
  ['/parentId-id', 'parent-id'],
  ['/country', 'country'],
  ['/rorId', 'rorId'],
  ['/website', 'website'],
  ['/emailDomains', 'emailDomains'],
  ['/validFrom', 'from-day'],
  ['/validTo', 'to-day'],
  ['/predecessorId', 'predecessor'],
  ['/predecessorId-id', 'predecessor-id'],
  ['/successorId', 'successor'],
  ['/successorId-id', 'successor-id'],
  ['/jurisdiction', 'jurisdiction'],
  ['/audience', 'audience'],
  ['/signsThroughId', 'signsThrough'],
  ['/signsThroughId-id', 'signsThrough-id'],
  ['/jointControllerFrom', 'controller-day'],
  ['/leadUserId', 'leadUserId'],
  ['/deputyUserId', 'deputyUserId'],
];

/** What a select says when none of its choices was sent. */
const selects: Readonly<Record<string, string>> = {
  '/kind': 'Select what kind of body it is.',
  '/country': 'Select a country.',
  '/jurisdiction': 'Select one of the jurisdictions.',
  '/audience': 'Select one of the audiences.',
};

/** The form of a body, from the page to the API's own terms and back. */
@Injectable()
export class OrganisationForms {
  constructor(
    private readonly work: UnitOfWork,
    private readonly lookup: OrganisationLookup,
  ) {}

  /** The typed fields as the API would have sent them. Every field is there: what is blank is cleared. */
  async read(actor: UserActor, form: OrganisationForm): Promise<ReadForm> {
    const problems: FieldProblem[] = [];
    const names = await this.lookup.resolve(
      actor,
      namedBodies.map((name) => ({ text: form[name], chosenId: form[`${name}-id`] })),
      // What came before has mostly ended.
      { endedToo: true },
    );
    const bodies = Object.fromEntries(
      namedBodies.map((name, index) => [`${name}Id`, idOf(names[index], `/${name}Id`, form[name], problems)]),
    );
    const dates = {
      validFrom: dateOf(form, 'from', '/validFrom', problems),
      validTo: dateOf(form, 'to', '/validTo', problems),
      jointControllerFrom: dateOf(form, 'controller', '/jointControllerFrom', problems),
    };
    const text = (name: string): string | null => form[name]?.trim() || null;
    const administers = kindsWrittenBy(actor.role).some(isAgency);
    const input = {
      kind: text('kind') ?? '',
      name: form.name ?? '',
      shortName: text('shortName'),
      aliases: linesOf(form.aliases),
      parentId: bodies.parentId,
      country: text('country') ?? '',
      rorId: text('rorId'),
      ...(text('rorId') === null ? { rorStatus: null } : {}),
      website: text('website'),
      emailDomains: linesOf(form.emailDomains),
      validFrom: dates.validFrom,
      validTo: dates.validTo,
      predecessorId: bodies.predecessorId,
      successorId: bodies.successorId,
      // Only who keeps agencies is asked these, and only of agencies does the form send them.
      ...(administers
        ? {
            jurisdiction: text('jurisdiction'),
            audience: text('audience'),
            signsThroughId: bodies.signsThroughId,
            jointControllerFrom: dates.jointControllerFrom,
            ...('leadUserId' in form ? { leadUserId: text('leadUserId'), deputyUserId: text('deputyUserId') } : {}),
          }
        : {}),
    };
    let dto: CreateOrganisationDto | null = null;
    try {
      dto = validate(CreateOrganisationDto, input);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      problems.push(...error.fields.map((one) => ({ ...one, detail: selects[one.pointer] ?? one.detail })));
    }
    const candidates = Object.fromEntries(
      namedBodies.flatMap((name, index) => {
        const found = names[index];
        return found.kind === 'several' ? [[name, found.candidates]] : [];
      }),
    );
    return { dto: problems.length > 0 ? null : dto, errors: errorsOfForm(problems), candidates };
  }

  /** Who can lead at an agency: its own liaisons and partners. */
  async staffOf(actor: UserActor, agencyId: string): Promise<{ id: string; name: string }[]> {
    return this.work.read(
      actor,
      sql`select u.id, u.name from users u where u.disabled_at is null and u.role in ('liaison', 'partner')
        and agency_of(u.organisation_id) = ${agencyId} order by u.name, u.id limit 200`,
    );
  }
}

/** A refusal of the service, beside the fields of the page. */
export function formErrorsOf(error: DomainError): FormError[] {
  return errorsOf(error, places);
}

/** What the form shows of a body before anybody types. */
export function formOf(body: OrganisationView, agency: AgencyView | null): OrganisationForm {
  const named = (name: string, ref: { id: string; name: string } | null): Record<string, string> =>
    ref === null ? {} : { [name]: ref.name, [`${name}-id`]: ref.id };
  return {
    version: String(body.version),
    kind: body.kind,
    name: body.name,
    shortName: body.shortName ?? '',
    aliases: body.aliases.join('\n'),
    country: body.country,
    rorId: body.rorUrl ?? '',
    website: body.website ?? '',
    emailDomains: body.emailDomains.join('\n'),
    jurisdiction: body.jurisdiction ?? '',
    audience: body.audience ?? '',
    leadUserId: agency?.lead?.id ?? '',
    deputyUserId: agency?.deputy?.id ?? '',
    ...named('parent', body.parent),
    ...named('predecessor', body.predecessor),
    ...named('successor', body.successor),
    ...named('signsThrough', body.signsThrough),
    ...partsOf('from', body.validFrom),
    ...partsOf('to', body.validTo),
    ...partsOf('controller', agency?.jointControllerFrom ?? null),
  };
}

/** The kinds that this role may choose. */
export function kindsFor(actor: UserActor): readonly OrganisationKind[] {
  return kindsWrittenBy(actor.role);
}

function errorsOfForm(problems: readonly FieldProblem[]): FormError[] {
  if (problems.length === 0) return [];
  return errorsOf(new DomainError('invalid', '', problems), places);
}

function idOf(found: TypedName, pointer: string, text: string | undefined, problems: FieldProblem[]): string | null {
  if (found.kind === 'one') return found.one.id;
  if (found.kind === 'none')
    problems.push({ pointer, detail: `No body is called “${text?.trim()}”. Check the name, or add that body first.` });
  if (found.kind === 'several')
    problems.push({ pointer: `${pointer}-id`, detail: `Select which “${text?.trim()}” you mean.` });
  return null;
}

function dateOf(form: OrganisationForm, name: string, pointer: string, problems: FieldProblem[]): string | null {
  const date = typedDate(form[`${name}-day`], form[`${name}-month`], form[`${name}-year`]);
  if (date === undefined) problems.push({ pointer, detail: notARealDate });
  return date ?? null;
}

function linesOf(text: string | undefined): string[] {
  const lines = (text ?? '').split(/[\r\n]+/).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}

function partsOf(name: string, date: string | null): Record<string, string> {
  if (date === null) return {};
  const [year, month, day] = date.split('-').map(Number);
  return { [`${name}-day`]: String(day), [`${name}-month`]: String(month), [`${name}-year`]: String(year) };
}
