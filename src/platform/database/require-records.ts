import sql, { join, raw, type Sql } from 'sql-template-tag';
import { DomainError } from '../../kernel/domain-error.js';
import type { Transaction } from './transaction.js';

/** A field of the request that names other records, and the condition they must meet over the alias `record`. */
export interface RequiredRecords {
  /** JSON pointer of the field. */
  readonly pointer: string;
  /** Such as "organisation": for the sentence. */
  readonly what: string;
  readonly table: string;
  /** The column that is named: the id unless told. */
  readonly column?: string;
  readonly values: readonly (string | null | undefined)[];
  readonly where: Sql;
}

/**
 * Refuses a request that names a record which is absent or which the caller may not name, with the same words for both. All
 * the request's references are asked about in one statement.
 */
export async function requireRecords(tx: Transaction, required: readonly RequiredRecords[]): Promise<void> {
  const asked = required
    .map((one) => ({ ...one, values: [...new Set(one.values.filter((value): value is string => Boolean(value)))] }))
    .filter(({ values }) => values.length > 0);
  if (asked.length === 0) return;
  const statements = asked.map((one, position) => missingAmong(one, position));
  const missing = await tx.query<{ position: number }>(sql`${join(statements, ' union ')} order by position`);
  if (missing.length === 0) return;
  throw new DomainError(
    'invalid',
    'Some of what you sent needs correcting.',
    missing.map(({ position }) => ({
      pointer: asked[position].pointer,
      detail: `This names ${/^[aeiou]/.test(asked[position].what) ? 'an' : 'a'} ${asked[position].what} that is not there, or that you cannot use here. Choose another.`,
    })),
  );
}

function missingAmong({ table, column, values, where }: RequiredRecords, position: number): Sql {
  const wanted = column === undefined ? sql`unnest(${values}::uuid[])` : sql`unnest(${values}::text[])`;
  return sql`select distinct ${position}::integer as position from ${wanted} as wanted (value)
    where not exists (select 1 from ${raw(table)} record where record.${raw(column ?? 'id')} = wanted.value and ${where})`;
}
