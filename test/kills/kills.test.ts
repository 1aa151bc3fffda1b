import { randomInt } from 'node:crypto';
import { silenceLog } from '../support/log.js';
import { describeWithOwnRedis } from '../support/redis.js';
import { runKills, type KillFigures } from './kill-run.js';

/** `npm run test:soak` sets these to the full figure. */
const setting = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const kills = setting('ACCORD_KILLS', 20);
const reminders = setting('ACCORD_REMINDERS', 60);
/** A run that failed can be had again, as far as chance decided it. */
const seed = setting('ACCORD_SEED', randomInt(1_000_000));

beforeAll(silenceLog);

describe('reminders under SIGKILL', () => {
  it('are never lost with the queue in PostgreSQL', () => survives('PostgreSQL'), 3_600_000 + kills * 60_000);
});
describeWithOwnRedis('reminders under SIGKILL', () => {
  it('are never lost with the queue in Redis', () => survives('Redis'), 3_600_000 + kills * 60_000);
});

async function survives(backend: 'PostgreSQL' | 'Redis'): Promise<void> {
  // Its figures are of use even where it passes.
  const say = (line: string): void => void process.stderr.write(`${backend}: ${line}\n`);
  say(`seed ${seed}`);
  const figures = await runKills({ backend, reminders, kills, seed, say });
  say(JSON.stringify(figures));
  // The seed stands in what Jest shows of a failure.
  expect({ seed, ...fault(figures) }).toEqual({
    seed,
    lost: 0,
    duplicatesNotFlagged: 0,
    messagesTooMany: 0,
    requestsLost: 0,
    owed: 0,
  });
  expect(Object.values(figures.kills).reduce((sum, number) => sum + number)).toBe(kills);
  expect(figures.received).toBeGreaterThanOrEqual(reminders);
  // Otherwise nothing was asked of it: neither of mails that hang between two answers, nor of people's requests.
  expect(figures.aimed).toBeGreaterThan(0);
  expect(figures.requestsAccepted).toBeGreaterThan(0);
}

const fault = ({ lost, duplicates, duplicatesFlagged, messagesTooMany, requestsLost, owed }: KillFigures) => ({
  lost,
  duplicatesNotFlagged: duplicates - duplicatesFlagged,
  messagesTooMany,
  requestsLost,
  owed,
});
