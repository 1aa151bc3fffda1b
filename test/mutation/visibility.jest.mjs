import { resolve } from 'node:path';
import config from '../../jest.config.js';

/** Who may see what, under mutation: the access matrix and the tests of each rule, which ask the running product. */
const { globalTeardown: _server, ...integration } = config.projects.find(
  ({ displayName }) => displayName === 'integration',
);
export default {
  ...integration,
  testEnvironment: resolve(import.meta.dirname, 'watched-environment.cjs'),
  // Of all projects together, so not among the project's own.
  testTimeout: config.testTimeout,
  testSequencer: resolve(import.meta.dirname, 'quickest-first.cjs'),
  globalSetup: '<rootDir>/test/mutation/kept-server.ts',
  testMatch: ['<rootDir>/test/**/*visibility*.test.ts', '<rootDir>/test/access/access.test.ts'],
};
