import { isAfter, type CalendarDate } from '../../../kernel/calendar-date.js';
import type { FieldProblem } from '../../../kernel/domain-error.js';
import type { AgreementStage } from '../agreement.status.rules.js';

/** The agreement under which another is to stand, as far as the rules ask. */
export interface ParentFacts {
  readonly id: string;
  readonly reference: string;
  readonly agencyId: string;
  readonly stage: AgreementStage;
  /** Under which it stands itself, and so on upward. */
  readonly ancestorIds: readonly string[];
}

/** What is wrong with the parent of an agreement; null where none is there that the actor may see. */
export function problemsOfParent(
  { id, agencyId }: { readonly id: string; readonly agencyId: string },
  parent: ParentFacts | null,
): FieldProblem[] {
  const wrong = (detail: string): FieldProblem[] => [{ pointer: '/parentId', detail }];
  if (parent === null)
    return wrong('This names an agreement that is not there, or that you cannot use here. Choose another.');
  if (parent.id === id) return wrong('An agreement does not stand under itself. Choose another.');
  if (parent.agencyId !== agencyId)
    return wrong(`Another agency keeps ${parent.reference}. An agreement stands under one that the same agency keeps.`);
  if (parent.stage === 'withdrawn') return wrong(`${parent.reference} was withdrawn. Choose another.`);
  return parent.ancestorIds.includes(id)
    ? wrong(`${parent.reference} stands under this agreement already, so this one cannot stand under it.`)
    : [];
}

/** Whether an agreement lasts longer than the one it stands under; null is no last day. Nothing outlives what has no end. */
export function outlivesParent(lastDayOn: CalendarDate | null, parentLastDayOn: CalendarDate | null): boolean {
  if (parentLastDayOn === null) return false;
  return lastDayOn === null || isAfter(lastDayOn, parentLastDayOn);
}
