import pg from 'pg';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { SnakeCaseNames } from './snake-case-names.js';

const dateType = 1082;
const bigintType = 20;
const numericType = 1700;

/** A calendar date stays the text it is: a Date object would move it across time zones. */
pg.types.setTypeParser(dateType, (value) => value);
pg.types.setTypeParser(bigintType, (value) => {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is larger than a number holds exactly`);
  return number;
});
pg.types.setTypeParser(numericType, Number);

/** The application's connections. Migrations run apart, by the owner: see `migrate.ts`. */
export function createDataSource(
  url: string,
  entities: readonly EntityTarget<ObjectLiteral>[],
  poolSize = 10,
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: entities as never,
    namingStrategy: new SnakeCaseNames(),
    synchronize: false,
    poolSize,
    // Instants are read and written as UTC whatever the server's own zone. A name of five letters with one of them wrong
    // shares half of its letter groups with the right one: that much makes `<%` find it. No statement runs for so long that
    // compiling it would pay.
    extra: {
      options:
        '-c timezone=UTC -c jit=off -c statement_timeout=15000 -c idle_in_transaction_session_timeout=30000 ' +
        '-c pg_trgm.word_similarity_threshold=0.5',
      connectionTimeoutMillis: 5000,
    },
    applicationName: 'accord',
  });
}
