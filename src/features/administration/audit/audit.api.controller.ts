import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { AuditCountView, AuditFilters, AuditListQuery, AuditPage } from './audit.dto.js';
import { AuditQueries } from './audit.queries.js';

@ApiTags('administration')
@ApiBearerAuth()
@Controller('api/v1/audit')
export class AuditApiController {
  constructor(private readonly queries: AuditQueries) {}

  /**
   * Who did what and when, newest first. What fields held is told only of records that you may open: of accounts,
   * organisations and terms. Reading the audit is itself kept.
   */
  @Permit('audit.read')
  @Discloses('audit_entry')
  @Get()
  list(@CurrentActor() actor: UserActor, @Query() query: AuditListQuery): Promise<AuditPage> {
    return this.queries.list(actor, query);
  }

  /** How many there are under the same filters, exactly up to 1,000. */
  @Permit('audit.read')
  @Get('count')
  count(@CurrentActor() actor: UserActor, @Query() query: AuditFilters): Promise<AuditCountView> {
    return this.queries.count(actor, query);
  }
}
