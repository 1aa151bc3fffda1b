import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../../../kernel/domain-error.js';
import { ReadLog } from '../../../platform/audit/read-log.js';
import { Public } from '../../../platform/auth/permissions.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import { Pages } from '../../../platform/pages/page.js';
import { clientAddressOf } from '../../../platform/web/client-address.js';
import { LinkAttempts } from '../../../platform/web/link-attempts.js';
import { requestContext } from '../../../platform/web/request-context.js';
import { CalendarFeedsService } from './calendar-feeds.service.js';
import { CalendarQueries } from './calendar.queries.js';
import { calendarOf, isHeld, isToken, type DatedEvent } from './calendar.rules.js';
import { tagOf } from './calendar.tag.js';

/** What a calendar program reads: without a session, by the secret in the address. */
@Pages()
@Controller('calendar')
export class CalendarFeedController {
  constructor(
    private readonly feeds: CalendarFeedsService,
    private readonly queries: CalendarQueries,
    private readonly attempts: LinkAttempts,
    private readonly readings: ReadLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** An address that does not work answers like one that never was, whatever the reason. */
  @Public()
  @Get(':value.ics')
  async read(
    @Param('value') value: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const address = clientAddressOf(request);
    this.attempts.admit(address);
    const reader = isToken(value) ? await this.feeds.reader(value) : null;
    if (reader === null) {
      this.attempts.failed(address);
      throw notFound('calendar');
    }
    const { actor, scope } = reader;
    const events = await this.queries.events(actor, scope);
    const calendar = calendarOf(events, this.config.publicBaseUrl);
    const tag = tagOf(calendar);
    void reply.headers({ etag: tag, 'cache-control': 'private, no-cache' });
    if (isHeld(request.headers['if-none-match'], tag)) {
      void reply.status(304);
      return '';
    }
    for (const [recordKind, recordIds] of recordsOf(events))
      await this.readings.keep({
        actor,
        route: requestContext()?.route ?? '',
        recordKind,
        recordIds,
        marking: 'OFFICIAL',
        requestId: request.id,
      });
    void reply.headers({
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'inline; filename="accord.ics"',
    });
    return calendar;
  }
}

/** The records that a feed names, each once. */
function recordsOf(events: readonly DatedEvent[]): [kind: string, ids: string[]][] {
  const ids = (obligations: boolean): string[] => [
    ...new Set(events.filter(({ kind }) => (kind === 'obligation') === obligations).map(({ recordId }) => recordId)),
  ];
  return [
    ['agreement', ids(false)],
    ['obligation', ids(true)],
  ];
}
