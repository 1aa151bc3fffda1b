import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { JobsView, RetryJobDto } from './jobs.dto.js';
import { JobQueries } from './jobs.queries.js';
import { JobsService } from './jobs.service.js';

@ApiTags('administration')
@ApiBearerAuth()
@Controller('api/v1/jobs')
export class JobsApiController {
  constructor(
    private readonly queries: JobQueries,
    private readonly service: JobsService,
  ) {}

  /** Every job with its last run, what waits, and what failed. */
  @Permit('jobs.read')
  @Get()
  overview(@CurrentActor() actor: UserActor): Promise<JobsView> {
    return this.queries.overview(actor);
  }

  /** Has one failed piece of work tried again now, and answers with how the jobs are doing. */
  @Permit('jobs.write')
  @Post('retries')
  @HttpCode(200)
  retry(@CurrentActor() actor: UserActor, @Body() dto: RetryJobDto): Promise<JobsView> {
    return this.service.retry(actor, dto);
  }
}
