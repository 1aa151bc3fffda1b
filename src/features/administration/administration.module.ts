import { Module } from '@nestjs/common';
import { AuditApiController } from './audit/audit.api.controller.js';
import { AuditQueries } from './audit/audit.queries.js';
import { AuditWebController } from './audit/audit.web.controller.js';

/** What administrators and auditors look after the installation with. */
@Module({
  controllers: [AuditApiController, AuditWebController],
  providers: [AuditQueries],
})
export class AdministrationModule {}
