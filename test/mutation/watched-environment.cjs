// The environment of a test file under mutation. Stryker says by a variable of the process which mutant is alive, and what is
// under test reads it when it is loaded. Here that is once for all mutants, so it is said anew for each file of tests.
const SharedEnvironment = require('../support/shared-environment.cjs');

module.exports = class WatchedEnvironment extends SharedEnvironment {
  async setup() {
    globalThis.__stryker__.activeMutant = process.env.__STRYKER_ACTIVE_MUTANT__;
  }

  /** One failing test is enough to catch a mutant: the thousands after it in the file are left out. */
  async handleTestEvent({ name, test }) {
    if (name === 'test_fn_failure' || name === 'hook_failure') this.caught = true;
    if (name === 'test_start' && this.caught) test.mode = 'skip';
  }
};
