import { PartialType } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { isId } from '../../kernel/identifier.js';
import { markings, sharings, type Marking, type Sharing } from '../../kernel/marking.js';
import { Holds, IsDate, IsId, Nullable, ObjectOf, OneOf, Optional, Text } from '../../platform/errors/fields.js';
import { ListQuery } from '../../platform/errors/list-query.js';
import { LogInteractionDto } from '../interactions/interactions.dto.js';
import { followUpPriorities, followUpSteps, type FollowUpPriority, type FollowUpStep } from './follow-up.lifecycle.js';
import { followUpStates, type FollowUpState } from './follow-up.rules.js';
import { RecurrenceDto, RecurrenceView } from './recurrence/recurrence.dto.js';

export const followUpSubjects = ['expert', 'agreement', 'interaction', 'organisation'] as const;
/** What a follow-up can be about. */
export type FollowUpSubject = (typeof followUpSubjects)[number];

/** What is promised. */
export class FollowUpPromiseDto {
  @Text({ max: 200 })
  title: string;

  @Nullable()
  @Text({ max: 5000 })
  details?: string | null;

  /** The last day in time, Europe/London; overdue from the day after. */
  @IsDate()
  dueOn: CalendarDate;

  /** `normal` unless you say otherwise. */
  @Optional()
  @OneOf(followUpPriorities)
  priority?: FollowUpPriority;

  /**
   * How it comes round again; null or left out: it happens once. On a change, another rhythm, or another `dueOn` together with
   * this, begins a new count from the due day; `dueOn` alone moves this time only, and null ends it after this time.
   */
  @Nullable()
  @ObjectOf(() => RecurrenceDto)
  repeats?: RecurrenceDto | null;
}

/** The follow-up that comes after the one that is completed: about the same, shared alike, for the same people unless told. */
export class NextFollowUpDto extends FollowUpPromiseDto {
  /** A user of your agency. Left out: whoever had the one before. null: it falls to whoever looks after what it is about. */
  @Nullable()
  @IsId()
  assigneeUserId?: string | null;

  @Nullable()
  @IsId()
  deputyUserId?: string | null;
}

export class FollowUpAboutDto {
  @OneOf(followUpSubjects)
  kind: FollowUpSubject;

  @IsId()
  id: string;
}

export class CreateFollowUpDto extends FollowUpPromiseDto {
  /** A user of your agency. Left out: it falls to whoever looks after what it is about. */
  @Nullable()
  @IsId()
  assigneeUserId?: string | null;

  @Nullable()
  @IsId()
  deputyUserId?: string | null;

  /** One expert, agreement, interaction or organisation, when it is about one. */
  @Nullable()
  @ObjectOf(() => FollowUpAboutDto)
  about?: FollowUpAboutDto | null;

  /** The interaction in which it was promised, to be logged in the same step; the follow-up is about it. Instead of `about`. */
  @Optional()
  @ObjectOf(() => LogInteractionDto)
  interaction?: LogInteractionDto;

  @Optional()
  @OneOf(markings)
  marking?: Marking;

  /** Who may handle it and how, such as RECIPIENTS ONLY. */
  @Nullable()
  @Text({ max: 200 })
  handling?: string | null;

  /** `agency` unless you say otherwise; `named` when it is OFFICIAL-SENSITIVE. */
  @Optional()
  @OneOf(sharings)
  sharing?: Sharing;
}

/** Any of what is promised, while it is open. Left out: unchanged. null: cleared. */
export class ChangeFollowUpDto extends PartialType(FollowUpPromiseDto, { skipNullProperties: false }) {}

export class FollowUpStepDto {
  @OneOf(followUpSteps)
  step: FollowUpStep;

  /** complete: what came of it. */
  @Optional()
  @Text({ max: 2000 })
  outcome?: string;

  /** complete: the day it was done, Europe/London; today unless told. */
  @Optional()
  @IsDate()
  on?: CalendarDate;

  /** complete: the follow-up to schedule next, in the same step. */
  @Optional()
  @ObjectOf(() => NextFollowUpDto)
  next?: NextFollowUpDto;

