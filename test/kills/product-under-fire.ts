import { DataSource } from 'typeorm';
import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { addDays } from '../../src/kernel/calendar-date.js';
import { Clock } from '../../src/kernel/clock.js';
import { createDataSource } from '../../src/platform/database/data-source.js';
import { PostgresQueue } from '../../src/platform/jobs/postgres.queue.js';
import type { JobQueue } from '../../src/platform/jobs/queue.js';
import { RedisQueue } from '../../src/platform/jobs/redis.queue.js';
import { Factory, type Person } from '../support/factory.js';
import { startPrivatePostgres, type PrivatePostgres } from '../support/private-postgres.js';
import { dataFolder, freePort } from '../support/product.js';
import { startPrivateRedis, type TestRedis } from '../support/redis.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';
import { Supervised } from '../support/supervised.js';

export type Target = 'worker' | 'api' | 'postgres' | 'redis';

const wakeMilliseconds = 500;
/** A worker that lives has said how a message ended long before this; the product itself waits two minutes. */
const leaseSeconds = 10;

/** The product as two processes, with every server it needs, each of which may be killed. */
export class ProductUnderFire {
  readonly requests = { accepted: [] as string[], refused: 0 };
  private waking: NodeJS.Timeout | null = null;
  private readonly clock = new Clock();

  private constructor(
    readonly postgres: PrivatePostgres,
    readonly redis: TestRedis | null,
    readonly smtp: SmtpPeer,
    readonly api: Supervised,
    readonly worker: Supervised,
    readonly source: DataSource,
    private readonly queue: JobQueue,
    private readonly apiBase: string,
    private readonly owner: Person,
    private readonly removeFolder: () => void,
  ) {}

  static async start(backend: 'PostgreSQL' | 'Redis'): Promise<ProductUnderFire> {
    const folder = dataFolder();
    const postgres = await startPrivatePostgres();
    const redis = backend === 'Redis' ? await startPrivateRedis() : null;
    const smtp = await startSmtpPeer();
    const source = await createDataSource(postgres.applicationUrl, []).initialize();
    const make = new Factory(source, new Clock());
    const owner = await make.user('liaison', (await make.agency()).id);
    const environment = {
      DATABASE_URL: postgres.applicationUrl,
      MIGRATION_DATABASE_URL: postgres.ownerUrl,
      ...(redis && { REDIS_URL: redis.url }),
      SMTP_URL: smtp.url,
      DATA_FOLDER: folder.path,
    };
    const [apiPort, workerPort] = [String(await freePort()), String(await freePort())];
    return new ProductUnderFire(
      postgres,
      redis,
      smtp,
      Supervised.start({ ...environment, ROLE: 'api', PORT: apiPort }),
      Supervised.start({ ...environment, ROLE: 'worker', PORT: workerPort }),
      source,
      redis ? new RedisQueue(redis.url) : new PostgresQueue(postgres.applicationUrl),
      `http://127.0.0.1:${apiPort}`,
      owner,
      () => folder.remove(),
    );
  }

  /**
   * Wakes the sweep twice a second rather than once a minute, and ends leases of the dead after ten seconds rather than two minutes:
   * the same work in less time. Whatever is away just then is woken the next time.
   */
  beginWaking(): void {
    const wake = async (): Promise<void> => {
      await this.queue.open();
      // One that waits is enough: more would only keep other work waiting.
      if ((await this.queue.waiting()) < 2) await this.queue.add([{ job: sweep.name, work: {} }]);
      await this.source.query(
        `update reminder_messages set leased_until = $1::timestamptz - interval '1 second'
         where state = 'sending' and leased_until > $1 and leased_until < $1::timestamptz + make_interval(secs => $2)`,
        [this.clock.machineNow(), 120 - leaseSeconds],
      );
    };
    let busy = false;
    this.waking = setInterval(() => {
      if (busy) return;
      busy = true;
      void wake()
        .catch(() => undefined)
        .finally(() => (busy = false));
    }, wakeMilliseconds);
  }

  /** Agreements whose thirty-day reminder fell due yesterday, whatever the hour now is. PostgreSQL has to be there. */
  async feed(number: number): Promise<void> {
    const make = new Factory(this.source, this.clock);
    for (let made = 0; made < number; made += 1)
      await make.agreement({
        agency_id: this.owner.organisationId,
        owner_user_id: this.owner.id,
        stage: 'executed',
        executed_on: '2025-12-15',
        end_on: addDays(this.clock.today(), 29),
      });
  }

  /** Asks the API to keep something. What it accepted must be there in the end; what it could not is refused in its own words. */
  async request(): Promise<void> {
    const answer = await fetch(`${this.apiBase}/api/v1/follow-ups`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.owner.token}` },
      body: JSON.stringify({ title: 'Send the invented figures', dueOn: '2030-01-02' }),
      signal: AbortSignal.timeout(20_000),
    }).catch(() => null);
    // Nobody there, or gone before they could answer.
    if (answer === null) return;
    const body = (await answer.json().catch(() => null)) as { id?: string } | null;
    if (answer.status === 201 && body?.id !== undefined) this.requests.accepted.push(body.id);
    else if (answer.status === 503) this.requests.refused += 1;
    else if (body !== null) throw new Error(`the API answered ${answer.status}: ${JSON.stringify(body)}`);
  }

  isUp(target: Target): Promise<boolean> {
    return target === 'worker' || target === 'api' ? this[target].isReady() : Promise.resolve(true);
  }

  /** SIGKILL. Processes of the product come back by themselves. */
  async kill(target: Target): Promise<void> {
    if (target === 'postgres') await this.postgres.crash();
    else if (target === 'redis') await this.redis!.kill();
    else await this[target].kill();
  }

  /** Servers come back when this says so. */
  async bringBack(target: Target): Promise<void> {
    if (target === 'postgres') await this.postgres.restart();
    if (target === 'redis') await this.redis!.start();
  }

  async stop(): Promise<void> {
    if (this.waking) clearInterval(this.waking);
    await Promise.all([this.api.stop(), this.worker.stop()]);
    await this.queue.close();
    await this.source.destroy();
    await this.smtp.close();
    await this.redis?.stop();
    await this.postgres.stop();
    this.removeFolder();
  }
}
