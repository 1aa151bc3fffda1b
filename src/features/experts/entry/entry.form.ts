import { DomainError, type FieldProblem } from '../../../kernel/domain-error.js';
import { Optional, Typed } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import { withoutBlanks } from '../../../platform/pages/forms.js';
import { notARealDate, typedDate } from '../../../platform/pages/typed-date.js';
import { EnterExpertDto } from './entry.dto.js';

/** What stands on the form of a new expert, and travels through the pages after it. */
export class EntryForm {
  /** Which button was pressed. */
  @Optional()
  @Typed()
  step?: string;

  /** The form's own key, from the page of answers on: what is sent under it is made once. */
  @Optional()
  @Typed()
  key?: string;

  @Optional()
  @Typed()
  title?: string;

  @Optional()
  @Typed()
  givenName?: string;

  @Optional()
  @Typed()
  familyName?: string;

  @Optional()
  @Typed()
  knownAs?: string;

  @Optional()
  @Typed()
  kind?: string;

  @Optional()
  @Typed()
  email?: string;

  @Optional()
  @Typed()
  orcid?: string;

  @Optional()
  @Typed()
  organisation?: string;

  @Optional()
  @Typed()
  department?: string;

  @Optional()
  @Typed()
  role?: string;

  @Optional()
  @Typed()
  term1?: string;

  @Optional()
  @Typed()
  term2?: string;

  @Optional()
  @Typed()
  term3?: string;

  @Optional()
  @Typed()
  lawfulBasis?: string;

  @Optional()
  @Typed()
  'privacyNoticeSentOn-day'?: string;

  @Optional()
  @Typed()
  'privacyNoticeSentOn-month'?: string;

  @Optional()
  @Typed()
  'privacyNoticeSentOn-year'?: string;

  /** Ticked: the agency's relationship begins, owned by whoever enters them. */
  @Optional()
  @Typed()
  relationship?: string;
}

/** The fields of the page for each pointer, in the order of the page. */
export const entryFields: readonly (string | readonly [string, string])[] = [
  'kind',
  'title',
  'givenName',
  'familyName',
  'knownAs',
  'email',
  'orcid',
  ['/affiliation/organisationId', 'organisation'],
  ['/affiliation/department', 'department'],
  ['/affiliation/role', 'role'],
  ['/expertise/0/code', 'term1'],
  ['/expertise/1/code', 'term2'],
  ['/expertise/2/code', 'term3'],
  'lawfulBasis',
  ['/privacyNoticeSentOn', 'privacyNoticeSentOn-day'],
  'relationship',
];

/** An organisation of the register, as somebody named it. */
export interface NamedOrganisation {
  readonly id: string;
  readonly name: string;
}

/** The form as the API would have sent it. `organisations`: those that the typed name may mean. */
export function entryOf(form: EntryForm, organisations: readonly NamedOrganisation[]): EnterExpertDto {
  const {
    step: _step,
    key: _key,
    organisation = '',
    department,
    role,
    term1,
    term2,
    term3,
    relationship,
    ...rest
  } = form;
  const {
    'privacyNoticeSentOn-day': day,
    'privacyNoticeSentOn-month': month,
    'privacyNoticeSentOn-year': year,
    ...facts
  } = rest;
  const sentOn = typedDate(day, month, year);
  const [named, unnamed] = organisationOf(organisation, organisations);
  const problems: FieldProblem[] = [];
  if (sentOn === undefined) problems.push({ pointer: '/privacyNoticeSentOn', detail: notARealDate });
  if (unnamed !== null) problems.push({ pointer: '/affiliation/organisationId', detail: unnamed });
  const affiliation = { organisationId: named?.id, ...withoutBlanks({ department, role }) };
  if (!organisation.trim() && Object.keys(affiliation).length > 1)
    problems.push({ pointer: '/affiliation/organisationId', detail: 'Enter the organisation they work at.' });
  const input = {
    givenName: '',
    familyName: '',
    ...withoutBlanks(facts),
    ...(sentOn ? { privacyNoticeSentOn: sentOn } : {}),
    ...(named ? { affiliation } : {}),
    expertise: expertiseOf([term1, term2, term3]),
    ...(relationship ? { relationship: {} } : {}),
  };
  return refusing(problems, () => validate(EnterExpertDto, input));
}

/** Everything that is wrong at once: what the form itself finds, and what the DTO does. */
function refusing<Dto>(problems: readonly FieldProblem[], check: () => Dto): Dto {
  try {
    const dto = check();
    if (problems.length === 0) return dto;
    throw new DomainError('invalid', 'Some of what you sent needs correcting.', []);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, error.detail, [...worded(error.fields), ...problems]);
  }
}

/** Of a choice that was left open the API says its codes, which would tell nobody anything here. */
function worded(problems: readonly FieldProblem[]): FieldProblem[] {
  return problems.map((problem) =>
    problem.pointer === '/kind' ? { ...problem, detail: 'Select what kind of expert they are.' } : problem,
  );
}

/** The first is what they know best. A term that is chosen twice counts once. */
function expertiseOf(typed: readonly (string | undefined)[]): object[] {
  const chosen = [...new Set(typed.filter((term): term is string => Boolean(term?.trim())))];
  return chosen.map((term, index) => {
    const [scheme, code = ''] = term.split(':', 2);
    return { scheme, code, level: index === 0 ? 'primary' : 'secondary' };
  });
}

/** The one organisation that is meant, or what to enter instead. */
function organisationOf(typed: string, found: readonly NamedOrganisation[]): [NamedOrganisation | null, string | null] {
  if (typed.trim() === '') return [null, null];
  if (found.length === 1) return [found[0], null];
  if (found.length === 0)
    return [null, 'Enter the organisation as the register has it, or leave it out for now: none has this name.'];
  const names = found.slice(0, 5).map(({ name }) => name);
  return [
    null,
    `Enter more of the organisation’s name. It may be ${names.join('; ')}${found.length > 5 ? '; and others' : ''}.`,
  ];
}
