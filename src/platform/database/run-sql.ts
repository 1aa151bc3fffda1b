/**
 * Runs one statement. Loaders take this rather than a connection, so that a script, a start and a test can each give their own:
 * `pg` answers `{ rows }`, TypeORM answers the rows themselves.
 */
export type RunSql = (text: string, values?: unknown[]) => Promise<unknown>;

/** The rows of whatever a `RunSql` answered. */
export function rowsOf<Row>(answer: unknown): Row[] {
  if (Array.isArray(answer)) return answer as Row[];
  return (answer as { rows: Row[] }).rows;
}
