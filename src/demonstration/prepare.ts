import { withOwner } from '../start-database.js';
import type { Clock } from '../kernel/clock.js';
import type { Config } from '../platform/config.js';
import { Passwords } from '../platform/auth/passwords.js';
import { rowsOf } from '../platform/database/run-sql.js';
import { fileStoreOf } from '../platform/files/file-store-of.js';
import { demonstrationPassword, demonstrationSignIns, loadDemonstration } from './load-demonstration.js';

/** Any number will do, as long as every process takes the same one, and migrations another. */
const loadingLock = 7_203_116;

/** Loads the invented data the first time, and moves the clock to where it was left. */
export async function prepareDemonstration(config: Config, ownerUrl: string, clock: Clock): Promise<void> {
  await withOwner(ownerUrl, async (run) => {
    // Processes that start together wait for the first to have loaded it.
    await run('select pg_advisory_xact_lock($1)', [loadingLock]);
    const [state] = rowsOf<{ days: number }>(await run('select days from demonstration_clock for update'));
    if (state) return clock.moveTo(state.days);
    const passwords = new Passwords();
    await loadDemonstration(run, {
      now: clock.now(),
      today: clock.today(),
      leadAgencyName: config.leadAgency,
      files: fileStoreOf(config.files),
      hashPassword: (password) => passwords.hash(password),
    });
    // The row says that the data is there: both are kept, or neither.
    await run('insert into demonstration_clock (days) values (0)');
  });
}

/** The demonstration sign-ins, for whoever has just started the product. */
export function demonstrationBanner(): string[] {
  return [
    '  Everything in it is invented. Sign in as (the password of each is below):',
    ...demonstrationSignIns.map(({ role, email }) => `    ${role.padEnd(9)} ${email}`),
    `  Password: ${demonstrationPassword}`,
  ];
}
