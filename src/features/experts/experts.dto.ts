import { applyDecorators } from '@nestjs/common';
import { PartialType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import {
  CountryCode,
  EmailAddress,
  Holds,
  IsDate,
  IsId,
  Nullable,
  ObjectOf,
  OneOf,
  Optional,
  Text,
  Texts,
  WebAddress,
} from '../../platform/errors/fields.js';
import { ListQuery } from '../../platform/errors/list-query.js';
import {
  availabilities,
  careerStages,
  expertKinds,
  fieldAudiences,
  lawfulBases,
  type Availability,
  type CareerStage,
  type ExpertKind,
  type FieldAudience,
  type LawfulBasis,
  noticeFilters,
  type NoticeFilter,
} from './expert.rules.js';
import { expertSorts, type ExpertSort } from './expert.sorts.rules.js';
import { normaliseOrcid } from './orcid.rules.js';
import { relationshipStages, type RelationshipStage } from './relationships/relationship.rules.js';

/** Who may read each profile field beyond the agency that keeps the person's record. Left out: unchanged, `agency` at first. */
export class FieldAudienceDto {
  @Optional()
  @OneOf(fieldAudiences)
  email?: FieldAudience;

  @Optional()
  @OneOf(fieldAudiences)
  phone?: FieldAudience;

  @Optional()
  @OneOf(fieldAudiences)
  orcid?: FieldAudience;

  @Optional()
  @OneOf(fieldAudiences)
  biography?: FieldAudience;

  @Optional()
  @OneOf(fieldAudiences)
  interests?: FieldAudience;

  @Optional()
  @OneOf(fieldAudiences)
  languages?: FieldAudience;

  @Optional()
  @OneOf(fieldAudiences)
  country?: FieldAudience;

  @Optional()
  @OneOf(fieldAudiences)
  website?: FieldAudience;

  /** Together with `availableUntil`. */
  @Optional()
  @OneOf(fieldAudiences)
  availability?: FieldAudience;

  @Optional()
  @OneOf(fieldAudiences)
  careerStage?: FieldAudience;

  @Optional()
  @OneOf(fieldAudiences)
  contactPreferences?: FieldAudience;
}

/** Kept with hyphens and a capital X, however it was pasted. */
export function OrcidId(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' ? (normaliseOrcid(value) ?? value) : value,
    ),
    Holds(
      'isOrcid',
      (value) => typeof value === 'string' && normaliseOrcid(value) !== null,
      () => 'Enter the ORCID iD as ORCID shows it, such as 0000-0002-1825-0097. One of its characters may be wrong.',
    ),
  );
}

export class CreateExpertDto {
  @OneOf(expertKinds)
  kind: ExpertKind;

  /** Such as Dr or Professor. */
  @Nullable()
  @Text({ max: 40 })
  title?: string | null;

  @Text({ max: 100 })
  givenName: string;

  @Text({ max: 100 })
  familyName: string;

  /** What they are called, when it is not the given name. */
  @Nullable()
  @Text({ max: 100 })
  knownAs?: string | null;

  /** Nobody else's: capitals make no difference. */
  @Nullable()
  @EmailAddress()
  email?: string | null;

  @Nullable()
  @Text({ max: 40 })
  phone?: string | null;

  /** An ORCID iD or its address, checked by ISO 7064 MOD 11-2. It counts as verified only once they sign in at ORCID. */
  @Nullable()
  @OrcidId()
  orcid?: string | null;

  @Nullable()
  @Text({ max: 10_000 })
  biography?: string | null;

  @Nullable()
  @Text({ max: 5000 })
  interests?: string | null;

  /** In plain words, such as English. */
  @Optional()
  @Texts({ max: 60, most: 20 })
  languages?: string[];

  /** ISO 3166-1 alpha-2. */
  @Nullable()
  @CountryCode()
  country?: string | null;

  @Nullable()
  @WebAddress()
  website?: string | null;

  @Optional()
  @OneOf(availabilities)
  availability?: Availability;

  /** The last day of that availability, Europe/London. */
  @Nullable()
  @IsDate()
  availableUntil?: CalendarDate | null;

