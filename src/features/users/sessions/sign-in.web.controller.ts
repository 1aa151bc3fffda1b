import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { clearSessionCookie, cookieSessionHash, setSessionCookie } from '../../../platform/auth/cookie.strategy.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Public, SignedIn } from '../../../platform/auth/permissions.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import { Optional, Secret, Typed } from '../../../platform/errors/fields.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { csrfTokenFor } from '../../../platform/pages/csrf.js';
import { unseal } from '../../../platform/pages/held-form.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { safeReturnTo } from '../../../platform/pages/return-to.js';
import { clientAddressOf } from '../../../platform/web/client-address.js';
import { SessionsService, type BrowserSession } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import { DemonstrationSignIns } from './demonstration-sign-ins.js';

export class SignInQuery {
  /** Where to go afterwards: a path of this site. */
  @Optional()
  @Typed()
  returnTo?: string;

  /** `new-password` after one was chosen. */
  @Optional()
  @Typed()
  done?: string;
}

/** What the form sends: blank fields arrive as empty texts and are answered on the page itself. */
export class SignInForm {
  @Typed()
  email: string;

  @Secret({ max: 256 })
  password: string;

  @Optional()
  @Typed()
  returnTo?: string;

  /** A form that was sent after the session had ended, sealed. */
  @Optional()
  @Secret({ max: 1_048_576 })
  held?: string;
}

@Pages()
@Controller()
export class SignInWebController {
  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: SessionsService,
    private readonly demonstration: DemonstrationSignIns,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The form. */
  @Public()
  @Get('sign-in')
  show(@Query() { returnTo, done }: SignInQuery): PageView {
    const said = done === 'new-password' ? 'Your new password is kept. Sign in with it.' : undefined;
    return this.form({ email: '', returnTo: safeReturnTo(returnTo), held: '' }, [], { done: said });
  }

  /** Signs in, and goes where the person wanted to go. */
  @Public()
  @Post('sign-in')
  async signIn(
    @Body() form: SignInForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageView | Redirect> {
    const email = form.email.trim();
    const errors: FormError[] = [];
    if (email === '') errors.push({ text: 'Enter your e-mail address', href: '#email' });
    if (form.password === '') errors.push({ text: 'Enter your password', href: '#password' });
    const returnTo = safeReturnTo(form.returnTo);
    const values = { email, returnTo, held: form.held ?? '' };
    if (errors.length > 0) return this.form(values, errors, { status: 400 });
    try {
      const session = await this.signIns.signInWithCookie(
        { email, password: form.password },
        clientAddressOf(request),
        cookieSessionHash(request, this.config),
      );
      setSessionCookie(reply, session.value, this.config);
      return (await this.heldForm(form.held, session)) ?? new Redirect(returnTo);
    } catch (error) {
      if (!(error instanceof DomainError) || !['unauthenticated', 'too_many'].includes(error.code)) throw error;
      if (error.extra.retryAfterSeconds !== undefined)
        void reply.header('retry-after', String(error.extra.retryAfterSeconds));
      const status = error.code === 'too_many' ? 429 : 400;
      return this.form(values, [{ text: error.detail, href: '#email' }], { status });
    }
  }

  /** Ends the session in this browser. */
  @SignedIn()
  @Post('sign-out')
  async signOut(@CurrentActor() actor: UserActor, @Res({ passthrough: true }) reply: FastifyReply): Promise<Redirect> {
    await this.sessions.end(actor);
    clearSessionCookie(reply, this.config);
    return new Redirect('/sign-in');
  }

  /** What was typed before the session ended, to be sent on: for the person whose session it was and nobody else. */
  private async heldForm(held: string | undefined, session: BrowserSession): Promise<PageView | null> {
    const form = unseal(held, this.config.secretKey, this.clock.machineNow());
    if (form === null || !(await this.sessions.wasOf(Buffer.from(form.sessionHash, 'base64url'), session.userId)))
      return null;
    const fields = Object.entries(form.fields).flatMap(([name, values]) =>
      [values].flat().map((value) => ({ name, value })),
    );
    const csrfToken = csrfTokenFor(session.id, this.config.secretKey);
    return page('users/held-form', { title: 'Your text is still here', path: form.path, fields, csrfToken });
  }

  private form(
    values: { email: string; returnTo: string; held: string },
    errors: readonly FormError[],
    { status = 200, done }: { status?: number; done?: string } = {},
  ): PageView {
    return page(
      'users/sign-in',
      { title: 'Sign in', values, errors, done, demonstration: this.demonstration.people },
      { status },
    );
  }
}
