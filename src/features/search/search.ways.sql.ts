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
  /** A guess, shown only where no way before it has found anything. */
  readonly guess?: true;
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

/** Names that may be misspelt. */
export interface Named {
  /** The search column, asked by its index of trigrams, and what of it counts. */
  readonly column: Sql;
  readonly text: Sql;
  /** The text whose `slips_of` and `two_slips_of` are indexed. */
  readonly slipped: Sql;
  /** How near the names are to what was typed, from 0 to 1. */
  readonly likeness: (typed: Sql) => Sql;
}

/** A long word may have two slips in it: of a shorter one too little would be left that is its own. */
const fewestLettersForTwoSlips = 7;

/**
 * Names in which some word is one slip away from what was typed; where there are none, those with two in a long word. Words of
 * three letters or more are looked for; one of three has to be spelt as it is.
 */
export function nearWays(words: readonly string[], { column, text, slipped, likeness }: Named): Way[] {
  const counted = words.filter((word) => word.length > 2);
  if (counted.length === 0) return [];
  const each = (near: (word: string) => Sql): Sql =>
    join(
      counted.map((word) => sql`(${holds(column, text, word)} or ${near(word)})`),
      ' and ',
    );
  const oneSlip = (word: string): Sql => sql`slips_of(${slipped}) collate "C" && slips_of(plain_text(${word}))`;
  const twoSlips = (word: string): Sql =>
    word.length < fewestLettersForTwoSlips
      ? oneSlip(word)
      : sql`two_slips_of(${slipped}) collate "C" && two_slips_of(plain_text(${word}))`;
  const rank = sql`-${likeness(sql`plain_text(${words.join(' ')})`)}`;
  const one = each(oneSlip);
  const ways: Way[] = [{ where: sql`${one} and not (${holdsAll(column, text, words)})`, rank, like: true }];
  if (counted.some((word) => word.length >= fewestLettersForTwoSlips))
    ways.push({ where: sql`${each(twoSlips)} and not (${one})`, rank, like: true, guess: true });
  return ways;
}

/** Folded text with its words set apart by spaces, and one at either end. */
function apart(text: Sql): Sql {
  return sql`(' ' || translate(${text}, '-''.,()/|', '        ') || ' ')`;
}
