/** One page of a list, and the cursor of the next page or null at the end. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** The sort values of the last row shown, in the order of the sort; the last one is unique, so no row is skipped or repeated. */
export type CursorParts = readonly (string | number | null)[];

const longestCursor = 2_048;
const base64url = /^[A-Za-z0-9_-]+$/;

/**
 * The parts as opaque text that is safe in a URL: JSON in base64url. It is neither secret nor signed, so a query must treat
 * decoded parts as it treats any input: as parameters of a statement that is scoped to its reader.
 * Throws RangeError for a number that JSON cannot hold and for parts longer than 2,048 characters once encoded.
 */
export function encodeCursor(parts: CursorParts): string {
  if (parts.some((part) => typeof part === 'number' && !Number.isFinite(part))) {
    throw new RangeError('A cursor cannot hold a number that is not finite.');
  }
  const text = Buffer.from(JSON.stringify(parts), 'utf8').toString('base64url');
  if (text.length > longestCursor) throw new RangeError(`A cursor cannot be longer than ${longestCursor} characters.`);
  return text;
}

/** The parts of a cursor that `encodeCursor` could have made with that many parts; null for any other text, never an error. */
export function decodeCursor(text: unknown, length: number): CursorParts | null {
  if (typeof text !== 'string' || text.length > longestCursor || !base64url.test(text)) return null;
  const json = Buffer.from(text, 'base64url').toString('utf8');
  let parts: unknown;
  try {
    parts = JSON.parse(json);
  } catch {
    return null;
  }
  if (!Array.isArray(parts) || parts.length !== length || !parts.every(isPart)) return null;
  // One spelling for each cursor: other spacing, other escapes, malformed UTF-8 and spare bits are not ours.
  return Buffer.from(JSON.stringify(parts), 'utf8').toString('base64url') === text ? parts : null;
}

/**
 * The page of a query that fetched `limit + 1` rows: the extra row only tells that there is a next page.
 * Throws RangeError when the limit is not a whole number from 1.
 */
export function pageOf<T>(rows: readonly T[], limit: number, cursorOf: (last: T) => CursorParts): Page<T> {
  if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`Not a page length: ${limit}`);
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? encodeCursor(cursorOf(items[limit - 1])) : null };
}

function isPart(part: unknown): part is string | number | null {
  // PostgreSQL text cannot hold NUL, and a statement with one fails.
  if (typeof part === 'string') return !part.includes('\0');
  return part === null || (typeof part === 'number' && Number.isFinite(part));
}
