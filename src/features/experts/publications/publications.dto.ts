import { applyDecorators } from '@nestjs/common';
import { PartialType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';
import type { Marking } from '../../../kernel/marking.js';
import { Holds, Nullable, OneOf, Optional, Text } from '../../../platform/errors/fields.js';
import {
  normaliseDoi,
  publicationAnswers,
  publicationTypes,
  type PublicationAnswer,
  type PublicationSource,
  type PublicationState,
  type PublicationType,
} from './publication.rules.js';

/** Kept in small letters and without an address, however it was pasted. */
function Doi(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? (normaliseDoi(value) ?? value) : value)),
    Holds(
      'isDoi',
      (value) => typeof value === 'string' && normaliseDoi(value) !== null,
      () => 'Enter the DOI as the publisher shows it, such as 10.1000/xyz123.',
    ),
  );
}

export class AddPublicationDto {
  /** Such as 10.1000/xyz123; an address of doi.org is taken too. Once for each person. */
  @Nullable()
  @Doi()
  doi?: string | null;

  @Text({ max: 500 })
  title: string;

  /** The year in which it came out; next year at the latest. */
  @Nullable()
  @Holds(
    'isYear',
    (value) => Number.isInteger(value) && (value as number) >= 1900 && (value as number) <= 2200,
    () => 'Enter the year as four digits, such as 2024.',
  )
  year?: number | null;

  /** The journal, the publisher or the conference. */
  @Nullable()
  @Text({ max: 300 })
  venue?: string | null;

  @OneOf(publicationTypes)
  type: PublicationType;
}

/** Left out: unchanged; null clears. */
export class CorrectPublicationDto extends PartialType(AddPublicationDto, { skipNullProperties: false }) {}

/** Left out: unchanged. What it says can be corrected only of those that you added yourself. */
export class ChangePublicationDto extends CorrectPublicationDto {
  /** Whether it is yours. What you reject is shown to nobody but you. */
  @Optional()
  @OneOf(publicationAnswers)
  state?: PublicationAnswer;

  /** Five at most, and only what you claim. */
  @Optional()
  @IsBoolean()
  highlighted?: boolean;
}

export class PublicationView {
  id: string;
  /** Counts the changes; the ETag. */
  version: number;
  expertId: string;
  /** In small letters. */
  doi: string | null;
  title: string;
  year: number | null;
  venue: string | null;
  type: PublicationType;
  /** Who entered it: the person, somebody of the keeping agency, or a machine. */
  source: PublicationSource;
  /** `proposed`: the person has not said yet whether it is theirs. `rejected` is read by the person only. */
  state: PublicationState;
  highlighted: boolean;
  marking: Marking;
}

export class PublicationList {
  /** The highlighted first, then the newest; 200 at most are kept of a person. */
  items: PublicationView[];
}

/** The first of what a person claims, how many there are, and how many wait for the person’s answer. */
export interface ClaimedPublications {
  readonly items: readonly PublicationView[];
  readonly total: number;
  readonly waiting: number;
}
