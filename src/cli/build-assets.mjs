// Compiles the stylesheet into dist/public under a name that carries its content's hash. Run after the code's own build.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
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
mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) if (file.endsWith('.css')) rmSync(join(folder, file));
const hash = createHash('sha256').update(css).digest('hex').slice(0, 12);
writeFileSync(join(folder, `accord-${hash}.css`), css);