  /** complete, cancel: true when it does not come round again. Otherwise the next time of what repeats opens in the same step. */
  @Optional()
  @IsBoolean()
  endsRecurrence?: boolean;

  /** snooze: the day on which it comes back, Europe/London. The day it is due stays as it is. */
  @Optional()
  @IsDate()
  until?: CalendarDate;

  /** reassign: a user of your agency. */
  @Optional()
  @IsId()
  assigneeUserId?: string;

  /** reassign, cancel, reopen: why. */
  @Optional()
  @Text({ max: 2000 })
  reason?: string;
}

export class NamedRef {
  id: string;
  name: string;
}

export class FollowUpListQuery extends ListQuery {
  /** Words of the title. */
  @Optional()
  @Text({ max: 200 })
  q?: string;

  /**
   * What it is today: `open` is not due yet. `to_do` is whatever is neither done nor cancelled, and `any` is everything, as when
   * this is left out.
   */
  @Optional()
  @OneOf([...followUpStates, 'to_do', 'any'])
  state?: FollowUpState | 'to_do' | 'any';

  /** Whose turn it is, also when it falls to them for want of an assignee: the id of a user, or `me`. */
  @Optional()
  @Holds(
    'isUserOrMe',
    (value) => value === 'me' || isId(value),
    (label) => `${label} must be the id of a user, or "me".`,
  )
  assigneeUserId?: string;

  /** Due on this day at the latest, Europe/London. */
  @Optional()
  @IsDate()
  dueBefore?: CalendarDate;

  /** An expert it is about, directly or by way of an interaction. */
  @Optional()
  @IsId()
  expertId?: string;

  /** The agreement it is about, directly or by way of an interaction. */
  @Optional()
  @IsId()
  agreementId?: string;

  /** Words of the name, title or subject, or the reference, of what it is about, directly or by way of an interaction. */
  @Optional()
  @Text({ max: 200 })
  about?: string;
}

export class FollowUpAboutView {
  kind: FollowUpSubject;
  id: string;
  /** Its name or subject, or its reference and title. */
  label: string;
}

class OpenStepView {
  step: FollowUpStep;
  /** Why it cannot be taken just now; null when it can. */
  blockedBecause: string | null;
}

export class FollowUpSummaryView {
  id: string;
  /** Counts the changes; the ETag. */
  version: number;
  title: string;
  /** The last day in time. */
  dueOn: CalendarDate;
  /** What it is today in Europe/London: computed, never stored. */
  state: FollowUpState;
  priority: FollowUpPriority;
  /** The agency that keeps it. */
  agency: NamedRef;
  /** Who it was given to. */
  assignee: NamedRef | null;
  /** Whose turn it is: the assignee, or whoever it falls to; to other agencies the assignee alone. */
  effectiveAssignee: NamedRef | null;
  /** null when it is about nothing in particular, or about a record that the reader may not see. */
  about: FollowUpAboutView | null;
  /** The day on which it comes back or came back. */
  snoozedUntil: CalendarDate | null;
  /** The day it was done or cancelled. */
  completedOn: CalendarDate | null;
  marking: Marking;
  sharing: Sharing;
  updatedAt: Date;
}

export class FollowUpView extends FollowUpSummaryView {
  details: string | null;
  deputy: NamedRef | null;
  handling: string | null;
  /** What came of it, or why it was cancelled. */
  outcome: string | null;
  /** For one that is done: on the day it was due or before, or later. */
  keptOrLate: 'kept' | 'late' | null;
  completedAt: Date | null;
  completedBy: NamedRef | null;
  /** How it comes round again; null when it happens once. */
  repeats: RecurrenceView | null;
  /** The one it was scheduled after, when the reader may see that. */
  continuesId: string | null;
  /** The one scheduled after it, when the reader may see that. */
  nextFollowUpId: string | null;
  /** The steps this reader could take, and what stands in the way. */
  steps: OpenStepView[];
  createdBy: NamedRef | null;
  createdAt: Date;
}

export class FollowUpPage {
  items: FollowUpSummaryView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}

export class FollowUpCount {
  /** How many the reader may see, up to 1,000. */
  count: number;
  /** True when there are more than `count` says. */
  more: boolean;
}
