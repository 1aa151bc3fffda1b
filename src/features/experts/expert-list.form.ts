import type { DomainError } from '../../kernel/domain-error.js';
import { Optional, Typed } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { errorsOf, withoutBlanks } from '../../platform/pages/forms.js';
import { filterTags, listAddress, type FilterTag } from '../../platform/pages/list-address.js';
import { dateWords } from '../../platform/pages/words.js';
import type { ExpertChoices } from './expert-choices.queries.js';
import type { ExpertSummaryView } from './expert.views.dto.js';
import { expertSorts, type ExpertSort } from './expert.sorts.rules.js';
import { availabilityWords, kindWords, nameWords, noticeWords, stageColours, stageWords } from './expert.words.js';
import { ExpertListQuery } from './experts.dto.js';

/** The list's filters as a form sends them: what was left blank arrives as an empty text. */
export class ExpertListForm {
  @Optional()
  @Typed()
  q?: string;

  @Optional()
  @Typed()
  topic?: string;

  @Optional()
  @Typed()
  region?: string;

  @Optional()
  @Typed()
  strand?: string;

  @Optional()
  @Typed()
  organisation?: string;

  @Optional()
  @Typed()
  stage?: string;

  @Optional()
  @Typed()
  availability?: string;

  @Optional()
  @Typed()
  kind?: string;

  @Optional()
  @Typed()
  ownerUserId?: string;

  @Optional()
  @Typed()
  tagId?: string;

  @Optional()
  @Typed()
  privacyNotice?: string;

  /** Not on the form: links from other pages bring these two. */
  @Optional()
  @Typed()
  organisationId?: string;

  @Optional()
  @Typed()
  term?: string;

  @Optional()
  @Typed()
  sort?: string;

  @Optional()
  @Typed()
  cursor?: string;

  @Optional()
  @Typed()
  before?: string;

  /** What was just done: `view-saved`, or the id of a change of several records. */
  @Optional()
  @Typed()
  done?: string;
}

/** The fields of the form, in its order. */
const fields = [
  'q',
  'topic',
  'region',
  'strand',
  'organisation',
  'stage',
  'availability',
  'kind',
  'ownerUserId',
  'tagId',
  'privacyNotice',
] as const;
const typed: readonly string[] = ['q', 'topic', 'organisation'];

export function expertQueryOf({ done: _done, ...form }: ExpertListForm): ExpertListQuery {
  return validate(ExpertListQuery, withoutBlanks(form), 'query');
}

/** A choice that the form does not offer comes from an address that somebody changed: its codes would tell them nothing. */
export function filterErrors({ detail, fields: problems }: DomainError): FormError[] {
  const worded = problems.map((problem) => {
    const name = problem.pointer.slice(1);
    const isChoice = (fields as readonly string[]).includes(name) && !typed.includes(name);
    return isChoice ? { ...problem, detail: 'Select one of the choices.' } : problem;
  });
  return errorsOf({ detail, fields: worded } as unknown as DomainError, fields);
}

/** The filters alone: without where in the list somebody stands, and what was just done. */
export function filtersOf(form: ExpertListForm): ExpertListForm {
  return { ...form, cursor: undefined, before: undefined, done: undefined };
}

/** By whom the list can be asked for: colleagues, then those who have left and whose people wait for somebody else. */
export function ownersOf({ owners, formerOwners }: ExpertChoices): { id: string; name: string }[] {
  return [...owners, ...formerOwners.map(({ id, name }) => ({ id, name: `${name} (has left or moved)` }))];
}

/** One removable tag for each filter in use. */
export function tagsOf(form: ExpertListForm, choices: ExpertChoices, items: readonly ExpertSummaryView[]): FilterTag[] {
  const { terms, tags } = choices;
  const termWords = (scheme: string, code: string): string =>
    terms.find((term) => term.scheme === scheme && term.code === code)?.label ?? code;
  const nameIn = (list: readonly { id: string; name: string }[], id: string, otherwise: string): string =>
    list.find((one) => one.id === id)?.name ?? otherwise;
  const posts = items.flatMap((item) => item.posts.map(({ organisation }) => organisation));
  return filterTags('/experts', filtersOf(form), {
    q: (text) => `“${text}”`,
    topic: (text) => `Knows “${text}”`,
    term: (text) => termWords(...(text.split(':', 2) as [string, string])),
    region: (code) => termWords('region', code),
    strand: (code) => termWords('strand', code),
    organisation: (text) => `Works at “${text}”`,
    organisationId: (id) => `Works at ${nameIn(posts, id, 'one organisation')}`,
    stage: (code) => stageWords[code as keyof typeof stageWords] ?? code,
    privacyNotice: (code) => `Privacy notice: ${(noticeWords[code as keyof typeof noticeWords] ?? code).toLowerCase()}`,
    availability: (code) => availabilityWords[code as keyof typeof availabilityWords] ?? code,
    kind: (code) => kindWords[code as keyof typeof kindWords] ?? code,
    ownerUserId: (id) => `Owned by ${nameIn(ownersOf(choices), id, 'somebody else')}`,
    tagId: (id) => `Tagged ${nameIn(tags, id, 'otherwise')}`,
  });
}

