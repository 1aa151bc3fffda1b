import type { RunSql } from '../platform/database/run-sql.js';
import { stableId } from '../platform/database/stable-id.js';

export type Row = Readonly<Record<string, unknown>>;

/** The id of one invented record: what it is and its number in the demonstration. */
export function demonstrationId(kind: string, number: number | string): string {
  return stableId(`demonstration ${kind}`, String(number));
}

/**
 * Inserts the rows, in their order, with one statement. `computed` replaces a column's value by an SQL expression, which may use
 * the row's columns. Table, columns and expressions are constants of the caller, never anybody's input.
 */
export async function insertRows(
  run: RunSql,
  table: string,
  rows: readonly Row[],
  computed: Readonly<Record<string, string>> = {},
): Promise<void> {
  const columns = Object.keys(rows[0]);
  for (const row of rows) {
    // A column that only some rows name would silently be null in the others.
    if (Object.keys(row).join() !== columns.join()) throw new Error(`Rows of ${table} differ in their columns`);
  }
  const values = columns.map((column) => computed[column] ?? column);
  await run(
    `insert into ${table} (${columns.join(', ')})
     select ${values.join(', ')} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}
