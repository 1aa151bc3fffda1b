import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { clearSessionCookie, setSessionCookie } from '../../../platform/auth/cookie.strategy.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Public, SignedIn } from '../../../platform/auth/permissions.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import { Optional, Secret, Typed } from '../../../platform/errors/fields.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { safeReturnTo } from '../../../platform/pages/return-to.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import { DemonstrationSignIns } from './demonstration-sign-ins.js';

export class SignInQuery {
  /** Where to go afterwards: a path of this site. */
  @Optional()
  @Typed()
  returnTo?: string;
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
}

@Pages()
@Controller()
export class SignInWebController {
  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: SessionsService,
    private readonly demonstration: DemonstrationSignIns,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The form. */
  @Public()
  @Get('sign-in')
  show(@Query() { returnTo }: SignInQuery): PageView {
    return this.form({ email: '', returnTo: safeReturnTo(returnTo) }, []);
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
    if (errors.length > 0) return this.form({ email, returnTo }, errors, 400);
    try {
      setSessionCookie(
        reply,
        await this.signIns.signInWithCookie({ email, password: form.password }, request.ip.split('%')[0]),
        this.config,
      );
      return new Redirect(returnTo);
    } catch (error) {
      if (!(error instanceof DomainError) || !['unauthenticated', 'too_many'].includes(error.code)) throw error;
      if (error.extra.retryAfterSeconds !== undefined)
        void reply.header('retry-after', String(error.extra.retryAfterSeconds));
      return this.form(
        { email, returnTo },
        [{ text: error.detail, href: '#email' }],
        error.code === 'too_many' ? 429 : 400,
      );
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

  private form(values: { email: string; returnTo: string }, errors: readonly FormError[], status = 200): PageView {
    return page(
      'users/sign-in',
      { title: 'Sign in', values, errors, demonstration: this.demonstration.people },
      { status },
    );
  }
}
