import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError, type FieldProblem } from '../../../kernel/domain-error.js';
import { Optional, Typed } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import { withoutBlanks } from '../../../platform/pages/forms.js';
import { isCalled, typedName } from '../../../platform/pages/typed-name.js';
import { OrganisationQueries } from '../../organisations/organisations.queries.js';
import { ChangeUserDto, CreateUserDto, UserListQuery, type UserView } from '../users.dto.js';
import { UserQueries } from '../users.queries.js';

/** The list's filters as a form sends them: what was left blank arrives as an empty text. */
export class UserListForm {
  @Optional()
  @Typed()
  q?: string;

  @Optional()
  @Typed()
  role?: string;

  /** A name, resolved on the server. */
  @Optional()
  @Typed()
  organisation?: string;

  @Optional()
  @Typed()
  state?: string;

  @Optional()
  @Typed()
  cursor?: string;
}

export class UserShowForm {
  /** What was just done. */
  @Optional()
  @Typed()
  done?: string;
}

export class NewUserForm {
  @Typed()
  name: string;

  @Typed()
  email: string;

  @Typed()
  role: string;

  /** A name, resolved on the server. */
  @Typed()
  organisation: string;

  /** The reference of an academic's expert record. */
  @Typed()
  expert: string;
}

export class ChangeUserForm {
  @Typed()
  version: string;

  @Typed()
  name: string;

  /** Left out of the form where it cannot be changed. */
  @Optional()
  @Typed()
  role?: string;

  @Typed()
  organisation: string;

  @Typed()
  expert: string;
}

export class UserStepForm {
  @Typed()
  version: string;

  @Typed()
  step: string;

  @Typed()
  reason: string;
}

export class AccountMailForm {
  @Typed()
  version: string;
}

const most = 100;
const summary = 'Some of what you sent needs correcting.';

/** Forms about accounts as the API would have sent them: names that were typed become the records they mean. */
@Injectable()
export class UserForms {
  constructor(
    private readonly organisations: OrganisationQueries,
    private readonly users: UserQueries,
  ) {}

  async listQueryOf(actor: UserActor, { organisation, ...form }: UserListForm): Promise<UserListQuery> {
    const query = validate(UserListQuery, withoutBlanks(form), 'query');
    if (!organisation?.trim()) return query;
    const found = await this.organisationNamed(actor, organisation);
    if (typeof found !== 'string') throw new DomainError('invalid', summary, [found]);
    return { ...query, organisationId: found };
  }

  async newUserOf(actor: UserActor, form: NewUserForm): Promise<CreateUserDto> {
    const { organisation, expert, ...own } = form;
    const [organisationId, expertId] = await Promise.all([
      this.organisationNamed(actor, organisation),
      this.expertNamed(actor, expert),
    ]);
    return checked(CreateUserDto, { ...own, organisationId, expertId });
  }

  /** Only what differs from the account as it is. Whoever stops being an academic is tied to no expert any more. */
  async changeOf(actor: UserActor, user: UserView, form: ChangeUserForm): Promise<ChangeUserDto> {
    const { name, role = user.role, organisation, expert } = form;
    const typedExpert = role === 'academic' && expert.trim() === '' ? user.expertId : null;
    const [organisationId, expertId] = await Promise.all([
      organisation.trim() === user.organisation.name
        ? user.organisation.id
        : this.organisationNamed(actor, organisation),
      typedExpert ?? this.expertNamed(actor, expert),
    ]);
    return checked(ChangeUserDto, {
      ...(name.trim() === user.name ? {} : { name }),
      ...(role === user.role ? {} : { role }),
      ...(organisationId === user.organisation.id ? {} : { organisationId }),
      ...(expertId === user.expertId ? {} : { expertId }),
    });
  }

  private async organisationNamed(actor: UserActor, typed: string): Promise<string | FieldProblem> {
    const name = typed.trim();
    const problem = (detail: string): FieldProblem => ({ pointer: '/organisationId', detail });
    if (name === '') return problem('Enter the organisation.');
    const { items } = await this.organisations.list(actor, { q: name.slice(0, 200), limit: most });
    const called = items.map((body) => ({ ...body, exact: isCalled([body.name, body.shortName], name) }));
    const found = typedName(name, undefined, called);
    if (found.kind === 'one') return found.one.id;
    if (found.kind !== 'several')
      return problem('No organisation of the register is called that. Enter its name as the register has it.');
    const some = items.slice(0, 5).map((body) => body.name);
    return problem(`Several organisations match, such as ${some.join('; ')}. Enter the whole name of one.`);
  }

  private async expertNamed(actor: UserActor, typed: string): Promise<string | null | FieldProblem> {
    const reference = typed.trim().toUpperCase();
    if (reference === '') return null;
    const id = await this.users.expertIdOf(actor, reference.slice(0, 50));
    return id ?? { pointer: '/expertId', detail: 'No expert has this reference. Enter one such as EXP-000123.' };
  }
}

/** The DTO; or everything that is wrong with the form, what no record was found for as well. */
function checked<Dto extends object>(dto: new () => Dto, input: Record<string, unknown>): Dto {
  const problems = Object.values(input).filter(isProblem);
  const rest = Object.fromEntries(
    Object.entries(input).filter(([, value]) => !isProblem(value) && value !== undefined),
  );
  try {
    const value = validate(dto, rest);
    if (problems.length === 0) return value;
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
    const known = problems.map(({ pointer }) => pointer);
    problems.push(...error.fields.filter(({ pointer }) => !known.includes(pointer)).map(worded));
  }
  throw new DomainError('invalid', summary, problems);
}

/** The codes of the roles would tell nobody anything. */
function worded(problem: FieldProblem): FieldProblem {
  if (problem.pointer === '/role') return { ...problem, detail: 'Select a role.' };
  if (problem.pointer === '/email') return { ...problem, detail: 'Enter an e-mail address, such as name@example.org.' };
  return problem;
}

function isProblem(value: unknown): value is FieldProblem {
  return typeof value === 'object' && value !== null && 'pointer' in value;
}
