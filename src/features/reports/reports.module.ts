import { Module } from '@nestjs/common';
import { ReportsApiController } from './reports.api.controller.js';
import { ReportQueries } from './reports.queries.js';
import { ReportsWebController } from './reports.web.controller.js';
import { ReportsService } from './reports.service.js';

@Module({
  controllers: [ReportsApiController, ReportsWebController],
  providers: [ReportQueries, ReportsService],
})
export class ReportsModule {}
