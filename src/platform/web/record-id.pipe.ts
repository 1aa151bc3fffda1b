import { Injectable, type PipeTransform } from '@nestjs/common';
import sql, { raw, type Sql } from 'sql-template-tag';
import { notFound } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/identifier.js';

const reference = /^[A-Z]{3}-(\d{4}-)?\d{4,10}$/;

/** An id of a path, or a reference such as AGR-2026-0007. Anything else names no record, so it is a 404 like any other. */
@Injectable()
export class RecordIdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    const upper = value.toUpperCase();
    if (reference.test(upper)) return upper;
    if (isId(value)) return value.toLowerCase();
    throw notFound('record');
  }
}

/** For records that have no reference. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (isId(value)) return value.toLowerCase();
    throw notFound('record');
  }
}

/** The condition that picks the record a path names, by id or by reference. */
export function identifiedBy(aliasName: string, idOrReference: string): Sql {
  const alias = raw(aliasName);
  return isId(idOrReference) ? sql`${alias}.id = ${idOrReference}` : sql`${alias}.reference = ${idOrReference}`;
}
