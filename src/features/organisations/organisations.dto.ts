import { applyDecorators } from '@nestjs/common';
import { PartialType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { audiences, type Audience } from '../../kernel/marking.js';
import {
  BooleanInQuery,
  CountryCode,
  Holds,
  IsDate,
  IsId,
  Nullable,
  OneOf,
  Optional,
  Text,
  Texts,
  WebAddress,
} from '../../platform/errors/fields.js';
import { ListQuery } from '../../platform/errors/list-query.js';
import {
  isEmailDomain,
  jurisdictions,
  organisationKinds,
  rorStatuses,
  type Jurisdiction,
  type OrganisationKind,
  type RorStatus,
} from './organisation.rules.js';
import { normaliseRor } from './ror.rules.js';

/** A ROR id or address as people paste it; kept as the bare id. */
function RorId(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && value.length <= 100 ? (normaliseRor(value) ?? value) : value,
    ),
    Holds(
      'isRorId',
      (value) => typeof value === 'string' && value.length <= 100 && normaliseRor(value) !== null,
      () =>
        'Enter a ROR id as the registry has it, such as https://ror.org/015m2p889. Its last two digits check the rest.',
    ),
  );
}

/** Domain names in small letters, as they are compared. */
function EmailDomains(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      Array.isArray(value)
        ? value.map((item: unknown) => (typeof item === 'string' ? item.trim().toLowerCase() : item))
        : value,
    ),
    Texts({ max: 253, most: 20 }),
    Holds(
      'areEmailDomains',
      (value) => Array.isArray(value) && value.every(isEmailDomain),
      (label) => `${label} must be what stands after the @ of an e-mail address, such as example.ac.uk.`,
    ),
  );
}

export class OrganisationTermsDto {
  /** Agencies and their units are for administrators. */
  @OneOf(organisationKinds)
  kind: OrganisationKind;

  /** One of its kind: a second body of the same kind and name is refused, unless the first has ended. */
  @Text({ max: 200 })
  name: string;

  /** Such as NECC. */
  @Nullable()
  @Text({ max: 60 })
  shortName?: string | null;

  /** Other names people look for it by. */
  @Optional()
  @Texts({ max: 200, most: 20 })
  aliases?: string[];

  /** The body it is part of. A unit has one, and it is an agency or another unit. */
  @Nullable()
  @IsId()
  parentId?: string | null;

  @Nullable()
  @OneOf(jurisdictions)
  jurisdiction?: Jurisdiction | null;

  /** ISO 3166-1 alpha-2; GB unless told. */
  @Optional()
  @CountryCode()
  country?: string;

  /** Agencies only: which of the shared records it may read. */
  @Nullable()
  @OneOf(audiences)
  audience?: Audience | null;

  /** Id or address in the Research Organization Registry. */
  @Nullable()
  @RorId()
  rorId?: string | null;

  /** What the registry says of the id. */
  @Nullable()
  @OneOf(rorStatuses)
  rorStatus?: RorStatus | null;

  @Nullable()
  @WebAddress()
  website?: string | null;

  /** What stands after the @ of its people's addresses. */
  @Optional()
  @EmailDomains()
  emailDomains?: string[];

  /** The first day it exists, Europe/London. */
  @Nullable()
  @IsDate()
  validFrom?: CalendarDate | null;

  /** The last day it exists, Europe/London. */
  @Nullable()
  @IsDate()
  validTo?: CalendarDate | null;

  /** The body it continues. */
  @Nullable()
  @IsId()
  predecessorId?: string | null;

  /** The body that continues it. */
  @Nullable()
  @IsId()
  successorId?: string | null;

  /** The body that signs for it, when it is not a legal entity itself. */
  @Nullable()
  @IsId()
  signsThroughId?: string | null;

  /** Agencies only: the first day on which it reads other agencies' people, Europe/London. */
  @Nullable()
  @IsDate()
  jointControllerFrom?: CalendarDate | null;

  /** Agencies only: its lead liaison, one of its active liaisons or partners. */
  @Nullable()
  @IsId()
  leadUserId?: string | null;

  /** Agencies only: who stands in for the lead. */
  @Nullable()
  @IsId()
  deputyUserId?: string | null;
}

export class CreateOrganisationDto extends OrganisationTermsDto {}

/** Left out: unchanged. null: cleared, where the field can be empty. */
export class ChangeOrganisationDto extends PartialType(OrganisationTermsDto, { skipNullProperties: false }) {}

export class OrganisationListQuery extends ListQuery {
  /** Part of the name, the short name or an alias. */
  @Optional()
  @Text({ max: 200 })
  q?: string;

  @Optional()
  @OneOf(organisationKinds)
  kind?: OrganisationKind;

  @Optional()
  @CountryCode()
  country?: string;

  /** The body they are directly part of. */
  @Optional()
  @IsId()
  parentId?: string;

  /** Also bodies that have ended. */
  @Optional()
  @BooleanInQuery()
  former?: boolean;
}

export class OrganisationRef {
  id: string;
  name: string;
}

export class PartView extends OrganisationRef {
  kind: OrganisationKind;
}

export class OrganisationSummaryView {
  id: string;
  version: number;
  kind: OrganisationKind;
  name: string;
  shortName: string | null;
  parent: OrganisationRef | null;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** The address of its record in the Research Organization Registry. */
  rorUrl: string | null;
  website: string | null;
  /** The last day it exists, Europe/London; null while no end is known. */
  validTo: CalendarDate | null;
}

export class OrganisationView extends OrganisationSummaryView {
  aliases: string[];
  jurisdiction: Jurisdiction | null;
  audience: Audience | null;
  rorId: string | null;
  rorStatus: RorStatus | null;
  emailDomains: string[];
  validFrom: CalendarDate | null;
  /** The bodies that are directly part of it and have not ended, units among them. */
  children: PartView[];
  /** The body it continues. */
  predecessor: OrganisationRef | null;
  /** The body that continues it. */
  successor: OrganisationRef | null;
  /** The bodies that name it as their successor: several when bodies merged. */
  absorbed: OrganisationRef[];
  signsThrough: OrganisationRef | null;
  createdAt: Date;
  updatedAt: Date;
}

export class OrganisationPage {
  items: OrganisationSummaryView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}
