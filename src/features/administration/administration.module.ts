import { Module } from '@nestjs/common';
import { AuditApiController } from './audit/audit.api.controller.js';
import { AuditQueries } from './audit/audit.queries.js';
import { AuditWebController } from './audit/audit.web.controller.js';
import { JobsApiController } from './jobs/jobs.api.controller.js';
import { JobQueries } from './jobs/jobs.queries.js';
import { JobsService } from './jobs/jobs.service.js';
import { JobsWebController } from './jobs/jobs.web.controller.js';
import { MetricsController } from './jobs/metrics.controller.js';
import { SweepAlarm } from './jobs/sweep.alarm.js';

/** What administrators and auditors look after the installation with. */
@Module({
  controllers: [AuditApiController, AuditWebController, JobsApiController, JobsWebController, MetricsController],
  providers: [AuditQueries, JobQueries, JobsService, SweepAlarm],
})
export class AdministrationModule {}
