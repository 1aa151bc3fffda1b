import type { ShownRecords } from '../../platform/pages/page.js';
import { listAddress } from '../../platform/pages/list-address.js';
import type { SearchHitView, SearchKind, SearchView } from './search.dto.js';

/** Where the records of a kind are read, and what the kind is called. */
interface Place {
  readonly heading: string;
  /** The list's path, which takes the same `q`. Null where a list has no such words. */
  readonly list: string | null;
  /** The route of a record's page; an expertise term leads to the people who have it. */
  readonly record: string;
}

export const places: Readonly<Record<SearchKind, Place>> = {
  expert: { heading: 'Experts', list: '/experts', record: '/experts/:id' },
  term: { heading: 'Areas of expertise', list: null, record: '/experts' },
  organisation: { heading: 'Organisations', list: '/organisations', record: '/organisations/:id' },
  contact: { heading: 'Contacts', list: '/contacts', record: '/contacts/:id' },
  agreement: { heading: 'Agreements', list: '/agreements', record: '/agreements/:id' },
  follow_up: { heading: 'Follow-ups', list: '/follow-ups', record: '/follow-ups/:id' },
  interaction: { heading: 'Interactions', list: '/interactions', record: '/interactions/:id' },
};

/** Where a record is read; by its reference where it has one. */
export function addressOf(kind: SearchKind, { id, reference }: Pick<SearchHitView, 'id' | 'reference'>): string {
  return kind === 'term'
    ? listAddress('/experts', { term: reference! })
    : places[kind].record.replace(':id', reference ?? id);
}

/** For the read log: records of people and of what is done with them. Bodies and terms are registers. */
export function shownBy({ groups }: SearchView): ShownRecords {
  return Object.fromEntries(groups.filter(({ kind }) => kind !== 'term').map(({ kind, items }) => [kind, items]));
}
