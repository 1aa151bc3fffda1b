import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { isEmail } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../../kernel/domain-error.js';
import { cookieSessionHash, setSessionCookie } from '../../../platform/auth/cookie.strategy.js';
import { Public } from '../../../platform/auth/permissions.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { errorsOf } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { clientAddressOf } from '../../../platform/web/client-address.js';
import { invitation, passwordReset, type AccountLink } from './account-links.js';
import { ChoosePasswordForm, ForgottenPasswordForm, ForgottenPasswordQuery } from './password-links.form.js';
import { PasswordLinksService } from './password-links.service.js';

/** How each of the two forms speaks. */
const pages = new Map<AccountLink, { title: string; text: string; button: string }>([
  [
    invitation,
    {
      title: 'Choose your password',
      text: 'This is the password of your new account. You are signed in when it is kept.',
      button: 'Keep this password',
    },
  ],
  [
    passwordReset,
    {
      title: 'Choose a new password',
      text: 'It replaces the one you had, and signs you out everywhere else.',
      button: 'Keep this password',
    },
  ],
]);

/** For people who are not signed in: the form for a forgotten password, and the pages that the links of mails open. */
@Pages()
@Controller()
export class PasswordLinksWebController {
  constructor(
    private readonly service: PasswordLinksService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The form, and what follows it. */
  @Public()
  @Get('forgotten-password')
  forgotten(@Query() { done }: ForgottenPasswordQuery): PageView {
    if (done === 'asked') return page('users/password-asked', { title: 'Check your e-mail' });
    return forgottenForm('', []);
  }

  /** The same for every address, whether or not it is somebody's. */
  @Public()
  @Post('forgotten-password')
  async ask(
    @Body() form: ForgottenPasswordForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageView | Redirect> {
    const email = form.email.trim();
    if (!isEmail(email)) {
      const text =
        email === '' ? 'Enter your e-mail address' : 'Enter a whole e-mail address, such as name@example.org';
      return forgottenForm(email, [{ text, href: '#email' }], 400);
    }
    try {
      await this.service.ask(email, clientAddressOf(request));
      return new Redirect('/forgotten-password?done=asked');
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'too_many') throw error;
      void reply.header('retry-after', String(error.extra.retryAfterSeconds));
      return forgottenForm(email, [{ text: error.detail, href: '#email' }], 429);
    }
  }

  /** The form for the first password of a new account. */
  @Public()
  @Get('invitation/:value')
  invitation(@Param('value') value: string): Promise<PageView> {
    return this.open(invitation, value);
  }

  /** Keeps the first password, signs in and goes to the first page. */
  @Public()
  @Post('invitation/:value')
  choose(
    @Param('value') value: string,
    @Body() { password }: ChoosePasswordForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageView | Redirect> {
    return answered(invitation, value, async () => {
      const replacing = cookieSessionHash(request, this.config);
      const session = await this.service.choose(value, password, { address: clientAddressOf(request), replacing });
      if (session === null) return null;
      setSessionCookie(reply, session.value, this.config);
      return new Redirect('/');
    });
  }

  /** The form for a new password. */
  @Public()
  @Get('reset-password/:value')
  newPassword(@Param('value') value: string): Promise<PageView> {
    return this.open(passwordReset, value);
  }

  /** Keeps the new password and leads to the form for signing in. */
  @Public()
  @Post('reset-password/:value')
  reset(
    @Param('value') value: string,
    @Body() { password }: ChoosePasswordForm,
    @Req() request: FastifyRequest,
  ): Promise<PageView | Redirect> {
    return answered(passwordReset, value, async () => {
      const done = await this.service.reset(value, password, clientAddressOf(request));
      return done && new Redirect('/sign-in?done=new-password');
    });
  }

  private async open(link: AccountLink, value: string): Promise<PageView> {
    return (await this.service.works(link, value)) ? passwordForm(link, value, []) : deadLink();
  }
}

/** What follows the form: where it leads on, its page again with what was wrong, or that the link does not work. */
async function answered(
  link: AccountLink,
  value: string,
  send: () => Promise<Redirect | null>,
): Promise<PageView | Redirect> {
  try {
    return (await send()) ?? deadLink();
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
    return passwordForm(link, value, errorsOf(error, ['password']), 400);
  }
}

function forgottenForm(email: string, errors: readonly FormError[], status = 200): PageView {
  return page('users/forgotten-password', { title: 'Forgotten password', email, errors }, { status });
}

function passwordForm(link: AccountLink, value: string, errors: readonly FormError[], status = 200): PageView {
  const action = `${link.purpose.path}/${value}`;
  return page('users/choose-password', { ...pages.get(link), action, errors }, { status });
}

/** One page for every link that does not work, so that nobody learns which links there were. */
function deadLink(): PageView {
  return page('users/dead-link', { title: 'This link does not work' }, { status: 404 });
}
