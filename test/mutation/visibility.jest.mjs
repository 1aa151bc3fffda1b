import config from '../../jest.config.js';

/** Who may see what, under mutation: the tests that ask the running product, watched by Stryker. */
const integration = config.projects.find(({ displayName }) => displayName === 'integration');
export default {
  ...integration,
  testEnvironment: '@stryker-mutator/jest-runner/jest-env/node',
  testMatch: ['<rootDir>/test/**/*visibility*.test.ts'],
};
