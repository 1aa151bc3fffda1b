// The built product's sweep at given instants, in a process of its own and so in whatever time zone `TZ` says:
// `TZ=Asia/Tokyo DATABASE_URL=… SMTP_URL=… node sweep-at.mjs 2026-06-10T09:00:00Z …`
import 'reflect-metadata';

const built = new URL('../../dist/src/', import.meta.url);
const load = (path) => import(new URL(path, built).href);
const { AppModule } = await load('app.module.js');
const { Clock } = await load('kernel/clock.js');
const { readConfig } = await load('platform/config.js');
const { createHttpApp, initialise } = await load('platform/http-app.js');
const { JobRunner } = await load('platform/jobs/runner.js');

let now = new Date();
const config = readConfig({ ...process.env, NODE_ENV: 'test', LOG_LEVEL: 'silent' });
const clock = new Clock(() => new Date(now));
const app = await createHttpApp(AppModule.with({ config, databaseUrl: config.databaseUrl, clock }), config);
await initialise(app);
for (const instant of process.argv.slice(2)) {
  now = new Date(instant);
  await app.get(JobRunner).run('reminders.sweep');
}
await app.close();
