/** What somebody typed into the search box, as far as it can be told without looking anything up. */
export interface SearchTerms {
  /** Whole references that it may mean: "agr 2026-7" means AGR-2026-0007. */
  readonly references: readonly string[];
  /** What a reference begins with: "EXP-0001" begins a hundred of them. Null when it is no beginning of one. */
  readonly referenceStart: string | null;
  /** An e-mail address, or the beginning of one, in small letters. */
  readonly email: string | null;
  /** Words of a title, a subject or a body's name. */
  readonly words: readonly string[];
  /** Words of a person's name, without their title. */
  readonly names: readonly string[];
}

export const fewestCharacters = 2;
const mostWords = 5;

const nothing: SearchTerms = { references: [], referenceStart: null, email: null, words: [], names: [] };

/** Forms of address: they stand in no name. The letters of a person's reference stand in every one. */
const unnamed = new Set(
  'dr prof professor mr mrs ms miss mx sir dame lord lady rev reverend phd obe mbe cbe ex exp'.split(' '),
);

export function termsOf(typed: string): SearchTerms {
  const text = typed.normalize('NFC').trim();
  const reference = referenceOf(text);
  if (reference !== null) return { ...nothing, ...reference };
  // Without the part before the @ every address of a university would be meant.
  if (/^[^\s@]+@\S*$/.test(text)) return { ...nothing, email: text.toLowerCase() };
  const words = text.split(/[^\p{L}\p{M}\p{Nd}]+/u).filter((word) => word !== '');
  return {
    ...nothing,
    references: /^\d{1,6}$/.test(text) ? [expertReference(text)] : [],
    words: findable(words),
    names: words.some((word) => /\p{Nd}/u.test(word)) ? [] : findable(withoutTitles(words)),
  };
}

function referenceOf(text: string): Pick<SearchTerms, 'references' | 'referenceStart'> | null {
  const expert = /^EXP[\s-]*(\d{1,10})$/i.exec(text);
  if (expert) return { references: [expertReference(expert[1])], referenceStart: `EXP-${expert[1]}` };
  const agreement = /^AGR[\s-]*(\d{4})(?:[\s/-]+(\d{0,10}))?$/i.exec(text);
  if (agreement === null) return null;
  const [, year, number = ''] = agreement;
  const start = `AGR-${year}-${number}`;
  return { references: number === '' ? [] : [`AGR-${year}-${padded(number, 4)}`], referenceStart: start };
}

function expertReference(digits: string): string {
  return `EXP-${padded(digits, 6)}`;
}

/** A number as references write it, whatever noughts were typed before it. */
function padded(digits: string, length: number): string {
  return digits.replace(/^0+/, '').padStart(length, '0');
}

/** As many words as are looked for; none when all of them are single letters, which nearly everything has. */
function findable(words: readonly string[]): string[] {
  const some = words.slice(0, mostWords);
  return some.some((word) => word.length > 1) ? some : [];
}

function withoutTitles(words: readonly string[]): string[] {
  return words.filter((word) => !unnamed.has(word.toLowerCase()));
}
