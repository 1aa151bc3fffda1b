import type { DomainError } from '../../kernel/domain-error.js';
import { errorsOf, statusOnThePage } from '../../platform/pages/forms.js';
import { page, type PageView } from '../../platform/pages/page.js';
import type { OwnProfileView } from '../experts/profile/own-profile.dto.js';
import type { OfferedTerm } from '../experts/profile/own-profile.queries.js';
import { schemeWords } from './portal.words.js';
import { termRows, type ExpertiseForm, type TermRow } from './profile.form.js';
import type { SectionProfile } from './section.pages.js';
import type { Whose } from './whose.js';

/** Rows for terms that are not held yet. */
const blankRows = 3;
const blankRow: TermRow = { term: '', level: 'secondary' };

type Profile = SectionProfile & Pick<OwnProfileView, 'expertise'>;

interface Shown {
  readonly typed?: ExpertiseForm;
  readonly error?: DomainError;
}

/** The form of what somebody knows, for themselves and for whoever edits for them. */
export function expertisePage(
  profile: Profile,
  terms: readonly OfferedTerm[],
  whose: Whose,
  { typed, error }: Shown,
): PageView {
  const rows = typed ? termRows(typed) : rowsOf(profile);
  const labels = labelsOf(profile, terms);
  const held = rows.filter(({ term }) => labels[term] !== undefined && heldBy(profile, term));
  const added = rows.filter((row) => row.term !== '' && !held.includes(row));
  const model = {
    title: whose.name === null ? 'What you know' : `What ${whose.name} knows`,
    whose,
    profile,
    typed: typed ?? {},
    held: held.map((row) => ({ ...row, label: labels[row.term] })),
    added: [...added, ...Array.from({ length: Math.max(0, blankRows - added.length) }, () => blankRow)],
    groups: groupsOf(terms.filter(({ scheme, code }) => !heldBy(profile, `${scheme}:${code}`))),
    errors: error ? errorsOf(error, rowFields(typed, held)) : [],
  };
  const status = statusOnThePage(error) ?? 200;
  return page('portal/edit-expertise', model, { status, shown: { expert: [profile] } });
}

function rowsOf({ expertise }: Profile): TermRow[] {
  return expertise.map(({ scheme, code, level }) => ({ term: `${scheme}:${code}`, level }));
}

function heldBy({ expertise }: Profile, term: string): boolean {
  return expertise.some(({ scheme, code }) => `${scheme}:${code}` === term);
}

function labelsOf({ expertise }: Profile, terms: readonly OfferedTerm[]): Record<string, string> {
  return Object.fromEntries([...terms, ...expertise].map(({ scheme, code, label }) => [`${scheme}:${code}`, label]));
}

function groupsOf(terms: readonly OfferedTerm[]): { label: string; terms: { value: string; text: string }[] }[] {
  const schemes = [...new Set(terms.map(({ scheme }) => scheme))];
  return schemes.map((scheme) => ({
    label: schemeWords[scheme] ?? scheme,
    terms: terms
      .filter((term) => term.scheme === scheme)
      .map(({ code, label }) => ({ value: `${scheme}:${code}`, text: label })),
  }));
}

/** A problem is about a line of what was sent; the page has the lines that are held first and the added ones after them. */
function rowFields(form: ExpertiseForm | undefined, held: readonly TermRow[]): [string, string][] {
  const sent = form ? termRows(form).filter(({ term, level }) => term !== '' && level !== 'away') : [];
  let added = 0;
  return sent.flatMap((row, index) => {
    const place = held.findIndex(({ term }) => term === row.term);
    const id = place >= 0 ? `held-${place}` : `added-${added++}`;
    const pointer = `/expertise/${index}`;
    return [
      [`${pointer}/code`, `${id}-term`],
      [`${pointer}/scheme`, `${id}-term`],
      [`${pointer}/level`, `${id}-level`],
    ] as [string, string][];
  });
}
