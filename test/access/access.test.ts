import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Reflector } from '@nestjs/core';
import { declaredRoutes } from '../../src/platform/auth/declared-routes.js';
import { JobQueue } from '../../src/platform/jobs/queue.js';
import { OutboxRelay } from '../../src/platform/jobs/relay.js';
import { openApiDocument } from '../../src/platform/openapi.js';
import { methodOf, pathOf, type Answer } from './asking.js';
import { bodies } from './bodies.js';
import { canariesIn, codeColumns, codeColumnsOf, nameless } from './canaries.js';
import { casesByName, casesOf, isPage, mayCall, type Case } from './cases.js';
import { accessDocument } from './document.js';
import { injectionsOf } from './injections.js';
import { matrix, staticRoute, type Row } from './matrix.js';
import { people, visitors, type Person } from './people.js';
import { classes, kinds, reachOf, type Kind } from './reach.js';
import { routesOf } from './router.js';
import { absentFor, differences, filters, sweepAs } from './sweep.js';
import {
  audit,
  bareColumnsSql,
  columnsBehind,
  fingerprint,
  otherTables,
  tablesOf,
  tablesWithTextSql,
  versionOf,
  writings,
} from './tables.js';
import { startWorld, type World } from './world.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const neverItsVersion = 999_999;
/** Parameters of paths that name no record of the scene. */
const nothing = {
  name: 'nothing.eml',
  scheme: 'threat',
  section: 'about',
  value: 'nothing',
  id: '01920000-0000-7000-8000-000000000009',
};

describe('the matrix and the running application', () => {
  const rowed = [...new Set(matrix.map(({ route }) => route))].sort();

  it('every route has a row, and every row is a route', () => {
    const { app } = world.t;
    const running = declaredRoutes(app.get(Reflector), app).map(({ method, path }) => `${method} ${path}`);
    expect(running.filter((route) => !rowed.includes(route))).toEqual([]);
    expect(rowed.filter((route) => !running.includes(route))).toEqual([]);
  });

  it('the server answers no route that no controller declares', () => {
    expect(routesOf(world.t.app.getHttpAdapter().getInstance()).sort()).toEqual([...rowed, staticRoute].sort());
  });

  it('every class of the tables has a record in the scene, and every record a class', () => {
    const made = kinds.map((kind) => [kind, Object.keys(world.scene.records[kind]).sort()]);
    expect(made).toEqual(kinds.map((kind) => [kind, classes[kind].map(({ name }) => name).sort()]));
  });

  it('docs/access-matrix.md is what the tables say (npm run access-matrix writes it)', () => {
    const committed = readFileSync(resolve(import.meta.dirname, '../../docs/access-matrix.md'), 'utf8');
    expect(committed).toBe(accessDocument());
  });
});

describe('every route × everybody × every class of record', () => {
  // All classes of a route are asked at once: nothing is changed, and the processor works while the database answers.
  it.each(casesByName(process.env.ACCORD_TEST_POSTGRES !== 'system'))('%s', async (_name, cases) => {
    expect.hasAssertions();
    await Promise.all(cases.map(isAnsweredAsExpected));
  });

  /** What one may not see is answered like what is not there, by its id and by its reference. */
  async function isAnsweredAsExpected(one: Case): Promise<void> {
    const record = one.className === null ? null : world.scene.records[one.row.kind!][one.className];
    const answer = await put(one, record?.path);
    expect([one.className, answer.status, told(answer)]).toEqual([one.className, one.status, told(answer)]);
    if (record === null || one.status !== 404) return;
    expect(comparable(answer)).toEqual(comparable(await put(one, record.absent)));
    if (!record.reference) return;
    const [named, unnamed] = [record.reference, record.reference.replace(/\d{4}$/, '0000')];
    const byReference = await put(one, { ...record.path, id: named });
    expect(comparable(byReference)).toEqual(comparable(await put(one, { ...record.path, id: unnamed })));
    expect(comparable(byReference)).toEqual(comparable(answer));
  }
});

