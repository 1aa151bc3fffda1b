import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/identifier.js';
import { passwordProblem } from '../features/users/password.rules.js';
import { Passwords } from '../platform/auth/passwords.js';
import { ConfigError, readConfig } from '../platform/config.js';
import { rowsOf, type RunSql } from '../platform/database/run-sql.js';
import { startDatabase, withOwner } from '../start-database.js';

const usage =
  'npm run first-admin -- --email name@agency.example --name "Given Family", with the password as the first line of input';

/** Makes the first admin of an installation, who makes everybody else. Refused once there is an admin. */
async function makeFirstAdmin(): Promise<void> {
  const { email, name } = optionsFrom(process.argv.slice(2));
  const config = readConfig(process.env);
  const password = await firstLine();
  const problem = passwordProblem(password, { words: ['accord', ...name.split(' '), email.split('@')[0]] });
  if (problem !== null) throw new ConfigError(problem);
  const clock = new Clock();
  const database = await startDatabase(config, clock.now());
  try {
    const hash = await new Passwords().hash(password);
    await withOwner(database.ownerUrl, (run) =>
      insertAdmin(run, { email, name, hash, now: clock.now(), leadAgency: config.leadAgency }),
    );
  } finally {
    await database.stop();
  }
  process.stdout.write('Done: sign in with that address and password.\n');
}

interface FirstAdmin {
  email: string;
  name: string;
  hash: string;
  now: Date;
  leadAgency: string;
}

async function insertAdmin(run: RunSql, { email, name, hash, now, leadAgency }: FirstAdmin): Promise<void> {
  await run('lock table users in share row exclusive mode');
  const [{ admins }] = rowsOf<{ admins: boolean }>(
    await run(`select exists (select 1 from users where role = 'admin' and disabled_at is null) as admins`),
  );
  if (admins) throw new ConfigError('There is an admin already: ask them to make your account.');
  const [agency] = rowsOf<{ id: string }>(await run('select id from organisations where name = $1', [leadAgency]));
  if (!agency) throw new ConfigError(`LEAD_AGENCY is "${leadAgency}", which is not in the register of agencies.`);
  const id = newId();
  await run(
    `insert into users (id, email, name, role, organisation_id, password_hash, password_changed_at, created_at, updated_at)
     values ($1, $2, $3, 'admin', $4, $5, $6, $6, $6)`,
    [id, email, name, agency.id, hash, now],
  );
  await run(
    `insert into audit_entries (id, at, actor_job, verb, record_kind, record_id) values ($1, $2, 'first-admin', 'user.create', 'user', $3)`,
    [newId(), now, id],
  );
}

function optionsFrom(args: string[]): { email: string; name: string } {
  try {
    const { values } = parseArgs({ args, options: { email: { type: 'string' }, name: { type: 'string' } } });
    if (values.name?.trim() && /^[^\s@<>]+@[^\s@<>]+$/.test(values.email ?? ''))
      return { email: values.email!, name: values.name.trim() };
  } catch {
    // Falls through to the sentence below.
  }
  throw new ConfigError(`The options were not understood; run it as: ${usage}`);
}

/** Never an argument: those stand in the list of processes. */
async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  if (process.stdin.isTTY) process.stderr.write('Password (it will be seen as you type): ');
  for await (const line of lines) {
    lines.close();
    return line;
  }
  throw new ConfigError(`No password was given; run it as: ${usage}`);
}

makeFirstAdmin().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : `It failed: ${(error as Error).message}`}\n`);
  process.exit(1);
});
