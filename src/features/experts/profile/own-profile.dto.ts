import { PartialType, PickType } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { Marking } from '../../../kernel/marking.js';
import {
  EmailAddress,
  IsDate,
  IsId,
  ListOf,
  Nullable,
  ObjectOf,
  OneOf,
  Optional,
  Text,
} from '../../../platform/errors/fields.js';
import { AffiliationView } from '../affiliations/affiliations.dto.js';
import type { Availability, CareerStage, ExpertKind, LawfulBasis } from '../expert.rules.js';
import { CreateExpertDto, FieldAudienceDto } from '../experts.dto.js';
import {
  expertiseLevels,
  expertiseSchemes,
  type ExpertiseLevel,
  type ExpertiseScheme,
} from '../expertise/expertise.rules.js';
import { ExpertiseView } from '../expertise/expertise.dto.js';
import type { RelationshipStage } from '../relationships/relationship.rules.js';
import type { ChangeSection, ChangeState } from './profile-change.rules.js';
import { ProfileValuesView } from './profile-changes.dto.js';
import type { ProfilePart } from './profile.rules.js';

/** The facts of which a person decides alone. Left out: unchanged. null: cleared. They take effect at once. */
export class ChangeOwnProfileDto extends PartialType(
  PickType(CreateExpertDto, [
    'knownAs',
    'phone',
    'biography',
    'interests',
    'languages',
    'country',
    'website',
    'availability',
    'availableUntil',
    'careerStage',
    'contactPreferences',
    'fieldAudience',
  ] as const),
  { skipNullProperties: false },
) {
  /** True: everything in the profile is correct as it stands today. */
  @Optional()
  @IsBoolean()
  confirmed?: boolean;
}

class OwnTermDto {
  @OneOf(expertiseSchemes)
  scheme: ExpertiseScheme;

  /** The term's code in that vocabulary. */
  @Text({ max: 60 })
  code: string;

  @OneOf(expertiseLevels)
  level: ExpertiseLevel;
}

export class ReplaceOwnExpertiseDto {
  /** The whole list: what stands in it is confirmed as of today, what is left out is taken away. */
  @ListOf(() => OwnTermDto, 40)
  expertise: OwnTermDto[];
}

class ProposedNameDto {
  /** Such as Dr or Professor. */
  @Nullable()
  @Text({ max: 40 })
  title?: string | null;

  @Text({ max: 100 })
  givenName: string;

  @Text({ max: 100 })
  familyName: string;
}

class ProposedPostDto {
  /** Its name, as the register has it if you can. */
  @Text({ max: 300 })
  organisation: string;

  @Nullable()
  @Text({ max: 200 })
  department?: string | null;

  /** Such as Senior Lecturer. */
  @Nullable()
  @Text({ max: 200 })
  role?: string | null;

  /** The first day, Europe/London. */
  @Nullable()
  @IsDate()
  startedOn?: CalendarDate | null;

  /** The post that it takes the place of, which ends the day before. */
  @Nullable()
  @IsId()
  replacesAffiliationId?: string | null;
}

class ProposedPostChangeDto {
  @IsId()
  affiliationId: string;

  @Nullable()
  @Text({ max: 200 })
  department?: string | null;

  @Nullable()
  @Text({ max: 200 })
  role?: string | null;

  @Nullable()
  @IsDate()
  startedOn?: CalendarDate | null;

  /** The last day, Europe/London: ends it. */
  @Nullable()
  @IsDate()
  endedOn?: CalendarDate | null;
}

/** One of the four: what staff of the agency that keeps the record look at before it takes effect. */
export class ProposeChangeDto {
  @Optional()
  @ObjectOf(() => ProposedNameDto)
  name?: ProposedNameDto;

  @Optional()
  @EmailAddress()
  email?: string;

  /** A new post. */
  @Optional()
  @ObjectOf(() => ProposedPostDto)
  post?: ProposedPostDto;

  /** A post that is held differently, or has ended. */
  @Optional()
  @ObjectOf(() => ProposedPostChangeDto)
  postChange?: ProposedPostChangeDto;
}

const withdrawals = ['withdraw'] as const;

export class OwnChangeStepDto {
  @OneOf(withdrawals)
  step: (typeof withdrawals)[number];
}

export const rightsSteps = ['object', 'restrict', 'withdraw_objection', 'withdraw_restriction'] as const;
export type RightsStep = (typeof rightsSteps)[number];

export class RightsStepDto {
  /** `object`: to being held. `restrict`: keep it, and use it for nothing. */
  @OneOf(rightsSteps)
  step: RightsStep;

  /** Why, if you want to say. */
  @Nullable()
  @Text({ max: 5000 })
  text?: string | null;
}

class NamedRef {
  id: string;
  name: string;
}

/** An agency that you deal with, and who looks after you there. */
class OwnContactView {
  agency: NamedRef;
  stage: RelationshipStage | null;
  owner: NamedRef | null;
  deputy: NamedRef | null;
  /** The day it began, Europe/London. */
  sinceOn: CalendarDate;
}

/** What became of something you proposed. */
export class OwnChangeView {
  id: string;
  /** Counts the changes; the ETag. */
  version: number;
  section: ChangeSection;
  before: ProfileValuesView;
  after: ProfileValuesView;
  state: ChangeState;
  /** Why it was refused. */
  reason: string | null;
  proposedAt: Date;
  decidedAt: Date | null;
}

class CompletenessView {
  /** Whole, 0 to 100. */
  percent: number;
  missing: ProfilePart[];
}

/** Your own profile, as the agency that keeps it holds it. Never what an agency thinks of you. */
export class OwnProfileView {
  id: string;
  /** Counts the changes; the ETag. */
  version: number;
  reference: string;
  kind: ExpertKind;
  title: string | null;
  givenName: string;
  familyName: string;
  knownAs: string | null;
  email: string | null;
  phone: string | null;
  orcid: string | null;
  biography: string | null;
  interests: string | null;
  languages: string[];
  country: string | null;
  website: string | null;
  availability: Availability;
  /** The last day of that availability, Europe/London. */
  availableUntil: CalendarDate | null;
  careerStage: CareerStage | null;
  contactPreferences: string | null;
  /** Who may read each field beyond the agency that keeps your record; `agency` where it says nothing. */
  fieldAudience: FieldAudienceDto;
  affiliations: AffiliationView[];
  expertise: ExpertiseView[];
  /** Keeps your record. */
  agency: NamedRef;
  lawfulBasis: LawfulBasis;
  privacyNoticeSentOn: CalendarDate | null;
  objectedOn: CalendarDate | null;
  objectionText: string | null;
  restrictedOn: CalendarDate | null;
  restrictionText: string | null;
  doNotContact: boolean;
  /** When you last said that this is correct, Europe/London. */
  profileConfirmedOn: CalendarDate | null;
  completeness: CompletenessView;
  /** The agencies that you deal with. */
  contacts: OwnContactView[];
  /** What you proposed, newest first, twenty at most. */
  changes: OwnChangeView[];
  marking: Marking;
  updatedAt: Date;
}
