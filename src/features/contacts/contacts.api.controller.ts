import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/actor.js';
import { Discloses } from '../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../platform/web/entity-tag.js';
import { Idempotent } from '../../platform/web/idempotency.interceptor.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { ContactQueries } from './contacts.queries.js';
import { ContactsService } from './contacts.service.js';
import { ChangeContactDto, ContactListQuery, ContactPage, ContactView, CreateContactDto } from './contacts.dto.js';

@ApiTags('contacts')
@ApiBearerAuth()
@Controller('api/v1/contacts')
export class ContactsApiController {
  constructor(
    private readonly queries: ContactQueries,
    private readonly service: ContactsService,
  ) {}

  /** The contacts you may see, by name. */
  @Permit('contacts.read')
  @Discloses('contact')
  @Get()
  list(@CurrentActor() actor: UserActor, @Query() query: ContactListQuery): Promise<ContactPage> {
    return this.queries.list(actor, query);
  }

  /** One contact. */
  @Permit('contacts.read')
  @Discloses('contact')
  @Get(':id')
  show(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<ContactView> {
    return this.queries.show(actor, id);
  }

  /** Enters a contact, kept by your agency. */
  @Permit('contacts.write')
  @Discloses('contact')
  @Idempotent()
  @Post()
  create(@CurrentActor() actor: UserActor, @Body() dto: CreateContactDto): Promise<ContactView> {
    return this.service.create(actor, dto);
  }

  /** Changes a contact of your agency. */
  @Permit('contacts.write')
  @Discloses('contact')
  @ChangesRecord()
  @Patch(':id')
  change(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: ChangeContactDto,
  ): Promise<ContactView> {
    return this.service.change(actor, id, version, dto);
  }
}
