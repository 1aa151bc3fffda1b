import { newId } from '../../src/kernel/identifier.js';
import type { Role } from '../../src/kernel/actor.js';
import { addDays } from '../../src/kernel/calendar-date.js';
import { canary, columnsOf } from './canaries.js';
import { keep, makeExpert, texts, type Making, type Row } from './making.js';

type Kept = Row & { agency_id: string };

const shared = { sharing: 'uk_law_enforcement' };
const overseas = { sharing: 'all_partners' };

export async function makeRecords(making: Making): Promise<void> {
  const { agencies, user } = making;
  const a = { agency_id: agencies.a, created_by_user_id: user.liaison.id };
  const b = { agency_id: agencies.b, created_by_user_id: user.partner.id };
  const named = { sharing: 'named', marking: 'OFFICIAL-SENSITIVE', created_by_user_id: user.colleague.id };
  await makeOrganisations(making);
  await makeUsers(making);
  await makePlaybooks(making);
  await makeExperts(making, a, b);
  await makeRelationships(making, a, b, named);
  await makeVettings(making, a, b);
  await makeProfileChanges(making, a, b);
  await makePublications(making);
  await makeDelegates(making);
  for (const [className, given] of [
    ['own', a],
    ['shared', { ...b, ...shared }],
    ['other', b],
    ['hidden', { ...a, ...named }],
    ['overseas', { ...b, ...overseas }],
  ] as const) {
    await makeContact(making, className, given);
    await makeInteraction(making, className, given);
  }
  await makeInteraction(making, 'chatham', { ...b, ...shared, chatham_house: true });
  for (const [className, given] of [
    ['own', a],
    ['shared', { ...b, ...shared }],
    ['other', b],
    ['hidden', { ...a, ...named, assignee_user_id: user.colleague.id }],
  ] as const)
    keep(
      making.records,
      'follow_up',
      className,
      await making.t.make.followUp({ ...texts('follow_up', className), ...given }),
    );
}

async function makeOrganisations({ t, agencies, records }: Making): Promise<void> {
  const university = await t.make.organisation(texts('organisation', 'shared'));
  const unit = await t.make.organisation({ kind: 'unit', parent_id: agencies.a });
  keep(records, 'organisation', 'own', { id: agencies.a });
  keep(records, 'organisation', 'other', { id: agencies.b });
  keep(records, 'organisation', 'shared', university);
  const term = await t.make.term({ scheme: 'of_the_scene' });
  const named = { scheme: 'of_the_scene', code: term.code };
  keep(records, 'term', 'own', { id: term.id }, named, { ...named, code: 'absent' });
  keep(records, 'agency', 'own', { id: agencies.a });
  keep(records, 'agency', 'other', { id: agencies.b });
  keep(records, 'agency', 'unit', unit);
  keep(records, 'agency', 'outside', university);
}

async function makePlaybooks({ t, agencies, records }: Making): Promise<void> {
  for (const [className, agency_id] of [
    ['own', agencies.a],
    ['other', agencies.b],
    ['common', null],
  ] as const) {
    const title = canary('playbook', className, 'step_title');
    const steps = [{ title, offsetDays: 1, dayCount: 'calendar', priority: 'normal', assignee: 'owner' }];
    const name = texts('playbook', className, ['name']);
    const row = {
      id: newId(),
      agency_id,
      about_kind: 'expert',
      steps: JSON.stringify(steps),
      ...name,
      ...t.make.stamps(),
    };
    keep(records, 'playbook', className, await t.make.row('playbooks', row));
  }
}

async function makeUsers({ t, agencies, records }: Making): Promise<void> {
  const account = async (className: string, role: Role, organisationId: string, given: Row = {}): Promise<void> =>
    keep(
      records,
      'user',
      className,
      await t.make.user(role, organisationId, { ...texts('user', className), ...given }),
    );
  await account('own', 'liaison', agencies.a);
  await account('other', 'partner', agencies.b);
  await account('hidden', 'liaison', agencies.a, { disabled_at: '2026-06-01T09:00:00Z' });
  await account('host', 'host', agencies.campus);
}

async function makeExperts(making: Making, a: Kept, b: Kept): Promise<void> {
  const untold = { privacy_notice_sent_on: null };
  await makeExpert(making, 'own', a);
  await makeExpert(making, 'shared', b);
  await makeExpert(making, 'other', { ...b, ...untold });
  await makeExpert(making, 'hidden', { ...b, objected_on: '2026-05-01' });
  await makeExpert(making, 'untold', { ...a, ...untold });
}

/** Each with somebody of its own, so that the experts of the tables are known to the agency that entered them only. */
async function makeRelationships(making: Making, a: Kept, b: Kept, named: Row): Promise<void> {
  const { t, records } = making;
  const add = async (className: string, given: Kept, expertId: string): Promise<void> => {
    const own = columnsOf.relationship.filter((column) => column !== 'stage_reason');
    const row = { ...texts('relationship', className, own), ...given, expert_id: expertId };
    const relationship = await t.make.relationship(row);
    await t.make.row('relationship_stage_changes', {
      id: newId(),
      relationship_id: relationship.id,
      to_stage: 'contact',
      reason: canary('relationship', className, 'stage_reason'),
      changed_at: t.clock.now(),
    });
    const path = (relationshipId: string): Row => ({ id: expertId, relationshipId });
    keep(records, 'relationship', className, relationship, path(relationship.id), path(newId()));
  };
  const somebody = async (given: Kept): Promise<string> => (await t.make.expert(given)).id;
  await add('own', a, await somebody(a));
  await add('shared', { ...b, ...shared }, await somebody(b));
  await add('other', b, await somebody(b));
  await add('hidden', { ...a, ...named }, await somebody(a));
  await add('unseen', { ...b, ...shared }, await somebody({ ...b, privacy_notice_sent_on: null }));
  await add('self', a, records.expert.self.id);
}

