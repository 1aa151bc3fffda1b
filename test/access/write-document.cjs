// Writes docs/access-matrix.md: `npm run access-matrix`.
const { writeFileSync } = require('node:fs');
const { resolve } = require('node:path');
require('../support/typescript.cjs');
const { accessDocument } = require('./document.ts');

writeFileSync(resolve(__dirname, '../../docs/access-matrix.md'), accessDocument());
