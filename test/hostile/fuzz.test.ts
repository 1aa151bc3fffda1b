import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import type { LightMyRequestResponse } from 'fastify';
import { startTestApp, type TestApp } from '../support/app.js';
import { formText, formType, pdf } from '../support/files.js';
import { silenceLog } from '../support/log.js';
import { cursors, hostileTexts, Values, type Schema, type Schemas } from './arbitraries.js';

/**
 * Every operation of the API document, asked with what its schema allows and with what nobody should send. Whatever is asked:
 * never a 5xx, an error is always a problem document, and what was refused has written nothing.
 * FUZZ_RUNS and FUZZ_SEED look further: the runs are the same each time otherwise.
 */
const runs = Number(process.env.FUZZ_RUNS ?? 30);
const seed = Number(process.env.FUZZ_SEED ?? 20_260_610);

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  schema: Schema;
}
interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}
interface Asked {
  method: string;
  url: string;
  headers: Record<string, string>;
  payload?: string;
}

const document = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../docs/openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Schemas };
};
const { schemas } = document.components;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [method.toUpperCase(), path, operation] as const),
);

let t: TestApp;
let people: { admin: string; liaison: string; academic: string };
/** Ids of records of every kind, by the name of the path's parameter or, for `:id`, of its collection. */
const idsOf: Record<string, string[]> = {};
let allIds: string[];

const collectionOf: Record<string, string> = { expert: 'experts', contact: 'contacts', agreement: 'agreements', interaction: 'interactions', user: 'users' }; // prettier-ignore

/** `ownerUserId` names a user, `coveredExpertIds` experts, `parentId` a body; what names nothing in particular, anything. */
function idsFor(name: string): readonly string[] {
  const kind = /(expert|contact|agreement|interaction|user)ids?$/i.exec(name)?.[1].toLowerCase();
  if (kind !== undefined) return idsOf[collectionOf[kind]].filter((id) => id.length === 36);
  return /Id$/.test(name) && name !== 'recordId' ? [...idsOf.organisations, ...idsOf.agencies] : allIds;
}

const values = new Values(schemas, idsFor);

beforeAll(async () => {
  silenceLog();
  t = await startTestApp({ environment: { DEMONSTRATION: 'true' } });
  await makeScene();
}, 180_000);
afterAll(() => t.close());

/** A record or two of every kind, some of another agency; those who ask stand apart, so that no request ends their accounts. */
async function makeScene(): Promise<void> {
  const [home, away] = [await t.make.agency(), await t.make.agency()];
  const [university, bureau] = [await t.make.organisation(), await t.make.agency()];
  const liaison = await t.make.user('liaison', home.id);
  const colleague = await t.make.user('partner', away.id);
  const victim = await t.make.user('liaison', bureau.id);
  const expert = await t.make.expert({ agency_id: home.id });
  const other = await t.make.expert({ agency_id: away.id });
  const academic = await t.make.user('academic', university.id, { expert_id: expert.id });
  const named = await t.make.user('academic', university.id, { expert_id: other.id });
  await t.make.delegate({ expert_id: other.id, user_id: academic.id, accepted_by_user_id: named.id });
  const affiliation = await t.make.affiliation({ expert_id: expert.id, organisation_id: university.id });
  const relationship = await t.make.relationship({ expert_id: expert.id, agency_id: home.id });
  const contact = await t.make.contact({ agency_id: home.id });
  const agreement = await t.make.agreement({ agency_id: home.id, owner_user_id: liaison.id });
  const theirs = await t.make.agreement({ agency_id: away.id, sharing: 'uk_law_enforcement' });
  const interaction = await t.make.interaction({ agency_id: home.id }, [{ expert_id: expert.id }]);
  const followUp = await t.make.followUp({ agency_id: home.id, about_expert_id: expert.id });
  people = {
    admin: (await t.make.user('admin', home.id)).token,
    liaison: liaison.token,
    academic: academic.token,
  };
  Object.assign(idsOf, {
    organisations: [university.id, bureau.id],
    agencies: [home.id, bureau.id],
    users: [victim.id, colleague.id, (await t.make.user('partner', home.id)).id],
    experts: [expert.id, other.id, expert.reference],
    contacts: [contact.id],
    agreements: [agreement.id, theirs.id, agreement.reference],
    interactions: [interaction.id],
    documents: [await addDocument(agreement.id, liaison.token)],
    'follow-ups': [followUp.id],
    expertId: [other.id],
    affiliationId: [affiliation.id],
    number: ['1', '2'],
    relationshipId: [relationship.id],
    scheme: ['threat', 'strand'],
  });
  allIds = [
    ...Object.values(idsOf)
      .flat()
      .filter((id) => id.length === 36),
    liaison.id,
    home.id,
  ];
}

