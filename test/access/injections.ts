import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** What nobody may set by sending it (SEC-Z4), unless it is a field of the route. */
export const forbiddenFields: Readonly<Record<string, unknown>> = {
  id: '01920000-0000-7000-8000-000000000009',
  role: 'admin',
  agencyId: '01920000-0000-7000-8000-000000000009',
  agency_id: '01920000-0000-7000-8000-000000000009',
  ownerId: '01920000-0000-7000-8000-000000000009',
  createdByUserId: '01920000-0000-7000-8000-000000000009',
  version: 99,
  reference: 'AGR-2026-0001',
  stage: 'executed',
  passwordHash: 'nothing',
  marking: 'OFFICIAL',
};

/** Where one of those names is a field after all: by route and by the object of the body that takes it. */
export const taken: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'POST /api/v1/users': { '': ['role'] },
  'PATCH /api/v1/users/:id': { '': ['role'] },
  'POST /api/v1/experts': { '/affiliation': ['role'], '/relationship': ['stage', 'marking'] },
  // What somebody is there, such as Senior Lecturer.
  'POST /api/v1/experts/:id/affiliations': { '': ['role'] },
  'PATCH /api/v1/experts/:id/affiliations/:affiliationId': { '': ['role'] },
  'POST /api/v1/experts/:id/relationships': { '': ['stage', 'marking'] },
  'PATCH /api/v1/experts/:id/relationships/:relationshipId': { '': ['stage', 'marking'] },
  'POST /api/v1/me/profile/changes': { '/post': ['role'], '/postChange': ['role'] },
  'POST /api/v1/contacts': { '': ['marking'] },
  'PATCH /api/v1/contacts/:id': { '': ['marking'] },
  'POST /api/v1/agreements': { '': ['marking'] },
  'PATCH /api/v1/agreements/:id': { '': ['marking'] },
  'POST /api/v1/interactions': { '': ['marking'], '/about': ['id'] },
  'PATCH /api/v1/interactions/:id': { '': ['marking'], '/about': ['id'] },
  'POST /api/v1/follow-ups': {
    '': ['marking'],
    '/about': ['id'],
    '/interaction': ['marking'],
    '/interaction/about': ['id'],
  },
  // Which ones are meant, and the version of each that was seen.
  'POST /api/v1/follow-ups/hand-overs': { '/followUps/0': ['id', 'version'] },
  'POST /api/v1/hand-overs/:id': { '/kinds/0/records/0': ['id', 'version'] },
};

export interface Injection {
  readonly body: object;
  /** JSON pointers of everything that has to be refused. */
  readonly pointers: readonly string[];
}

/**
 * The body once for each object in it, with every name that the object does not take put beside its own fields. The outermost
 * also gets the columns of the table behind it, as far as they are no fields of the route.
 */
export function injectionsOf(route: string, body: object, columns: readonly string[]): Injection[] {
  const fields = fieldsOf(route);
  return objectsIn(body).map((pointer) => {
    const open = taken[route]?.[pointer] ?? [];
    const names = Object.keys(forbiddenFields).filter((name) => !open.includes(name));
    if (pointer === '') names.push(...columns.filter((name) => !fields.includes(name) && !names.includes(name)));
    const injected = structuredClone(body);
    const target = pointer
      .split('/')
      .slice(1)
      .reduce<Record<string, unknown>>((at, part) => at[part] as Record<string, unknown>, injected as never);
    for (const name of names) target[name] = forbiddenFields[name] ?? null;
    return { body: injected, pointers: names.map((name) => `${pointer}/${name}`).sort() };
  });
}

function objectsIn(value: unknown, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([name, item]) => objectsIn(item, `${pointer}/${name}`));
  return Array.isArray(value) ? inner : [pointer, ...inner];
}

interface OpenApi {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: { $ref: string } }> } }>>;
  components: { schemas: Record<string, { properties?: object }> };
}

const { paths, components } = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../docs/openapi.json'), 'utf8'),
) as OpenApi;

/** The fields of a route's body as the committed document has them: a new one is seen there in review. */
function fieldsOf(route: string): string[] {
  const [method, path] = route.split(' ');
  const operation = paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
  // JSON, or the form of a file.
  const [content] = Object.values(operation?.requestBody?.content ?? {});
  const schema = content?.schema.$ref.split('/').at(-1);
  if (schema === undefined) throw new Error(`docs/openapi.json has no body of ${route}`);
  return Object.keys(components.schemas[schema].properties ?? {});
}
