import { ApiProperty, PartialType } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import {
  Holds,
  Ids,
  IsDate,
  IsId,
  ListOf,
  Nullable,
  OneOf,
  Optional,
  Text,
  Texts,
  WholeNumber,
} from '../../platform/errors/fields.js';
import { ListQuery } from '../../platform/errors/list-query.js';
import { markings, sharings, type Marking, type Sharing } from '../../kernel/marking.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import {
  agreementStatuses,
  agreementTypes,
  noticeUnits,
  renewalTypes,
  type AgreementStatus,
  type AgreementType,
  type NoticeUnit,
  type RenewalType,
} from './agreement.status.rules.js';

const capacities = ['signatory', 'lead', 'notices'] as const;
export type AgreementCapacity = (typeof capacities)[number];

export class AgreementPartyDto {
  /** The body that is bound. */
  @IsId()
  organisationId: string;

  /** Whether the body is subject to freedom-of-information law. */
  @Optional()
  @IsBoolean()
  freedomOfInformation?: boolean;
}

export class AgreementPersonDto {
  /** The party this person acts for. */
  @IsId()
  organisationId: string;

  /** What they do for it: sign, lead the work, or receive notices. */
  @OneOf(capacities)
  capacity: AgreementCapacity;

  @Text({ max: 200 })
  name: string;

  /** Such as "Head of Research Contracts". */
  @Nullable()
  @Text({ max: 200 })
  office?: string | null;

  /** The user, expert or contact this person is, when one of them: at most one. */
  @Nullable()
  @IsId()
  userId?: string | null;

  @Nullable()
  @IsId()
  expertId?: string | null;

  @Nullable()
  @IsId()
  contactId?: string | null;
}

/** What an agreement says of itself; its status is computed. */
export class AgreementTermsDto {
  @Text({ max: 200 })
  title: string;

  @Nullable()
  @Text({ max: 5000 })
  purpose?: string | null;

  /** Codes of the vocabulary `strand`. */
  @Optional()
  @Texts({ max: 60, most: 10 })
  strands?: string[];

  /** Codes of the vocabulary `threat`. */
  @Optional()
  @Texts({ max: 60, most: 20 })
  topics?: string[];

  @Optional()
  @OneOf(markings)
  marking?: Marking;

  /** Who may handle it and how, such as RECIPIENTS ONLY. */
  @Nullable()
  @Text({ max: 200 })
  handling?: string | null;

  @Optional()
  @OneOf(sharings)
  sharing?: Sharing;

  /** Who looks after it: a user of the same agency. */
  @Nullable()
  @IsId()
  ownerUserId?: string | null;

  @Nullable()
  @IsId()
  deputyUserId?: string | null;

  /** The agreement under which it stands, such as a contract under a memorandum: kept by the same agency, and not withdrawn. */
  @Nullable()
  @IsId()
  parentId?: string | null;

  /** The first day in force, Europe/London. Without one it takes effect on the day of the last signature. */
  @Nullable()
  @IsDate()
  effectiveOn?: CalendarDate | null;

  /** The last day in force, Europe/London. */
  @Nullable()
  @IsDate()
  endOn?: CalendarDate | null;

  /** When it is looked at again; compulsory for an evergreen agreement. */
  @Nullable()
  @IsDate()
  reviewOn?: CalendarDate | null;

  /** How much notice ends or renews it; together with `noticeUnit`. */
  @Nullable()
  @WholeNumber(1, 3660)
  noticeCount?: number | null;

  @Nullable()
  @OneOf(noticeUnits)
  noticeUnit?: NoticeUnit | null;

  @Optional()
  @OneOf(renewalTypes)
  renewalType?: RenewalType;

  /**
   * automatic: how many months each renewal adds. Left out in a new draft: the usual term of the type. It renews itself on the day
   * after the last day of notice, Europe/London.
   */
  @Nullable()
  @WholeNumber(1, 120)
  renewalMonths?: number | null;

  /** automatic: how often it renews itself at most. null, or left out: as often as nobody gives notice. */
  @Nullable()
  @WholeNumber(1, 100)
  mostRenewals?: number | null;

  /** How long confidentiality outlives the end, in months. */
  @Nullable()
  @WholeNumber(1, 1200)
  survivalMonths?: number | null;

  /** Whole pence; together with `currency`. */
  @Nullable()
  @WholeNumber(0, 1_000_000_000_000)
  valuePence?: number | null;

  /** ISO 4217. */
  @Nullable()
  @Holds(
    'isCurrency',
    (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value),
    (label) => `${label} must be three capital letters, such as GBP.`,
  )
  currency?: string | null;

  @Nullable()
  @Text({ max: 200 })
  fundingSource?: string | null;

  @Nullable()
  @Text({ max: 5000 })
  intellectualPropertyTerms?: string | null;

  @Nullable()
  @Text({ max: 5000 })
  publicationTerms?: string | null;

  /** What may be told to somebody who asks under freedom-of-information law. */
  @Nullable()
  @Text({ max: 2000 })
  releasableSummary?: string | null;

  /**
   * What the type settles beyond these, by the names that `GET /agreements/types` gives: all of it at once. What is left out is
   * not settled yet.
   */
  @Optional()
  @ApiProperty({ type: 'object', additionalProperties: true })
  @Holds(
    'isKeyTerms',
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    (label) => `${label} must be one object with fields of its own.`,
  )
  keyTerms?: Record<string, unknown>;
}

export class CreateAgreementDto extends AgreementTermsDto {
  @OneOf(agreementTypes)
  type: AgreementType;

  /** Two at least. */
  @ListOf(() => AgreementPartyDto, 20)
  parties: AgreementPartyDto[];

  @Optional()
  @ListOf(() => AgreementPersonDto, 50)
  people?: AgreementPersonDto[];

  /** The experts it covers. */
  @Optional()
  @Ids(100)
  coveredExpertIds?: string[];
}

/** Any of the terms. Left out: unchanged. null: cleared, where the field may be empty. */
export class ChangeAgreementDto extends PartialType(AgreementTermsDto, { skipNullProperties: false }) {}

export class ReplacePartiesDto {
  @ListOf(() => AgreementPartyDto, 20)
  parties: AgreementPartyDto[];
}

export class ReplacePeopleDto {
  @ListOf(() => AgreementPersonDto, 50)
  people: AgreementPersonDto[];

  /** Left out: unchanged. */
  @Optional()
  @Ids(100)
  coveredExpertIds?: string[];
}

export const agreementSorts = ['newest', 'ends_next'] as const;

export class AgreementListQuery extends ListQuery {
  /** Words of the title, or a reference. */
  @Optional()
  @Text({ max: 200 })
  q?: string;

  @Optional()
  @OneOf(agreementStatuses)
  status?: AgreementStatus;

  @Optional()
  @OneOf(agreementTypes)
  type?: AgreementType;

  /** A body that is a party to it. */
  @Optional()
  @IsId()
  organisationId?: string;

  /** An expert it covers. */
  @Optional()
  @IsId()
  expertId?: string;

  @Optional()
  @IsId()
  ownerUserId?: string;

  /** In force until this day at most, Europe/London. */
  @Optional()
  @IsDate()
  endsBefore?: CalendarDate;

  /** `ends_next` lists those in force or signed whose end is still to come, the nearest first. */
  @Optional()
  @OneOf(agreementSorts)
  sort?: (typeof agreementSorts)[number];
}
