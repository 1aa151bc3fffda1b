import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { UserActor } from '../../../kernel/actor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Public, SignedIn } from '../../../platform/auth/permissions.js';
import { clientAddressOf } from '../../../platform/web/client-address.js';
import { UserQueries } from '../users.queries.js';
import { ChangePasswordDto, MeView, RefreshDto, SessionView, SignInDto } from './auth.dto.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';

@ApiTags('auth')
@Controller('api/v1')
export class AuthApiController {
  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: SessionsService,
    private readonly users: UserQueries,
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
}
