import { confirmProfile } from '../../src/features/experts/profile/confirmation.jobs.js';
import { systemActor } from '../../src/kernel/actor.js';
import { SingleUseLinks } from '../../src/platform/auth/single-use-links.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import type { World } from '../access/world.js';

/** Pages whose path has a part that is no record of the scene, each with one that is there. */
export const samplePaths: Readonly<Record<string, (world: World) => string | Promise<string>>> = {
  'GET /confirm/:value': pathOfConfirmation,
  'GET /me/edit/:section': () => '/me/edit/about',
};

async function pathOfConfirmation({ t, scene }: World): Promise<string> {
  const { id } = scene.records.expert.self;
  const issue = t.app
    .get(UnitOfWork)
    .transaction(systemActor('test'), (tx) => t.app.get(SingleUseLinks).issue(tx, confirmProfile, id));
  return new URL(await issue).pathname;
}
