import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Reflector } from '@nestjs/core';
import { declaredRoutes } from '../../src/platform/auth/declared-routes.js';
import { startTestApp, type TestApp } from '../support/app.js';

interface Operation {
  summary?: string;
  parameters?: { name: string }[];
}
interface Property {
  type?: string;
  properties?: object;
  additionalProperties?: unknown;
  allOf?: unknown[];
}
interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties?: Record<string, Property> }> };
}

const root = resolve(import.meta.dirname, '../..');
let printed: string;
let document: OpenApi;
let t: TestApp;

beforeAll(async () => {
  // From the build: the Swagger plugin reads doc comments there only.
  printed = execFileSync(process.execPath, [resolve(root, 'dist/src/cli/print-openapi.js')], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  document = JSON.parse(printed) as OpenApi;
  t = await startTestApp({ environment: { DEMONSTRATION: 'true' } });
});
afterAll(() => t.close());

it('the committed document is what the code says: an API change is seen in review (npm run openapi writes it)', () => {
  expect(readFileSync(resolve(root, 'docs/openapi.json'), 'utf8')).toBe(printed);
});

it('every route for programs stands in the document, and the document names no other', () => {
  const routes = declaredRoutes(t.app.get(Reflector), t.app)
    .filter(({ page }) => !page)
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual(routes.sort());
});

it('no field is described as an object of nothing', () => {
  const bare = Object.entries(document.components.schemas).flatMap(([schema, { properties = {} }]) =>
    Object.entries(properties)
      .filter(([, one]) => one.type === 'object' && !one.properties && !one.additionalProperties && !one.allOf)
      .map(([name]) => `${schema}.${name}`),
  );
  expect(bare).toEqual([]);
});

/** Nothing in these has a version to name: they are there or not, a session, a delegation or a calendar address only ends, one's own absence and choice of mail are sent whole. */
const unchanging = [
  'delete /api/v1/auth/sessions',
  'delete /api/v1/auth/sessions/{id}',
  'put /api/v1/me/absence',
  'put /api/v1/me/mail-preferences',
  'delete /api/v1/tags/{id}',
  'delete /api/v1/saved-views/{id}',
  'delete /api/v1/me/delegates/{id}',
  'delete /api/v1/me/calendar-feeds/{id}',
];

it('every operation says what it does, and every change names its If-Match', () => {
  const silent: string[] = [];
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) {
      if (!operation.summary) silent.push(`${method} ${path} has no summary`);
      const changes = ['put', 'patch', 'delete'].includes(method) && !unchanging.includes(`${method} ${path}`);
      if (changes && !operation.parameters?.some(({ name }) => name === 'If-Match'))
        silent.push(`${method} ${path} has no If-Match`);
    }
  expect(silent).toEqual([]);
});
