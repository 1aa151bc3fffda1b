import config from '../../jest.config.js';

/** The pure rules under mutation: the unit project alone, watched by Stryker. */
const unit = config.projects.find(({ displayName }) => displayName === 'unit');
export default {
  ...unit,
  // Texts built to make a pattern slow: they show speed, and take minutes when every statement is watched.
  testPathIgnorePatterns: [...(unit.testPathIgnorePatterns ?? []), 'marking.hostile.test.ts'],
};