async function makeVettings({ t, records }: Making, a: Kept, b: Kept): Promise<void> {
  const add = async (className: string, of: string, given: Kept & { level: string }): Promise<void> => {
    const expertId = records.expert[of].id;
    const vetting = await t.make.vetting({ ...given, expert_id: expertId });
    const path = (vettingId: string): Row => ({ id: expertId, vettingId });
    keep(records, 'vetting', className, vetting, path(vetting.id), path(newId()));
  };
  await add('own', 'own', { ...a, level: 'sc' });
  await add('other', 'shared', { ...b, level: 'dv' });
  await add('sought', 'self', { ...a, level: 'dv', status: 'in_progress', granted_on: null, expires_on: null });
  await add('self', 'self', { ...a, level: 'ctc' });
}

/** Refused ones, which carry a reason too. */
async function makeProfileChanges({ t, records }: Making, a: Kept, b: Kept): Promise<void> {
  const add = async (className: string, expertId: string): Promise<void> => {
    const text = (column: string): string => canary('profile_change', className, column);
    const row = {
      id: newId(),
      expert_id: expertId,
      section: 'name',
      before: { givenName: text('before'), familyName: 'Invented', title: null },
      after: { givenName: text('after'), familyName: 'Invented', title: null },
      state: 'refused',
      reason: text('reason'),
      proposed_at: t.clock.now(),
      decided_at: t.clock.now(),
      updated_at: t.clock.now(),
    };
    keep(records, 'profile_change', className, await t.make.row('profile_changes', row));
  };
  await add('own', (await t.make.expert(a)).id);
  await add('other', (await t.make.expert(b)).id);
  await add('self', records.expert.self.id);
}

async function makePublications({ t, records }: Making): Promise<void> {
  const add = async (className: string, of: string, state: string): Promise<void> => {
    const row = {
      id: newId(),
      expert_id: records.expert[of].id,
      doi: `10.1000/${canary('publication', className, 'doi')}`,
      ...texts('publication', className, ['title', 'venue']),
      type: 'article',
      source: 'liaison',
      state,
      ...t.make.stamps(),
    };
    keep(records, 'publication', className, await t.make.row('publications', row));
  };
  await add('own', 'own', 'claimed');
  await add('other', 'other', 'claimed');
  await add('proposed', 'self', 'proposed');
  await add('rejected', 'self', 'rejected');
  await add('self', 'self', 'claimed');
}

/** The names that the academics gave are nobody's but theirs; the accounts have names of their own. */
async function makeDelegates({ t, records, agencies, user }: Making): Promise<void> {
  const day = 24 * 60 * 60_000;
  const add = async (
    expertId: string,
    userId: string,
    given: Row = {},
  ): Promise<{ id: string; path: Row; absent: Row }> => {
    const row = await t.make.delegate({ expert_id: expertId, user_id: userId, ...given });
    const path = (id: string): Row => ({ expertId: id, section: 'about' });
    return { id: row.id, path: path(expertId), absent: path(newId()) };
  };
  const somebody = async (given: Row = {}): Promise<string> => {
    const { id } = await t.make.expert({ agency_id: agencies.a, ...given });
    await t.make.user('academic', agencies.campus, { expert_id: id });
    return id;
  };
  const keepBoth = async (className: string, expertId: string, userId: string, given: Row = {}): Promise<void> => {
    const { path, absent } = await add(expertId, userId, given);
    keep(records, 'delegation', className, { id: expertId }, path, absent);
  };
  const named = (className: string): Row => texts('delegate', className);
  const self = records.expert.self.id;
  const toDelegate = await add(self, user.delegate.id, named('self'));
  keep(records, 'delegate', 'self', toDelegate);
  keep(records, 'delegation', 'self', { id: self }, toDelegate.path, toDelegate.absent);
  keep(records, 'delegate', 'other', await add(await somebody(), user.host.id, named('other')));
  await keepBoth('colleague', await somebody(), user.academic.id);
  const today = t.clock.today();
  await keepBoth('expired', await somebody(), user.delegate.id, { until_on: addDays(today, -1) });
  await keepBoth('ended', await somebody(), user.delegate.id, { ended_at: new Date(t.clock.now().getTime() - day) });
  await keepBoth('objected', await somebody({ objected_on: today }), user.delegate.id);
  await keepBoth('restricted', await somebody({ restricted_on: today }), user.delegate.id);
}

async function makeContact({ t, records }: Making, className: string, given: Kept): Promise<void> {
  keep(records, 'contact', className, await t.make.contact({ ...texts('contact', className), ...given }));
}

/** Corrected once: the earlier text is kept beside it. */
async function makeInteraction({ t, records }: Making, className: string, given: Kept): Promise<void> {
  const own = columnsOf.interaction.filter((column) => !column.startsWith('correction_'));
  const interaction = await t.make.interaction({ ...texts('interaction', className, own), ...given });
  await t.make.row('interaction_corrections', {
    id: newId(),
    interaction_id: interaction.id,
    version: 1,
    before: { subject: canary('interaction', className, 'correction_before') },
    reason: canary('interaction', className, 'correction_reason'),
    corrected_at: t.clock.now(),
  });
  keep(records, 'interaction', className, interaction);
}
