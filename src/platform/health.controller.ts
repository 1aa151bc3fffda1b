import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import sql from 'sql-template-tag';
import { systemActor } from '../kernel/actor.js';
import { DomainError } from '../kernel/domain-error.js';
import { Public } from './auth/permissions.js';
import { UnitOfWork } from './database/unit-of-work.js';

/** For whatever watches the process. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly work: UnitOfWork) {}

  /** The process answers. */
  @Public()
  @Get('live')
  live(): { status: string } {
    return { status: 'live' };
  }

  /** The process answers and reaches its database. */
  @Public()
  @Get('ready')
  async ready(): Promise<{ status: string }> {
    try {
      await this.work.read(systemActor('health'), sql`select 1`);
    } catch {
      throw new DomainError('unavailable', 'The database cannot be reached.', [], { retryAfterSeconds: 5 });
    }
    return { status: 'ready' };
  }
}
