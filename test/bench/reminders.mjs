// What reminders cost: `npm run bench:reminders`. It starts the built product in this process on a database that is thrown away,
// with a million dated records in it, and a mail server on loopback in another process. It measures a morning on which 5,000
// reminders fall due, and one on which 10,000 mails go out, and fails when either takes too long or memory grows with them.
import 'reflect-metadata';
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const mostSecondsToFind = 2;
const mostSecondsToSend = 60;
const mostGrowth = 64 * 1024 * 1024;
const followUps = 600_000;
const agreements = 400_000;
const dueToFind = 5_000;
const mailsToSend = 10_000;

const built = new URL('../../dist/src/', import.meta.url);
const load = (path) => import(new URL(path, built).href);
const { AppModule } = await load('app.module.js');
const { Clock } = await load('kernel/clock.js');
const { readConfig } = await load('platform/config.js');
const { createHttpApp, initialise } = await load('platform/http-app.js');
const { ReminderPlan } = await load('features/reminders/reminder.plan.js');
const { ReminderDecisions } = await load('features/reminders/reminder.decisions.js');
const { ReminderSender } = await load('features/reminders/reminder.sender.js');
const { startDatabase } = await load('start-database.js');
const { log } = await load('platform/log.js');
log.level = 'silent';

const folder = mkdtempSync(join(tmpdir(), 'accord-bench-'));
const mails = await startMailServer();
let now = new Date('2026-06-09T09:00:00Z');
const clock = new Clock(() => new Date(now));
const config = readConfig({
  DATA_FOLDER: folder,
  DEMONSTRATION: 'false',
  LOG_LEVEL: 'silent',
  PORT: '0',
  SMTP_URL: mails.url,
});
const database = await startDatabase(config, clock.now());
const failures = [];
try {
  await fill(database.ownerUrl);
  const app = await createHttpApp(AppModule.with({ config, databaseUrl: database.url, clock }), config);
  await initialise(app);
  try {
    await measure(app);
  } finally {
    await app.close();
  }
} finally {
  await database.stop();
  mails.stop();
  rmSync(folder, { recursive: true, force: true });
}
for (const failure of failures) console.error(failure);
process.exit(failures.length > 0 ? 1 : 0);

async function measure(app) {
  const [plan, decisions, sender] = [ReminderPlan, ReminderDecisions, ReminderSender].map((one) =>
    app.get(one, { strict: false }),
  );
  const sweep = async () => ({
    plan: await seconds(() => plan.all()),
    decide: await seconds(() => decisions.decideAll()),
    send: await seconds(() => sender.sendAll()),
    sent: await mails.countSince(),
  });

  const first = await sweep();
  show('The first sweep: what was entered behind its days is made up for', first);

  // Another morning on which as many reminders fall due as are to be found.
  now = new Date('2026-06-10T09:00:00Z');
  await make(database.ownerUrl, { due: '2026-06-10', upTo: dueToFind });
  const found = await sweep();
  show(`A morning with ${found.sent} reminders due among a million dated records`, found);
  const find = found.plan + found.decide;
  if (find > mostSecondsToFind)
    failures.push(`finding what is due took ${find.toFixed(2)} s, more than ${mostSecondsToFind} s`);

  const idle = await sweep();
  show('A sweep that finds nothing', idle);

  now = new Date('2026-06-11T09:00:00Z');
  await make(database.ownerUrl, { due: '2026-06-11', upTo: mailsToSend });
  globalThis.gc?.();
  const before = process.memoryUsage();
  const sent = await sweep();
  globalThis.gc?.();
  const after = process.memoryUsage();
  show(`A morning with ${sent.sent} mails`, sent);
  const rate = mailsToSend * (sent.send / sent.sent);
  console.log(`  ${mailsToSend} mails handed over in ${rate.toFixed(1)} s`);
  if (rate > mostSecondsToSend)
    failures.push(`${mailsToSend} mails took ${rate.toFixed(1)} s, more than ${mostSecondsToSend} s`);
  const growth = after.heapUsed - before.heapUsed;
  const mb = (bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  console.log(
    `  heap ${mb(before.heapUsed)} before, ${mb(after.heapUsed)} after; resident ${mb(before.rss)}, ${mb(after.rss)}`,
  );
  if (growth > mostGrowth) failures.push(`the heap grew by ${mb(growth)} while ${sent.sent} mails were sent`);
}

function show(what, { plan, decide, send, sent }) {
  const s = (value) => `${value.toFixed(2)} s`;
  console.log(what);
  console.log(`  planned in ${s(plan)}, decided in ${s(decide)}, sent ${sent} mails in ${s(send)}`);
}

async function seconds(work) {
  const begun = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - begun) / 1e9;
}

