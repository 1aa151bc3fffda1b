import { PickType } from '@nestjs/swagger';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { Marking } from '../../../kernel/marking.js';
import type { Availability, CareerStage } from '../expert.rules.js';
import { ExpertiseView } from '../expertise/expertise.dto.js';
import { ChangeOwnProfileDto } from '../profile/own-profile.dto.js';
import { factsOfSection, type DelegableSection } from './delegate.rules.js';

/** Facts of the sections that are yours to edit. Left out: unchanged. null: cleared. They take effect at once. */
export class ChangeDelegatedProfileDto extends PickType(ChangeOwnProfileDto, [
  ...factsOfSection.about,
  ...factsOfSection.availability,
] as const) {}

/** Somebody for whom you may edit. */
export class DelegationView {
  /** The person's. */
  id: string;
  name: string;
  sections: DelegableSection[];
  /** The last day, Europe/London. */
  untilOn: CalendarDate;
  /** When you last changed something for them. */
  lastChangedAt: Date | null;
  marking: Marking;
}

export class DelegationList {
  /** By name; a hundred at most. */
  items: DelegationView[];
}

/** As much of a profile as you may edit: what belongs to another section is not there. */
export class DelegatedProfileView {
  /** The person's. */
  id: string;
  /** Counts the changes of the person's record; the ETag. */
  version: number;
  name: string;
  sections: DelegableSection[];
  /** The last day, Europe/London. */
  untilOn: CalendarDate;
  knownAs?: string | null;
  phone?: string | null;
  biography?: string | null;
  interests?: string | null;
  languages?: string[];
  country?: string | null;
  website?: string | null;
  careerStage?: CareerStage | null;
  availability?: Availability;
  /** The last day of that availability, Europe/London. */
  availableUntil?: CalendarDate | null;
  contactPreferences?: string | null;
  expertise?: ExpertiseView[];
  marking: Marking;
}
