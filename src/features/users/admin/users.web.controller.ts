import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { roles, type Role, type UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { errorsOf, statusOnThePage, versionOf } from '../../../platform/pages/forms.js';
import { counted, filterTags, listAddress } from '../../../platform/pages/list-address.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { sentence } from '../../../platform/pages/words.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import { userStates, type UserPage, type UserState } from '../users.dto.js';
import { UserQueries } from '../users.queries.js';
import { UsersService } from '../users.service.js';
import { AccountMailForm, NewUserForm, UserForms, UserListForm, UserShowForm } from './user.forms.js';
import { careWords, doneWords, roleWords, stateColours, stateWords } from './user.words.js';

/** The fields of the forms, in their order, by what the service calls them. */
export const userFields = [
  'name',
  'email',
  'role',
  ['/organisationId', 'organisation'],
  ['/expertId', 'expert'],
] as const;

/** Accounts for administrators: the list, a new one, one of them and the mails to its owner. */
@Pages()
@Controller('admin/users')
export class UsersWebController {
  constructor(
    private readonly queries: UserQueries,
    private readonly service: UsersService,
    private readonly forms: UserForms,
  ) {}

  @Permit('users.write')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() form: UserListForm): Promise<PageView> {
    try {
      const query = await this.forms.listQueryOf(actor, form);
      const [found, count] = await Promise.all([this.queries.list(actor, query), this.queries.count(actor, query)]);
      return listPage(form, found, counted(count, 'account'), []);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      const errors = errorsOf(error, ['q', 'role', ['/organisationId', 'organisation'], 'state']);
      return listPage(form, { items: [], nextCursor: null }, 'Nothing was looked for', errors);
    }
  }

  @Permit('users.write')
  @Get('new')
  newUser(): PageView {
    return newPage({ name: '', email: '', role: '', organisation: '', expert: '' }, []);
  }

  /** Adds the account; its owner gets a mail with a link to choose a password. */
  @Permit('users.write')
  @Post()
  async create(@CurrentActor() actor: UserActor, @Body() form: NewUserForm): Promise<PageView | Redirect> {
    try {
      const { id } = await this.service.create(actor, await this.forms.newUserOf(actor, form));
      return new Redirect(`/admin/users/${id}?done=added`);
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      return newPage(form, errorsOf(error, userFields), status);
    }
  }

  @Permit('users.write')
  @Get(':id')
  show(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Query() { done = '' }: UserShowForm,
  ): Promise<PageView> {
    return this.record(actor, id, { done: doneWords[done] });
  }

  @Permit('users.write')
  @Post(':id/invitation')
  invite(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() { version }: AccountMailForm,
  ): Promise<PageView | Redirect> {
    return this.send(actor, id, 'invitation', () => this.service.invite(actor, id, versionOf(version), {}));
  }

  @Permit('users.write')
  @Post(':id/mail-again')
  mailAgain(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() { version }: AccountMailForm,
  ): Promise<PageView | Redirect> {
    return this.send(actor, id, 'mail-again', () => this.service.mailAgain(actor, id, versionOf(version), {}));
  }

  @Permit('users.write')
  @Post(':id/password-reset')
  resetPassword(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() { version }: AccountMailForm,
  ): Promise<PageView | Redirect> {
    return this.send(actor, id, 'password-reset', () => this.service.resetPassword(actor, id, versionOf(version), {}));
  }

  private async send(
    actor: UserActor,
    id: string,
    done: string,
    act: () => Promise<void>,
  ): Promise<PageView | Redirect> {
    try {
      await act();
      return new Redirect(`/admin/users/${id}?done=${done}`);
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      return this.record(actor, id, { errors: errorsOf(error, []), status });
    }
  }

  private async record(
    actor: UserActor,
    id: string,
    { done, errors = [], status }: { done?: string; errors?: readonly FormError[]; status?: number },
  ): Promise<PageView> {
    const user = await this.queries.show(actor, id);
    const model = {
      title: `Account of ${user.name}`,
      user,
      own: user.id === actor.userId,
      care: careWords(user.inTheirCare),
      words: { role: roleWords, state: stateWords },
      colours: stateColours,
      done,
      errors,
    };
    return page('users/admin-show', model, { status, shown: { user: [{ id, marking: 'OFFICIAL' }] } });
  }
}

function listPage(
  form: UserListForm,
  { items, nextCursor }: UserPage,
  found: string,
  errors: readonly FormError[],
): PageView {
  const path = '/admin/users';
  const tags = filterTags(path, form, {
    q: (text) => `“${text}”`,
    role: (code) => sentence(code),
    organisation: (text) => text,
    state: (code) => stateWords[code as UserState] ?? code,
  });
  const model = {
    title: 'Users',
    items,
    counted: found,
    next: nextCursor === null ? null : listAddress(path, { ...form, cursor: nextCursor }),
    first: form.cursor ? listAddress(path, { ...form, cursor: '' }) : null,
    tags,
    form,
    roles,
    states: userStates,
    words: { state: stateWords },
    colours: stateColours,
    errors,
  };
  const shown = { user: items.map(({ id }) => ({ id, marking: 'OFFICIAL' as const })) };
  return page('users/admin-list', model, { status: errors.length > 0 ? 400 : 200, shown });
}

function newPage(typed: NewUserForm, errors: readonly FormError[], status = 200): PageView {
  return page(
    'users/admin-new',
    { title: 'New user', typed, errors, roles: rolesOffered, words: roleWords },
    { status },
  );
}

/** Those who keep records first. */
export const rolesOffered: readonly Role[] = ['liaison', 'partner', 'approver', 'admin', 'auditor', 'academic', 'host'];
