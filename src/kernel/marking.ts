import type { FieldProblem } from './domain-error.js';

/**
 * Markings of the Government Security Classifications Policy (August 2024) that this service may hold, lowest first.
 * OFFICIAL-SENSITIVE is a marking within OFFICIAL, not a tier of its own; anything above it is refused.
 */
export const markings = ['OFFICIAL', 'OFFICIAL-SENSITIVE'] as const;
export type Marking = (typeof markings)[number];

/** How widely a record may be read, each wider than the one before. */
export const sharings = ['named', 'agency', 'uk_law_enforcement', 'uk_government', 'all_partners'] as const;
export type Sharing = (typeof sharings)[number];

/** What kind of body a reader's agency is. */
export const audiences = ['uk_law_enforcement', 'uk_government', 'overseas'] as const;
export type Audience = (typeof audiences)[number];

/** The marking of a list, an export or a report: the highest of what it contains, OFFICIAL when it contains nothing. */
export function highestMarking(list: Iterable<Marking>): Marking {
  for (const marking of list) if (marking === 'OFFICIAL-SENSITIVE') return marking;
  return 'OFFICIAL';
}

export function isWiderThan(sharing: Sharing, other: Sharing): boolean {
  return sharings.indexOf(sharing) > sharings.indexOf(other);
}

const reach: Record<Sharing, readonly Audience[]> = {
  named: [],
  agency: [],
  uk_law_enforcement: ['uk_law_enforcement'],
  uk_government: ['uk_law_enforcement', 'uk_government'],
  all_partners: ['uk_law_enforcement', 'uk_government', 'overseas'],
};

/**
 * Whether a record so shared may be read by other agencies of that audience. `named` and `agency` reach nobody here:
 * they are decided by name and by the record's own agency.
 */
export function sharingReaches(sharing: Sharing, audience: Audience): boolean {
  return reach[sharing].includes(audience);
}

/** What is wrong with how a record is shared; empty when nothing is. OFFICIAL-SENSITIVE is for named people only. */
export function problemsOfSharing(record: { readonly marking: Marking; readonly sharing: Sharing }): FieldProblem[] {
  if (record.marking === 'OFFICIAL' || record.sharing === 'named') return [];
  const detail = 'What is marked OFFICIAL-SENSITIVE is shared with named people only. Set sharing to "named".';
  return [{ pointer: '/sharing', detail }];
}

/** One word of a line: as written, folded to capitals, and what stands between it and the word before. */
interface Word {
  text: string;
  capitals: string;
  gap: string;
}

/**
 * Whether the text carries a marking above OFFICIAL-SENSITIVE in the form of a marking: SECRET, TOP SECRET or UK SECRET in
 * capitals alone on a line (caveats, page numbers and dates may stand beside it), as the prefix of a line, or in any case
 * after "Classification:". The words inside a sentence ("trade secret", "It is no SECRET that") are ordinary.
 * The tiers are those of the Government Security Classifications Policy; the form is this service's own handling policy.
 * The caller must neither keep nor log a text that is refused.
 *
 * Disguises that come from copying (full-width letters, zero-width characters, look-alike letters, spaced capitals, Markdown
 * and HTML emphasis) are undone first. Every pattern runs in time linear in the length of the text.
 */
export function carriesHigherMarking(text: string): boolean {
  // A label that ends a line or a table cell ("Classification:") makes the next one its value.
  let labelled = false;
  for (const line of plainText(text).split(lineBreak)) {
    const cells = line.replace(spacedCapitals, joinSpacedMarking).split(cellBreak);
    for (const [index, cell] of cells.entries()) {
      const { words, rest } = wordsOf(cell);
      if (words.length === 0) continue;
      if (standsAlone(words, labelled) || isPrefix(words) || followsLabel(words)) return true;
      labelled = labelWords.has(words[words.length - 1].capitals) && (index < cells.length - 1 || labelEnd.test(rest));
    }
  }
  return false;
}

