import { Global, Module, type DynamicModule, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { join } from 'node:path';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { Clock } from '../kernel/clock.js';
import type { Badge } from '../kernel/contracts.js';
import { AuditLog } from './audit/audit-log.js';
import { DisclosesInterceptor } from './audit/discloses.interceptor.js';
import { ReadLog } from './audit/read-log.js';
import { AccessGuard } from './auth/access.guard.js';
import { CookieStrategy } from './auth/cookie.strategy.js';
import { BADGES, Badges } from './pages/badges.js';
import { PageInterceptor } from './pages/page.interceptor.js';
import { Navigation, type Place } from './pages/navigation.js';
import { PageRenderer } from './pages/page-renderer.js';
import { SentOnce } from './pages/sent-once.js';
import { BearerStrategy } from './auth/bearer.strategy.js';
import { Passwords } from './auth/passwords.js';
import { AccessPolicy } from './auth/permissions.js';
import { SingleUseLinks } from './auth/single-use-links.js';
import { CONFIG, type Config } from './config.js';
import { createDataSource } from './database/data-source.js';
import { UnitOfWork } from './database/unit-of-work.js';
import { FileStore } from './files/file-store.js';
import { fileStoreOf } from './files/file-store-of.js';
import { HealthController } from './health.controller.js';
import { JobCatalogue, type JobDefinition } from './jobs/define.js';
import { JobHandlers } from './jobs/handlers.js';
import { LISTENING_ADDRESS, OutboxBell } from './jobs/bell.js';
import { PostgresQueue } from './jobs/postgres.queue.js';
import { JobQueue } from './jobs/queue.js';
import { RedisQueue } from './jobs/redis.queue.js';
import { Housekeeping } from './jobs/housekeeping.js';
import { OutboxRelay } from './jobs/relay.js';
import { JobRunner } from './jobs/runner.js';
import { ScheduledTurns } from './jobs/turns.js';
import { DevMailController } from './mail/dev-mail.controller.js';
import { FolderMailer } from './mail/folder.mailer.js';
import { Mailer } from './mail/mailer.js';
import { MarkingMailer } from './mail/marking.mailer.js';
import { NotifyMailer } from './mail/notify.mailer.js';
import { RefusedAddresses } from './mail/refused-addresses.js';
import { SmtpMailer } from './mail/smtp.mailer.js';
import { EntityTagInterceptor } from './web/entity-tag.js';
import { IdempotencyInterceptor } from './web/idempotency.interceptor.js';
import { PageLinkInterceptor } from './web/page-link.interceptor.js';

/** What the features bring to the platform, collected by `app.module`. */
export interface PlatformParts {
  readonly config: Config;
  /** The application's own database address: of `DATABASE_URL` or of the embedded server. */
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly entities: readonly EntityTarget<ObjectLiteral>[];
  readonly jobs: readonly JobDefinition[];
  readonly policy: AccessPolicy;
  /** The pages that the navigation leads to. */
  readonly places: readonly Place[];
  /** The numbers beside them. */
  readonly badges: readonly Badge[];
}

@Global()
@Module({})
export class PlatformModule implements OnModuleInit, OnApplicationShutdown {
  constructor(private readonly source: DataSource) {}

  static with(parts: PlatformParts): DynamicModule {
    return {
      module: PlatformModule,
      imports: [DiscoveryModule],
      controllers: readsKeptMail(parts.config) ? [HealthController, DevMailController] : [HealthController],
      providers: [
        { provide: CONFIG, useValue: parts.config },
        { provide: Clock, useValue: parts.clock },
        { provide: AccessPolicy, useValue: parts.policy },
        { provide: Navigation, useValue: new Navigation(parts.places, parts.policy) },
        { provide: BADGES, useValue: parts.badges },
        Badges,
        { provide: JobCatalogue, useValue: new JobCatalogue(parts.jobs) },
        { provide: DataSource, useFactory: () => createDataSource(parts.databaseUrl, parts.entities) },
        { provide: LISTENING_ADDRESS, useValue: parts.databaseUrl },
        { provide: JobQueue, useFactory: () => queueOf(parts.config, parts.databaseUrl) },
        RefusedAddresses,
        {
          provide: Mailer,
          inject: [RefusedAddresses],
          useFactory: (refused: RefusedAddresses) => mailerOf(parts.config, parts.clock, refused),
        },
        { provide: FileStore, useFactory: () => fileStoreOf(parts.config.files) },
        UnitOfWork,
        AuditLog,
        ReadLog,
        Passwords,
        SingleUseLinks,
        SentOnce,
        BearerStrategy,
        CookieStrategy,
        PageRenderer,
        JobHandlers,
        OutboxBell,
        OutboxRelay,
        ScheduledTurns,
        JobRunner,
        Housekeeping,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: PageInterceptor },
        { provide: APP_INTERCEPTOR, useClass: PageLinkInterceptor },
        { provide: APP_INTERCEPTOR, useClass: EntityTagInterceptor },
        { provide: APP_INTERCEPTOR, useClass: DisclosesInterceptor },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
      ],
      exports: [
        CONFIG,
        Clock,
        AccessPolicy,
        Navigation,
        UnitOfWork,
        AuditLog,
        ReadLog,
        Passwords,
        SingleUseLinks,
        JobCatalogue,
        SentOnce,
        JobRunner,
        OutboxBell,
        OutboxRelay,
        Mailer,
        RefusedAddresses,
        FileStore,
        DataSource,
      ],
    };
  }

  async onModuleInit(): Promise<void> {
    await this.source.initialize();
  }

  /** After every provider has let go of the database. */
  async onApplicationShutdown(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }
}

/**
 * Mail carries links that open accounts, so what was kept of it is shown where everything is invented, or to a developer on
 * their own machine; never in production.
 */
function readsKeptMail({ production, demonstration, host }: Config): boolean {
  return !production && (demonstration || ['127.0.0.1', '::1', 'localhost'].includes(host));
}

function mailerOf(config: Config, clock: Clock, refused: RefusedAddresses): Mailer {
  if (config.notify !== null) return new MarkingMailer(new NotifyMailer(config.notify), refused);
  return config.smtpUrl === null
    ? new FolderMailer(join(config.dataFolder, 'mail'), config.mailFrom, clock)
    : new MarkingMailer(new SmtpMailer(config.smtpUrl, config.mailFrom), refused);
}

function queueOf({ redisUrl }: Config, databaseUrl: string): JobQueue {
  return redisUrl === null ? new PostgresQueue(databaseUrl) : new RedisQueue(redisUrl);
}
