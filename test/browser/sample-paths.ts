import type { World } from '../access/world.js';

/** Pages whose path has a part that is no record of the scene, each with one that is there. */
export const samplePaths: Readonly<Record<string, (world: World) => string>> = {};
