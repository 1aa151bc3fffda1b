// The environment of a test file under mutation. Stryker says by a variable of the process which mutant is alive, and what is
// under test reads it when it is loaded. Here that is once for all mutants, so it is said anew for each file of tests.
const SharedEnvironment = require('../support/shared-environment.cjs');

/** The mutant that a test of this run has caught: one is enough, and thousands would follow in this file and the next ones. */
let caught;

module.exports = class WatchedEnvironment extends SharedEnvironment {
  async setup() {
    const alive = process.env.__STRYKER_ACTIVE_MUTANT__;
    if (alive === undefined || alive !== caught) caught = undefined;
    globalThis.__stryker__.activeMutant = alive;
  }

  async handleTestEvent({ name, test }, { rootDescribeBlock }) {
    if (name === 'test_fn_failure' || name === 'hook_failure') caught = globalThis.__stryker__.activeMutant;
    if (caught === undefined) return;
    if (name === 'run_start') rootDescribeBlock.mode = 'skip';
    if (name === 'test_start') test.mode = 'skip';
  }
};
