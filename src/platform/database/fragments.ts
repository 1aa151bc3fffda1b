import sql, { raw, type Sql } from 'sql-template-tag';

/** A JSON object of id and name, or null: how one record stands inside another's view. */
export function namedRef(aliasName: string): Sql {
  const a = raw(aliasName);
  return sql`case when ${a}.id is not null then json_build_object('id', ${a}.id, 'name', ${a}.name) end`;
}

/** An instant inside JSON, written as JavaScript writes it. */
export function instant(column: Sql): Sql {
  return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** A list inside JSON that is empty rather than null. */
export function listOf(select: Sql): Sql {
  return sql`coalesce((${select}), '[]'::json)`;
}

/** A pattern that finds `text` anywhere in a folded search column: its own wildcards are ordinary characters. */
export function containing(text: string): Sql {
  return sql`'%' || plain_text(${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}) || '%'`;
}
