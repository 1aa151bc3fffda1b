import type { RunSql } from '../platform/database/run-sql.js';
import { affiliationId } from './affiliations.js';
import { moveReason } from './agreement-texts.js';
import type { InventedAgreement } from './invented-agreement.js';
import { agencyIds } from './bodies.js';
import type { InventedEmployerMove } from './employer-moves.js';
import { demonstrationId, insertRows } from './insert.js';
import { staffId } from './staff.js';
import type { Timeline } from './timeline.js';

const daysToSettle = 9;
const over = ['withdrawn', 'terminated', 'superseded', 'expired'];

/** Flags every agreement that rests on the employer, as the product does, with the follow-up that somebody looks at it. */
export async function insertEmployerMoves(
  run: RunSql,
  time: Timeline,
  leadAgencyId: string,
  agreements: readonly InventedAgreement[],
  moves: readonly InventedEmployerMove[],
): Promise<void> {
  const flagged = moves.flatMap((move) =>
    agreements
      .filter(({ plan, covered, institutions }) => {
        return !over.includes(plan.status) && covered.includes(move.expert) && institutions.includes(move.from);
      })
      .map((agreement) => ({ move, agreement })),
  );
  await insertRows(
    run,
    'agreement_employer_moves',
    flagged.map(({ move, agreement }) => {
      const settledAt = move.settled ? time.moment(move.leftOffset + daysToSettle, 200) : null;
      return {
        id: demonstrationId('employer move', `${agreement.number}/${move.expert.number}`),
        agreement_id: agreement.id,
        expert_id: move.expert.id,
        affiliation_id: affiliationId(move.expert, 'current'),
        organisation_id: move.from.id,
        left_on: time.day(move.leftOffset),
        flagged_at: time.moment(move.leftOffset + 1, 60),
        outcome: settledAt && 'amended',
        settlement_reason: settledAt && moveReason,
        settled_at: settledAt,
        settled_by_user_id: settledAt && staffId(agreement.owner),
      };
    }),
  );
  const agencies = agencyIds(leadAgencyId);
  await insertRows(
    run,
    'follow_ups',
    flagged.map(({ move, agreement }) => {
      const { leftOffset, settled } = move;
      const opened = time.moment(leftOffset + 1, 61);
      const done = settled ? time.moment(leftOffset + daysToSettle, 205) : null;
      return {
        id: demonstrationId('follow-up of a move', `${agreement.number}/${move.expert.number}`),
        agency_id: agencies[agreement.agency],
        marking: agreement.plan.sensitive ? 'OFFICIAL-SENSITIVE' : 'OFFICIAL',
        sharing: agreement.plan.sensitive ? 'named' : 'agency',
        title: 'Look at this agreement: somebody it covers leaves an employer that is a party',
        details:
          'Amend it, add the new employer, take the person off, or say why nothing is needed. The page of the agreement asks which.',
        due_on: time.day(leftOffset + 15),
        priority: 'normal',
        status: settled ? 'done' : 'open',
        outcome: settled ? 'Settled on the page of the agreement.' : null,
        completed_on: settled ? time.day(leftOffset + daysToSettle) : null,
        completed_at: done,
        completed_by_user_id: settled ? staffId(agreement.owner) : null,
        about_agreement_id: agreement.id,
        created_at: opened,
        updated_at: done ?? opened,
      };
    }),
  );
}
