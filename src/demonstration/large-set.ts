import { organisationId } from '../features/organisations/register/load-organisations.js';
import { type RunSql, rowsOf } from '../platform/database/run-sql.js';
import * as statements from './large-set.sql.js';
import { everyFamilyName, everyGivenName } from './names.js';

export interface LargeSetOptions {
  experts: number;
  /** One for a hundred experts when absent. */
  agreements?: number;
  /** Ten for each expert, a million at most, when absent. */
  interactions?: number;
  /** One for five experts when absent. */
  followUps?: number;
  now: Date;
  /** As the register of agencies spells it. */
  leadAgencyName: string;
  /** Told after each batch, for whoever is waiting. */
  report?: (table: string, done: number, of: number) => void;
}

const expertBatch = 20_000;
const rowBatch = 100_000;
const institutions = 120;

/**
 * Invented rows by the hundred thousand, to see what the product does with them. The registers must be loaded; a second call adds
 * to the first. Written by the database alone and in batches, so that no statement runs for long. The rows are shaped for
 * volume: their texts are dull and what is said in them says that it is invented.
 */
export async function loadLargeSet(run: RunSql, options: LargeSetOptions): Promise<void> {
  const { experts, now } = options;
  const agreements = options.agreements ?? Math.floor(experts / 100);
  const interactions = options.interactions ?? Math.min(experts * 10, 1_000_000);
  const followUps = options.followUps ?? Math.floor(experts / 5);
  const lead = organisationId(options.leadAgencyName);
  const report = options.report ?? (() => undefined);

  await run(statements.insertInstitutions, [institutions, now]);
  const firstExpert = await reserve(run, 'expert_references', experts);
  const firstAgreement = await reserve(run, 'agreement_references', agreements);

  await inBatches(experts, expertBatch, async (from, to) => {
    const range = [firstExpert + from, firstExpert + to];
    await run(statements.insertExperts, [...range, now, lead, everyGivenName, everyFamilyName]);
    await run(statements.insertAffiliations, [...range, now, institutions]);
    await run(statements.insertExpertise, [...range, now]);
    await run(statements.insertRelationships, [...range, now, lead, firstExpert, interactions]);
    report('experts', to + 1, experts);
  });
  await inBatches(agreements, expertBatch, async (from, to) => {
    const range = [firstAgreement + from, firstAgreement + to];
    await run(statements.insertAgreements, [...range, now, lead]);
    await run(statements.insertParties, [...range, lead, institutions]);
    await run(statements.insertCoveredPersons, [...range, firstExpert, experts]);
    await run(statements.insertApprovals, range);
    report('agreements', to + 1, agreements);
  });
  await inBatches(interactions, rowBatch, async (from, to) => {
    await run(statements.insertInteractions, [from, to, now, lead, firstExpert, experts]);
    await run(statements.insertParticipants, [from, to, firstExpert, experts]);
    report('interactions', to + 1, interactions);
  });
  await inBatches(followUps, rowBatch, async (from, to) => {
    await run(statements.insertFollowUps, [from, to, now, lead, firstExpert, experts]);
    report('follow-ups', to + 1, followUps);
  });
  // Plans made before the statistics are known would be those of empty tables.
  await run(statements.analyse);
}

/** Takes the next `count` numbers of a sequence and answers the first of them. */
async function reserve(run: RunSql, sequence: string, count: number): Promise<number> {
  if (count === 0) return 0;
  const answer = await run('select setval($1::regclass, nextval($1::regclass) + $2 - 1) as last', [sequence, count]);
  return Number(rowsOf<{ last: number | string }>(answer)[0].last) - count + 1;
}

async function inBatches(
  count: number,
  size: number,
  work: (from: number, to: number) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < count; from += size) await work(from, Math.min(from + size, count) - 1);
}
