import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { Marking } from '../../kernel/marking.js';
import { AffiliationView } from './affiliations/affiliations.dto.js';
import type { AudienceField, Availability, CareerStage, ExpertKind, LawfulBasis } from './expert.rules.js';
import { FieldAudienceDto } from './experts.dto.js';
import { ExpertiseView } from './expertise/expertise.dto.js';
import type { RelationshipStage } from './relationships/relationship.rules.js';
import { RelationshipView } from './relationships/relationships.dto.js';

class NamedRef {
  id: string;
  name: string;
}

/** Your own agency's tag: nobody else reads it, nor the person. */
class OwnTagView extends NamedRef {}

class CurrentPostView {
  organisation: NamedRef;
  department: string | null;
  role: string | null;
  isPrimary: boolean;
}

class KnownTermView {
  scheme: string;
  code: string;
  label: string;
  level: 'primary' | 'secondary';
}

/** Your own agency's relationship, in a list. */
class OwnRelationshipView {
  id: string;
  stage: RelationshipStage;
  owner: NamedRef | null;
  lastContactAt: Date | null;
  /** London date of the last contact, or of the beginning, and the cadence. */
  nextContactDueOn: CalendarDate | null;
}

export class ExpertSummaryView {
  id: string;
  version: number;
  reference: string;
  kind: ExpertKind;
  title: string | null;
  givenName: string;
  familyName: string;
  knownAs: string | null;
  /** True when you read every field: your agency knows the person, or the person is you. */
  known: boolean;
  /** Of a relationship that you read here: the highest of what is answered. */
  marking: Marking;
  /** Where they work today, the primary post first. */
  posts: CurrentPostView[];
  /** What they know, primary first. */
  expertise: KnownTermView[];
  /** null when there is none or you may not read it. */
  availability: Availability | null;
  availableUntil: CalendarDate | null;
  relationship: OwnRelationshipView | null;
  /** By name. */
  tags: OwnTagView[];
}

export class ExpertView {
  id: string;
  /** Counts the changes of the person, their affiliations and expertise; the ETag. */
  version: number;
  reference: string;
  kind: ExpertKind;
  title: string | null;
  givenName: string;
  familyName: string;
  knownAs: string | null;
  /** True when you read every field: your agency knows the person, or the person is you. */
  known: boolean;
  /** The profile fields that you may not read; they are null below, whatever they hold. */
  withheld: AudienceField[];
  /** The highest marking of the relationships below. */
  marking: Marking;
  email: string | null;
  phone: string | null;
  orcid: string | null;
  /** When they signed in at ORCID with this iD; null when they never did. */
  orcidVerifiedAt: Date | null;
  biography: string | null;
  interests: string | null;
  languages: string[] | null;
  country: string | null;
  website: string | null;
  availability: Availability | null;
  /** The last day of that availability, Europe/London. */
  availableUntil: CalendarDate | null;
  careerStage: CareerStage | null;
  contactPreferences: string | null;
  /** The agency that keeps the record and changes it; null unless the person is known to you, as are the next facts. */
  agency: NamedRef | null;
  lawfulBasis: LawfulBasis | null;
  privacyNoticeSentOn: CalendarDate | null;
  objectedOn: CalendarDate | null;
  restrictedOn: CalendarDate | null;
  doNotContact: boolean | null;
  /** Why they objected, in their own words; for the agency that keeps the record and the person, as is the next. */
  objectionText: string | null;
  restrictionText: string | null;
  /** When the person last said that this is correct, Europe/London. */
  profileConfirmedOn: CalendarDate | null;
  /** When they were last asked, Europe/London. */
  confirmationAskedOn: CalendarDate | null;
  /** Who may read each field beyond the agency that keeps the person's record; `agency` where it says nothing. */
  fieldAudience: FieldAudienceDto | null;
  createdAt: Date | null;
  /** All of them when the person is known to you, otherwise those of today. */
  affiliations: AffiliationView[];
  expertise: ExpertiseView[];
  /** What you may read of each agency's relationship. */
  relationships: RelationshipView[];
  /** Your own agency's, by name. */
  tags: OwnTagView[];
  updatedAt: Date;
}

export class ExpertPage {
  items: ExpertSummaryView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
  /** Give it back as `before` for the page before; null on the first. */
  previousCursor: string | null;
}

export class ExpertCount {
  /** How many the reader may see, up to 1,000. */
  count: number;
  /** True when there are more than `count` says. */
  more: boolean;
}
