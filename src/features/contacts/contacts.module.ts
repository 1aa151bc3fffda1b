import { Module } from '@nestjs/common';
import { ContactsApiController } from './contacts.api.controller.js';
import { ContactQueries } from './contacts.queries.js';
import { ContactsService } from './contacts.service.js';
import { ContactsWebController } from './contacts.web.controller.js';

@Module({
  controllers: [ContactsApiController, ContactsWebController],
  providers: [ContactQueries, ContactsService],
  exports: [ContactQueries],
})
export class ContactsModule {}
