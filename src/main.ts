import 'reflect-metadata';
import { AppModule } from './app.module.js';
import { demonstrationBanner, prepareDemonstration } from './demonstration/prepare.js';
import { Clock } from './kernel/clock.js';
import { ConfigError, readConfig, type Config } from './platform/config.js';
import { createHttpApp, initialise } from './platform/http-app.js';
import { OutboxBell } from './platform/jobs/bell.js';
import { QueueUnfit } from './platform/jobs/queue.js';
import { JobRunner } from './platform/jobs/runner.js';
import { log } from './platform/log.js';
import { serveOpenApi } from './platform/openapi.js';
import { startDatabase } from './start-database.js';

async function start(): Promise<void> {
  const config = readConfig(process.env);
  log.level = config.logLevel;
  const clock = new Clock();
  const database = await startDatabase(config, clock.now());
  if (config.demonstration) await prepareDemonstration(config, database.ownerUrl, clock);
  const app = await createHttpApp(AppModule.with({ config, databaseUrl: database.url, clock }), config);
  if (!config.production && config.role !== 'worker') serveOpenApi(app);
  await initialise(app);
  if (config.role === 'api') app.get(OutboxBell).tellWorkers();
  else await app.get(JobRunner).start();
  await app.listen(config.port, config.host);
  stopOnSignal(async () => {
    await app.close();
    await database.stop();
  });
  announce(config, await app.getUrl());
}

/** Drains on SIGTERM and Ctrl-C: requests and jobs finish, then the database stops. A second signal does not wait. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'the stop failed');
          process.exit(1);
        },
      );
    });
}

function mailWords({ notify, smtpUrl, dataFolder, production }: Config, address: string): string {
  if (notify !== null) return '  Mail goes through GOV.UK Notify';
  if (smtpUrl !== null) return '  Mail goes to the server of SMTP_URL';
  return `  Mail goes to files under ${dataFolder}/mail${production ? '' : `, readable at ${address}/dev/mail`}`;
}

function announce(config: Config, address: string): void {
  if (config.role === 'worker')
    return void process.stdout.write(`Accord runs jobs; ${address}/health/ready says how it is\n`);
  const lines = [
    `Accord is running at ${address}`,
    ...(config.production ? [] : [`  API reference: ${address}/api/docs`]),
    mailWords(config, address),
    ...(config.demonstration ? demonstrationBanner() : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

start().catch((error: unknown) => {
  if (error instanceof ConfigError || error instanceof QueueUnfit) process.stderr.write(`${error.message}\n`);
  else if ((error as { code?: string }).code === 'EADDRINUSE')
    process.stderr.write('PORT is taken by another program: choose another, such as PORT=3001 npm start.\n');
  else log.fatal({ err: error }, 'the start failed');
  process.exit(1);
});
