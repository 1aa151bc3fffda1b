import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { Marking } from '../../../kernel/marking.js';
import { IsId, OneOf, Text } from '../../../platform/errors/fields.js';
import { employerMoveOutcomes, type EmployerMoveOutcome } from './employer-move.rules.js';

/** What is done about an agreement whose covered person has changed employer. */
export class SettleEmployerMoveDto {
  @IsId()
  employerMoveId: string;

  /** The agreement was amended, the new employer was added, the person was removed, or nothing is needed. */
  @OneOf(employerMoveOutcomes)
  outcome: EmployerMoveOutcome;

  @Text({ max: 2000 })
  reason: string;
}

class NamedRef {
  id: string;
  name: string;
}

class MovedPersonView extends NamedRef {
  reference: string;
}

class EmployerMoveSettlementView {
  outcome: EmployerMoveOutcome;
  reason: string;
  settledAt: Date;
  settledBy: NamedRef;
}

export class EmployerMoveView {
  id: string;
  expert: MovedPersonView;
  /** The employer that was left, which is a party. */
  organisation: NamedRef;
  /** The last day there, Europe/London. */
  leftOn: CalendarDate;
  flaggedAt: Date;
  /** null while somebody has to look at it. */
  settlement: EmployerMoveSettlementView | null;
}

/** An agreement that still rests on an employer whom a person has left. */
export interface UnsettledMove {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly marking: Marking;
  readonly organisation: { readonly id: string; readonly name: string };
  readonly leftOn: CalendarDate;
}
