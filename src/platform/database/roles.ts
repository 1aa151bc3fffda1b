import pg from 'pg';

/** The role that migrates and owns every table. Not a superuser. */
export const ownerRole = 'accord_owner';
/** The role that the running application uses. It cannot change a table's definition. */
export const applicationRole = 'accord_app';

const extensions = ['pg_trgm', 'unaccent', 'citext', 'btree_gist', 'pgcrypto'];

export interface Credentials {
  name: string;
  password: string;
}

/** Creates the roles where they are missing; a password is set only then. Needs a superuser's connection. */
export async function createRoles(client: pg.Client, roles: Credentials[]): Promise<void> {
  for (const { name, password } of roles) {
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [name]);
    if (rowCount) continue;
    // Statements that define things take no parameters, hence the escaping.
    const attributes = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';
    await client.query(
      ['CREATE ROLE', client.escapeIdentifier(name), attributes, 'PASSWORD', client.escapeLiteral(password)].join(' '),
    );
  }
}

/** Creates the owner's database where it is missing. Needs a superuser's connection. */
export async function createDatabase(client: pg.Client, name: string, owner: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
  if (rowCount) return;
  const [database, role] = [client.escapeIdentifier(name), client.escapeIdentifier(owner)];
  await client.query(['CREATE DATABASE', database, 'OWNER', role].join(' '));
}

/** Closes the database to everyone but its owner and the application's role, and adds the extensions. */
export async function prepareDatabase(client: pg.Client, database: string, application: string): Promise<void> {
  await grantConnections(client, database, application);
  for (const extension of extensions) {
    await client.query(['CREATE EXTENSION IF NOT EXISTS', client.escapeIdentifier(extension)].join(' '));
  }
}

/**
 * TEMPORARY because the queue adds jobs in bulk by way of a temporary table. Grants on a database itself do not follow it into a copy
 * made from it as a template, so a copy needs this again.
 */
export async function grantConnections(client: pg.Client, database: string, application: string): Promise<void> {
  const [name, role] = [client.escapeIdentifier(database), client.escapeIdentifier(application)];
  await client.query(['REVOKE ALL ON DATABASE', name, 'FROM PUBLIC'].join(' '));
  await client.query(['GRANT CONNECT, TEMPORARY ON DATABASE', name, 'TO', role].join(' '));
}

/** Opens a connection for the work and closes it whatever happens. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
