// What a page costs: `npm run bench:pages`. It starts the built product in this process, on a database that is thrown away
// with the demonstration in it, and reads the main pages as a liaison. It fails when the list of agreements takes too much
// processor to render, or when the first page is too heavy or too slow to be used in a real browser.
import 'reflect-metadata';
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

const mostMilliseconds = 3;
const mostBytes = 60_000;
const mostToBeUsable = 500;
const warmings = 150;
const rounds = 150;
const openings = 15;

const require = createRequire(import.meta.url);
require('../support/typescript.cjs');
const { startChromium } = require('../support/chromium.ts');

const built = new URL('../../dist/src/', import.meta.url);
const load = (path) => import(new URL(path, built).href);
const { AppModule } = await load('app.module.js');
const { Clock } = await load('kernel/clock.js');
const { readConfig } = await load('platform/config.js');
const { createHttpApp, initialise } = await load('platform/http-app.js');
const { PageRenderer } = await load('platform/pages/page-renderer.js');
const { startDatabase } = await load('start-database.js');
const { prepareDemonstration } = await load('demonstration/prepare.js');
const { demonstrationSignIns } = await load('demonstration/staff.js');

const folder = mkdtempSync(join(tmpdir(), 'accord-bench-'));
const config = readConfig({ DATA_FOLDER: folder, DEMONSTRATION: 'true', LOG_LEVEL: 'silent', PORT: '0' });
const { log } = await load('platform/log.js');
log.level = 'silent';
const clock = new Clock();
const database = await startDatabase(config, clock.now());
let failures = [];
try {
  await prepareDemonstration(config, database.ownerUrl, clock);
  const app = await createHttpApp(AppModule.with({ config, databaseUrl: database.url, clock }), config);
  await initialise(app);
  try {
    failures = [...(await measure(app)), ...(await measureInBrowser(app))];
  } finally {
    await app.close();
  }
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}
for (const failure of failures) console.error(failure);
process.exit(failures.length > 0 ? 1 : 0);

async function measure(app) {
  const rendering = watchRendering(app.get(PageRenderer));
  const cookie = await signIn(app);
  const get = (url) =>
    app.inject({ method: 'GET', url, headers: { cookie, host: 'localhost', 'accept-encoding': 'br, gzip' } });
  const agreement = /href="(\/agreements\/AGR-[^"]+)"/.exec(htmlOf(await get('/agreements')))[1];
  const pages = [
    ['Today', '/'],
    ['Experts', '/experts'],
    ['Agreements, 25 rows', '/agreements'],
    ['An agreement', agreement],
    ['Search: a name', '/search?q=barraclough'],
    ['Search: a misspelt name', '/search?q=baraclough'],
    ['Search: a word', '/search?q=data'],
  ];
  const lines = [];
  for (const [name, url] of pages) {
    if ((await get(url)).statusCode !== 200) continue;
    lines.push({ name, ...(await read(get, url, rendering)) });
  }
  console.log(
    'Page                       render CPU   all CPU   response p50 / p95     HTML raw / sent   with CSS and JS',
  );
  for (const { name, render, all, p50, p95, raw, sent, total } of lines)
    console.log(
      `${name.padEnd(25)} ${ms(render)} ${ms(all)} ${ms(p50)} / ${ms(p95)} ${bytes(raw)} / ${bytes(sent)} ${bytes(total)}`,
    );
  const list = lines.find(({ name }) => name.startsWith('Agreements'));
  return [
    list.rows === 25 ? null : `The list of agreements has ${list.rows} rows, not 25.`,
    list.render > mostMilliseconds
      ? `The list of agreements renders in ${list.render.toFixed(2)} ms of CPU; ${mostMilliseconds} are allowed.`
      : null,
    lines[0].total > mostBytes ? `The first page weighs ${lines[0].total} bytes; ${mostBytes} are allowed.` : null,
  ].filter((failure) => failure !== null);
}

/** The first page as a browser opens it that has nothing of ours yet: until it is drawn and its script has run. */
async function measureInBrowser(app) {
  await app.listen(0, '127.0.0.1');
  const cookie = await signIn(app);
  const [name, value] = cookie.split('=');
  const url = await app.getUrl();
  const browser = await startChromium();
  const times = [];
  try {
    for (let n = 0; n < openings; n += 1) {
      const context = await browser.newContext();
      await context.addCookies([{ name, value, url }]);
      const page = await context.newPage();
      await page.goto(url, { waitUntil: 'load' });
      times.push(await page.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd));
      await context.close();
    }
  } finally {
    await browser.close();
  }
  times.sort((one, other) => one - other);
  const [median, slowest] = [times[Math.floor(openings / 2)], times[openings - 1]];
  console.log(`\nToday, opened in Chromium with an empty cache: ${ms(median)} in the middle, ${ms(slowest)} at most`);
  return median > mostToBeUsable
    ? [`The first page is usable after ${median.toFixed(0)} ms; ${mostToBeUsable} are allowed.`]
    : [];
}

/** One page, warm: the processor it takes, how long it takes and how much is sent. */
async function read(get, url, rendering) {
  for (let n = 0; n < warmings; n += 1) await get(url);
  rendering.milliseconds = rendering.pages = 0;
  const times = [];
  const before = process.cpuUsage();
  for (let n = 0; n < rounds; n += 1) {
    const begun = performance.now();
    await get(url);
    times.push(performance.now() - begun);
  }
  const { user, system } = process.cpuUsage(before);
  times.sort((one, other) => one - other);
  const answer = await get(url);
  const html = htmlOf(answer);
  const assets = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
  const sent = answer.rawPayload.length;
  let total = sent;
  for (const asset of assets) total += (await get(asset)).rawPayload.length;
  return {
    render: rendering.milliseconds / rendering.pages,
    all: (user + system) / 1000 / rounds,
    p50: times[Math.floor(rounds / 2)],
    p95: times[Math.floor(rounds * 0.95)],
    raw: Buffer.byteLength(html),
    sent,
    total,
    rows: html.split('<tr').length - 2,
  };
}

/** Adds up the processor that rendering alone takes: it is one synchronous call, so nothing else runs meanwhile. */
function watchRendering(renderer) {
  const kept = { milliseconds: 0, pages: 0 };
  const render = renderer.render.bind(renderer);
  renderer.render = (...given) => {
    const before = process.cpuUsage();
    const html = render(...given);
    const { user, system } = process.cpuUsage(before);
    kept.milliseconds += (user + system) / 1000;
    kept.pages += 1;
    return html;
  };
  return kept;
}

async function signIn(app) {
  const { email, password } = demonstrationSignIns.find(({ role }) => role === 'liaison');
  const answer = await app.inject({
    method: 'POST',
    url: '/sign-in',
    headers: { host: 'localhost', 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ email, password }).toString(),
  });
  const [cookie] = [answer.headers['set-cookie']].flat();
  if (answer.statusCode !== 303 || !cookie) throw new Error(`the sign-in answered ${answer.statusCode}`);
  return cookie.split(';')[0];
}

function htmlOf({ rawPayload, headers }) {
  return (headers['content-encoding'] === 'br' ? brotliDecompressSync(rawPayload) : rawPayload).toString('utf8');
}

function ms(value) {
  return `${value.toFixed(2)} ms`.padStart(9);
}

function bytes(value) {
  return `${(value / 1000).toFixed(1)} kB`.padStart(9);
}
