import { resolve } from 'node:path';

const onSystem = process.env.ACCORD_TEST_POSTGRES === 'system';
/** `npm test` runs the parts side by side: records, pages, browser. Without one, everything. */
const part = process.env.ACCORD_TEST_PART;
const ofPages = ['<rootDir>/test/pages/', '<rootDir>/test/browser/'];

const shared = {
  rootDir: import.meta.dirname,
  testEnvironment: resolve(import.meta.dirname, 'test/support/shared-environment.cjs'),
  runtime: resolve(import.meta.dirname, 'test/support/shared-runtime.cjs'),
  transform: { '\\.(?:[cm]?[jt]s)$': resolve(import.meta.dirname, 'test/support/transform.cjs') },
  // Packages are transformed too: Nest is published as ES modules only, and Jest on Node 20 cannot require() those.
  transformIgnorePatterns: [],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  setupFiles: ['reflect-metadata'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/', '<rootDir>/.stryker-tmp/'],
};

export default {
  rootDir: import.meta.dirname,
  // Jest knows this one for all projects together only. A busy machine, ten times slower than a quiet one, must not make a test fail.
  testTimeout: 180_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/test/unit/**/*.test.ts'],
    },
    {
      ...shared,
      displayName: 'integration',
      testMatch: [`<rootDir>/test/${part === undefined || part === 'records' ? '' : `${part}/`}**/*.test.ts`],
      // One run is enough for what starts a server of its own, and for pages: they ask the database nothing that the API does not.
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/unit/'].concat(
        onSystem
          ? [
              'embedded-server.test',
              '<rootDir>/test/start/',
              '<rootDir>/test/outages/',
              '<rootDir>/test/kills/',
              ...ofPages,
            ]
          : part === 'records'
            ? ofPages
            : [],
      ),
      globalSetup: '<rootDir>/test/support/global-setup.ts',
      globalTeardown: '<rootDir>/test/support/global-teardown.ts',
    },
  ],
};
