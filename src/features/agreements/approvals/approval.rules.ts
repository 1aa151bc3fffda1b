import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { FieldProblem } from '../../../kernel/domain-error.js';

/** What is looked at before anybody signs. `business`: whoever answers for the work wants the agreement. */
export const approvalKinds = [
  'business',
  'legal',
  'data_protection',
  'information_security',
  'commercial',
  'ethics',
] as const;
export type ApprovalKind = (typeof approvalKinds)[number];

/** One decision that an agreement still waits for. */
export interface PendingApproval {
  readonly id: string;
  readonly kind: ApprovalKind;
  readonly assigneeUserId: string;
  readonly assigneeName: string;
  /** Who decides instead while the assignee is away today; null when the assignee is here or named no cover. */
  readonly standInUserId: string | null;
  readonly askedByUserId: string;
  /** False while those that are asked first have not all approved. */
  readonly open: boolean;
}

/** What submitting says of one approval. */
export interface NamedApproval {
  readonly kind: ApprovalKind;
  readonly assigneeUserId: string;
  /** By when, Europe/London. */
  readonly dueOn?: CalendarDate;
}

export interface ApprovalAnswers {
  /** Who gives each approval that `approvals` does not name. */
  readonly assigneeUserId?: string;
  readonly dueOn?: CalendarDate;
  readonly approvals?: readonly NamedApproval[];
  /** True: one after the other, in the order of their kinds' list. */
  readonly serial?: boolean;
}

/** An approval that is about to be asked for; those of the lowest position are asked at once, the others after them. */
export interface PlannedApproval extends NamedApproval {
  readonly position: number;
}

/** How many days somebody has who was given no day. */
export const usualDaysToDecide = 10;

/**
 * The approvals that a submission asks for: every kind the agreement needs, and what else was named. Each kind has one assignee;
 * one person may give several.
 */
export function plannedApprovals(
  needed: readonly ApprovalKind[],
  { assigneeUserId, dueOn, approvals = [], serial = false }: ApprovalAnswers,
): { readonly planned: PlannedApproval[]; readonly problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  approvals.forEach(({ kind }, index) => {
    if (approvals.findIndex((one) => one.kind === kind) !== index)
      problems.push({ pointer: `/approvals/${index}/kind`, detail: 'Name each kind of approval once.' });
  });
  const kinds = [...needed, ...approvals.map(({ kind }) => kind).filter((kind) => !needed.includes(kind))];
  const planned = [...new Set(kinds)].flatMap((kind, index): PlannedApproval[] => {
    const named = approvals.find((one) => one.kind === kind);
    const assignee = named?.assigneeUserId ?? assigneeUserId;
    if (assignee === undefined) {
      problems.push({
        pointer: approvals.length === 0 ? '/assigneeUserId' : '/approvals',
        detail: approvals.length === 0 ? 'Say who is to approve it.' : `Say who gives the ${approvalWords[kind]}.`,
      });
      return [];
    }
    const due = named?.dueOn ?? dueOn;
    return [{ kind, assigneeUserId: assignee, ...(due && { dueOn: due }), position: serial ? index + 1 : 1 }];
  });
  return { planned, problems: problems.filter(onceEach) };
}

/** The pending approvals that somebody can decide today, as the assignee or as the cover of one who is away. */
export function decidableBy(pending: readonly PendingApproval[], userId: string): PendingApproval[] {
  return pending.filter(
    ({ open, assigneeUserId, standInUserId }) => open && (assigneeUserId === userId || standInUserId === userId),
  );
}

/** Whom the agreement waits for, as a sentence for somebody else who wants to decide. */
export function waitsFor(pending: readonly PendingApproval[]): string {
  const open = pending.filter((one) => one.open);
  if (new Set(open.map(({ assigneeUserId }) => assigneeUserId)).size <= 1)
    return `This is with ${open.at(0)?.assigneeName ?? 'nobody'}, who alone can decide it.`;
  const who = open.map(({ assigneeName, kind }) => `${assigneeName} (${approvalWords[kind]})`);
  return `This is with ${who.slice(0, -1).join(', ')} and ${who.at(-1)}: each of them has to decide.`;
}

/** Within a sentence. */
export const approvalWords: Readonly<Record<ApprovalKind, string>> = {
  business: 'business approval',
  legal: 'legal approval',
  data_protection: 'data protection approval',
  information_security: 'information security approval',
  commercial: 'commercial approval',
  ethics: 'ethics approval',
};

function onceEach({ pointer, detail }: FieldProblem, index: number, all: readonly FieldProblem[]): boolean {
  return all.findIndex((one) => one.pointer === pointer && one.detail === detail) === index;
}
