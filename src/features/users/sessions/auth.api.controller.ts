import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { UserActor } from '../../../kernel/actor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit, Public, SignedIn } from '../../../platform/auth/permissions.js';
import { clientAddressOf } from '../../../platform/web/client-address.js';
import { UserQueries } from '../users.queries.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import { AbsenceDto, AbsenceView } from '../users.dto.js';
import { UsersService } from '../users.service.js';
import {
  ChangePasswordDto,
  EndSessionsQuery,
  MeView,
  OwnSessionList,
  RefreshDto,
  SessionView,
  SignInDto,
} from './auth.dto.js';
import { SessionQueries } from './session.queries.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';

@ApiTags('auth')
@Controller('api/v1')
export class AuthApiController {
  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: SessionsService,
    private readonly sessionQueries: SessionQueries,
    private readonly users: UserQueries,
    private readonly accounts: UsersService,
  ) {}

  /** Signs in with an e-mail address and a password. */
  @Public()
  @HttpCode(200)
  @Post('auth/sign-in')
  signIn(@Body() dto: SignInDto, @Req() request: FastifyRequest): Promise<SessionView> {
    return this.signIns.signIn(dto, clientAddressOf(request));
  }

  /** Exchanges a refresh value for new ones. */
  @Public()
  @HttpCode(200)
  @Post('auth/refresh')
  refresh(@Body() dto: RefreshDto): Promise<SessionView> {
    return this.sessions.rotate(dto.refreshToken);
  }

  /** Ends this session. */
  @SignedIn()
  @ApiBearerAuth()
  @HttpCode(204)
  @Post('auth/sign-out')
  async signOut(@CurrentActor() actor: UserActor): Promise<void> {
    await this.sessions.end(actor);
  }

  /** Your sessions that still last. */
  @SignedIn()
  @ApiBearerAuth()
  @Get('auth/sessions')
  listSessions(@CurrentActor() actor: UserActor): Promise<OwnSessionList> {
    return this.sessionQueries.list(actor);
  }

  /** Ends all your sessions but this one. */
  @SignedIn()
  @ApiBearerAuth()
  @HttpCode(204)
  @Delete('auth/sessions')
  async endOthers(@CurrentActor() actor: UserActor, @Query() _query: EndSessionsQuery): Promise<void> {
    await this.sessions.endOthers(actor);
  }

  /** Ends one of your sessions. */
  @SignedIn()
  @ApiBearerAuth()
  @HttpCode(204)
  @Delete('auth/sessions/:id')
  async endOne(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<void> {
    await this.sessions.endOne(actor, id);
  }

  /** Changes your password and ends your other sessions. */
  @SignedIn()
  @ApiBearerAuth()
  @HttpCode(204)
  @Post('auth/password')
  async changePassword(
    @CurrentActor() actor: UserActor,
    @Body() dto: ChangePasswordDto,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.signIns.changePassword(actor, dto, clientAddressOf(request));
  }

  /** Who you are and what you may do. */
  @SignedIn()
  @ApiBearerAuth()
  @Get('me')
  me(@CurrentActor() actor: UserActor): Promise<MeView> {
    return this.users.me(actor);
  }

  /** When you are away, and who takes over meanwhile. */
  @Permit('absence.write')
  @ApiBearerAuth()
  @Get('me/absence')
  absence(@CurrentActor() actor: UserActor): Promise<AbsenceView> {
    return this.users.absenceOf(actor);
  }

  /** Says when you are away and who takes over meanwhile: reminders go to them. */
  @Permit('absence.write')
  @ApiBearerAuth()
  @Put('me/absence')
  setAbsence(@CurrentActor() actor: UserActor, @Body() dto: AbsenceDto): Promise<AbsenceView> {
    return this.accounts.setAbsence(actor, dto);
  }
}
