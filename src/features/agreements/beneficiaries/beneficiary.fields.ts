import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray } from 'class-validator';
import { isId } from '../../../kernel/identifier.js';
import { Holds } from '../../../platform/errors/fields.js';
import { mostBeneficiaries } from './beneficiary.rules.js';

/** Ids in which one may stand twice: the rule says which, at its place. */
export function IdsAsTheyAre(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, format: 'uuid', isArray: true }),
    IsArray(),
    ArrayMaxSize(mostBeneficiaries),
    Holds(
      'areIds',
      (value) => Array.isArray(value) && value.every(isId),
      (label) => `${label} must be a list of record ids.`,
    ),
  );
}
