import { PartialType, PickType } from '@nestjs/swagger';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import {
  BooleanInQuery,
  Ids,
  IsDate,
  Nullable,
  ObjectOf,
  OneOf,
  Optional,
  Text,
} from '../../../platform/errors/fields.js';
import { ListQuery } from '../../../platform/errors/list-query.js';
import { AgreementStepDto } from '../agreement.step.dto.js';
import { AgreementTermsDto } from '../agreements.dto.js';
import { amendableFields, amendmentStages, type AmendmentStage } from './amendment.rules.js';

/**
 * The terms as they are to be. Left out: as they are. null: cleared, where the field may be empty. `keyTerms` are those that
 * change, by name; null there says that one is no longer settled.
 */
export class AmendmentChangesDto extends PartialType(PickType(AgreementTermsDto, [...amendableFields, 'keyTerms']), {
  skipNullProperties: false,
}) {
  /** Experts whom it covers besides those it covers now. */
  @Optional()
  @Ids(100)
  addCoveredExpertIds?: string[];

  /** Experts whom it no longer covers. */
  @Optional()
  @Ids(100)
  removeCoveredExpertIds?: string[];
}

export class CreateAmendmentDto {
  @Text({ max: 200 })
  title: string;

  /** What changes and why, in words. */
  @Text({ max: 5000 })
  reason: string;

  /** What is different from the terms as they stand; the rest of what is sent is not kept. */
  @ObjectOf(() => AmendmentChangesDto)
  changes: AmendmentChangesDto;

  /** The day from which it is agreed to take effect, Europe/London: today at the latest. Left out: the day of the last signature. */
  @Nullable()
  @IsDate()
  effectiveOn?: CalendarDate | null;
}

/** Of a draft. Left out: unchanged. `changes` are replaced as a whole. */
export class ChangeAmendmentDto extends PartialType(CreateAmendmentDto, { skipNullProperties: false }) {}

export const amendmentSteps = ['submit', 'approve', 'return', 'delegate', 'recall', 'sign', 'withdraw'] as const;
export type OfferedAmendmentStep = (typeof amendmentSteps)[number];

/** As the steps of an agreement, each with the same answers. */
export class AmendmentStepDto extends PickType(AgreementStepDto, [
  'assigneeUserId',
  'dueOn',
  'approvals',
  'serial',
  'approvalId',
  'reason',
  'organisationId',
  'on',
  'signatoryName',
  'office',
  'onBehalfOf',
  'method',
]) {
  @OneOf(amendmentSteps)
  step: OfferedAmendmentStep;
}

export class AmendmentListQuery extends ListQuery {
  @Optional()
  @OneOf(amendmentStages)
  stage?: AmendmentStage;

  /** Those of one agreement, by its reference. */
  @Optional()
  @Text({ max: 30 })
  agreement?: string;

  /** True: only of the agreements that your agency keeps. */
  @Optional()
  @BooleanInQuery()
  own?: boolean;
}
