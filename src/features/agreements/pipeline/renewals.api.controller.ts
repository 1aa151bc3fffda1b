import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { RenewalQueries } from '../agreement.renewals.queries.js';
import { renewalsFile } from './renewals.csv.js';
import { RenewalFilters, RenewalListQuery, RenewalPage } from './renewals.dto.js';
import { comingYear, RenewalsService } from './renewals.service.js';

@ApiTags('agreements')
@ApiBearerAuth()
@Controller('api/v1/agreements')
export class RenewalsApiController {
  constructor(
    private readonly queries: RenewalQueries,
    private readonly service: RenewalsService,
    private readonly clock: Clock,
  ) {}

  /**
   * The agreements in force that you may see and that end, have their last day of notice or are reviewed within twelve months, in
   * the order of what comes first, each with its risk and the reasons for it.
   */
  @Permit('agreements.write')
  @Discloses('agreement')
  @Get('renewals')
  list(
    @CurrentActor() actor: UserActor,
    @Query() { limit, cursor, ...filters }: RenewalListQuery,
  ): Promise<RenewalPage> {
    return this.queries.until(actor, comingYear(this.clock.today()).to, filters, { limit, cursor });
  }

  /**
   * The same as a CSV file in UTF-8 with a byte-order mark: the highest marking of its rows in the first line and the last. Each
   * export is audited.
   */
  @Permit('agreements.write')
  @ApiOkResponse({ description: 'The renewals as a file.', content: { 'text/csv': { schema: { type: 'string' } } } })
  @Get('renewals.csv')
  async exported(
    @CurrentActor() actor: UserActor,
    @Query() filters: RenewalFilters,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const text = await this.service.exported(actor, filters);
    // Set last: a problem document is no file.
    void reply
      .header('content-type', renewalsFile.mediaType)
      .header('content-disposition', `attachment; filename="${renewalsFile.name}"`);
    return text;
  }
}
