// Jest gives each test file every module anew, which for this product is three seconds a file. Here only what lies under
// test/ (and a test beside its source) is loaded for each file; the product and its packages are loaded once for the
// process, by Node itself, as in production. Nothing in them keeps what one test did: state lives in the application that
// a test starts. They share the process's globals, so that a Date or an Error of a test is theirs too.
const { createRequire } = require('node:module');
const { isAbsolute, join, sep } = require('node:path');
const { compileFunction, constants } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const root = join(__dirname, '../..') + sep;
const ofTests = join(root, 'test') + sep;
/** Where each transformed file's source map lies, for all files of the process: a stack may name any of them. */
const sourceMaps = new Map();
/** How the file of tests at hand has its sources compiled; Jest keeps the results on disk. */
let transforms;

require.extensions['.ts'] = (module, path) => module._compile(transforms.transform(path), path);

const isShared = (path) => isAbsolute(path) && !path.startsWith(ofTests) && !path.endsWith('.test.ts');

exports.__esModule = true;
exports.default = class SharedRuntime extends Runtime {
  constructor(...parts) {
    super(...parts);
    transforms = this.transformCache;
    transforms.sourceMaps = sourceMaps;
    this.executor.compile = (text, filename) =>
      compileFunction(text, this.executor.injectedModuleParameters, {
        filename,
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
  }

  requireModule(from, name, options, actual) {
    if (options?.isInternalModule || (name !== undefined && this._resolution.isCoreModule(name)))
      return super.requireModule(from, name, options, actual);
    const path = this._resolution.resolveCjs(from, name);
    return isShared(path) ? createRequire(from)(path) : super.requireModule(from, name, options, actual);
  }
};
