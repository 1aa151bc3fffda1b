import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { UserActor } from '../../kernel/actor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { partnershipReportFile } from './partnership.report.csv.js';
import { PartnershipReportQuery, PartnershipReportView } from './reports.dto.js';
import { ReportsService } from './reports.service.js';

@ApiTags('reports')
@ApiBearerAuth()
@Controller('api/v1/reports')
export class ReportsApiController {
  constructor(private readonly service: ReportsService) {}

  /**
   * Agreements by status and what ends next, engagements, and follow-ups kept and late. Counts what you may read; for
   * administrators every record, without opening any.
   */
  @Permit('reports.read')
  @Get('partnerships')
  partnerships(
    @CurrentActor() actor: UserActor,
    @Query() query: PartnershipReportQuery,
  ): Promise<PartnershipReportView> {
    return this.service.partnerships(actor, query);
  }

  /**
   * The same report as a CSV file in UTF-8 with a byte-order mark: the marking in the first line, then lines of section, group,
   * label and value. Each export is audited.
   */
  @Permit('reports.read')
  @ApiOkResponse({ description: 'The report as a file.', content: { 'text/csv': { schema: { type: 'string' } } } })
  @Get('partnerships.csv')
  async exportPartnerships(
    @CurrentActor() actor: UserActor,
    @Query() query: PartnershipReportQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const text = await this.service.exportPartnerships(actor, query);
    // Set last: a problem document is no file.
    void reply
      .header('content-type', partnershipReportFile.mediaType)
      .header('content-disposition', `attachment; filename="${partnershipReportFile.name}"`);
    return text;
  }
}
