import { resolve } from 'node:path';
import config from '../../jest.config.js';

/** The pure rules under mutation: the unit project alone, watched by Stryker. */
const unit = config.projects.find(({ displayName }) => displayName === 'unit');
export default {
  ...unit,
  testEnvironment: resolve(import.meta.dirname, 'watched-environment.cjs'),
  // Texts built to make a pattern slow: they show speed, and take minutes when every statement is watched.
  testPathIgnorePatterns: [...(unit.testPathIgnorePatterns ?? []), 'marking.hostile.test.ts'],
};
