import { isPagePath } from '../../src/platform/pages/page-path.js';
import { matrix, type Row } from './matrix.js';
import { roleOf, visitors, type Visitor } from './people.js';
import { classes, reachOf } from './reach.js';

/** One question to the running application, and the status that the tables expect. */
export interface Case {
  readonly row: Row;
  readonly visitor: Visitor;
  /** Of the record that the path names; null where it names none of the scene's. */
  readonly className: string | null;
  readonly status: number;
}

const named = ['reads', 'opens', 'changes', 'decides', 'begins', 'adds'];

/** Whether the route answers with a page for people. */
export function isPage({ route }: Row): boolean {
  return isPagePath(route.split(' ')[1]);
}

/** Every route × everybody × every class of record. */
export function casesOf(rows: readonly Row[] = matrix): Case[] {
  return rows.flatMap((row) => {
    const hasRecord = named.includes(row.does) || (row.does === 'sends' && row.kind !== undefined);
    const classNames = hasRecord ? classes[row.kind!].map(({ name }) => name) : [null];
    return visitors.flatMap((visitor) =>
      classNames.map((className) => ({ row, visitor, className, status: statusOf(row, visitor, className) })),
    );
  });
}

/** Whether this visitor may call the route at all. */
export function mayCall({ who }: Row, visitor: Visitor): boolean {
  if (who === 'everybody') return true;
  if (visitor === 'anonymous') return false;
  return who === 'the signed in' || who.includes(roleOf[visitor]);
}

function statusOf(row: Row, visitor: Visitor, className: string | null): number {
  // Whoever has not signed in is sent from a page to the form for it.
  if (!mayCall(row, visitor)) return visitor !== 'anonymous' ? 403 : isPage(row) ? 303 : 401;
  if (row.does === 'creates') return 400;
  if (row.does === 'sends') return 403;
  if (row.does === 'corrects') return 412;
  if (visitor !== 'anonymous' && row.sentOn?.includes(roleOf[visitor])) return 303;
  if (className === null || visitor === 'anonymous') return row.status ?? 200;
  const reach = reachOf(row.kind!, className, visitor);
  if (reach === 'absent') return 404;
  switch (row.does) {
    case 'opens':
      return reach === 'changes' ? 200 : 403;
    case 'changes':
      return reach === 'changes' ? 412 : 403;
    case 'decides':
      return reach === 'changes' || reach === 'decides' ? 412 : 403;
    case 'adds':
      return reach === 'changes' ? (row.status ?? 400) : 403;
    case 'begins': {
      const { of, for: role, status } = row.otherwise ?? {};
      return of === className && role === roleOf[visitor] ? status! : 400;
    }
    default:
      return 200;
  }
}

/**
 * The cases of one route and one visitor, by the name that they have in the list of tests. Of what is to be answered alike one
 * record is enough where only the database is another: who sees which class is the same statement on every version of it.
 */
export function casesByName(everyClass: boolean): [name: string, cases: Case[]][] {
  const byName = new Map<string, Case[]>();
  for (const one of casesOf()) {
    const { route, saying } = one.row;
    const name = `${route}${saying ? ` “${saying}”` : ''} · ${one.visitor}`;
    const others = byName.get(name) ?? [];
    if (everyClass || others.every(({ status }) => status !== one.status)) byName.set(name, [...others, one]);
  }
  return [...byName];
}
