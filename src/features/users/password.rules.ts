import common from './common-passwords.json' with { type: 'json' };

/** What the password must not hold: the service's name, agencies' names, the user's own name and the local part of the e-mail. */
export interface PasswordContext {
  readonly words: readonly string[];
}

/** Characters are code points, so that one emoji counts once. */
export const shortestPassword = 12;
export const longestPassword = 256;

const commonPasswords: ReadonlySet<string> = new Set(common.passwords.split(' '));
const commonWords: ReadonlySet<string> = new Set(common.words.split(' '));
const mostDecoration = 6;
const fewestDifferent = 5;
const shortestContained = 4;

/** Characters in the order in which fingers find them: alphabet, digits, rows of a UK keyboard and its slanting columns. */
const walks = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop[]',
  "asdfghjkl;'#",
  '\\zxcvbnm,./',
  '!"£$%^&*()_+',
  ...['1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '8ik,', '9ol.', '0p;/'],
];
const nextTo = new Set(walks.flatMap((walk) => [...walk].slice(1).map((character, index) => walk[index] + character)));
const plainLetters: Record<string, string> = { '0': 'o', '3': 'e', '4': 'a', '5': 's', '7': 't', $: 's', '@': 'a' };

/**
 * Why a new password is refused, as a sentence for the person who chose it, or null when it is accepted.
 * The rule is SEC-A1, after OWASP ASVS 5.0 section 6.2: 12 characters at least and any composition; refused when it is among
 * common breached passwords (the 5,000 most common of this length are bundled; ASVS asks for 3,000), a common word with a few
 * signs around it, a repetition or a walk over the keyboard, or when it holds a word of its context.
 * The password is judged as typed and never changed; the sentence never repeats any of it.
 */
export function passwordProblem(password: string, context: PasswordContext): string | null {
  const characters = [...password];
  if (characters.length < shortestPassword) return `Password must be ${shortestPassword} characters or more.`;
  if (characters.length > longestPassword) return `Password must be ${longestPassword} characters or fewer.`;
  if (isCommon(password)) {
    return 'This password is on lists of common passwords. Choose one that is harder to guess, such as four random words.';
  }
  if (isPattern(characters.map((character) => character.toLowerCase()))) {
    return 'This password repeats itself or follows the keyboard. Choose one that is harder to guess, such as four random words.';
  }
  if (holdsContext(password, context.words)) {
    return 'Password must not contain your name, your e-mail address, or the name of this service or of an agency.';
  }
  return null;
}

function isCommon(password: string): boolean {
  const folded = password.toLowerCase();
  if (commonPasswords.has(folded)) return true;
  // "Manchester2026!" is one guess away from "manchester": attackers try the endings first.
  const core = folded.replace(/^[^a-z]+/, '').replace(/(?<![^a-z])[^a-z]+$/, '');
  if (folded.length - core.length > mostDecoration) return false;
  return spellings(core).some((spelling) => commonWords.has(spelling) || commonPasswords.has(spelling));
}

/** The word as typed and as read when digits and signs stand for letters. */
function spellings(text: string): string[] {
  const read = text.replace(/[03457$@]/g, (sign) => plainLetters[sign]);
  return [text, read.replace(/[1!]/g, 'i'), read.replace(/[1!]/g, 'l')];
}

function isPattern(characters: readonly string[]): boolean {
  if (new Set(characters).size < fewestDifferent) return true;
  const period = periodOf(characters);
  if (period < shortestPassword && period * 2 <= characters.length) return true;
  return countPieces(characters) * 3 <= characters.length;
}

/** The length of the shortest piece of which the whole is a repetition, the last one possibly cut short. */
function periodOf(characters: readonly string[]): number {
  // The failure function of Knuth, Morris and Pratt: how much of the beginning stands again at the end.
  const border = [0];
  for (let end = 1; end < characters.length; end += 1) {
    let length = border[end - 1];
    while (length > 0 && characters[end] !== characters[length]) length = border[length - 1];
    border.push(characters[end] === characters[length] ? length + 1 : 0);
  }
  return characters.length - border[characters.length - 1];
}

/** How many pieces one must remember: a run of three or more in keyboard or alphabetical order, or of one sign, counts as one. */
function countPieces(characters: readonly string[]): number {
  let pieces = 0;
  for (let start = 0; start < characters.length;) {
    const end = endOfRun(characters, start);
    pieces += 1;
    start = end - start >= 3 ? end : start + 1;
  }
  return pieces;
}

function endOfRun(characters: readonly string[], start: number): number {
  const ways: ((one: string, two: string) => boolean)[] = [
    (one, two) => one === two,
    (one, two) => nextTo.has(one + two),
    (one, two) => nextTo.has(two + one),
  ];
  const ends = ways.map((follows) => {
    let end = start + 1;
    while (end < characters.length && follows(characters[end - 1], characters[end])) end += 1;
    return end;
  });
  return Math.max(...ends);
}

function holdsContext(password: string, words: readonly string[]): boolean {
  const texts = spellings(fold(password));
  const parts = new Set(
    password
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
      .split(/[^\p{L}\p{M}]+/u)
      .map(fold),
  );
  return words.some((word) =>
    wordsToFind(word).some((found) =>
      // A short name such as NCA or BTP stands inside many ordinary words, so it counts only as a part of its own.
      [...found].length < shortestContained ? parts.has(found) : texts.some((text) => holds(text, found)),
    ),
  );
}

/** The word itself and, for a local part such as jane.smith92 or a double name, its parts. */
function wordsToFind(word: string): string[] {
  const folded = fold(word).trim();
  return [folded, ...folded.split(/[^\p{L}\s]+/u)].filter((part) => /^.*\p{L}.*\p{L}/u.test(part));
}

function holds(text: string, found: string): boolean {
  // A name of several words is found however it is joined: NationalCrimeAgency, national-crime-agency.
  return text.includes(found) || (/\s/.test(found) && squeezed(text).includes(squeezed(found)));
}

function squeezed(text: string): string {
  return text.replace(/[\s\p{P}]+/gu, '');
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
