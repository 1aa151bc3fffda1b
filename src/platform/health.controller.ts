import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import sql from 'sql-template-tag';
import { systemActor } from '../kernel/actor.js';
import { DomainError } from '../kernel/domain-error.js';
import { Public } from './auth/permissions.js';
import { CONFIG, type Config } from './config.js';
import { UnitOfWork } from './database/unit-of-work.js';
import { JobRunner } from './jobs/runner.js';

export class ReadyView {
  /** Always `ready`: what is not ready answers 503. */
  status: string;
  /** Whether jobs can be taken: `up`, `down`, or `elsewhere` where other processes run them. */
  queue: string;
}

/** For whatever watches the process. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly runner: JobRunner,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The process answers. */
  @Public()
  @Get('live')
  live(): { status: string } {
    return { status: 'live' };
  }

  /**
   * The process answers and reaches its database. A process that only runs jobs also has to reach the queue; one that answers
   * people stays ready without it, because records can be read and changed all the same.
   */
  @Public()
  @Get('ready')
  async ready(): Promise<ReadyView> {
    const { role } = this.config;
    const [database, queue] = await Promise.all([this.databaseAnswers(), role !== 'api' && this.runner.queueAnswers()]);
    const down = [
      ...(database ? [] : ['The database cannot be reached.']),
      ...(queue || role !== 'worker' ? [] : ['The queue cannot be reached.']),
    ];
    if (down.length > 0) throw new DomainError('unavailable', down.join(' '), [], { retryAfterSeconds: 5 });
    return { status: 'ready', queue: role === 'api' ? 'elsewhere' : queue ? 'up' : 'down' };
  }

  private databaseAnswers(): Promise<boolean> {
    return this.work.read(systemActor('health'), sql`select 1`).then(
      () => true,
      () => false,
    );
  }
}
