import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { IsDate, Nullable, OneOf, Optional } from '../../../platform/errors/fields.js';
import { vettingLevels, vettingStatuses, type VettingLevel, type VettingStatus } from './vetting.rules.js';

/** Any of the facts. Left out: unchanged. null: cleared. Why something was decided has no place here. */
export class ChangeVettingDto {
  @Optional()
  @OneOf(vettingStatuses)
  status?: VettingStatus;

  /** The day on which it was granted, Europe/London. */
  @Nullable()
  @IsDate()
  grantedOn?: CalendarDate | null;

  /** The last day on which it counts, Europe/London; none where it has no end of its own. */
  @Nullable()
  @IsDate()
  expiresOn?: CalendarDate | null;
}

/** A vetting that your agency sponsors: one for each level. */
export class CreateVettingDto extends ChangeVettingDto {
  @OneOf(vettingLevels)
  level: VettingLevel;
}

class SponsorRef {
  id: string;
  name: string;
}

export class VettingView {
  id: string;
  /** Counts the changes; the ETag. */
  version: number;
  expertId: string;
  level: VettingLevel;
  sponsor: SponsorRef;
  /** `expired` is computed: granted, and its last day is past. null to the person themselves. */
  status: VettingStatus | 'expired' | null;
  /** null to the person themselves. */
  grantedOn: CalendarDate | null;
  /** The last day on which it counts, Europe/London. */
  expiresOn: CalendarDate | null;
  updatedAt: Date | null;
}

export class VettingOverview {
  expertId: string;
  /** Those that your agency sponsors; to the person themselves, those granted to them. */
  items: VettingView[];
  /** Another agency sponsors one that is in date: ask the sponsor. Which level, and until when, is theirs to say. */
  vettedElsewhere: boolean;
}
