import 'reflect-metadata';
import { AppModule } from '../app.module.js';
import { Clock } from '../kernel/clock.js';
import { readConfig } from '../platform/config.js';
import { createHttpApp } from '../platform/http-app.js';
import { openApiDocument } from '../platform/openapi.js';

/** Prints the API's description as JSON: `docs/openapi.json` is this output, and a test holds the two together. */
const databaseUrl = 'postgres://nobody@localhost/never-opened';
const config = readConfig({
  // The demonstration's own routes are described too.
  DEMONSTRATION: 'true',
  DATABASE_URL: databaseUrl,
  SECRET_KEY: 'x'.repeat(32),
});
const app = await createHttpApp(AppModule.with({ config, databaseUrl, clock: new Clock() }), config);
const document = openApiDocument(app);
process.stdout.write(`${JSON.stringify(document, null, 2)}\n`, () => process.exit(0));
