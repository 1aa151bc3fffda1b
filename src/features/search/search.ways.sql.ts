import sql, { join, type Sql } from 'sql-template-tag';
import { containing } from '../../platform/database/fragments.js';

/** One way in which a kind of record can match; of several the best is first, and each leaves out what those before it find. */
export interface Way {
  readonly where: Sql;
  /** A number: the lower of what is found this way is the better. */
  readonly rank: Sql;
  /** Somebody named this very record. */
  readonly exact?: true;
  /** Only something like what was typed. */
  readonly like?: true;
}

export const allAlike = sql`0`;

/** A reference that was meant, or failing that those that begin as typed. Bytewise, as the index is. */
export function referenceWays(column: Sql, references: readonly string[], start: string | null): Way[] {
  const ways: Way[] = [];
  const meant = sql`${column} = any(${references}::text[])`;
  if (references.length > 0) ways.push({ where: meant, rank: allAlike, ...(start ? { exact: true } : {}) });
  if (start !== null) ways.push({ where: sql`${startsWith(column, start)} and not ${meant}`, rank: allAlike });
  return ways;
}

/** Text that begins so, through an index with `text_pattern_ops`, also in a plan that is kept for every value. */
export function startsWith(column: Sql, start: string): Sql {
  return sql`(${column} ~>=~ ${start}::text and ${column} ~<~ (${start}::text || ${'\u{10FFFF}'}::text))`;
}

/** Every word in a folded search column, in any order: whole words first. */
export function wordsWay(column: Sql, words: readonly string[]): Way {
  return {
    where: holdsAll(column, column, words),
    rank: sql`case when ${wholeWords(column, words)} then 0 else 1 end`,
  };
}

export function wholeWords(text: Sql, words: readonly string[]): Sql {
  return join(
    words.map((word) => sql`${apart(text)} like '% ' || plain_text(${word}) || ' %'`),
    ' and ',
  );
}

/** `text` is what of the column counts, where it holds more. */
export function holdsAll(column: Sql, text: Sql, words: readonly string[]): Sql {
  return join(
    words.map((word) => holds(column, text, word)),
    ' and ',
  );
}

/** One or two letters begin a word, as initials do; more stand anywhere. The column is asked by its index of trigrams. */
export function holds(column: Sql, text: Sql, word: string): Sql {
  if (word.length > 2) return sql`${column} like ${containing(word)}`;
  return sql`((${column} like plain_text(${word}) || '%' or ${column} like '% ' || plain_text(${word}) || '%')
    and ${apart(text)} like '% ' || plain_text(${word}) || '%')`;
}

/** Folded text with its words set apart by spaces, and one at either end. */
function apart(text: Sql): Sql {
  return sql`(' ' || translate(${text}, '-''.,()/|', '        ') || ' ')`;
}