describe('lists, counts, filters and figures tell of what somebody reads and of nothing else', () => {
  const ofWhom = (row: Row): [Row, Person][] =>
    people.filter((person) => mayCall(row, person)).map((person) => [row, person]);
  const calls = (does: Row['does']) =>
    matrix
      .filter((row) => row.does === does)
      .flatMap(ofWhom)
      .map(([row, person]) => [row.route, person, row] as const);
  const readBy = (person: Person, kind: Kind): string[] =>
    classes[kind].map(({ name }) => name).filter((name) => reachOf(kind, name, person) !== 'absent');

  it.each(calls('lists'))('%s · %s', async (_route, person, row) => {
    const listed = new Set((await world.asking.listed(person, pathOf(row))).map(({ id }) => id));
    const found = Object.entries(world.scene.records[row.kind!]).filter(([, { id }]) => listed.has(id));
    expect(found.map(([name]) => name).sort()).toEqual(readBy(person, row.kind!).sort());
  });

  it.each(calls('counts'))('%s · %s', async (_route, person, row) => {
    const listed = await world.asking.listed(person, pathOf(row).replace('/count', ''));
    const { body } = await world.asking.ask(person, 'GET', pathOf(row));
    expect(body).toEqual({ count: listed.length, more: false });
  });

  it.each(['liaison', 'colleague', 'partner', 'outsider', 'admin'] as const)('the report · %s', async (person) => {
    const path = '/api/v1/reports/partnerships?from=2026-01-01&to=2026-12-31';
    const report = (await world.asking.ask(person, 'GET', path)).body as Record<string, { total: number }>;
    const counted = (kind: Kind): number => (person === 'admin' ? classes[kind] : readBy(person, kind)).length;
    expect([report.agreements.total, report.engagements.total, report.followUps.total]).toEqual([
      counted('agreement'),
      counted('interaction'),
      counted('follow_up'),
    ]);
  });

  it.each(filters)('nothing is found by a record that one may not see: %s (%s)', async (path, kind) => {
    const row = matrix.find(({ route }) => route === `GET ${path.split('?')[0]}`)!;
    for (const person of people.filter((one) => mayCall(row, one)))
      for (const [name, { id }] of Object.entries(world.scene.records[kind])) {
        if (reachOf(kind, name, person) !== 'absent') continue;
        const { status, body } = await world.asking.ask(person, 'GET', path + id);
        expect([person, name, status, body]).toEqual([
          person,
          name,
          200,
          row.does === 'counts' ? { count: 0, more: false } : { items: [], nextCursor: null },
        ]);
      }
  });
});

describe('canaries: the words of a record reach its readers and nobody else', () => {
  it('every text column of a record that some may not read carries one', async () => {
    const { t, scene } = world;
    for (const [kind, tables] of Object.entries(tablesOf) as [Kind, (typeof tablesOf)['contact'] & object][])
      for (const name of ['other', 'hidden'].filter((one) => one in scene.records[kind]))
        for (const table of nameless.includes(`${kind} ${name}`) ? [] : tables) {
          const codes = [...codeColumns, ...(codeColumnsOf[table[0]] ?? [])];
          const of = [scene.records[kind][name].id, codes];
          const [bare] = await t.source.query<{ columns: string[] }[]>(bareColumnsSql(table), of);
          expect([table, name, bare.columns]).toEqual([table, name, []]);
        }
  });

  it('every table with text is among those that carry them, or known to hold nobody’s words', async () => {
    const known = [...Object.values(tablesOf).flatMap((tables) => tables.map(([name]) => name)), audit];
    const found = await world.t.source.query<{ name: string }[]>(tablesWithTextSql);
    expect(found.map(({ name }) => name)).toEqual([...known, ...Object.keys(otherTables)].sort());
  });

  it.each(visitors)('%s', async (visitor) => {
    const heard = await sweepAs(visitor, world);
    expect(differences(heard, visitor)).toEqual({ leaked: [], missed: [] });
    const told = absentFor(visitor, world).filter(({ texts }) => texts.some((text) => heard.includes(text)));
    expect(told.map(({ what }) => what)).toEqual([]);
  });

  it('what people write reaches neither events nor jobs nor logs, whether it is kept or refused', async () => {
    const { t, scene, asking, logged } = world;
    for (const { by, row, className, body } of writings) {
      const path = pathOf(row, scene.records[row.kind!][className].path);
      const kept = await asking.ask(by, 'PATCH', path, { body, version: 1 });
      expect([path, kept.status, told(kept)]).toEqual([path, 200, '']);
      const wrong = { ...body, kind: JSON.stringify(body), [JSON.stringify(body)]: null };
      expect((await asking.ask(by, 'PATCH', path, { body: wrong, version: 2 })).status).toBe(400);
    }
    await t.app.get(JobQueue).open();
    await t.app.get(OutboxRelay).pass();
    for (const [table, least] of [...Object.entries(otherTables), ['bullmq.job', 1] as const]) {
      const words = "select count(*)::integer as rows, coalesce(string_agg(one::text, ' '), '') as text from";
      const [held] = await t.source.query<{ rows: number; text: string }[]>([words, table, 'one'].join(' '));
      expect([table, held.rows >= least, ...canariesIn(held.text)]).toEqual([table, true]);
    }
    expect(logged.length).toBeGreaterThan(100);
    expect([...canariesIn(logged.join('\n'))]).toEqual([]);
  });

  it('whoever reads the audit reads no word of a record that they may not open', async () => {
    for (const visitor of ['admin', 'auditor'] as const)
      for (const path of ['/api/v1/audit?limit=100', '/admin/audit']) {
        const { status, text } = await world.asking.ask(visitor, 'GET', path);
        const kinds = [...canariesIn(text)].map((word) => word.split('-')[1]);
        expect([status, kinds.filter((kind) => kind !== 'user' && kind !== 'organisation')]).toEqual([200, []]);
        expect(kinds).toContain('user');
      }
  });

  it('mails carry a reference and a link', () => {
    const { smtp, scene } = world;
    expect(smtp.received.map(({ to }) => to)).toEqual(
      expect.arrayContaining([scene.user.liaison.email, scene.user.colleague.email, scene.user.partner.email]),
    );
    expect([...canariesIn(JSON.stringify(smtp.received))]).toEqual([]);
  });

  it('the description of the API holds nobody’s words', () => {
    expect([...canariesIn(JSON.stringify(openApiDocument(world.t.app)))]).toEqual([]);
  });
});

