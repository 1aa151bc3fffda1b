import { IsId, ListOf, Text, WholeNumber } from '../../platform/errors/fields.js';
import type { NamedRef } from './follow-ups.dto.js';

/** One of the follow-ups that are handed over, and the version of it that was seen. */
export class HandedFollowUpDto {
  @IsId()
  id: string;

  @WholeNumber(1, 2_000_000_000)
  version: number;
}

/** Several follow-ups for one colleague: all of them or none. */
export class HandOverDto {
  /** One to a hundred. */
  @ListOf(() => HandedFollowUpDto, 100)
  followUps: HandedFollowUpDto[];

  /** Who takes them on: a user of your agency. */
  @IsId()
  assigneeUserId: string;

  /** Why: kept in the audit of each. */
  @Text({ max: 2000 })
  reason: string;
}

export class UndoHandOverDto {
  /** `id` of the hand-over. */
  @IsId()
  handOverId: string;
}

export class HandOverView {
  id: string;
  to: NamedRef;
  /** Those that were handed over. One that was with that person already is left out. */
  followUpIds: string[];
  /** True once it was taken back. */
  undone: boolean;
}
