import config from '../../jest.config.js';

/** Who may see what, under mutation: the access matrix and the tests of each rule, which ask the running product. */
const integration = config.projects.find(({ displayName }) => displayName === 'integration');
export default {
  ...integration,
  testEnvironment: '@stryker-mutator/jest-runner/jest-env/node',
  testMatch: ['<rootDir>/test/**/*visibility*.test.ts', '<rootDir>/test/access/access.test.ts'],
};
