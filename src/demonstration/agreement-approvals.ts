import { approvalsNeededBy } from '../features/agreements/agreement.lifecycle.js';
import { type ApprovalKind, usualDaysToDecide } from '../features/agreements/approvals/approval.rules.js';
import type { RunSql } from '../platform/database/run-sql.js';
import { isUploadedWording } from './agreement-wording-files.js';
import { approvalReasons, approvedReasons } from './agreement-texts.js';
import { wordingOf } from './agreement-wording.js';
import { approvedOffsetOf, type InventedAgreement } from './invented-agreement.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import { createRandom, type Random } from './random.js';
import { type StaffKey, staffId } from './staff.js';
import type { Timeline } from './timeline.js';

/** One decision of a round, in days from today; `asked` is null while those before it have not decided. */
interface Asked {
  readonly kind: ApprovalKind;
  readonly position: number;
  readonly asked: number | null;
  readonly decision: 'approved' | 'returned' | 'delegated' | 'cancelled' | null;
  readonly decided: number | null;
  readonly assignee?: StaffKey;
  readonly delegatedFrom?: string;
}

/** Who was asked, side by side or one after the other, what each decided and why: what the product keeps as its log. */
export async function insertAgreementApprovals(
  run: RunSql,
  time: Timeline,
  agreements: readonly InventedAgreement[],
): Promise<void> {
  const random = createRandom('agreement approvals');
  await insertRows(
    run,
    'agreement_approvals',
    agreements.flatMap((one) => roundsOf(one).flatMap((round, number) => rowsOf(random, time, one, round, number))),
  );
}

/** Whoever gave the last approval, with which the product settles the wording. */
export function lastApproverOf(one: InventedAgreement): StaffKey {
  const last = roundsOf(one).at(-1)!.at(-1)!;
  return last.assignee ?? assigneeOf(one, last.kind);
}

function roundsOf(one: InventedAgreement): Asked[][] {
  const { plan, createdOffset, number } = one;
  const kinds = kindsOf(one);
  const asked = createdOffset + 1;
  switch (plan.status) {
    case 'draft':
      return plan.createdAgo >= 25 ? [returnedRound(kinds, asked, asked + 4)] : [];
    case 'in_approval':
      return [openRound(kinds, Math.floor(createdOffset / 2), number)];
    case 'withdrawn':
      return [kinds.map((kind) => ({ kind, position: 1, asked, decision: 'cancelled', decided: -plan.closedAgo! }))];
    default: {
      const decided = approvedOffsetOf(one)!;
      const returned = number % 9 === 4 && decided - asked > 12;
      const first = returned ? [returnedRound(kinds, asked, asked + 5)] : [];
      return [...first, approvedRound(one, kinds, returned ? asked + 7 : Math.min(asked, decided), decided)];
    }
  }
}

function kindsOf(one: InventedAgreement): ApprovalKind[] {
  const departsFromTemplate = isUploadedWording(one) || (wordingOf(one)?.changed ?? false);
  return approvalsNeededBy({ type: one.plan.type, departsFromTemplate });
}

/** One return ends the round. */
function returnedRound(kinds: readonly ApprovalKind[], asked: number, decided: number): Asked[] {
  return kinds.map((kind, index) => ({
    ...{ kind, position: 1, asked, decided },
    decision: index === 0 ? 'returned' : 'cancelled',
  }));
}

/** Of one in three the first has been given; of one in four the later are asked for after it. */
function openRound(kinds: readonly ApprovalKind[], asked: number, number: number): Asked[] {
  const given = number % 3 === 1 && kinds.length > 1 ? 1 : 0;
  const serial = number % 4 === 0;
  return kinds.map((kind, index) => {
    const position = serial ? index + 1 : 1;
    if (index < given) return { kind, position, asked, decision: 'approved', decided: asked + 2 };
    const waits = serial && index > given;
    return { kind, position, asked: waits ? null : asked, decision: null, decided: null };
  });
}

/** The last of them is given on the day on which the agreement goes to its signatories. */
function approvedRound(one: InventedAgreement, kinds: readonly ApprovalKind[], asked: number, last: number): Asked[] {
  const serial = one.number % 4 === 0;
  let before = asked;
  const given = kinds.map((kind, index): Asked => {
    const decided = asked + Math.ceil(((last - asked) * (index + 1)) / kinds.length);
    const from = serial ? before : asked;
    before = decided;
    return { kind, position: serial ? index + 1 : 1, asked: from, decision: 'approved', decided };
  });
  return one.agency === 'lead' && one.number % 11 === 3 ? handedOn(one, given) : given;
}

/** The first was handed to somebody else, who gave it. */
function handedOn(one: InventedAgreement, [first, ...others]: readonly Asked[]): Asked[] {
  const handed = Math.min(first.asked! + 1, first.decided!);
  const assignee = assigneeOf(one, first.kind) === 'approver' ? 'legalApprover' : 'approver';
  return [
    { ...first, decision: 'delegated', decided: handed },
    { ...first, asked: handed, assignee, delegatedFrom: first.kind },
    ...others,
  ];
}

function assigneeOf({ agency }: InventedAgreement, kind: ApprovalKind): StaffKey {
  if (agency === 'police') return 'policeApprover';
  if (kind === 'data_protection') return 'dataApprover';
  return kind === 'legal' ? 'legalApprover' : 'approver';
}

function rowsOf(
  random: Random,
  time: Timeline,
  one: InventedAgreement,
  round: readonly Asked[],
  number: number,
): Row[] {
  const idOf = (kind: string, handed: boolean): string =>
    demonstrationId('approval', `${one.number}/${number}/${kind}${handed ? '/handed' : ''}`);
  return round.map((approval, index): Row => {
    const { kind, position, asked, decision, decided, delegatedFrom } = approval;
    const assignee = staffId(approval.assignee ?? assigneeOf(one, kind));
    const bySomebody = decision !== null && decision !== 'cancelled';
    return {
      id: idOf(kind, delegatedFrom !== undefined),
      agreement_id: one.id,
      kind,
      position,
      assignee_user_id: assignee,
      asked_by_user_id: staffId(one.owner),
      asked_at: asked === null ? null : time.moment(asked, 90),
      due_on: asked === null ? null : time.day(asked + usualDaysToDecide),
      decision,
      reason: bySomebody
        ? random.pick(decision === 'approved' ? approvedReasons[kind] : approvalReasons[decision])
        : null,
      decided_at: decided === null ? null : time.moment(decided, 240 + index * 20),
      decided_by_user_id: bySomebody ? assignee : null,
      delegated_from_id: delegatedFrom === undefined ? null : idOf(delegatedFrom, false),
    };
  });
}
