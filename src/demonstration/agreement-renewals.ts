import type { RunSql } from '../platform/database/run-sql.js';
import { achievements, renewalReasons } from './agreement-texts.js';
import { type InventedAgreement, predecessorOf } from './invented-agreement.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import { createRandom, type Random } from './random.js';
import { staffId } from './staff.js';
import type { Timeline } from './timeline.js';

/** How long before its end it was decided what becomes of an agreement, in days. */
const daysDecidedAhead = 35;

/** The terms of each executed agreement, one after the other, and what was decided at the end of each. */
export async function insertAgreementRenewals(
  run: RunSql,
  time: Timeline,
  agreements: readonly InventedAgreement[],
): Promise<void> {
  const random = createRandom('agreement renewals');
  const executed = agreements.filter(({ executedOffset }) => executedOffset !== null);
  await insertRows(
    run,
    'agreement_terms',
    executed.flatMap((one) => termsOf(time, one)),
  );
  await insertRows(run, 'agreement_renewal_decisions', [
    ...executed.flatMap((one) => [...renewals(random, time, one), ...endings(random, time, one)]),
    ...agreements.flatMap((one) => renegotiations(random, time, one, predecessorOf(one, agreements))),
  ]);
}

function termsOf(time: Timeline, { id, plan }: InventedAgreement): Row[] {
  const ends = [...(plan.renewedAt ?? []), plan.endsIn];
  return ends.map((end, index) => ({
    agreement_id: id,
    number: index + 1,
    effective_on: time.day(index === 0 ? plan.startsIn! : plan.renewedAt![index - 1] + 1),
    end_on: end === undefined ? null : time.day(end),
  }));
}

function renewals(random: Random, time: Timeline, one: InventedAgreement): Row[] {
  const { renewedAt = [], endsIn } = one.plan;
  return renewedAt.map((end, index) => {
    const newEnd = time.day(renewedAt[index + 1] ?? endsIn!);
    return decision(random, time, one, 'renew', end, end - daysDecidedAhead, { new_end_on: newEnd });
  });
}

/** Left to lapse, or ended before its day by a decision about it. */
function endings(random: Random, time: Timeline, one: InventedAgreement): Row[] {
  const { letLapseAgo, status, closedAgo, endsIn } = one.plan;
  if (letLapseAgo !== undefined) return [decision(random, time, one, 'let_lapse', endsIn, -letLapseAgo)];
  return status === 'terminated' ? [decision(random, time, one, 'terminate', endsIn, -closedAgo! - 10)] : [];
}

/** With which the draft of its successor was made. */
function renegotiations(random: Random, time: Timeline, successor: InventedAgreement, one?: InventedAgreement): Row[] {
  if (one === undefined) return [];
  const more = { successor_id: successor.id };
  return [decision(random, time, one, 'renegotiate', one.plan.endsIn, successor.createdOffset, more)];
}

function decision(
  random: Random,
  time: Timeline,
  one: InventedAgreement,
  what: keyof typeof renewalReasons,
  endsIn: number | undefined,
  decided: number,
  more: Row = {},
): Row {
  return {
    id: demonstrationId('renewal decision', `${one.number}/${what}/${endsIn ?? ''}`),
    agreement_id: one.id,
    decision: what,
    reason: random.pick(renewalReasons[what]),
    achieved: random.pick(achievements),
    end_on: endsIn === undefined ? null : time.day(endsIn),
    new_end_on: null,
    successor_id: null,
    decided_by_user_id: staffId(one.owner),
    decided_at: time.moment(decided, 120),
    ...more,
  };
}
