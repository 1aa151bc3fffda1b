import { PartialType } from '@nestjs/swagger';
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
} from './agreement.lifecycle.js';

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

export const offeredSteps = ['submit', 'approve', 'return', 'recall', 'sign', 'withdraw', 'terminate'] as const;
export type OfferedStep = (typeof offeredSteps)[number];

export class AgreementStepDto {
  @OneOf(offeredSteps)
  step: OfferedStep;

  /** submit: who decides. Never the author. */
  @Optional()
  @IsId()
  assigneeUserId?: string;

  /** submit: by when, Europe/London. */
  @Optional()
  @IsDate()
  dueOn?: CalendarDate;

  /** return, recall, withdraw, terminate: why. approve: anything the decision log should say. */
  @Optional()
  @Text({ max: 2000 })
  reason?: string;

  /** sign: the party that signed. */
  @Optional()
  @IsId()
  organisationId?: string;

  /** sign: the day it signed, Europe/London; terminate: the first day no longer in force. */
  @Optional()
  @IsDate()
  on?: CalendarDate;

  /** sign: who signed. */
  @Optional()
  @Text({ max: 200 })
  signatoryName?: string;
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

class NamedRef {
  id: string;
  name: string;
}

export class AgreementSummaryView {
  id: string;
  version: number;
  reference: string;
  type: AgreementType;
  title: string;
  /** What it is today in Europe/London: computed, never stored. */
  status: AgreementStatus;
  /** The agency that keeps it. */
  agency: NamedRef;
  owner: NamedRef | null;
  marking: Marking;
  sharing: Sharing;
  effectiveOn: CalendarDate | null;
  /** The last day in force. */
  endOn: CalendarDate | null;
  /** The last day on which notice counts. */
  noticeDeadlineOn: CalendarDate | null;
  parties: NamedRef[];
  updatedAt: Date;
}

class AgreementPartyView {
  organisationId: string;
  name: string;
  freedomOfInformation: boolean;
  signedOn: CalendarDate | null;
  signatoryName: string | null;
}

class AgreementPersonView {
  organisationId: string;
  capacity: AgreementCapacity;
  name: string;
  office: string | null;
  userId: string | null;
  expertId: string | null;
  contactId: string | null;
}

class CoveredPersonView {
  expertId: string;
  reference: string;
  name: string;
}

class AgreementApprovalView {
  assignee: NamedRef;
  askedBy: NamedRef;
  askedAt: Date;
  dueOn: CalendarDate | null;
  decision: 'approved' | 'returned' | 'cancelled' | null;
  reason: string | null;
  decidedAt: Date | null;
}

class OpenStepView {
  step: OfferedStep;
  /** Why it cannot be taken just now, and who can act; null when it can. */
  blockedBecause: string | null;
}

export class AgreementView {
  id: string;
  /** Counts the changes; the ETag. */
  version: number;
  reference: string;
  type: AgreementType;
  title: string;
  purpose: string | null;
  strands: string[];
  topics: string[];
  agency: NamedRef;
  marking: Marking;
  handling: string | null;
  sharing: Sharing;
  owner: NamedRef | null;
  deputy: NamedRef | null;
  /** What it is today in Europe/London: computed, never stored. */
  status: AgreementStatus;
  /** What still has to be entered, by field. */
  missing: string[];
  effectiveOn: CalendarDate | null;
  endOn: CalendarDate | null;
  reviewOn: CalendarDate | null;
  noticeCount: number | null;
  noticeUnit: NoticeUnit | null;
  noticeDeadlineOn: CalendarDate | null;
  renewalType: RenewalType;
  survivalMonths: number | null;
  executedOn: CalendarDate | null;
  withdrawnOn: CalendarDate | null;
  terminatedOn: CalendarDate | null;
  /** Why it was withdrawn or terminated: for the agency that keeps it. */
  closingReason: string | null;
  supersededById: string | null;
  valuePence: number | null;
  currency: string | null;
  fundingSource: string | null;
  intellectualPropertyTerms: string | null;
  publicationTerms: string | null;
  releasableSummary: string | null;
  parties: AgreementPartyView[];
  people: AgreementPersonView[];
  /** Those of the covered experts whom the reader may see. */
  coveredPersons: CoveredPersonView[];
  /** The decision log; null to readers outside the agency that keeps it. */
  approvals: AgreementApprovalView[] | null;
  /** The steps this reader could take, and what stands in the way. */
  steps: OpenStepView[];
  createdAt: Date;
  updatedAt: Date;
}

export class AgreementPage {
  items: AgreementSummaryView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}

export class AgreementCount {
  /** How many the reader may see, up to 1,000. */
  count: number;
  /** True when there are more than `count` says. */
  more: boolean;
}