async function addDocument(agreementId: string, token: string): Promise<string> {
  const added = await t.app.inject({
    method: 'POST',
    url: `/api/v1/agreements/${agreementId}/documents`,
    headers: { authorization: `Bearer ${token}`, 'content-type': formType },
    payload: formText(
      { kind: 'other', title: 'A note' },
      { name: 'note.pdf', content: pdf([], 'Another').toString('latin1') },
    ),
  });
  return added.json<{ id: string }>().id;
}

/** Nearly always the first. */
const oddly = <T>(usual: T, ...odd: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 15, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...odd) });

const segments = (path: string, name: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 15, arbitrary: fc.constantFrom(...(idsOf[name] ?? idsOf[path.split('/')[3]] ?? allIds)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...hostileTexts.filter((text) => text.isWellFormed() && text.length < 300)),
    },
  );

function addresses(path: string, parameters: readonly Parameter[]): fc.Arbitrary<string> {
  const inPath = parameters.filter((one) => one.in === 'path');
  const inQuery = parameters.filter((one) => one.in === 'query');
  const valueOf = ({ name, schema }: Parameter): fc.Arbitrary<unknown> =>
    name === 'cursor' ? cursors : values.of(schema, name);
  const queries = fc
    .subarray(inQuery, { maxLength: Math.min(3, inQuery.length) })
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((one) => [one.name, valueOf(one)]))));
  return fc
    .tuple(
      fc.tuple(...inPath.map(({ name }) => segments(path, name))),
      queries,
      fc.constantFrom(
        '',
        '',
        '',
        '',
        '',
        '',
        '',
        '',
        '',
        '',
        '',
        '',
        '&limit=1&limit=2',
        '&q[]=a',
        '&%ff=%fe',
        '&__proto__=1',
        '&unknown=1',
      ),
    ) // prettier-ignore
    .map(([values, query, extra]) => {
      const filled = inPath.reduce(
        (address, { name }, index) => address.replace(`{${name}}`, encodeURIComponent(values[index])),
        path,
      );
      const pairs = Object.entries(query).map(([name, value]) => `${name}=${encoded(value)}`);
      return `${filled}?${pairs.join('&')}${extra}`;
    });
}

function encoded(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return encodeURIComponent(text.toWellFormed().slice(0, 3000));
}

function requests(method: string, path: string, operation: Operation): fc.Arbitrary<Asked> {
  const { content = {} } = operation.requestBody ?? {};
  const form = content['multipart/form-data']?.schema;
  const schema = content['application/json']?.schema;
  const json = schema ? values.of(schema).map((value) => JSON.stringify(value)) : fc.constant(null);
  const bodies = form ? forms(form) : json;
  const oddBodies = fc.constantFrom('', '{', '[]', 'null', '"text"', '{"a":1}{', `{"a":${'['.repeat(2000)}`, '{"__proto__":{"a":1}}'); // prettier-ignore
  return fc
    .record({
      url: addresses(path, operation.parameters ?? []),
      payload: fc.oneof({ weight: 20, arbitrary: bodies }, { weight: 1, arbitrary: oddBodies }),
      version: oddly('current', undefined, '*', 'W/"1"', '"99999999999"', '1'),
      key: oddly(undefined, 'one', 'two', '\u007f', 'x'.repeat(101)),
      type: oddly(form ? formType : 'application/json', 'multipart/form-data', 'text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-7', ';'), // prettier-ignore
    })
    .map(({ url, payload, version, key, type }) => {
      const headers: Record<string, string> = {};
      if (payload !== null) headers['content-type'] = type;
      if (version !== undefined) headers['if-match'] = version;
      if (key !== undefined) headers['idempotency-key'] = key;
      return { method, url, headers, payload: payload ?? undefined };
    });
}

/** A form with a file, mostly one that is taken. */
function forms(schema: Schema): fc.Arbitrary<string> {
  const names = oddly('terms.pdf', 'terms.exe', '../terms.pdf', '', 'a\tb.pdf', `${'x'.repeat(300)}.pdf`);
  const contents = oddly(pdf().toString('latin1'), '', 'MZ', '%PDF-1.7 /JavaScript %%EOF', 'PK\u0003\u0004');
  return fc.tuple(values.of(schema), names, contents).map(([value, name, content]) => {
    const { file: _file, ...fields } = (value ?? {}) as Record<string, unknown>;
    const texts = Object.entries(fields).map(([field, one]) => [
      field,
      typeof one === 'string' ? one : JSON.stringify(one),
    ]);
    return formText(Object.fromEntries(texts) as object, { name, content });
  });
}

