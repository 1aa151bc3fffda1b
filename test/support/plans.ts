import pg from 'pg';

/** A statement as the product sent it. */
export interface SentStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** How a statement would be run: with its values in sight, and by the one plan that is kept for all values. */
export interface Plans {
  readonly sequentialScans: string[];
  readonly indexes: string[];
}

/** The look-up of the credential, the read log and the badges are every request's and nobody's in particular. */
const everyRequest = /from sessions s|insert into audit_readings/;
const badge = /as badge from/;

type Query = (this: pg.Client, ...args: unknown[]) => unknown;

/** The statements that reach PostgreSQL while `work` runs. */
export async function statementsOf(
  work: () => Promise<unknown>,
  { badges = false }: { badges?: boolean } = {},
): Promise<SentStatement[]> {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const real = prototype.query;
  const sent: SentStatement[] = [];
  prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [first, second] = args as [string | { text: string; values?: unknown[] }, unknown[]?];
    const statement = typeof first === 'string' ? { text: first, values: second } : first;
    const left = everyRequest.test(statement.text) || (!badges && badge.test(statement.text));
    if (!left) sent.push({ text: statement.text, values: statement.values ?? [] });
    return real.apply(this, args);
  };
  try {
    await work();
  } finally {
    prototype.query = real;
  }
  return sent;
}

/** What PostgreSQL would do for this statement, by either kind of plan. */
export async function plansOf(client: pg.Client, { text, values }: SentStatement): Promise<Plans> {
  const withValues = await client.query({ text: ['explain (format json)', text].join(' '), values: [...values] });
  await client.query(['prepare planned as', text].join(' '));
  await client.query('set plan_cache_mode = force_generic_plan');
  const nulls = values.length > 0 ? `(${values.map(() => 'null').join(', ')})` : '';
  const kept = await client.query(['explain (format json) execute planned', nulls].join(' '));
  await client.query('reset plan_cache_mode; deallocate planned');
  const nodes = [withValues, kept].flatMap(({ rows }) => nodesOf(rows[0]['QUERY PLAN'][0].Plan));
  return {
    sequentialScans: nodes.flatMap((node) =>
      node['Node Type'] === 'Seq Scan' ? (node['Relation Name'] ?? 'something') : [],
    ),
    indexes: nodes.flatMap((node) => node['Index Name'] ?? []),
  };
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

/** One statement, that scans none of the `large` tables from end to end and goes by an index that is `wanted`. */
export async function expectOneStatementByIndexes(
  owner: pg.Client,
  ask: () => Promise<unknown>,
  { large, wanted }: { large: readonly string[]; wanted: RegExp },
): Promise<void> {
  const statements = await statementsOf(ask);
  expect(statements).toHaveLength(1);
  const { sequentialScans, indexes } = await plansOf(owner, statements[0]);
  expect(sequentialScans.filter((table) => large.includes(table))).toEqual([]);
  expect(indexes.filter((index) => wanted.test(index))).not.toEqual([]);
}
