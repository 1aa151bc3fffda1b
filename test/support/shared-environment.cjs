// The environment of a test file, with the process's own globals: see shared-runtime.cjs.
const { ModuleMocker } = require('jest-mock');

/** What the test framework leaves on the globals and must not find there again when the next file begins. */
const ofOneFile = ['EVENT_HANDLERS', 'TEST_TIMEOUT_SYMBOL', 'RETRY_TIMES', 'RETRY_IMMEDIATELY', 'WAIT_BEFORE_RETRY'];

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
    this.global = null;
  }

  exportConditions() {
    return ['node', 'node-addons', 'require'];
  }

  getVmContext() {
    return null;
  }
};
