// Lets a child process of a test load the project's TypeScript: node --require test/support/typescript.cjs --eval "require('…ts')".
const { readFileSync } = require('node:fs');
const { process: transform } = require('./transform.cjs');

require.extensions['.ts'] = (module, path) => module._compile(transform(readFileSync(path, 'utf8'), path).code, path);