describe('nobody sets by sending it what they may not set (SEC-Z4)', () => {
  const writing = matrix.filter(
    (row) =>
      // What only `answers` takes no body.
      !['GET', 'DELETE'].includes(methodOf(row)) && !isPage(row) && row.does !== 'answers',
  );
  let before: unknown;
  beforeAll(async () => {
    before = await fingerprint(world);
  });

  it.each(writing.map((row) => [`${row.route} ${row.saying ?? ''}`, row] as const))('%s', async (_name, row) => {
    // Whoever has the right to write, under the version that the record has.
    const rights = [412, row.status ?? 400];
    const { visitor, className } = casesOf([row]).find(({ status }) => rights.includes(status))!;
    const path = pathOf(
      row,
      className === null ? { scheme: 'threat' } : world.scene.records[row.kind!][className].path,
    );
    const itself = row.does === 'corrects' ? 'self' : className;
    const underVersion = itself !== null && row.does !== 'adds';
    const version = underVersion ? await versionOf(row, itself, world) : undefined;
    for (const { body, pointers } of injectionsOf(row.route, bodyOf(row)!, columnsBehind(row, world))) {
      const answer = await world.asking.ask(visitor, methodOf(row), path, { body, version });
      const { errors = [] } = answer.body as { errors?: { pointer: string }[] };
      expect([answer.status, errors.map(({ pointer }) => pointer).sort()]).toEqual([400, pointers]);
    }
  });

  it('and nothing was written meanwhile', async () => {
    expect(await fingerprint(world)).toEqual(before);
  });
});

/** Puts a case to the application. Whatever would change something is sent so that it cannot. */
async function put({ row, visitor }: Case, parameters: Record<string, string> = {}): Promise<Answer> {
  const { t, scene, asking } = world;
  const underVersion = ['changes', 'decides', 'corrects'].includes(row.does);
  const endsItself = row.route.endsWith('/sign-out') && !isPage(row) && visitor !== 'anonymous';
  return asking.ask(visitor, methodOf(row), pathOf(row, { ...nothing, ...parameters }), {
    body: row.does === 'creates' ? {} : bodyOf(row),
    version: underVersion ? neverItsVersion : undefined,
    token: endsItself ? await t.make.session(scene.user[visitor].id) : undefined,
  });
}

function bodyOf({ route, saying }: Row): object | undefined {
  return bodies[saying ? `${route} ${saying}` : route];
}

/** For whoever reads a failure: what the answer said. */
function told({ status, text }: Answer): string {
  return status < 400 ? '' : text.slice(0, 300);
}

/** All of an answer that could tell an absent record from a hidden one. */
function comparable({ status, body, headers }: Answer): unknown {
  return { status, body: { ...(body as object), requestId: null }, headers: Object.keys(headers).sort() };
}
