import { Module } from '@nestjs/common';
import { ContactsModule } from '../contacts/contacts.module.js';
import { ExpertsModule } from '../experts/experts.module.js';
import { OrganisationActivityQueries } from './organisation-activity.queries.js';
import { OrganisationRecordsWebController } from './organisation-records.web.controller.js';

@Module({
  imports: [ExpertsModule, ContactsModule],
  controllers: [OrganisationRecordsWebController],
  providers: [OrganisationActivityQueries],
})
export class OrganisationRecordsModule {}