/** A million dated records over the coming years, of one agency with twenty people. */
async function fill(ownerUrl) {
  await asOwner(ownerUrl, async (run) => {
    await run(`insert into organisations (id, kind, name, audience, created_at, updated_at)
      values ('01920000-0000-7000-8000-00000000a9e0', 'territorial_force', 'Benchmark Police (invented)', 'uk_law_enforcement', now(), now())`);
    await run(`insert into users (id, email, name, role, organisation_id, created_at, updated_at)
      select ('01920000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'person-' || n || '@benchmark.example', 'Person ' || n, 'liaison',
        '01920000-0000-7000-8000-00000000a9e0', now(), now() from generate_series(1, 20) n`);
    await run(
      `insert into follow_ups (id, agency_id, title, due_on, assignee_user_id, status, created_at, updated_at)
       select gen_random_uuid(), '01920000-0000-7000-8000-00000000a9e0', 'Benchmark promise ' || n, date '2026-06-12' + (n % 3650)::integer,
         ('01920000-0000-7000-8000-' || lpad((1 + n % 20)::text, 12, '0'))::uuid, 'open', now(), now() from generate_series(1, $1::bigint) n`,
      [followUps],
    );
    await run(
      `insert into agreements (id, reference, type, title, agency_id, owner_user_id, stage, effective_on, end_on, notice_count, notice_unit,
         executed_on, created_at, updated_at)
       select gen_random_uuid(), 'AGR-2025-' || n, 'mou', 'Benchmark agreement ' || n, '01920000-0000-7000-8000-00000000a9e0',
         ('01920000-0000-7000-8000-' || lpad((1 + n % 20)::text, 12, '0'))::uuid, 'executed', date '2026-01-01',
         date '2026-06-12' + (n % 7300)::integer, case when n % 2 = 0 then 3 end, case when n % 2 = 0 then 'months' end, date '2025-12-15',
         now(), now() from generate_series(1, $1::bigint) n`,
      [agreements],
    );
    await run('analyze');
  });
}

/** More follow-ups that are due on a day. */
async function make(ownerUrl, { due, upTo }) {
  await asOwner(ownerUrl, async (run) => {
    const { rows } = await run(
      `select count(*)::integer as many from reminders where state = 'scheduled' and message_id is null and send_on <= $1`,
      [due],
    );
    await run(
      `insert into follow_ups (id, agency_id, title, due_on, assignee_user_id, status, created_at, updated_at)
       select gen_random_uuid(), '01920000-0000-7000-8000-00000000a9e0', 'Benchmark promise of a day ' || n, $1::date,
         ('01920000-0000-7000-8000-' || lpad((1 + n % 20)::text, 12, '0'))::uuid, 'open', now(), now() from generate_series(1, $2::bigint) n`,
      [due, Math.max(0, upTo - rows[0].many)],
    );
    await run('analyze follow_ups');
    await run('analyze reminders');
  });
}

async function asOwner(ownerUrl, work) {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await work((text, values) => client.query(text, values));
  } finally {
    await client.end();
  }
}

/** In a process of its own, so that its work is not counted as ours. */
async function startMailServer() {
  const child = fork(new URL('./mail-server.mjs', import.meta.url), { stdio: 'inherit' });
  const next = () => new Promise((resolve) => child.once('message', resolve));
  const { url } = await next();
  let counted = 0;
  return {
    url,
    stop: () => child.kill(),
    /** How many it has accepted since it was last asked. */
    countSince: async () => {
      child.send('count');
      const { count } = await next();
      const since = count - counted;
      counted = count;
      return since;
    },
  };
}
