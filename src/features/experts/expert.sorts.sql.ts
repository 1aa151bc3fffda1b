import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { Actor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { DomainError } from '../../kernel/domain-error.js';
import { cursorOf, type cursorParts } from '../../platform/web/keyset.js';
import type { ExpertSort } from './expert.sorts.rules.js';
import type { ExpertListQuery } from './experts.dto.js';
import { ownRelationships } from './relationships/relationship.visibility.js';

/** One value that people are ordered by, over the aliases of the list's statement. */
interface Key {
  readonly column: Sql;
  readonly part: keyof typeof cursorParts;
  readonly type: Sql;
}

/** How a page of people is found: by which index, from where, in which direction. */
export interface ExpertOrder {
  /** Beside `experts e`, where the order is by a column of another table. */
  readonly joins: Sql;
  readonly keys: readonly Key[];
  readonly from: 'start' | 'before' | 'after';
  /** Of the list itself. */
  readonly descending: boolean;
  /** The rows after the cursor, or before it; null from the start. */
  readonly beyond: Sql | null;
}

const [text, id, instant] = [sql`text`, sql`uuid`, sql`timestamptz`];
const byId: Key = { column: sql`e.id`, part: 'id', type: id };

/** Whoever nobody has been in touch with counts as longest ago; as the index `relationships_last_contact` has it. */
const lastContact = sql`coalesce(bond.last_contact_at, '1900-01-01 00:00:00+00'::timestamptz)`;

const keysOf: Record<'name' | 'reference' | 'last_contact', readonly Key[]> = {
  name: [
    { column: sql`e.family_name`, part: 'text', type: text },
    { column: sql`e.given_name`, part: 'text', type: text },
    byId,
  ],
  reference: [{ column: sql`e.reference`, part: 'text', type: text }],
  last_contact: [
    { column: lastContact, part: 'instant', type: instant },
    { column: sql`bond.expert_id`, part: 'id', type: id },
  ],
};

export function orderOf(actor: Actor, query: ExpertListQuery, today: CalendarDate): ExpertOrder {
  const { sort = 'name', cursor, before } = query;
  if (cursor !== undefined && before !== undefined)
    throw new DomainError('invalid', 'Some of what you sent needs correcting.', [
      { pointer: '?before', detail: 'Send a cursor to go on from, or one to go back from, not both.' },
    ]);
  const name = sort.replace('-', '') as keyof typeof keysOf;
  const [keys, descending] = [keysOf[name], sort.startsWith('-')];
  const from = before !== undefined ? 'before' : cursor !== undefined ? 'after' : 'start';
  const at = cursorOf(before ?? cursor, ...keys.map(({ part }) => part));
  const forward = descending ? sql`<` : sql`>`;
  const backward = descending ? sql`>` : sql`<`;
  return {
    joins: byLastContact(sort)
      ? sql`join relationships bond on bond.expert_id = e.id and ${ownBond(actor, today)}`
      : empty,
    keys,
    from,
    descending,
    beyond:
      at === null
        ? null
        : sql`(${join(keys.map(({ column }) => column))}) ${from === 'before' ? backward : forward}
            (${join(keys.map(({ type }, index) => sql`${at[index]}::${type}`))})`,
  };
}

/** Only whom the agency keeps a relationship with has a last contact: the count must say the same as the list. */
export function byLastContact(sort: ExpertSort | undefined): boolean {
  return sort === 'last_contact' || sort === '-last_contact';
}

function ownBond(actor: Actor, today: CalendarDate): Sql {
  return ownRelationships(actor, 'bond', today);
}

/** The order in which the statement finds its rows: from a cursor backward, the list's own turned round. */
export function findingOrder({ keys, from, descending }: ExpertOrder): Sql {
  const down = descending !== (from === 'before');
  return join(keys.map(({ column }) => (down ? sql`${column} desc` : column)));
}

/** The keys as columns that the page's statement hands on to its outer part. */
export function keyColumns({ keys }: ExpertOrder): Sql {
  return join(keys.map(({ column }, index) => sql`${column} as ${named[index]}`));
}

/** The list's order, over what `keyColumns` handed on. */
export function shownOrder({ keys, descending }: ExpertOrder): Sql {
  return join(keys.map((_key, index) => (descending ? sql`e.${named[index]} desc` : sql`e.${named[index]}`)));
}

/** A row's keys, as the next page's cursor carries them. */
export function cursorKey({ keys }: ExpertOrder): Sql {
  return sql`json_build_array(${join(keys.map((_key, index) => sql`e.${named[index]}::text`))})`;
}

const named = [sql`key_1`, sql`key_2`, sql`key_3`];
