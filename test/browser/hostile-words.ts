import { withClient } from '../../src/platform/database/roles.js';
import type { TestApp } from '../support/app.js';

/** What somebody may type who means harm, or only writes from right to left. Nothing of it may ever run. */
export const hostileWords =
  `<script>globalThis.harmed = 1</script><img src="https://elsewhere.example/x" onerror="globalThis.harmed = 2">` +
  `{{7*7}}\${7*7} '"&lt; javascript:harm() \u202eאבג\u202c 🕵🏽‍♀️ ${'unbroken'.repeat(12)}`;
const long = `${hostileWords}\n\n`.repeat(40).slice(0, 10_000);

/** Columns that hold whole texts rather than a line. */
const texts =
  /^(notes|biography|interests|details|purpose|outcome|assessment|description|reason|before|after|answer|wording)$/;

/**
 * Puts hostile words into every text that the database itself does not restrict, so that a table added later is tried without
 * being named here. Codes, references and addresses are refused by their own constraints and stay as they are.
 */
export async function makeEverythingHostile({ source, database }: TestApp): Promise<string[]> {
  const columns = await source.query<{ table: string; column: string; keyed: boolean }[]>(`
    select c.table_name as table, c.column_name as column,
      exists (select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
        where i.indrelid = c.table_name::regclass and i.indisunique and a.attname = c.column_name) as keyed
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type = 'text' and c.is_generated = 'NEVER'
      and c.table_name <> all(array['migrations', 'job_runs', 'outbox_events', 'outbox_deliveries', 'sessions', 'audit_entries',
        'idempotency_keys', 'vocabulary_terms', 'reminder_rules', 'reminders', 'reminder_messages',
        'notifications', 'single_use_links'])
    order by 1, 2`);
  const changed: string[] = [];
  // The owner's own connection: some of it the application itself can only add to.
  await withClient(database.ownerUrl, async (owner) => {
    for (const { table, column, keyed } of columns) {
      if (/email|code|kind|reference|hash|address|website|_url|page|query|country|scheme|field|section/.test(column))
        continue;
      const words = texts.test(column) ? long : hostileWords;
      // Where values must differ, the row's own id makes them so.
      const value = keyed ? '$1 || id::text' : '$1::text';
      const statement = ['update', table, 'set', `"${column}"`, '=', value, 'where', `"${column}"`, 'is not null'].join(
        ' ',
      );
      const done = await owner.query(statement, [words]).then(
        () => true,
        // A check, an enumeration or a length says no: such a column cannot hold these words.
        () => false,
      );
      if (done) changed.push(`${table}.${column}`);
    }
  });
  return changed;
}
