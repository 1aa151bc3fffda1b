import { confirmProfile } from '../../src/features/experts/profile/confirmation.jobs.js';
import { invitation, passwordReset, type AccountLink } from '../../src/features/users/passwords/account-links.js';
import { newId } from '../../src/kernel/identifier.js';
import { systemActor } from '../../src/kernel/actor.js';
import { SingleUseLinks, type LinkPurpose } from '../../src/platform/auth/single-use-links.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import type { Person } from '../access/people.js';
import type { World } from '../access/world.js';
import { hostileWords } from './hostile-words.js';

/** Pages whose path has a part that is no record of the scene, each with one that is there. */
export const samplePaths: Readonly<Record<string, (world: World) => string | Promise<string>>> = {
  'GET /experts/bulk': ({ scene }) => `/experts/bulk?id=${scene.records.expert.own.id}`,
  // With its answer.
  'GET /cover': ({ scene }) =>
    `/cover?purpose=personal_data&marking=OFFICIAL-SENSITIVE&person=${scene.records.expert.self.reference}`,
  'GET /playbooks/start': ({ scene }) => `/playbooks/start?kind=expert&id=${scene.records.expert.own.id}`,
  'GET /vettings/:vettingId': ({ scene }) => `/vettings/${scene.records.vetting.own.id}`,
  'GET /saved-views/new': () => '/saved-views/new?page=experts&query=q%3Dfraud',
  'GET /admin/vocabularies/:scheme': () => '/admin/vocabularies/threat',
  'GET /admin/vocabularies/:scheme/new': () => '/admin/vocabularies/threat/new',
  'GET /admin/vocabularies/:scheme/terms/:code': () => '/admin/vocabularies/threat/terms/fraud',
  'GET /admin/vocabularies/:scheme/terms/:code/retire': () => '/admin/vocabularies/threat/terms/fraud/retire',
  'GET /agreements/:id/text/edit': draftedText,
  'GET /agreements/:id/amendments/:number': draftedAmendment,
  'GET /agreements/:id/amendments/:number/edit': async (world) => `${await draftedAmendment(world)}/edit`,
  'GET /invitation/:value': (world) => accountLink(world, invitation, 'host', null),
  'GET /reset-password/:value': (world) => accountLink(world, passwordReset, 'auditor', 'no hash of anything'),
  'GET /confirm/:value': confirmation,
  'GET /unsubscribe/:value': () => '/unsubscribe/of-nobody-in-particular',
  'GET /me/edit/:section': () => '/me/edit/about',
  'GET /delegations/:expertId/edit/:section': ({ scene }) =>
    `/delegations/${scene.records.delegation.colleague.id}/edit/about`,
};

/** Of a draft: in the others of the scene the text no longer changes. */
async function draftedText({ t, scene }: World): Promise<string> {
  const { id, reference } = await t.make.agreement({ agency_id: scene.agencies.a });
  await t.make.row('agreement_texts', { agreement_id: id, template_version: 1 });
  const clause = { agreement_id: id, number: 1, heading: hostileWords, wording: hostileWords };
  await t.make.row('agreement_clauses', clause);
  return `/agreements/${reference}/text/edit`;
}

/** A draft whose terms differ from what stands, with a person who comes and one who goes: the others of the scene are executed. */
async function draftedAmendment({ t, scene }: World): Promise<string> {
  const { id, reference } = await t.make.agreement({
    agency_id: scene.agencies.a,
    stage: 'executed',
    executed_on: '2025-12-15',
  });
  const expert_id = scene.records.expert.own.id;
  await t.make.row('agreement_covered_persons', { agreement_id: id, expert_id });
  await t.make.row('agreement_amendments', {
    id: newId(),
    agreement_id: id,
    number: 1,
    title: hostileWords,
    reason: hostileWords,
    changes: { purpose: hostileWords, removeCoveredExpertIds: [expert_id] },
    stage: 'draft',
    ...t.make.stamps(),
  });
  return `/agreements/${reference}/amendments/1`;
}

/** Of somebody whom no other page's form has touched: who objects is not asked. */
async function confirmation(world: World): Promise<string> {
  const { t, scene } = world;
  const agency_id = scene.agencies.a;
  const { id } = await t.make.expert({ agency_id, email: `asked-${t.make.next()}@campus.example` });
  return link(world, confirmProfile, id);
}

/** A link for an account that it works for. */
async function accountLink(
  world: World,
  { purpose }: AccountLink,
  person: Person,
  passwordHash: string | null,
): Promise<string> {
  const { id } = world.scene.user[person];
  await world.t.source.query('update users set password_hash = $2 where id = $1', [id, passwordHash]);
  return link(world, purpose, id);
}

async function link({ t }: World, purpose: LinkPurpose, subjectId: string): Promise<string> {
  const issue = t.app
    .get(UnitOfWork)
    .transaction(systemActor('test'), (tx) => t.app.get(SingleUseLinks).issue(tx, purpose, subjectId));
  return new URL(await issue).pathname;
}
