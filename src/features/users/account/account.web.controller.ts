import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { AccessPolicy, Permit, SignedIn } from '../../../platform/auth/permissions.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { errorsOf, statusOnThePage } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { momentWords } from '../../../platform/pages/words.js';
import { clientAddressOf } from '../../../platform/web/client-address.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import type { OwnSessionView } from '../sessions/auth.dto.js';
import { SessionQueries } from '../sessions/session.queries.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { SignInService } from '../sessions/sign-in.service.js';
import { UserQueries } from '../users.queries.js';
import { UsersService } from '../users.service.js';
import { AbsenceForm, absenceErrors, absenceOf, typedAbsence } from './absence.form.js';
import { AccountQuery, PasswordForm } from './account.form.js';

const doneWords: Readonly<Record<string, string>> = {
  password: 'Your password is changed, and your other sessions are ended.',
  session: 'The session is ended.',
  sessions: 'Your other sessions are ended.',
  away: 'Your absence is kept.',
};

const mostColleagues = 100;

/** One's own account: who one is here, password, sessions and absence. */
@Pages()
@Controller('account')
export class AccountWebController {
  constructor(
    private readonly users: UserQueries,
    private readonly service: UsersService,
    private readonly signIns: SignInService,
    private readonly sessions: SessionsService,
    private readonly sessionQueries: SessionQueries,
    private readonly policy: AccessPolicy,
  ) {}

  @SignedIn()
  @Get()
  async show(@CurrentActor() actor: UserActor, @Query() { done = '' }: AccountQuery): Promise<PageView> {
    const mayBeAway = this.policy.allows(actor.role, 'absence.write');
    const [me, { items }, absence] = await Promise.all([
      this.users.me(actor),
      this.sessionQueries.list(actor),
      mayBeAway ? this.users.absenceOf(actor) : null,
    ]);
    const others = items.filter(({ isThisOne }) => !isThisOne).length;
    return page('users/account', {
      title: 'Your account',
      me,
      sessions: items,
      others,
      absence,
      done: doneWords[done],
    });
  }

  @SignedIn()
  @Get('password')
  password(): PageView {
    return passwordForm([]);
  }

  /** Changes the password. Neither of the two is ever shown again. */
  @SignedIn()
  @Post('password')
  async changePassword(
    @CurrentActor() actor: UserActor,
    @Body() form: PasswordForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageView | Redirect> {
    const missing: FormError[] = [];
    if (form.currentPassword === '')
      missing.push({ text: 'Enter the password you have now', href: '#currentPassword' });
    if (form.newPassword === '') missing.push({ text: 'Enter a new password', href: '#newPassword' });
    if (missing.length > 0) return passwordForm(missing, 400);
    try {
      await this.signIns.changePassword(actor, form, clientAddressOf(request));
      return new Redirect('/account?done=password');
    } catch (error) {
      if (!(error instanceof DomainError) || !['invalid', 'too_many'].includes(error.code)) throw error;
      if (error.code === 'invalid') return passwordForm(errorsOf(error, ['currentPassword', 'newPassword']), 400);
      void reply.header('retry-after', String(error.extra.retryAfterSeconds));
      return passwordForm([{ text: error.detail, href: '#currentPassword' }], 429);
    }
  }

  /** Ends one of one's sessions. */
  @SignedIn()
  @Post('sessions/:id/end')
  async endSession(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<Redirect> {
    await this.sessions.endOne(actor, id);
    return new Redirect('/account?done=session');
  }

  /** Names the sessions that would end, and asks once. */
  @SignedIn()
  @Get('sessions/others')
  async others(@CurrentActor() actor: UserActor): Promise<PageView | Redirect> {
    const { items } = await this.sessionQueries.list(actor);
    const others = items.filter(({ isThisOne }) => !isThisOne);
    if (others.length === 0) return new Redirect('/account');
    return page('confirm', {
      title: 'End all other sessions',
      question: 'Do you want to end all your other sessions?',
      consequence: 'Whoever uses them has to sign in again. This browser stays signed in.',
      records: others.map((session) => ({ text: sessionWords(session) })),
      action: '/account/sessions/others',
      button: 'End all others',
      warning: true,
      cancel: '/account',
    });
  }

  @SignedIn()
  @Post('sessions/others')
  async endOthers(@CurrentActor() actor: UserActor): Promise<Redirect> {
    await this.sessions.endOthers(actor);
    return new Redirect('/account?done=sessions');
  }

  @Permit('absence.write')
  @Get('away')
  async away(@CurrentActor() actor: UserActor): Promise<PageView> {
    return awayForm(typedAbsence(await this.users.absenceOf(actor)), []);
  }

  /** Keeps when one is away and who takes over. */
  @Permit('absence.write')
  @Post('away')
  async setAway(@CurrentActor() actor: UserActor, @Body() form: AbsenceForm): Promise<PageView | Redirect> {
    try {
      const dto = await absenceOf(form, async (q) => {
        const { items } = await this.users.list(actor, { q, state: 'active', limit: mostColleagues });
        return items;
      });
      await this.service.setAbsence(actor, dto);
      return new Redirect('/account?done=away');
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      return awayForm(form, absenceErrors(error), status);
    }
  }
}

function passwordForm(errors: readonly FormError[], status = 200): PageView {
  return page('users/change-password', { title: 'Change your password', errors }, { status });
}

function awayForm(typed: Omit<AbsenceForm, 'version'>, errors: readonly FormError[], status = 200): PageView {
  const model = {
    title: 'When you are away',
    hint: 'Reminders of what you look after go to whoever takes over, from the first day to the last.',
    action: '/account/away',
    back: { text: 'Your account', href: '/account' },
    typed,
    errors,
  };
  return page('users/away', model, { status });
}

function sessionWords({ kind, begunAt, address }: OwnSessionView): string {
  const from = address === null ? '' : `, from ${address}`;
  return `${kind === 'cookie' ? 'Browser' : 'Program'}, begun on ${momentWords(begunAt)}${from}`;
}
