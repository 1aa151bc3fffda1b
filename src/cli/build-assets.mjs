// Puts the stylesheet and the script into dist/public under names that carry their content's hash, each also compressed as far
// as it goes. Run after the code's own build.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { compile } from 'sass';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = join(root, 'dist', 'public');

const { css } = compile(join(root, 'src/platform/pages/styles/accord.scss'), {
  loadPaths: [join(root, 'node_modules/govuk-frontend/dist')],
  style: 'compressed',
  quietDeps: true,
});
// Neither the font nor the emblem of GOV.UK may be used by a service that is not on it.
const foreign = /GDS Transport|@font-face|crest|crown/i.exec(css);
if (foreign) {
  console.error(`The stylesheet contains ${foreign[0]}, which only GOV.UK may use.`);
  process.exit(1);
}
// Every page waits for it, also on a slow line. Bytes as they are, and as the least able browser is sent them.
const weights = { whole: Buffer.byteLength(css), sent: gzipSync(css, { level: 9 }).length };
if (weights.whole > 170_000 || weights.sent > 20_000) {
  console.error(
    `The stylesheet has ${weights.whole} bytes, ${weights.sent} compressed; 170,000 and 20,000 are allowed.`,
  );
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) if (/^accord-.*\.(css|js)(\.br|\.gz)?$/.test(file)) rmSync(join(folder, file));
publish('css', css);
publish('js', readFileSync(join(root, 'src/platform/pages/scripts/accord.js'), 'utf8'));

function publish(type, text) {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const file = join(folder, `accord-${hash}.${type}`);
  writeFileSync(file, text);
  writeFileSync(`${file}.br`, brotliCompressSync(text));
  writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
}
