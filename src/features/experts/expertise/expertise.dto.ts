import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { IsDate, ListOf, OneOf, Optional, Text } from '../../../platform/errors/fields.js';
import {
  expertiseLevels,
  expertiseSchemes,
  type ExpertiseLevel,
  type ExpertiseScheme,
  type ExpertiseSource,
} from './expertise.rules.js';

export class ExpertiseItemDto {
  @OneOf(expertiseSchemes)
  scheme: ExpertiseScheme;

  /** The term's code in that vocabulary. */
  @Text({ max: 60 })
  code: string;

  @OneOf(expertiseLevels)
  level: ExpertiseLevel;

  /** When it was last confirmed, Europe/London. Left out: as it was. */
  @Optional()
  @IsDate()
  confirmedOn?: CalendarDate;
}

export class ReplaceExpertiseDto {
  /** The whole list: a term that is left out is taken away. */
  @ListOf(() => ExpertiseItemDto, 40)
  expertise: ExpertiseItemDto[];
}

export class ExpertiseView {
  scheme: string;
  code: string;
  label: string;
  level: ExpertiseLevel;
  /** Who said so: the person, a liaison, or the product until somebody confirms it. */
  source: ExpertiseSource;
  confirmedOn: CalendarDate | null;
}
