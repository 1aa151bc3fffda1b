import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { log } from '../../../platform/log.js';
import { bodiesOf } from '../../../platform/mail/letter.js';
import { Mailer, RefusedAddress } from '../../../platform/mail/mailer.js';
import { Alarms } from '../../../platform/pages/alarms.js';
import { momentWords } from '../../../platform/pages/words.js';
import { sweep } from '../../reminders/reminders.jobs.js';
import { isSilent } from './job.health.rules.js';

const checkMilliseconds = 15_000;
const actor = systemActor('jobs.alarm');

/**
 * Notices that reminders are not being sent any more, and says so: on every page of administrators and liaisons, and to
 * administrators by mail, once for each outage. It runs where pages are answered, since the process that sends may be the dead one.
 */
@Injectable()
export class SweepAlarm implements BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  /** A product that was stopped overnight is given time for its first sweep. */
  private watchedSince: Date;

  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly alarms: Alarms,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.watchedSince = clock.machineNow();
  }

  start(): void {
    this.watchedSince = this.clock.machineNow();
    this.timer = setInterval(() => {
      // While the database or the mail server is away, what was known before stands, and the next check tries again.
      this.check().catch((error: unknown) => log.info({ err: error }, 'the reminders could not be looked after'));
    }, checkMilliseconds);
  }

  beforeApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }

  async check(): Promise<void> {
    const run = await this.work.readOne<{ at: Date | null }>(
      actor,
      sql`select last_succeeded_at as at from job_runs where job = ${sweep.name}`,
    );
    const lastSucceededAt = run?.at ?? null;
    const facts = { everySeconds: sweep.everySeconds, lastSucceededAt, watchedSince: this.watchedSince };
    if (!isSilent(facts, this.clock.machineNow())) return this.alarms.clear(sweep.name);
    this.alarms.raise(sweep.name, {
      needs: 'alarms.read',
      text: alarmWords(lastSucceededAt),
      link: { needs: 'jobs.read', href: '/admin/jobs', text: 'See the jobs' },
    });
    await this.work.transaction(actor, (tx) => this.tellAdministrators(tx, lastSucceededAt));
  }

  /** Whoever notes it first tells of it. A mail that could not be handed over takes the note back. */
  private async tellAdministrators(tx: Transaction, lastSucceededAt: Date | null): Promise<void> {
    await tx.query(sql`insert into job_runs (job) values (${sweep.name}) on conflict do nothing`);
    const [mine] = await tx.query(sql`
      update job_runs set alarmed_at = ${this.clock.machineNow()} where job = ${sweep.name}
        and last_succeeded_at is not distinct from ${lastSucceededAt}
        and (alarmed_at is null or alarmed_at <= last_succeeded_at) returning job`);
    if (!mine) return;
    log.error({ job: sweep.name, lastSucceededAt }, 'reminders have stopped');
    const administrators = await tx.query<{ id: string; email: string }>(
      sql`select id, email from users where role = 'admin' and disabled_at is null order by id`,
    );
    for (const { id, email } of administrators) await this.tell(id, email, lastSucceededAt);
  }

  private async tell(userId: string, to: string, lastSucceededAt: Date | null): Promise<void> {
    const { hostname, href } = this.config.publicBaseUrl;
    try {
      await this.mailer.send({
        // The same for every attempt at telling the same person of the same outage.
        messageId: `<alarm-${lastSucceededAt?.getTime() ?? 0}-${userId}@${hostname}>`,
        to,
        ...bodiesOf({
          subject: 'Accord: reminders have stopped',
          parts: [alarmWords(lastSucceededAt), { href: new URL('/admin/jobs', href).href, words: 'See the jobs' }],
        }),
      });
    } catch (error) {
      if (!(error instanceof RefusedAddress)) throw error;
      log.warn({ userId }, 'the mail server refused the address of an administrator');
    }
  }
}

function alarmWords(lastSucceededAt: Date | null): string {
  const last = lastSucceededAt === null ? 'has not run yet' : `last ran well on ${momentWords(lastSucceededAt)}`;
  return `Reminders have stopped: the job that sends them ${last}. None is lost: they go out when it works again.`;
}
