import type { World } from '../access/world.js';

/** Pages whose path has a part that is no record of the scene, each with one that is there. */
export const samplePaths: Readonly<Record<string, (world: World) => string>> = {
  'GET /admin/vocabularies/:scheme': () => '/admin/vocabularies/threat',
  'GET /admin/vocabularies/:scheme/new': () => '/admin/vocabularies/threat/new',
  'GET /admin/vocabularies/:scheme/terms/:code': () => '/admin/vocabularies/threat/terms/fraud',
  'GET /admin/vocabularies/:scheme/terms/:code/retire': () => '/admin/vocabularies/threat/terms/fraud/retire',
};
