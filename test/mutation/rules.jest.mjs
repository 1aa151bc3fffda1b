import config from '../../jest.config.js';

/** The pure rules under mutation: the unit project alone, watched by Stryker. */
const unit = config.projects.find(({ displayName }) => displayName === 'unit');
export default { ...unit, testEnvironment: '@stryker-mutator/jest-runner/jest-env/node' };
