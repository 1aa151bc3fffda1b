// The environment of a test file, with the process's own globals: see shared-runtime.cjs.
const { AsyncLocalStorage } = require('node:async_hooks');
const { ModuleMocker } = require('jest-mock');

/** What the test framework leaves on the globals and must not find there again when the next file begins. */
const ofOneFile = ['EVENT_HANDLERS', 'TEST_TIMEOUT_SYMBOL', 'RETRY_TIMES', 'RETRY_IMMEDIATELY', 'WAIT_BEFORE_RETRY'];

/**
 * The storages of one file's asynchronous contexts. Whoever uses one pays with every promise until it is disabled, and the test
 * framework makes one a file and leaves it: after fifty files most of the time of a process went there.
 */
const storagesInUse = new Set();
for (const method of ['run', 'enterWith']) {
  const original = AsyncLocalStorage.prototype[method];
  AsyncLocalStorage.prototype[method] = function useStorage(...given) {
    storagesInUse.add(this);
    return original.apply(this, given);
  };
}

module.exports = class SharedEnvironment {
  constructor() {
    this.global = globalThis;
    this.moduleMocker = new ModuleMocker(globalThis);
    // No test replaces the timers: the product's clock is given to it.
    this.fakeTimers = null;
    this.fakeTimersModern = null;
    this.kept = { console: globalThis.console, exit: process.exit };
  }

  async setup() {}

  async teardown() {
    this.moduleMocker.restoreAllMocks();
    globalThis.console = this.kept.console;
    process.exit = this.kept.exit;
    for (const name of ofOneFile) delete globalThis[Symbol.for(name)];
    // The product's own come back with their next use.
    for (const storage of storagesInUse) storage.disable();
    storagesInUse.clear();
    this.global = null;
  }

  exportConditions() {
    return ['node', 'node-addons', 'require'];
  }

  getVmContext() {
    return null;
  }
};
