import { Module } from '@nestjs/common';
import { ContactsApiController } from './contacts.api.controller.js';
import { ContactQueries } from './contacts.queries.js';
import { ContactsService } from './contacts.service.js';

@Module({
  controllers: [ContactsApiController],
  providers: [ContactQueries, ContactsService],
  exports: [ContactQueries],
})
export class ContactsModule {}
