// The whole test command: every check, three at a time, then a table of what passed, what failed and what could not run.
//   npm test                   everything
//   npm test -- types unit     only the checks whose names begin so
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '..');
const reports = join(root, 'reports');
// A lane waits for its database about half of the time, so three keep two cores busy.
const lanes = 3;
const workers = Math.max(1, Math.floor(availableParallelism() / lanes));
const running = new Set();

/** Longest first, so that the lanes end at about the same time. */
const checks = [
  ...(await integrationChecks()),
  { name: 'lint', command: ['eslint/bin/eslint.js', '.', '--max-warnings=0'] },
  jestCheck('unit tests', 'unit'),
  { name: 'types', command: ['typescript/bin/tsc', '--noEmit'] },
  { name: 'format', command: ['prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'] },
  {
    name: 'boundaries',
    command: [
      'dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      'src',
      'migrations',
    ],
  },
];

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of running) child.kill('SIGTERM');
    process.exitCode = 130;
  });
}

const wanted = process.argv.slice(2);
const chosen = checks.filter(({ name }) => wanted.length === 0 || wanted.some((text) => name.startsWith(text)));
if (chosen.length === 0) {
  console.error(
    `There is no check named ${wanted.join(' or ')}; there are: ${checks.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(1);
}
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const results = await runAll(chosen);
report(chosen, results);

async function integrationChecks() {
  if (process.env.TEST_DATABASE_URL) return [jestCheck('integration tests on TEST_DATABASE_URL', 'integration')];
  const embedded = jestCheck('integration tests on embedded PostgreSQL', 'integration', 'embedded', 'records');
  const ofPages = [
    jestCheck('tests of pages', 'integration', 'embedded', 'pages'),
    jestCheck('tests in a browser', 'integration', 'embedded', 'browser'),
  ];
  const name = 'integration tests on installed PostgreSQL';
  const built = join(root, 'dist/src/platform/database/postgres-binaries.js');
  if (!existsSync(built))
    return [embedded, ...ofPages, { name, missing: 'the project is not built; run `npm test` rather than this file' }];
  const { systemBinaries } = await import(pathToFileURL(built).href);
  const [oldest] = systemBinaries();
  if (!oldest)
    return [embedded, ...ofPages, { name, missing: 'no PostgreSQL 15 or newer is installed on this machine' }];
  const installed = jestCheck(`integration tests on installed PostgreSQL ${oldest.version}`, 'integration', 'system');
  return [embedded, installed, ...ofPages];
}

function jestCheck(name, project, postgres, part) {
  const outputFile = join(reports, `${name.replaceAll(' ', '-')}.json`);
  const arguments_ = [
    '--ci',
    '--selectProjects',
    project,
    `--maxWorkers=${workers}`,
    '--json',
    `--outputFile=${outputFile}`,
  ];
  const environment = { ...(postgres && { ACCORD_TEST_POSTGRES: postgres }), ...(part && { ACCORD_TEST_PART: part }) };
  return { name, command: ['jest/bin/jest.js', ...arguments_], environment, outputFile };
}

async function runAll(list) {
  const waiting = [...list];
  const done = new Map();
  const lane = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      if (check.missing) continue;
      const result = await run(check);
      done.set(check, result);
      console.log(`${result.passed ? 'passed' : 'FAILED'}  ${check.name}  ${result.seconds.toFixed(1)} s`);
      if (!result.passed) console.log(indent(result.output));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return done;
}

function run(check) {
  const begun = Date.now();
  const [script, ...arguments_] = check.command;
  // One process loads the product anew for each file of tests, and what V8 keeps of that adds up.
  const memory = check.outputFile ? ['--max-old-space-size=6144'] : [];
  const child = spawn(process.execPath, [...memory, join(root, 'node_modules', script), ...arguments_], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...check.environment, NODE_ENV: 'test', FORCE_COLOR: '0', NO_COLOR: '1' },
  });
  running.add(child);
  const pieces = [];
  // With --json Jest writes the result to its output as well; what people read goes to the error stream.
  if (!check.outputFile) child.stdout.on('data', (piece) => pieces.push(piece));
  else child.stdout.resume();
  child.stderr.on('data', (piece) => pieces.push(piece));
  return new Promise((resolve_) => {
    child.on('close', (code) => {
      running.delete(child);
      const seconds = (Date.now() - begun) / 1000;
      resolve_({ passed: code === 0, seconds, output: Buffer.concat(pieces).toString(), tests: testsOf(check, code) });
    });
  });
}

/** What Jest counted. A run that broke before it could count, or a file that would not load, counts as one failure. */
function testsOf(check, code) {
  if (!check.outputFile) return { passed: 0, failed: 0, skipped: [] };
  if (!existsSync(check.outputFile)) return { passed: 0, failed: 1, skipped: [] };
  const result = JSON.parse(readFileSync(check.outputFile, 'utf8'));
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  const all = result.testResults.flatMap((file) => file.assertionResults);
  const skipped = all.filter(({ status }) => status === 'pending' || status === 'todo').map(({ fullName }) => fullName);
  return { passed: result.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed, skipped };
}

function report(list, done) {
  const width = Math.max(...list.map(({ name }) => name.length));
  console.log('');
  for (const check of list) {
    const result = done.get(check);
    const state = check.missing ? 'not run' : result.passed ? 'passed' : 'FAILED';
    const counts = result && check.outputFile ? `  ${result.tests.passed} passed, ${result.tests.failed} failed` : '';
    const seconds = result ? `${result.seconds.toFixed(1).padStart(6)} s` : '';
    console.log(`${check.name.padEnd(width)}  ${state.padEnd(7)}  ${seconds}${counts}`);
  }
  console.log('');
  const notRun = [
    ...list.filter(({ missing }) => missing).map(({ name, missing }) => `${name}, because ${missing}`),
    ...[...done].flatMap(([{ name }, { tests }]) =>
      tests.skipped.map((test) => `"${test}" (${name}), because it skips itself here`),
    ),
  ];
  for (const sentence of notRun) console.log(`not run: ${sentence}`);
  const incomplete = Boolean(process.env.CI) && notRun.length > 0;
  if (incomplete) console.log('CI is set, so what did not run counts as a failure.');
  const results = [...done.values()];
  const sum = (kind) => results.reduce((total, { tests }) => total + tests[kind], 0);
  if (incomplete || results.some(({ passed }) => !passed)) process.exitCode ||= 1;
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
}

function indent(text) {
  return text.trimEnd().replace(/^/gm, '    ');
}
