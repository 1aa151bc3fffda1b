import { addMonths, isAfter, isBefore } from '../kernel/calendar-date.js';
import type { RunSql } from '../platform/database/run-sql.js';
import type { InventedAgreement } from './invented-agreement.js';
import { agencyIds } from './bodies.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import { createRandom } from './random.js';
import { staffId } from './staff.js';
import type { Timeline } from './timeline.js';

interface Duty {
  readonly what: string;
  /** Whether the institution owes it, or the agency. */
  readonly by: 'institution' | 'agency';
  /** Months between one time and the next; owed once without. */
  readonly months?: number;
  readonly survivesEnd?: boolean;
  readonly shared?: boolean;
}

const duties: Readonly<Record<string, readonly Duty[]>> = {
  mou: [{ what: 'Hold the yearly review of the partnership', by: 'agency', months: 12 }],
  nda: [{ what: 'Return or destroy what was shared', by: 'institution', survivesEnd: true }],
  data_sharing: [
    { what: 'Confirm who still has access to the data', by: 'institution', months: 6, shared: true },
    { what: 'Confirm that the data was deleted', by: 'institution', survivesEnd: true, shared: true },
  ],
  data_processing: [{ what: 'Send the record of processing', by: 'institution', months: 12 }],
  research_collaboration: [{ what: 'Send the progress report', by: 'institution', months: 6, shared: true }],
  research_contract: [
    { what: 'Send the progress report', by: 'institution', months: 3, shared: true },
    { what: 'Pay the next instalment', by: 'agency', months: 6 },
  ],
  secondment: [{ what: 'Meet the person and their line manager', by: 'agency', months: 3, shared: true }],
};

/** What the parties owe each other: most of what has fallen due is done, and some is late. */
export async function insertObligations(
  run: RunSql,
  time: Timeline,
  leadAgencyId: string,
  agreements: readonly InventedAgreement[],
): Promise<void> {
  const random = createRandom('obligations');
  const agencies = agencyIds(leadAgencyId);
  const obligations: Row[] = [];
  const occurrences: Row[] = [];
  for (const one of agreements)
    for (const [index, duty] of (duties[one.plan.type] ?? []).entries()) {
      const { plan, owner, institutions, createdOffset, executedOffset } = one;
      const { what, by, months, survivesEnd = false, shared = false } = duty;
      const id = demonstrationId('obligation', `${one.number}-${index}`);
      const start = plan.startsIn ?? createdOffset + 60;
      const dueOn = time.day(survivesEnd ? (plan.endsIn ?? start + 700) + 30 : start + random.pick([30, 60, 90]));
      const created = time.moment(createdOffset, 90);
      obligations.push({
        id,
        version: 1,
        agreement_id: one.id,
        agency_id: agencies[one.agency],
        organisation_id: by === 'agency' ? agencies[one.agency] : institutions[0].id,
        what,
        owner_user_id: staffId(owner),
        due_on: dueOn,
        every_count: months ?? null,
        every_unit: months === undefined ? null : 'months',
        survives_end: survivesEnd,
        shared_with_academic: shared,
        created_by_user_id: staffId(owner),
        created_at: created,
        updated_at: created,
      });
      const [today, recently] = [time.day(0), time.day(-100)];
      for (let number = 0; executedOffset !== null && (months !== undefined || number === 0); number += 1) {
        const day = addMonths(dueOn, number * (months ?? 0));
        if (isAfter(day, today)) break;
        // What is late has become so of late.
        if (isBefore(day, recently) || random.chance(0.7))
          occurrences.push({
            id: demonstrationId('occurrence', `${one.number}-${index}-${number}`),
            obligation_id: id,
            due_on: day,
            progress: 'fulfilled',
            evidence: by === 'agency' ? 'Done, and noted in the file.' : 'Received and read.',
            recorded_by_user_id: staffId(owner),
            recorded_at: `${day}T15:00:00Z`,
          });
      }
    }
  await insertRows(run, 'obligations', obligations);
  await insertRows(run, 'obligation_occurrences', occurrences);
}