  @Nullable()
  @OneOf(careerStages)
  careerStage?: CareerStage | null;

  /** Public task usually; consent only for optional uses. */
  @Optional()
  @OneOf(lawfulBases)
  lawfulBasis?: LawfulBasis;

  /** Europe/London. Until then the person is not shared with other agencies. */
  @Nullable()
  @IsDate()
  privacyNoticeSentOn?: CalendarDate | null;

  /** The day they objected to being held, Europe/London: no longer shared from then on. */
  @Nullable()
  @IsDate()
  objectedOn?: CalendarDate | null;

  /** The day they asked for use to be restricted, Europe/London: no longer shared from then on. */
  @Nullable()
  @IsDate()
  restrictedOn?: CalendarDate | null;

  @Optional()
  @IsBoolean()
  doNotContact?: boolean;

  /** Such as "E-mail first; no calls during teaching weeks". */
  @Nullable()
  @Text({ max: 1000 })
  contactPreferences?: string | null;

  @Optional()
  @ObjectOf(() => FieldAudienceDto)
  fieldAudience?: FieldAudienceDto;
}

/** Any of the facts. Left out: unchanged. null: cleared. */
export class ChangeExpertDto extends PartialType(CreateExpertDto, { skipNullProperties: false }) {}

const termCode = /^[a-z0-9_-]{1,60}$/;

function Code(): PropertyDecorator {
  return Holds(
    'isCode',
    (value) => typeof value === 'string' && termCode.test(value),
    (label) => `${label} must be the code of a vocabulary term, such as wales.`,
  );
}

export class ExpertListQuery extends ListQuery {
  /**
   * Part of a name or reference; or a whole e-mail address or ORCID iD. When nobody whom you may see has it in their name,
   * names that are spelled alike are found.
   */
  @Optional()
  @Text({ max: 254 })
  q?: string;

  @Optional()
  @OneOf(expertKinds)
  kind?: ExpertKind;

  /** Where they work today, Europe/London. */
  @Optional()
  @IsId()
  organisationId?: string;

  /** What they know: scheme and code of a vocabulary term, such as `threat:fraud`. */
  @Optional()
  @Holds(
    'isTerm',
    (value) => typeof value === 'string' && /^[a-z0-9_-]{1,60}:[a-z0-9_-]{1,60}$/.test(value),
    (label) => `${label} must be a scheme and a code, such as threat:fraud.`,
  )
  term?: string;

  /**
   * What they know, in anybody's words: beginnings of words in a term's name or its synonyms, such as `MSHT` or
   * `modern slavery`. When no term has them, those that are spelled alike count.
   */
  @Optional()
  @Text({ max: 200 })
  topic?: string;

  /** A region they know: the code of a term of the vocabulary `region`. */
  @Optional()
  @Code()
  region?: string;

  /** A strand they work on: the code of a term of the vocabulary `strand`. */
  @Optional()
  @Code()
  strand?: string;

  /** Part of the name of where they work today, Europe/London, or of another name it has. */
  @Optional()
  @Text({ max: 200 })
  organisation?: string;

  /** A tag of your own agency. */
  @Optional()
  @IsId()
  tagId?: string;

  /** The stage of your own agency's relationship. */
  @Optional()
  @OneOf(relationshipStages)
  stage?: RelationshipStage;

  /** Those whom your agency keeps and who are still to be sent the privacy notice (`due`), or whose day for it has passed (`overdue`). */
  @Optional()
  @OneOf(noticeFilters)
  privacyNotice?: NoticeFilter;

  /** Who owns your own agency's relationship. */
  @Optional()
  @IsId()
  ownerUserId?: string;

  /** Finds only those whose availability you may read. */
  @Optional()
  @OneOf(availabilities)
  availability?: Availability;

  /**
   * By family name unless told; a hyphen turns the order round. By last contact only those stand in the list with whom your
   * agency keeps a relationship that you may read; nobody's contact is before everybody's.
   */
  @Optional()
  @OneOf(expertSorts)
  sort?: ExpertSort;

  /** `previousCursor` of a page: reads the page before it. Instead of `cursor`. */
  @Optional()
  @Text({ max: 2048 })
  before?: string;
}
