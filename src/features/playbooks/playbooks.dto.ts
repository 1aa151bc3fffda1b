import { PartialType } from '@nestjs/swagger';
import { ArrayMinSize, IsBoolean } from 'class-validator';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { dayCounts, type DayCount } from '../../kernel/day-offsets.js';
import {
  IsDate,
  IsId,
  ListOf,
  Nullable,
  ObjectOf,
  OneOf,
  Optional,
  Text,
  WholeNumber,
} from '../../platform/errors/fields.js';
import { followUpPriorities, type FollowUpPriority } from '../follow-ups/follow-up.lifecycle.js';
import {
  furthestDay,
  mostSteps,
  playbookEvents,
  playbookSubjects,
  stepTakers,
  type PlaybookEvent,
  type PlaybookSubject,
  type StepTaker,
} from './playbook.rules.js';

/** One follow-up of a playbook. */
export class PlaybookStepDto {
  /** What is promised. Name nobody: it stands in every follow-up that comes of it. */
  @Text({ max: 200 })
  title: string;

  /** So many days after the start date; 0 is the start date itself. */
  @WholeNumber(0, furthestDay)
  offsetDays: number;

  /** Every day, or from Monday to Friday without the bank holidays of the agency. */
  @OneOf(dayCounts)
  dayCount: DayCount;

  @OneOf(followUpPriorities)
  priority: FollowUpPriority;

  /** `owner`: whoever looks after the record by then. `starter`: whoever starts the playbook; an event has none. */
  @OneOf(stepTakers)
  assignee: StepTaker;
}

class PlaybookTermsDto {
  @Text({ max: 120 })
  name: string;

  /** Twenty at most. */
  @ArrayMinSize(1)
  @ListOf(() => PlaybookStepDto, mostSteps)
  steps: PlaybookStepDto[];

  /** The event that can start it; null: by hand alone. */
  @Nullable()
  @OneOf(playbookEvents)
  beginsOn?: PlaybookEvent | null;

  /** Whether that event starts it by itself: once for each record. */
  @Optional()
  @IsBoolean()
  beginsByItself?: boolean;
}

/** A playbook of your agency; of an administrator, one for all agencies. */
export class CreatePlaybookDto extends PlaybookTermsDto {
  /** What it is about. */
  @OneOf(playbookSubjects)
  aboutKind: PlaybookSubject;
}

/** Left out: unchanged. */
export class ChangePlaybookDto extends PartialType(PlaybookTermsDto, { skipNullProperties: false }) {
  /** True retires it: nobody starts it any more, and what came of it stays. False brings it back. */
  @Optional()
  @IsBoolean()
  retired?: boolean;
}

export class PlaybookAboutDto {
  @OneOf(playbookSubjects)
  kind: PlaybookSubject;

  @IsId()
  id: string;
}

export class StartPlaybookDto {
  /** The record that it is started about, of the kind that the playbook is for. */
  @ObjectOf(() => PlaybookAboutDto)
  about: PlaybookAboutDto;

  /** The day from which its days are counted, Europe/London. */
  @IsDate()
  startsOn: CalendarDate;
}

export class PlaybookPreviewQuery {
  /** The day from which its days are counted, Europe/London; today unless you say otherwise. */
  @Optional()
  @IsDate()
  startsOn?: CalendarDate;
}

export class PlaybookStartsQuery {
  @OneOf(playbookSubjects)
  kind: PlaybookSubject;

  @IsId()
  id: string;
}

class PlaybookStepView {
  title: string;
  offsetDays: number;
  dayCount: DayCount;
  priority: FollowUpPriority;
  assignee: StepTaker;
}

export class PlaybookView {
  id: string;
  /** Counts the changes; the ETag. */
  version: number;
  name: string;
  /** Null: for all agencies. */
  agency: { id: string; name: string } | null;
  aboutKind: PlaybookSubject;
  steps: PlaybookStepView[];
  beginsOn: PlaybookEvent | null;
  beginsByItself: boolean;
  /** Since when nobody starts it any more, Europe/London. */
  retiredOn: CalendarDate | null;
  /** Whether you may change it. */
  changeable: boolean;
  updatedAt: Date;
}

export class PlaybookList {
  /** By name, those that were retired last. */
  items: PlaybookView[];
}

export class PlannedFollowUpView extends PlaybookStepView {
  dueOn: CalendarDate;
}

export class PlaybookPreview {
  /** In the order of the days. */
  items: PlannedFollowUpView[];
}

/** One time that a playbook was started about a record. */
export class PlaybookStartView {
  id: string;
  playbook: { id: string; name: string };
  startsOn: CalendarDate;
  /** The event that started it; null by hand. */
  event: PlaybookEvent | null;
  startedBy: { id: string; name: string } | null;
  startedAt: Date;
  /** How many of its follow-ups you may see, and how many of them are still to do. */
  followUps: number;
  toDo: number;
}

export class PlaybookStartList {
  /** The latest first, fifty at most. */
  items: PlaybookStartView[];
}
