// Turns every ES module that a test loads, TypeScript or JavaScript, the project's or a package's, into CommonJS.
// Jest keeps the result in its cache, so the cost is paid once for each file and version.
const { createHash } = require('node:crypto');
const { existsSync, readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { transformSync, version } = require('@swc/core');

const ownText = readFileSync(__filename);
const modulePattern = /^\s*(?:import|export)\b|\bimport\s*[.(]|[;}]\s*(?:import|export)\s*[{*"']|\bexport\s*\{/m;

function optionsFor(path) {
  const typescript = path.endsWith('.ts');
  return {
    filename: path,
    configFile: false,
    swcrc: false,
    isModule: typescript || path.endsWith('.mjs') ? true : 'unknown',
    sourceMaps: typescript ? 'inline' : false,
    module: { type: 'commonjs' },
    jsc: {
      target: 'es2023',
      parser: typescript ? { syntax: 'typescript', decorators: true } : { syntax: 'ecmascript' },
      transform: { hidden: { jest: true }, legacyDecorator: true, decoratorMetadata: true },
    },
  };
}

/** A TypeScript file names its neighbours as they will be called after the build; here they are still TypeScript. */
function nameSources(code, path) {
  return code.replace(/(\brequire\(")(\.{1,2}\/[^"]+)\.js("\))/g, (whole, before, name, after) =>
    existsSync(join(dirname(path), `${name}.ts`)) ? `${before}${name}.ts${after}` : whole,
  );
}

/** import() takes file addresses, which require() does not know. */
function openAddresses(code) {
  return code.replace(
    /_interop_require_wildcard\(require\((\w+)\)\)/g,
    '_interop_require_wildcard(require($1.startsWith("file:") ? require("node:url").fileURLToPath($1) : $1))',
  );
}

/** A script, which the compiler leaves as it is, may import a package by its name. */
function requireNamed(code) {
  return code.replace(/\bawait import\(('[^']+'|"[^"]+")\)/g, 'require($1)');
}

module.exports = {
  getCacheKey: (text, path) =>
    createHash('sha1').update(ownText).update(version).update(path).update(text).digest('hex'),
  process(text, path) {
    // A package's plain CommonJS file needs no work, and there are thousands of them.
    if (path.endsWith('.cjs') || (path.endsWith('.js') && !modulePattern.test(text))) return { code: text };
    const result = transformSync(text, optionsFor(path));
    return path.endsWith('.ts')
      ? { ...result, code: openAddresses(nameSources(result.code, path)) }
      : { ...result, code: requireNamed(result.code) };
  },
};
