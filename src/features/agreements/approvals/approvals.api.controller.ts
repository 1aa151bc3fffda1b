import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { ApprovalListQuery, ApprovalPage } from './approvals.dto.js';
import { ApprovalQueries } from './approvals.queries.js';

@ApiTags('agreements')
@ApiBearerAuth()
@Controller('api/v1/approvals')
export class ApprovalsApiController {
  constructor(private readonly queries: ApprovalQueries) {}

  /** What is put to you for a decision. Deciding and handing on are steps of the agreement, or of its amendment. */
  @Permit('agreements.decide')
  @Discloses('approval')
  @Get()
  list(@CurrentActor() actor: UserActor, @Query() query: ApprovalListQuery): Promise<ApprovalPage> {
    return this.queries.list(actor, query);
  }
}
