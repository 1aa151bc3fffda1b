import { resolve } from 'node:path';
import { DataSource } from 'typeorm';
import { entities } from '../../src/app.module.js';
import { createDataSource } from '../../src/platform/database/data-source.js';
import { migrationSource } from '../../src/platform/database/migrate.js';
import { withClient } from '../../src/platform/database/roles.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const migrations = resolve(import.meta.dirname, '../../migrations');
let database: TestDatabase;
let source: DataSource;

beforeAll(async () => {
  database = await freshDatabase();
  source = await createDataSource(database.applicationUrl, entities).initialize();
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

interface Column {
  table: string;
  name: string;
  nullable: boolean;
  type: string;
}

/** Everything that the migrations make, as text that can be compared. */
async function shapeOf(url: string): Promise<string[]> {
  const rows: { line: string }[] = [];
  await withClient(url, async (client) => {
    const { rows: found } = await client.query<{ line: string }>(`
      select format('column %s.%s %s %s %s %s', table_name, column_name, data_type, is_nullable, column_default, generation_expression) as line
        from information_schema.columns where table_schema = 'public' and table_name <> 'migrations'
      union all select format('index %s', indexdef) from pg_indexes where schemaname = 'public' and tablename <> 'migrations'
      union all select format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
        where connamespace = 'public'::regnamespace and conrelid <> 0 and conrelid::regclass::text <> 'migrations'
      union all select format('function %s', oid::regprocedure) from pg_proc p where pronamespace = 'public'::regnamespace
        and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
      union all select format('sequence %s', sequencename) from pg_sequences where schemaname = 'public' and sequencename <> 'migrations_id_seq'
      order by line`);
    rows.push(...found);
  });
  return rows.map(({ line }) => line);
}

it('every migration goes up, down and up again, and leaves the same behind', async () => {
  const own = await freshDatabase();
  const before = await shapeOf(own.ownerUrl);
  const migrating = await migrationSource(own.ownerUrl, migrations);
  for (let left = migrating.migrations.length; left > 0; left -= 1)
    await migrating.undoLastMigration({ transaction: 'each' });
  expect(await shapeOf(own.ownerUrl)).toEqual([]);
  await migrating.runMigrations({ transaction: 'each' });
  expect(await shapeOf(own.ownerUrl)).toEqual(before);
  await migrating.destroy();
  await own.drop();
});

it('entities say of their columns what the database says', async () => {
  const columns = await source.query<Column[]>(`
    select table_name as table, column_name as name, is_nullable = 'YES' as nullable,
      case when data_type = 'ARRAY' then ltrim(udt_name, '_') || '[]' when data_type = 'USER-DEFINED' then udt_name else data_type end as type
    from information_schema.columns where table_schema = 'public'`);
  const kept = new Map(columns.map((column) => [`${column.table}.${column.name}`, column]));
  const differences: string[] = [];
  for (const { tableName, columns: declared } of source.entityMetadatas)
    for (const { databaseName, isNullable, type, isArray } of declared) {
      const column = kept.get(`${tableName}.${databaseName}`);
      const said = `${String(type)
        .replace('timestamptz', 'timestamp with time zone')
        .replace(/^char$/, 'character')}${isArray ? '[]' : ''}`;
      if (!column) differences.push(`${tableName}.${databaseName} is not in the database`);
      else if (column.nullable !== isNullable)
        differences.push(`${tableName}.${databaseName} is ${column.nullable ? 'nullable' : 'not null'}`);
      else if (column.type !== said) differences.push(`${tableName}.${databaseName} is ${column.type}, not ${said}`);
    }
  expect(differences).toEqual([]);
});

describe('the application’s own role', () => {
  it.each<[string, string]>([
    ['changes no table', 'alter table experts add column sneaked text'],
    ['makes no table', 'create table sneaked (id int)'],
    ['drops nothing', 'drop table audit_entries'],
    ['rewrites no audit', `update audit_entries set verb = 'other'`],
    ['erases no audit', 'delete from audit_entries'],
    ['empties no audit', 'truncate audit_entries'],
    ['rewrites no reading', `update audit_readings set route = 'other'`],
    ['erases no reading', 'delete from audit_readings'],
    ['rewrites no version of a document', `update agreement_document_versions set file_name = 'other'`],
    ['erases no signature', 'delete from agreement_signatures'],
    ['forgets no migration', 'delete from migrations'],
  ])('%s', async (_what, statement) => {
    await expect(source.query(statement)).rejects.toMatchObject({ code: '42501' });
  });
});