const lineBreak = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;
const cellBreak = /\t|\||\s{3,}/;
const labelEnd = /[:=\-\u2013\u2014]/;
const blockTag = /<\/?(?:p|div|br|hr|h[1-6]|ul|ol|li|table|tr|td|th|section|header|footer|blockquote|pre)\b[^<>]*>/gi;
const inlineTag = /<\/?(?:b|i|u|s|em|strong|span|font|mark|small|big|center|code|a)\b[^<>]*>/gi;
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{M}]/gu;
const manyLetters = /[\u3300-\u3357\ufdf0-\ufdfb]/g;
const wordPattern = /[\p{L}\p{N}]+(?:['\u2019][\p{L}\p{N}]+)*/gu;
const spacedCapitals = /(?<![\p{L}\p{N}])\p{Lu}(?:[^\p{L}\p{N}]{1,6}\p{Lu})+(?![\p{L}\p{N}])/gu;
const spacedMarking = /^(UK)?(TOP)?(SECRET)(.*)$/;
const lookAlikes = '\u0405\u0415\u0421\u0422\u041E\u0420\u041A\u0395\u03A4\u039F\u03A1\u039A'; // Cyrillic, then Greek
const latinLetters = 'SECTOPKETOPK';
const lookAlike = new RegExp(`[${lookAlikes}]`, 'g');

const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(' '));
const nations = wordSet('UK GBR US USA AUS CAN NZ NZL EU NATO UN COSMIC FIVE');
const labelWords = wordSet('CLASSIFICATION CLASSIFIED MARKING SENSITIVITY GSC GSCP');
const headingWords = wordSet('SUBJECT RE FW FWD TITLE HEADER FOOTER HEADING STATUS BANNER');
const beforeLabel = wordSet('PROTECTIVE SECURITY GOVERNMENT DOCUMENT OVERALL');
const strongCaveats = wordSet('UKEO UKEYESONLY NOFORN FVEY ORCON LOCSEN LIMDIS STRAP STRAP1 STRAP2 STRAP3');
const weakCaveats = wordSet(
  'ATOMIC SI TK HCS GAMMA COMINT SIGINT UE LEGAL COMMERCIAL MANAGEMENT HR EMBARGOED PERSONAL',
);
const caveatPairs = wordSet(
  'RECIPIENTS+ONLY EYES+ONLY USE+ONLY REL+TO PERSONAL+DATA MARKET+SENSITIVE PROFESSIONAL+PRIVILEGE',
);
const strongPairs = wordSet('RECIPIENTS+ONLY EYES+ONLY USE+ONLY REL+TO');
const pageWords = wordSet(
  'PAGE PG P OF COPY COPIES DRAFT VERSION V SHEET ISSUE NUMBER JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST ' +
    'SEPTEMBER OCTOBER NOVEMBER DECEMBER',
);
/** Words after which "Secret" is an adjective, as in Secret Intelligence Service. */
const ordinaryAfter = wordSet(
  'SERVICE SERVICES INTELLIGENCE SANTA BALLOT BALLOTS SOCIETY SOCIETIES POLICE POLICING AGENT AGENTS RECORDING RECORDINGS ' +
    'SHARING KEY KEYS HISTORY HISTORIES COURT COURTS TRIAL TRIALS DIPLOMACY GARDEN STATE SURVEILLANCE FILMING VOTE VOTING ' +
    'WEAPON WEAPONS WORLD LIFE LIVES',
);

function plainText(text: string): string {
  return (
    text
      .replace(blockTag, '\n')
      .replace(inlineTag, '')
      // Accents go before and after: putting a long run of them in order, as NFKD does, takes quadratic time.
      .replace(invisible, '')
      // Each of these would become up to eighteen letters, none Latin; a body full of them would take most of a second.
      .replace(manyLetters, '\u30a2')
      .normalize('NFKD')
      .replace(invisible, '')
      .replace(lookAlike, (letter) => latinLetters[lookAlikes.indexOf(letter)])
  );
}

function joinSpacedMarking(spaced: string): string {
  const parts = spacedMarking.exec(spaced.replace(/[^\p{L}]/gu, ''));
  return parts ? parts.slice(1).filter(Boolean).join(' ') : spaced;
}

/** The words of a line and what stands after the last of them. */
function wordsOf(line: string): { words: Word[]; rest: string } {
  const words: Word[] = [];
  let end = 0;
  for (const match of line.matchAll(wordPattern)) {
    words.push({ text: match[0], capitals: match[0].toUpperCase(), gap: line.slice(end, match.index) });
    end = match.index + match[0].length;
  }
  return { words, rest: line.slice(end) };
}

/** The index after a marking that begins at `at`, or -1. */
function afterMarking(words: readonly Word[], at: number, anyCase: boolean): number {
  const spelling = (index: number): string | undefined => (anyCase ? words[index]?.capitals : words[index]?.text);
  const joined = (index: number): boolean => index === at || /^[\s*_~`-]*$/.test(words[index].gap);
  let next = at;
  while (next < at + 3 && nations.has(spelling(next) ?? '') && joined(next)) next += 1;
  if (spelling(next) === 'TOPSECRET' && joined(next)) return next + 1;
  if (spelling(next) === 'TOP' && joined(next)) next += 1;
  return spelling(next) === 'SECRET' && joined(next) ? next + 1 : -1;
}

/** The index after a caveat such as UK EYES ONLY or STRAP1 that begins at `at`; `at` itself when there is none. */
function afterCaveat(words: readonly Word[], at: number, strongOnly: boolean): number {
  let next = at;
  while (next < at + 6 && nations.has(words[next]?.capitals ?? '')) next += 1;
  const [one, two] = [words[next]?.capitals ?? '', words[next + 1]?.capitals ?? ''];
  if ((strongOnly ? strongPairs : caveatPairs).has(`${one}+${two}`)) return next + 2;
  if (next > at && one === 'ONLY') return next + 1;
  // An organisation's own instruction, as in "HMG USE ONLY".
  if (two === 'USE' && words[next + 2]?.capitals === 'ONLY') return next + 3;
  if (next === at && (strongCaveats.has(one) || (!strongOnly && weakCaveats.has(one)))) return next + 1;
  return !strongOnly && next > at ? next : at;
}

/** Nothing on the line but markings, their caveats and what a page header holds. */
function standsAlone(words: readonly Word[], anyCase: boolean): boolean {
  let marked = false;
  for (let at = 0; at < words.length;) {
    const marking = afterMarking(words, at, anyCase);
    const caveat = marking > at ? marking : afterCaveat(words, at, false);
    const { capitals } = words[at];
    if (marking > at) marked = true;
    if (caveat > at) at = caveat;
    else if (pageWords.has(capitals) || /^V?\d+(?:ST|ND|RD|TH)?$/.test(capitals)) at += 1;
    else if (!marked && (labelWords.has(capitals) || beforeLabel.has(capitals))) at += 1;
    else return false;
  }
  return marked;
}

/** A marking that opens the line and is set apart from what follows. */
function isPrefix(words: readonly Word[]): boolean {
  let start = 0;
  const gapAfter = (index: number): string => words[index + 1]?.gap ?? '';
  while (start < 3 && words.length > start + 1 && isLead(words[start].capitals, gapAfter(start))) start += 1;
  const after = afterMarking(words, start, false);
  if (after < 0) return false;
  if (after === words.length || afterCaveat(words, after, true) > after) return true;
  if (isSetApart(words[after].gap)) return true;
  const caveat = afterCaveat(words, after, false);
  if (caveat > after && (caveat === words.length || isSetApart(words[caveat].gap))) return true;
  const { text, capitals, gap } = words[after];
  return start === 0 && /^[\s*_~`]*$/.test(gap) && /^\p{Lu}.*\p{Ll}/u.test(text) && !ordinaryAfter.has(capitals);
}

/** "Subject:" or a paragraph number, which may stand before a marking that opens a line. */
function isLead(capitals: string, gap: string): boolean {
  return headingWords.has(capitals) ? gap.includes(':') : /^(?:\d+|[A-Z])$/.test(capitals) && /^[.)]/.test(gap);
}

function isSetApart(gap: string): boolean {
  if (/["'\u2018\u2019\u201C\u201D]/.test(gap)) return false;
  return /[:;/)\]}>\u2013\u2014]|--|\s-|-\s|^\.\s/.test(gap);
}

/** A marking in any case after "Classification:". */
function followsLabel(words: readonly Word[]): boolean {
  return words.some((word, index) => {
    const value = index + 1;
    if (!labelWords.has(word.capitals) || value === words.length) return false;
    if (!/[:=]/.test(words[value].gap) && !(index < 2 && isSetApart(words[value].gap))) return false;
    const after = afterMarking(words, value, true);
    if (after < 0) return false;
    if (after === words.length || afterCaveat(words, after, false) > after) return true;
    const { capitals, gap } = words[after];
    return gap !== '-' && !(/^\s*$/.test(gap) && ordinaryAfter.has(capitals));
  });
}
