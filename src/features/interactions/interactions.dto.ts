import { PartialType } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { markings, sharings, type Marking, type Sharing } from '../../kernel/marking.js';
import {
  IsDate,
  IsId,
  IsInstant,
  ListOf,
  Nullable,
  ObjectOf,
  OneOf,
  Optional,
  Text,
  Texts,
  WholeNumber,
} from '../../platform/errors/fields.js';
import { ListQuery } from '../../platform/errors/list-query.js';
import {
  interactionKinds,
  interactionSubjects,
  type InteractionKind,
  type InteractionSubject,
  type ParticipantKind,
} from './interaction.rules.js';

/** Who took part: exactly one of the four. */
export class ParticipantDto {
  @Nullable()
  @IsId()
  expertId?: string | null;

  /** A contact that your agency keeps. */
  @Nullable()
  @IsId()
  contactId?: string | null;

  @Nullable()
  @IsId()
  userId?: string | null;

  /** A body as such, when nobody of it is named. */
  @Nullable()
  @IsId()
  organisationId?: string | null;
}

export class InteractionAboutDto {
  @OneOf(interactionSubjects)
  kind: InteractionSubject;

  @IsId()
  id: string;
}

/** What was said, with whom, about what. */
export class LogInteractionDto {
  @OneOf(interactionKinds)
  kind: InteractionKind;

  /** When it began. A meeting, call, briefing, visit or event can be planned, up to a year ahead. */
  @IsInstant()
  happenedAt: string;

  /** Minutes. */
  @Nullable()
  @WholeNumber(1, 14_400)
  durationMinutes?: number | null;

  @Text({ max: 200 })
  subject: string;

  /** Markdown. People named here can ask for a copy. */
  @Nullable()
  @Text({ max: 20_000 })
  notes?: string | null;

  /** What came of it, in a sentence or two. */
  @Nullable()
  @Text({ max: 2000 })
  outcome?: string | null;

  @Optional()
  @ListOf(() => ParticipantDto, 100)
  participants?: ParticipantDto[];

  /** One expert, agreement or organisation, when it is about one. */
  @Nullable()
  @ObjectOf(() => InteractionAboutDto)
  about?: InteractionAboutDto | null;

  /** Code of the vocabulary `strand`. */
  @Nullable()
  @Text({ max: 60 })
  strand?: string | null;

  /** Codes of the vocabulary `threat`. */
  @Optional()
  @Texts({ max: 60, most: 20 })
  topics?: string[];

  /** Held under the Chatham House Rule: other agencies learn neither who took part nor what was noted. */
  @Optional()
  @IsBoolean()
  chathamHouse?: boolean;

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

/** Whatever was wrong. Left out: unchanged. null: cleared. The earlier text is kept. */
export class CorrectInteractionDto extends PartialType(LogInteractionDto, { skipNullProperties: false }) {
  /** Why it is corrected. */
  @Text({ max: 2000 })
  correctionReason: string;
}

export const interactionOwners = ['mine', 'agency'] as const;
export type InteractionOwner = (typeof interactionOwners)[number];

export class InteractionListQuery extends ListQuery {
  /** Words of the subject. */
  @Optional()
  @Text({ max: 200 })
  q?: string;

  /** An expert who took part or whom it is about. */
  @Optional()
  @IsId()
  expertId?: string;

  /** Words of the name, or the reference, of an expert who took part or whom it is about. */
  @Optional()
  @Text({ max: 200 })
  expert?: string;

  /** `mine`: those that you wrote up or took part in. `agency`: those that your agency keeps. */
  @Optional()
  @OneOf(interactionOwners)
  whose?: InteractionOwner;

  /** The agreement it is about. */
  @Optional()
  @IsId()
  agreementId?: string;

  /** A body that took part or that it is about. */
  @Optional()
  @IsId()
  organisationId?: string;

  @Optional()
  @OneOf(interactionKinds)
  kind?: InteractionKind;

  /** Code of the vocabulary `strand`. */
  @Optional()
  @Text({ max: 60 })
  strand?: string;

  /** On this day or later, Europe/London. */
  @Optional()
  @IsDate()
  from?: CalendarDate;

  /** On this day or earlier, Europe/London. */
  @Optional()
  @IsDate()
  to?: CalendarDate;
}

class NamedRef {
  id: string;
  name: string;
}

export class InteractionAboutView {
  kind: InteractionSubject;
  id: string;
  /** Its name, or its reference and title. */
  label: string;
}

export class ParticipantView {
  kind: ParticipantKind;
  id: string;
  name: string;
}

export class InteractionSummaryView {
  id: string;
  version: number;
  kind: InteractionKind;
  happenedAt: Date;
  /** Minutes. */
  durationMinutes: number | null;
  subject: string;
  outcome: string | null;
  /** The agency that organised it and keeps it. */
  agency: NamedRef;
  strand: string | null;
  topics: string[];
  /** Other agencies learn neither who took part nor what was noted. */
  chathamHouse: boolean;
  /** null when it is about nothing in particular, or about a record that the reader may not see. */
  about: InteractionAboutView | null;
  /** Those whom the reader may know of. */
  participants: ParticipantView[];
  marking: Marking;
  sharing: Sharing;
  updatedAt: Date;
}

class EarlierInteractionView {
  kind?: InteractionKind;
  happenedAt?: Date;
  durationMinutes?: number | null;
  subject?: string;
  notes?: string | null;
  outcome?: string | null;
  strand?: string | null;
  topics?: string[];
  chathamHouse?: boolean;
  marking?: Marking;
  handling?: string | null;
  sharing?: Sharing;
}

class InteractionCorrectionView {
  /** The version that was corrected. */
  version: number;
  reason: string;
  correctedBy: NamedRef | null;
  correctedAt: Date;
  /** Every field that changed. */
  changed: string[];
  /**
   * The earlier words; not who took part and what it was about. Empty for words from when the record was for named people only,
   * once it is shared more widely.
   */
  before: EarlierInteractionView;
}

export class InteractionView extends InteractionSummaryView {
  /** Markdown; null to other agencies under the Chatham House Rule. */
  notes: string | null;
  handling: string | null;
  /** Oldest first; null to readers outside the agency that keeps it. */
  corrections: InteractionCorrectionView[] | null;
  /** Who wrote it up; null to other agencies under the Chatham House Rule. */
  createdBy: NamedRef | null;
  createdAt: Date;
}

export class InteractionCount {
  /** How many the reader may see, up to 1,000. */
  count: number;
  /** True when there are more than `count` says. */
  more: boolean;
}

export class InteractionPage {
  items: InteractionSummaryView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}
