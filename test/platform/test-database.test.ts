import { withClient } from '../../src/platform/database/roles.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

describe('a fresh database', () => {
  let first: TestDatabase;
  let second: TestDatabase;

  beforeAll(async () => {
    [first, second] = await Promise.all([freshDatabase(), freshDatabase()]);
  });
  afterAll(async () => {
    await Promise.all([first.drop(), second.drop()]);
  });

  test('is apart from every other one', async () => {
    await withClient(first.ownerUrl, (client) => client.query('create table only_here (id int)'));
    const { rows } = await withClient(second.ownerUrl, (client) =>
      client.query("select to_regclass('only_here') as t"),
    );
    expect(rows).toEqual([{ t: null }]);
  });

  test('refuses the application role a change of tables', async () => {
    const change = withClient(first.applicationUrl, (client) => client.query('create table mine (id int)'));
    await expect(change).rejects.toThrow('permission denied for schema public');
  });
});