/** A column that people can sort by: where its heading leads, and how the list stands to it now. */
export interface SortLink {
  readonly href: string;
  readonly ariaSort: 'ascending' | 'descending' | 'none';
}

export function sortLinks(form: ExpertListForm): Record<'name' | 'reference' | 'last_contact', SortLink> {
  const now: ExpertSort = expertSorts.find((sort) => sort === form.sort) ?? 'name';
  const link = (column: string): SortLink => ({
    href: listAddress('/experts', { ...filtersOf(form), sort: now === column ? `-${column}` : column }),
    ariaSort: now === column ? 'ascending' : now === `-${column}` ? 'descending' : 'none',
  });
  return { name: link('name'), reference: link('reference'), last_contact: link('last_contact') };
}

/** Whether nobody's name has the words, so that the list shows names that are spelled alike. */
export function spelledAlike(q: string | undefined, items: readonly ExpertSummaryView[]): boolean {
  if (!q || q.includes('@') || items.length === 0) return false;
  const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const { givenName, familyName, knownAs, reference } = items[0];
  return (
    !/\d/.test(q) && !folded(`${givenName} ${familyName} ${knownAs ?? ''} ${reference}`).includes(folded(q.trim()))
  );
}

const mostPosts = 2;
const mostTerms = 3;

/** A line of the list, in the words it shows: the template only puts them in their places. */
export interface ExpertRow {
  readonly reference: string;
  readonly name: string;
  /** What stands behind the name, such as what they are called. */
  readonly after: string;
  readonly worksAt: string;
  readonly knows: string;
  readonly stage: string | null;
  readonly colour: string;
  readonly owner: string;
  readonly lastContact: string;
  readonly tags: string;
}

/** `wanted`: the terms that were asked for, as `threat:fraud`. They stand first, or nobody would see why somebody is listed. */
export function rowOf(expert: ExpertSummaryView, wanted: ReadonlySet<string>): ExpertRow {
  const { knownAs, marking, posts, expertise, relationship, tags } = expert;
  const more = expertise.length - mostTerms;
  return {
    reference: expert.reference,
    name: nameWords(expert),
    after: `${knownAs ? ` (${knownAs})` : ''}${marking === 'OFFICIAL' ? '' : ` (${marking})`}`,
    worksAt: posts
      .slice(0, mostPosts)
      .map(({ organisation }) => organisation.name)
      .join('; '),
    knows: `${[...expertise]
      .sort((one, other) => rankOf(one, wanted) - rankOf(other, wanted))
      .slice(0, mostTerms)
      .map(({ label }) => label)
      .join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    stage: relationship && stageWords[relationship.stage],
    colour: relationship ? stageColours[relationship.stage] : '',
    owner: relationship?.owner?.name ?? 'No owner',
    lastContact: relationship ? dateWords(relationship.lastContactAt) || 'Never' : '',
    tags: tags.map(({ name }) => name).join(', '),
  };
}

/** What was asked for, then threats and enablers, then the rest; the primary before the secondary. */
function rankOf({ scheme, code, level }: ExpertSummaryView['expertise'][number], wanted: ReadonlySet<string>): number {
  if (wanted.has(`${scheme}:${code}`)) return 0;
  return (scheme === 'threat' || scheme === 'enabler' ? 1 : 3) + (level === 'primary' ? 0 : 1);
}

/** The terms that the filters ask for. */
export function wantedTerms({ term, region, strand, topic }: ExpertListForm, { terms }: ExpertChoices): Set<string> {
  const meant = topic?.trim() ? terms.filter((one) => one.meant).map(({ scheme, code }) => `${scheme}:${code}`) : [];
  return new Set([...meant, term ?? '', `region:${region ?? ''}`, `strand:${strand ?? ''}`]);
}
