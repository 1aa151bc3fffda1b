import { IsBoolean } from 'class-validator';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { IsDate, IsId, Nullable, Optional, Text } from '../../../platform/errors/fields.js';

export class AddAffiliationDto {
  @IsId()
  organisationId: string;

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

  /** Left out: primary when no other open affiliation is. */
  @Optional()
  @IsBoolean()
  isPrimary?: boolean;
}

/**
 * Closes or corrects an affiliation. Left out: unchanged. null: cleared. The organisation never changes: a move closes one
 * affiliation and adds another.
 */
export class ChangeAffiliationDto {
  @Nullable()
  @Text({ max: 200 })
  department?: string | null;

  @Nullable()
  @Text({ max: 200 })
  role?: string | null;

  @Nullable()
  @IsDate()
  startedOn?: CalendarDate | null;

  /** The last day, Europe/London: closes it. */
  @Nullable()
  @IsDate()
  endedOn?: CalendarDate | null;

  @Optional()
  @IsBoolean()
  isPrimary?: boolean;
}

class OrganisationRef {
  id: string;
  name: string;
}

export class AffiliationView {
  id: string;
  organisation: OrganisationRef;
  department: string | null;
  role: string | null;
  startedOn: CalendarDate | null;
  /** The last day, Europe/London; null while it is open. */
  endedOn: CalendarDate | null;
  isPrimary: boolean;
  /** Whether it holds today, Europe/London. */
  current: boolean;
}
