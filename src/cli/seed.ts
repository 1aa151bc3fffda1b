import { parseArgs } from 'node:util';
import { loadLargeSet } from '../demonstration/large-set.js';
import { prepareDemonstration } from '../demonstration/prepare.js';
import { Clock } from '../kernel/clock.js';
import { ConfigError, readConfig } from '../platform/config.js';
import { startDatabase, withOwner } from '../start-database.js';

const usage = 'npm run seed -- --experts 100000 [--agreements 1000] [--interactions 1000000] [--follow-ups 20000]';

/** Adds a large invented set to the database that `npm start` uses, whether or not the product is running. */
async function seed(): Promise<void> {
  const counts = countsFrom(process.argv.slice(2));
  const config = readConfig(process.env);
  if (config.production)
    throw new ConfigError('NODE_ENV is "production", where invented rows are never loaded: run the seed elsewhere.');
  const clock = new Clock();
  const started = performance.now();
  const database = await startDatabase(config, clock.now());
  try {
    if (config.demonstration) await prepareDemonstration(config, database.ownerUrl, clock);
    await withOwner(database.ownerUrl, (run) =>
      loadLargeSet(run, {
        ...counts,
        now: clock.now(),
        leadAgencyName: config.leadAgency,
        report: (table, done, of) => process.stdout.write(`${done} of ${of} ${table}\n`),
      }),
    );
  } finally {
    await database.stop();
  }
  process.stdout.write(`Done in ${Math.round((performance.now() - started) / 1000)} seconds.\n`);
}

interface Counts {
  experts: number;
  agreements?: number;
  interactions?: number;
  followUps?: number;
}

/** Throws ConfigError, whose message is one sentence, when an option is unknown or no whole number. */
function countsFrom(args: string[]): Counts {
  const names = ['experts', 'agreements', 'interactions', 'follow-ups'] as const;
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({ args, options }));
  } catch {
    throw new ConfigError(`The options were not understood; the seed is run as: ${usage}`);
  }
  const count = (name: (typeof names)[number]): number | undefined => {
    const value = values[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || !/^\d{1,7}$/.test(value))
      throw new ConfigError(`--${name} is "${String(value)}", but must be a whole number below ten million.`);
    return Number(value);
  };
  const experts = count('experts');
  if (!experts) throw new ConfigError(`--experts is missing or zero; the seed is run as: ${usage}`);
  return {
    experts,
    agreements: count('agreements'),
    interactions: count('interactions'),
    followUps: count('follow-ups'),
  };
}

seed().catch((error: unknown) => {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`The seed failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
