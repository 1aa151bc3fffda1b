import { createHash, timingSafeEqual } from 'node:crypto';
import { Controller, Get, Header, Headers, Inject } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { systemActor } from '../../../kernel/actor.js';
import { notFound } from '../../../kernel/domain-error.js';
import { Public } from '../../../platform/auth/permissions.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import { JobQueries } from './jobs.queries.js';
import { metricsOf } from './metrics.rules.js';

/** For whatever watches the installation: figures by a token of its own, and nothing at all until one is set. */
@ApiTags('health')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly queries: JobQueries,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** How the jobs are doing and what waits, in the text format of Prometheus; 404 without the token of METRICS_TOKEN. */
  @Public()
  @ApiProduces('text/plain')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('cache-control', 'no-store')
  @Get()
  async show(@Headers('authorization') authorization?: string): Promise<string> {
    const { metricsToken } = this.config;
    // A wrong token finds as little as nobody's: there is nothing here for people to sign in to.
    if (metricsToken === null || !isSame(authorization ?? '', `Bearer ${metricsToken}`)) throw notFound('page');
    return metricsOf(await this.queries.overview(systemActor('metrics')));
  }
}

/** In the same time whatever is wrong with it. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
