import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { systemActor } from '../../../kernel/actor.js';
import { Public } from '../../../platform/auth/permissions.js';
import { Optional, Typed } from '../../../platform/errors/fields.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { LeavesFormUnread } from '../../../platform/web/unread-form.js';
import { MailPreferencesService } from './mail-preferences.service.js';
import { UnsubscribeLinks } from './unsubscribe-links.js';

class UnsubscribeQuery {
  /** `page` when it was sent from our own page rather than by a mail reader. */
  @Optional()
  @Typed()
  from?: string;
}

const byLink = systemActor('unsubscribe-link');

/**
 * Stops the mails that ask nothing, by the link of a mail and without an account. Opening it asks; only sending does it, so that
 * programs that follow links in mails stop nothing. Every link is answered alike, whether it is anybody's or not.
 */
@Pages()
@Controller('unsubscribe')
export class UnsubscribeWebController {
  constructor(
    private readonly links: UnsubscribeLinks,
    private readonly preferences: MailPreferencesService,
  ) {}

  @Public()
  @Get('done')
  done(): PageView {
    return donePage();
  }

  @Public()
  @Get(':value')
  ask(@Param('value') value: string): PageView {
    return page('reminders/unsubscribe', {
      title: 'Fewer e-mails',
      action: `/unsubscribe/${encodeURIComponent(value)}?from=page`,
    });
  }

  /** A mail reader gets its answer here, as RFC 8058 asks; whoever came by the page is sent on. */
  @Public()
  @LeavesFormUnread()
  @HttpCode(200)
  @Post(':value')
  async stop(@Param('value') value: string, @Query() { from }: UnsubscribeQuery): Promise<PageView | Redirect> {
    const userId = this.links.userOf(value);
    if (userId !== null) await this.preferences.stopTellings(byLink, userId);
    return from === 'page' ? new Redirect('/unsubscribe/done') : donePage();
  }
}

function donePage(): PageView {
  return page('reminders/unsubscribed', { title: 'Your choice is kept' });
}
