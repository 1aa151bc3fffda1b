import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { validate } from '../../../platform/errors/validate.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { errorsOf, statusOnThePage, versionOf } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import { AbsenceForm, absenceErrors, absenceOf, typedAbsence } from '../account/absence.form.js';
import { UserStepDto, type UserView } from '../users.dto.js';
import { UserQueries } from '../users.queries.js';
import { UsersService } from '../users.service.js';
import { ChangeUserForm, UserForms, UserStepForm } from './user.forms.js';
import { careWords, roleWords } from './user.words.js';
import { rolesOffered, userFields } from './users.web.controller.js';

const mostColleagues = 100;

/** What administrators change of an account: who it is for and where, when they are away, whether they can sign in. */
@Pages()
@Controller('admin/users/:id')
export class UserChangesWebController {
  constructor(
    private readonly queries: UserQueries,
    private readonly service: UsersService,
    private readonly forms: UserForms,
  ) {}

  @Permit('users.write')
  @Get('change')
  async edit(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<PageView> {
    const user = await this.queries.show(actor, id);
    const { name, role, organisation, version } = user;
    const typed = { version: String(version), name, role, organisation: organisation.name, expert: '' };
    return changePage(actor, user, typed, []);
  }

  @Permit('users.write')
  @Post('change')
  async change(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: ChangeUserForm,
  ): Promise<PageView | Redirect> {
    const user = await this.queries.show(actor, id);
    return this.kept(
      id,
      'changed',
      async () => {
        const dto = await this.forms.changeOf(actor, user, form);
        await this.service.change(actor, id, versionOf(form.version), dto);
      },
      (error, status) => changePage(actor, user, form, errorsOf(error, userFields), status),
    );
  }

  @Permit('users.write')
  @Get('away')
  async away(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<PageView> {
    const user = await this.queries.show(actor, id);
    return awayPage(user, { ...typedAbsence(user), version: String(user.version) }, []);
  }

  @Permit('users.write')
  @Post('away')
  async setAway(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: AbsenceForm,
  ): Promise<PageView | Redirect> {
    const user = await this.queries.show(actor, id);
    const organisationId = (user.agency ?? user.organisation).id;
    return this.kept(
      id,
      'away',
      async () => {
        const dto = await absenceOf(form, async (q) => {
          const query = { q, organisationId, state: 'active' as const, limit: mostColleagues };
          return (await this.queries.list(actor, query)).items;
        });
        await this.service.change(actor, id, versionOf(form.version ?? ''), dto);
      },
      (error, status) => awayPage(user, form, absenceErrors(error), status),
    );
  }

  /** Names what is in the person's care before the account is disabled; asks why, either way. */
  @Permit('users.write')
  @Get('access')
  async access(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<PageView> {
    return accessPage(await this.queries.show(actor, id), '', []);
  }

  @Permit('users.write')
  @Post('steps')
  async perform(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: UserStepForm,
  ): Promise<PageView | Redirect> {
    const user = await this.queries.show(actor, id);
    const reason = form.reason.trim();
    if (reason === '') return accessPage(user, '', [{ text: 'Enter the reason', href: '#reason' }], 400);
    return this.kept(
      id,
      form.step === 'enable' ? 'enable' : 'disable',
      async () => {
        const step = validate(UserStepDto, { step: form.step, reason });
        await this.service.perform(actor, id, versionOf(form.version), step);
      },
      (error, status) => accessPage(user, form.reason, errorsOf(error, ['reason']), status),
    );
  }

  /** Back to the account; or the form again, with what was wrong and what was typed. */
  private async kept(
    id: string,
    done: string,
    act: () => Promise<void>,
    again: (error: DomainError, status: number) => PageView,
  ): Promise<PageView | Redirect> {
    try {
      await act();
      return new Redirect(`/admin/users/${id}?done=${done}`);
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      return again(error, status);
    }
  }
}

const shownOf = ({ id }: UserView) => ({ user: [{ id, marking: 'OFFICIAL' as const }] });

function changePage(
  actor: UserActor,
  user: UserView,
  typed: ChangeUserForm,
  errors: readonly FormError[],
  status = 200,
): PageView {
  const model = {
    title: 'Change this account',
    user,
    // Nobody changes their own role.
    ownRole: user.id === actor.userId,
    // Nobody is made a delegate here, but one can stay what they are.
    roles: user.role === 'delegate' ? [...rolesOffered, user.role] : rolesOffered,
    words: roleWords,
    typed,
    errors,
  };
  return page('users/admin-change', model, { status, shown: shownOf(user) });
}

function awayPage(user: UserView, typed: AbsenceForm, errors: readonly FormError[], status = 200): PageView {
  const model = {
    title: 'When they are away',
    caption: user.name,
    hint: 'Reminders of what they look after go to whoever takes over, from the first day to the last.',
    action: `/admin/users/${user.id}/away`,
    back: { text: 'Back to the account', href: `/admin/users/${user.id}` },
    version: typed.version,
    typed,
    errors,
  };
  return page('users/away', model, { status, shown: shownOf(user) });
}

function accessPage(user: UserView, reason: string, errors: readonly FormError[], status = 200): PageView {
  const step = user.state === 'active' ? 'disable' : 'enable';
  const care = careWords(user.inTheirCare);
  const said = {
    disable: {
      question: `Do you want to disable the account of ${user.name}?`,
      consequence: `They cannot sign in any more, and their sessions end at once. ${
        care.length === 0 ? 'Nothing waits for them.' : 'This stays in their care until somebody gives it to another:'
      }`,
      button: 'Disable the account',
    },
    enable: {
      question: `Do you want to enable the account of ${user.name}?`,
      consequence: 'They can sign in again with the password they had.',
      button: 'Enable the account',
    },
  }[step];
  const model = {
    ...said,
    title: said.button,
    blocked: user.steps.find((open) => open.step === step)?.blockedBecause ?? null,
    records: step === 'disable' ? care.map((text) => ({ text })) : [],
    action: `/admin/users/${user.id}/steps`,
    fields: { version: String(user.version), step },
    warning: step === 'disable',
    cancel: `/admin/users/${user.id}`,
    reason,
    errors,
  };
  return page('confirm-with-reason', model, { status, shown: shownOf(user) });
}
