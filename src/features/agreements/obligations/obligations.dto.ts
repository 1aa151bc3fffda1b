import { PartialType } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { isId } from '../../../kernel/identifier.js';
import type { Marking } from '../../../kernel/marking.js';
import {
  Holds,
  IsDate,
  IsId,
  Nullable,
  OneOf,
  Optional,
  Text,
  WebAddress,
  WholeNumber,
} from '../../../platform/errors/fields.js';
import { ListQuery } from '../../../platform/errors/list-query.js';
import {
  obligationStates,
  obligationSteps,
  progresses,
  recurrenceUnits,
  type ObligationState,
  type ObligationStep,
  type Progress,
  type RecurrenceUnit,
} from './obligation.rules.js';

/** An obligation of an agreement. Somebody looks after it: a user of your agency, or a person of the other side by name. */
export class CreateObligationDto {
  /** What is owed. */
  @Text({ max: 500 })
  what: string;

  /** The party that owes it. */
  @IsId()
  organisationId: string;

  /** Who looks after it: a user of your agency. Either this or `ownerName`. */
  @Nullable()
  @IsId()
  ownerUserId?: string | null;

  /** Who looks after it for the other side: a name as the agreement has it among its people. */
  @Nullable()
  @Text({ max: 200 })
  ownerName?: string | null;

  /** The day on which it falls due, Europe/London; the first of them when it comes round again. */
  @IsDate()
  dueOn: CalendarDate;

  /** How often it comes round again, together with `everyUnit`; left out when it is owed once. Months count from `dueOn`. */
  @Nullable()
  @WholeNumber(1, 120)
  everyCount?: number | null;

  @Nullable()
  @OneOf(recurrenceUnits)
  everyUnit?: RecurrenceUnit | null;

  /** The last day on which it may fall due again; without one it goes on until the agreement ends. */
  @Nullable()
  @IsDate()
  untilOn?: CalendarDate | null;

  /** Owed after the agreement has ended too, such as the deletion of data. */
  @Optional()
  @IsBoolean()
  survivesEnd?: boolean;

  /** Whether the academics whom the agreement covers see it. */
  @Optional()
  @IsBoolean()
  sharedWithAcademic?: boolean;
}

/** Any of the terms. Left out: unchanged. null: cleared. Naming one owner takes the place of the other. */
export class ChangeObligationDto extends PartialType(CreateObligationDto, {
  skipNullProperties: false,
}) {}

/** How it stands with one time that it fell due. What is left out is cleared. */
export class ObligationProgressDto {
  /** The day on which it fell or falls due: one of `occurrences`. */
  @IsDate()
  dueOn: CalendarDate;

  @OneOf(progresses)
  progress: Progress;

  /** What shows it: asked for with `partly` and `fulfilled`. */
  @Nullable()
  @Text({ max: 2000 })
  evidence?: string | null;

  /** Where it can be read. */
  @Nullable()
  @WebAddress()
  evidenceUrl?: string | null;

  /** Why it is not owed this time: asked for with `lapsed`. */
  @Nullable()
  @Text({ max: 1000 })
  reason?: string | null;
}

/** `lapse`: from today on nobody owes it any more. `resume`: they do again. */
export class ObligationStepDto {
  @OneOf(obligationSteps)
  step: ObligationStep;

  /** Why. */
  @Text({ max: 1000 })
  reason: string;
}

export const obligationStateFilters = [...obligationStates, 'to_do'] as const;
export type ObligationStateFilter = (typeof obligationStateFilters)[number];

export class ObligationListQuery extends ListQuery {
  /** What it is today; `to_do` is whatever is neither fulfilled nor lapsed. */
  @Optional()
  @OneOf(obligationStateFilters)
  state?: ObligationStateFilter;

  /** Who looks after it: the id of a user, or `me`. */
  @Optional()
  @Holds(
    'isUserOrMe',
    (value) => value === 'me' || isId(value),
    (label) => `${label} must be the id of a user, or "me".`,
  )
  ownerUserId?: string;

  @Optional()
  @IsId()
  agreementId?: string;

  /** Words of the agreement's title, or its reference. */
  @Optional()
  @Text({ max: 200 })
  agreement?: string;
}

class NamedRef {
  id: string;
  name: string;
}

class AgreementRef {
  id: string;
  reference: string;
  title: string;
}

export class ObligationSummaryView {
  id: string;
  /** Counts the changes; the ETag. */
  version: number;
  agreement: AgreementRef;
  /** The agency that keeps the agreement. */
  agency: NamedRef;
  /** That of the agreement. */
  marking: Marking;
  what: string;
  /** Who owes it. */
  party: NamedRef;
  /** Who looks after it, when that is a user. */
  owner: NamedRef | null;
  /** Who looks after it for the other side. */
  ownerName: string | null;
  /** The first day on which it falls due and that is neither fulfilled nor lapsed; else the last of all. Europe/London. */
  dueOn: CalendarDate;
  /** What it is today, on that day's account: computed, never stored. */
  state: ObligationState;
  /** How many times it is overdue. */
  overdue: number;
  everyCount: number | null;
  everyUnit: RecurrenceUnit | null;
  sharedWithAcademic: boolean;
}

class ObligationOccurrenceView {
  dueOn: CalendarDate;
  /** What was said of it last. */
  progress: Progress;
  /** What it is today: computed, never stored. */
  state: ObligationState;
  /** null to academics, as are the next four. */
  evidence: string | null;
  evidenceUrl: string | null;
  /** Why it was not owed this time. */
  lapseReason: string | null;
  recordedBy: NamedRef | null;
  recordedAt: Date | null;
}

export class ObligationView extends ObligationSummaryView {
  /** The day from which it is counted. */
  firstDueOn: CalendarDate;
  /** The last day on which it may fall due again. */
  untilOn: CalendarDate | null;
  survivesEnd: boolean;
  /** From this day on nobody owes it any more, because somebody said so. */
  lapsedOn: CalendarDate | null;
  /** Why; null to academics. */
  lapseReason: string | null;
  /** All times until today and the next one, latest first: the latest 120. */
  occurrences: ObligationOccurrenceView[];
  createdAt: Date;
  updatedAt: Date;
}

export class ObligationPage {
  items: ObligationSummaryView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}

export class ObligationCount {
  /** How many the reader may see, up to 1,000. */
  count: number;
  /** True when there are more than `count` says. */
  more: boolean;
}

export class ObligationList {
  /** In the order in which they are due; at most 100. */
  items: ObligationSummaryView[];
}
