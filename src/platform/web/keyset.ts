import { isCalendarDate } from '../../kernel/calendar-date.js';
import { invalidField } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/identifier.js';
import { decodeCursor, encodeCursor, pageOf, type CursorParts, type Page } from '../../kernel/page.js';

/** What a part of a cursor must look like before it may reach a statement. */
export const cursorParts = {
  id: isId,
  date: isCalendarDate,
  /** PostgreSQL's own text of a timestamptz, which keeps its microseconds. */
  instant: (part: unknown) =>
    typeof part === 'string' &&
    /^\d{4}-\d{2}-\d{2} (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?\+00$/.test(part) &&
    isCalendarDate(part.slice(0, 10)),
  text: (part: unknown) => typeof part === 'string',
} as const;

/** The sort values after which the page begins; null on the first page. A cursor that is not ours is refused. */
export function cursorOf(cursor: string | undefined, ...parts: (keyof typeof cursorParts)[]): CursorParts | null {
  if (cursor === undefined) return null;
  const decoded = decodeCursor(cursor, parts.length);
  if (decoded === null || !parts.every((part, index) => cursorParts[part](decoded[index])))
    throw invalidField('?cursor', 'This cursor is not one we gave for this list. Begin again without a cursor.');
  return decoded;
}

/** A page of rows that bring their own sort values as `cursorKey`, which stays behind. */
export function keysetPage<Item>(rows: readonly (Item & { cursorKey: CursorParts })[], limit: number): Page<Item> {
  const page = pageOf(rows, limit, (row) => row.cursorKey);
  return {
    nextCursor: page.nextCursor,
    items: page.items.map(({ cursorKey: _cursorKey, ...item }) => item as Item),
  };
}

/** A page from which one can also go back. */
export interface PageBothWays<T> extends Page<T> {
  /** Of the page before this one; null on the first. */
  previousCursor: string | null;
}

/**
 * A page of a list that is read in both directions, its rows in the order of the list. Forward, the extra row is the last and
 * tells of a next page; backward it is the first and tells of a page before. `from` is where the reader came from.
 */
export function pageBothWays<Item>(
  rows: readonly (Item & { cursorKey: CursorParts })[],
  limit: number,
  from: 'start' | 'before' | 'after',
): PageBothWays<Item> {
  const backward = from === 'before';
  const extra = rows.length > limit;
  const shown = !extra ? rows : backward ? rows.slice(1) : rows.slice(0, limit);
  const [first, last] = [shown.at(0), shown.at(-1)];
  const hasPrevious = backward ? extra : from === 'after';
  const hasNext = backward || extra;
  return {
    nextCursor: last && hasNext ? encodeCursor(last.cursorKey) : null,
    previousCursor: first && hasPrevious ? encodeCursor(first.cursorKey) : null,
    items: shown.map(({ cursorKey: _cursorKey, ...item }) => item as Item),
  };
}
