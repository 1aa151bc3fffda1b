import { Optional, Typed, TypedFields } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import { withoutBlanks } from '../../platform/pages/forms.js';
import { AgencyListQuery } from './agencies/agencies.dto.js';
import { OrganisationListQuery } from './organisations.dto.js';

/** The list's filters as a form sends them: what was left blank arrives as an empty text. */
export class OrganisationListForm {
  @Optional()
  @Typed()
  q?: string;

  @Optional()
  @Typed()
  kind?: string;

  @Optional()
  @Typed()
  country?: string;

  @Optional()
  @Typed()
  former?: string;

  @Optional()
  @Typed()
  cursor?: string;
}

export class AgencyListForm {
  @Optional()
  @Typed()
  q?: string;

  @Optional()
  @Typed()
  kind?: string;

  @Optional()
  @Typed()
  audience?: string;

  @Optional()
  @Typed()
  former?: string;

  @Optional()
  @Typed()
  cursor?: string;
}

export function listQueryOf(form: OrganisationListForm): OrganisationListQuery {
  return validate(OrganisationListQuery, withoutBlanks(form), 'query');
}

export function agencyListQueryOf(form: AgencyListForm): AgencyListQuery {
  return validate(AgencyListQuery, withoutBlanks(form), 'query');
}

/** Bodies that are typed by name; each has a second field, `-id`, for the choice among several. */
export const namedBodies = ['parent', 'predecessor', 'successor', 'signsThrough'] as const;

const dates = ['from', 'to', 'controller'].flatMap((name) => [`${name}-day`, `${name}-month`, `${name}-year`]);

/** What the form of a body sends; `version` when it changes one, `different` when a lookalike is another body. */
@TypedFields([
  'version',
  'different',
  'kind',
  'name',
  'shortName',
  'aliases',
  'jurisdiction',
  'country',
  'audience',
  'rorId',
  'website',
  'emailDomains',
  'leadUserId',
  'deputyUserId',
  ...namedBodies.flatMap((name) => [name, `${name}-id`]),
  ...dates,
])
export class OrganisationForm {
  [field: string]: string | undefined;
}
