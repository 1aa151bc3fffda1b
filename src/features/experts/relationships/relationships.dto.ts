import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { markings, sharings, type Marking, type Sharing } from '../../../kernel/marking.js';
import { IsDate, IsId, Nullable, OneOf, Optional, Text, WholeNumber } from '../../../platform/errors/fields.js';
import { relationshipStages, type RelationshipStage } from './relationship.rules.js';

/** Any of the facts. Left out: unchanged. null: cleared. */
export class ChangeRelationshipDto {
  /** Another stage; together with `reason`. After `former` only `contact`. */
  @Optional()
  @OneOf(relationshipStages)
  stage?: RelationshipStage;

  /** Why the stage changes: kept in the history. This person can ask for a copy. */
  @Optional()
  @Text({ max: 1000 })
  reason?: string;

  /** Who looks after it: a user of your agency. */
  @Nullable()
  @IsId()
  ownerUserId?: string | null;

  @Nullable()
  @IsId()
  deputyUserId?: string | null;

  /** How often to be in touch, in days. */
  @Nullable()
  @WholeNumber(1, 1826)
  cadenceDays?: number | null;

  /** Puts contact off: it is not due before this day, Europe/London, whatever the cadence says. */
  @Nullable()
  @IsDate()
  contactDeferredUntil?: CalendarDate | null;

  /** How the person came to you, such as "Conference". */
  @Nullable()
  @Text({ max: 500 })
  source?: string | null;

  /** Belongs to your agency; not shown in the product to the person. This person can ask for a copy. */
  @Nullable()
  @Text({ max: 10_000 })
  notes?: string | null;

  /**
   * Delivery, subject strength, view of conflicts. Belongs to your agency; not shown in the product to the person.
   * This person can ask for a copy.
   */
  @Nullable()
  @Text({ max: 10_000 })
  assessment?: string | null;

  @Optional()
  @OneOf(markings)
  marking?: Marking;

  /** Who may handle it and how, such as RECIPIENTS ONLY. */
  @Nullable()
  @Text({ max: 200 })
  handling?: string | null;

  /** How much of it other agencies see: `named` hides even that it exists. */
  @Optional()
  @OneOf(sharings)
  sharing?: Sharing;
}

/** A relationship of your agency, owned by you unless you say otherwise, at the stage `contact` unless you say otherwise. */
export class CreateRelationshipDto extends ChangeRelationshipDto {
  /** The day it began, Europe/London: today unless you say otherwise. */
  @Optional()
  @IsDate()
  sinceOn?: CalendarDate;
}

class NamedRef {
  id: string;
  name: string;
}

class StageChangeView {
  from: RelationshipStage | null;
  to: RelationshipStage;
  reason: string;
  by: NamedRef | null;
  at: Date;
}

export class RelationshipView {
  id: string;
  /** Counts the changes; the ETag. */
  version: number;
  expertId: string;
  agency: NamedRef;
  owner: NamedRef | null;
  /** The day it began, Europe/London. */
  sinceOn: CalendarDate;
  /** True when you are told only part of it: what follows and is null belongs to the agency. */
  partial: boolean;
  stage: RelationshipStage | null;
  deputy: NamedRef | null;
  cadenceDays: number | null;
  lastContactAt: Date | null;
  /** The day that contact was put off to. */
  contactDeferredUntil: CalendarDate | null;
  /** London date of the last contact, or of the beginning, and the cadence; or the day it was put off to, if later. */
  nextContactDueOn: CalendarDate | null;
  source: string | null;
  /** This person can ask for a copy. */
  notes: string | null;
  /** This person can ask for a copy. */
  assessment: string | null;
  marking: Marking;
  handling: string | null;
  sharing: Sharing | null;
  /** The stages passed, oldest first. */
  history: StageChangeView[] | null;
  updatedAt: Date | null;
}
