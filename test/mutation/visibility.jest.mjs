import { resolve } from 'node:path';
import config from '../../jest.config.js';

/** Who may see what, under mutation: the tests of each rule, which ask the running product, and the access matrix. */
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
  testMatch: [
    'access/access',
    '*/*visibility*',
    'agreements/employer-moves',
    'contacts/contacts.api',
    'experts/{experts.list,relationships,relationships.change,vetting}',
    'follow-ups/{follow-ups.api,follow-ups.list}',
    'interactions/{chatham-house,interactions.api,interactions.list}',
    'portal/{delegations.api,delegations.closed,publications}',
    'users/users.read',
  ].map((name) => `<rootDir>/test/${name}.test.ts`),
};