async function ask(request: Asked, token: string | null): Promise<LightMyRequestResponse> {
  const headers = { ...request.headers };
  if (token !== null) headers.authorization = `Bearer ${token}`;
  // The tag of the record as it stands, so that what comes behind the comparison is reached too.
  if (headers['if-match'] === 'current') headers['if-match'] = await currentTag(request.url, token);
  return t.app.inject({ ...request, method: request.method as 'GET', headers });
}

async function currentTag(url: string, token: string | null): Promise<string> {
  const [, , , collection, id, part, partId] = url.split('?')[0].split('/');
  const own = part === 'relationships' && partId ? `/${part}/${partId}` : '';
  const headers = { authorization: `Bearer ${token}` };
  const { headers: answered } = await t.app.inject({ url: `/api/v1/${collection}/${id}${own}`, headers });
  return (answered.etag as string | undefined) ?? '"1"';
}

/** Everything that a refused request must leave as it was. */
async function everythingKept(): Promise<string> {
  const tables = ['organisations', 'users', 'experts', 'affiliations', 'expertise', 'relationships', 'relationship_stage_changes', 'contacts', 'agreements', 'agreement_parties', 'agreement_people', 'agreement_covered_persons', 'agreement_approvals', 'agreement_amendments', 'agreement_amendment_signatures', 'agreement_documents', 'agreement_document_versions', 'agreement_texts', 'agreement_clauses', 'agreement_signatures', 'interactions', 'interaction_participants', 'interaction_corrections', 'follow_ups', 'audit_entries', 'outbox_events', 'idempotency_keys', 'demonstration_clock']; // prettier-ignore
  // `xmin` changes with every writing of a row, whatever it writes.
  const sums = tables.map((table) => `(select count(*) || ':' || coalesce(sum(xmin::text::bigint), 0) from ${table})`);
  const [{ kept }] = await t.source.query<{ kept: string }[]>(
    ['select', sums.join(` || ' ' || `), 'as kept'].join(' '),
  );
  return kept;
}

function expectAnswer(answer: LightMyRequestResponse, request: Asked): void {
  const shown = `${request.method} ${request.url} ${JSON.stringify(request.headers)} ${request.payload?.slice(0, 2000)}\n${answer.statusCode} ${answer.body.slice(0, 500)}`;
  if (answer.statusCode >= 500) throw new Error(shown);
  if (answer.statusCode < 400) return;
  const problem = answer.json<Record<string, unknown>>();
  if (!answer.headers['content-type']?.toString().startsWith('application/problem+json')) throw new Error(shown);
  if (problem.status !== answer.statusCode || !/^[A-Z].*\.$/s.test(String(problem.detail))) throw new Error(shown);
}

/** A cursor that we gave is one that we take. */
async function expectNextPage(answer: LightMyRequestResponse, request: Asked, token: string | null): Promise<void> {
  const next = /<(.*)>/.exec(answer.headers.link?.toString() ?? '')?.[1];
  if (next === undefined) return;
  const { statusCode, body } = await ask({ ...request, url: next }, token);
  if (statusCode !== 200) throw new Error(`the next page of ${request.url} is ${next}: ${statusCode} ${body}`);
}

/** Who asks: those who may, so that the guard is not all that is tested. */
function tokenFor(path: string, dice: number): string | null {
  if (dice === 0) return null;
  if (dice === 1 || /\/(me\/delegates|delegations)/.test(path)) return people.academic;
  const administers = /\/(users|organisations|agencies|reports)/.test(path);
  return administers && dice % 2 === 0 ? people.admin : people.liaison;
}

it.each(operations)('%s %s', async (method, path, operation) => {
  const ownsSession = /\/auth\//.test(path);
  const reads = method === 'GET';
  let before = reads ? '' : await everythingKept();
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(requests(method, path, operation), fc.nat({ max: 19 }), async (request, dice) => {
      const token = ownsSession ? null : tokenFor(path, dice);
      const answer = await ask(request, token);
      expectAnswer(answer, request);
      await expectNextPage(answer, request, token);
      answered += answer.statusCode < 400 ? 1 : 0;
      if (reads) return;
      const after = await everythingKept();
      if (answer.statusCode >= 400 && after !== before)
        throw new Error(`refused, yet something was written: ${request.method} ${request.url} ${request.payload}`);
      before = after;
    }),
    { numRuns: /sign-in/.test(path) ? 4 : runs, seed, endOnFailure: true },
  );
  if (process.env.FUZZ_RUNS) process.stdout.write(`${method} ${path}: ${answered} of ${runs} accepted\n`);
});
