// Makes a fresh or changed clone ready to run: packages, then the build. Run by npm before start, seed and test.
// It needs no package itself, so that it can run before there are any.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const at = (...parts) => join(root, ...parts);

refuseOldNode();
installPackages();
build();

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(
    `Accord needs Node.js 20.19 or newer and this is ${process.versions.node}; install a newer one from https://nodejs.org.`,
  );
}

function installPackages() {
  const note = at('node_modules', '.accord-lock');
  const wanted = digest(readFileSync(at('package-lock.json')));
  if (readNote(note) === wanted) return;
  console.log('Installing packages …');
  // The build needs development packages, also where NODE_ENV is production.
  const arguments_ = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  if (run('npm', arguments_) !== 0) stop('The packages could not be installed: npm says why above.');
  writeFileSync(note, wanted);
}

function build() {
  const note = at('dist', '.accord-build');
  const wanted = digestOfSources();
  if (readNote(note) === wanted) return;
  console.log('Building …');
  // A build that is cut off must not pass for a finished one.
  rmSync(note, { force: true });
  const nest = at('node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  if (run(process.execPath, [nest, 'build']) !== 0) stop('The build failed: the compiler says why above.');
  if (run(process.execPath, [at('src', 'cli', 'build-assets.mjs')]) !== 0)
    stop('The stylesheet could not be built: see above.');
  mkdirSync(at('dist'), { recursive: true });
  writeFileSync(note, wanted);
}

/** Tests beside the sources are left out: they are not built. */
function digestOfSources() {
  const files = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'].map((name) => at(name));
  for (const folder of ['src', 'migrations']) {
    if (!existsSync(at(folder))) continue;
    for (const entry of readdirSync(at(folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && !entry.name.endsWith('.test.ts'))
        files.push(join(entry.parentPath ?? entry.path, entry.name));
    }
  }
  const hash = createHash('sha256').update(process.versions.node.split('.')[0]);
  // Contents, not times: a checkout or a container copy changes times without changing anything.
  for (const file of files.sort()) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex');
}

function digest(text) {
  // Packages with native parts differ between versions of Node.js and kinds of machine.
  return createHash('sha256')
    .update(`${process.platform} ${process.arch} ${process.versions.modules}`)
    .update(text)
    .digest('hex');
}

function readNote(file) {
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'utf8') : undefined;
}

function run(command, arguments_) {
  const shell = process.platform === 'win32';
  return spawnSync(command, arguments_, { cwd: root, stdio: 'inherit', shell }).status ?? 1;
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
