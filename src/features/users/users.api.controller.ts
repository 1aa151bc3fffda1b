import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/actor.js';
import { Discloses } from '../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../platform/web/entity-tag.js';
import { Idempotent } from '../../platform/web/idempotency.interceptor.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import {
  AccountMailDto,
  ChangeUserDto,
  CreateUserDto,
  UserCount,
  UserListQuery,
  UserPage,
  UserStepDto,
  UserView,
} from './users.dto.js';
import { UserQueries } from './users.queries.js';
import { UsersService } from './users.service.js';

@ApiTags('users')
@ApiBearerAuth()
@Controller('api/v1/users')
export class UsersApiController {
  constructor(
    private readonly queries: UserQueries,
    private readonly service: UsersService,
  ) {}

  /** Accounts by name: administrators and auditors see every one, others the people of their own agency who can sign in. */
  @Permit('users.read')
  @Discloses('user')
  @Get()
  list(@CurrentActor() actor: UserActor, @Query() query: UserListQuery): Promise<UserPage> {
    return this.queries.list(actor, query);
  }

  /** How many accounts you may see that match the same filters. */
  @Permit('users.read')
  @Get('count')
  count(@CurrentActor() actor: UserActor, @Query() query: UserListQuery): Promise<UserCount> {
    return this.queries.count(actor, query);
  }

  /** One account. */
  @Permit('users.read')
  @Discloses('user')
  @Get(':id')
  show(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<UserView> {
    return this.queries.show(actor, id);
  }

  /**
   * Adds an account. It has no password, and nobody signs in to it, until its owner sets one through the account's own link:
   * an administrator neither chooses nor sees a password.
   */
  @Permit('users.write')
  @Discloses('user')
  @Idempotent()
  @Post()
  create(@CurrentActor() actor: UserActor, @Body() dto: CreateUserDto): Promise<UserView> {
    return this.service.create(actor, dto);
  }

  /** Changes name, role, organisation, absence and cover. A new role or organisation ends the account's sessions. */
  @Permit('users.write')
  @Discloses('user')
  @ChangesRecord()
  @Patch(':id')
  change(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: ChangeUserDto,
  ): Promise<UserView> {
    return this.service.change(actor, id, version, dto);
  }

  /** Takes a step: disable, which ends every session at once, or enable. `steps` of the account says which are open to you. */
  @Permit('users.write')
  @Discloses('user')
  @ChangesRecord()
  @HttpCode(200)
  @Post(':id/steps')
  perform(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: UserStepDto,
  ): Promise<UserView> {
    return this.service.perform(actor, id, version, dto);
  }

  /** Sends the invitation again, to an account that has no password yet. The link sent before stops working. */
  @Permit('users.write')
  @ChangesRecord()
  @HttpCode(202)
  @Post(':id/invitation')
  invite(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: AccountMailDto,
  ): Promise<void> {
    return this.service.invite(actor, id, version, dto);
  }

  /** Sends mail to the account's address again, which a mail server had refused. 409 where it has not. */
  @Permit('users.write')
  @ChangesRecord()
  @HttpCode(202)
  @Post(':id/mail-again')
  mailAgain(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: AccountMailDto,
  ): Promise<void> {
    return this.service.mailAgain(actor, id, version, dto);
  }

  /** Sends the account's owner a link for a new password. Nobody else chooses or sees it. */
  @Permit('users.write')
  @ChangesRecord()
  @HttpCode(202)
  @Post(':id/password-reset')
  resetPassword(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: AccountMailDto,
  ): Promise<void> {
    return this.service.resetPassword(actor, id, version, dto);
  }
}
