import type { RunSql } from '../platform/database/run-sql.js';
import { type AgencyKey, agencyIds } from './bodies.js';
import type { InventedExpert } from './experts.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import { createRandom, type Random } from './random.js';
import { type StaffKey, staffId, workersOf } from './staff.js';
import type { Timeline } from './timeline.js';

export interface InventedRelationship {
  id: string;
  expert: InventedExpert;
  agency: AgencyKey;
  stage: string;
  sinceOffset: number;
  owner: StaffKey | null;
  deputy: StaffKey | null;
}

const stageWeights = { contact: 30, network_member: 28, named_expert: 20, partner: 11, dormant: 7, former: 4 };

/** The stages passed on the way, each with the reason given for reaching it. */
const paths: Record<string, readonly [stage: string, reason: string][]> = {
  contact: [['contact', 'First contact after an introduction.']],
  network_member: [
    ['contact', 'Met at a research workshop.'],
    ['network_member', 'Asked to join the network and received the privacy notice.'],
  ],
  named_expert: [
    ['contact', 'Recommended by a colleague.'],
    ['network_member', 'Joined the network.'],
    ['named_expert', 'Topics and interests agreed; declaration received.'],
  ],
  partner: [
    ['contact', 'Approached us about a project.'],
    ['named_expert', 'Advised twice to good effect.'],
    ['partner', 'Works with us under an agreement with the employer.'],
  ],
  dormant: [
    ['contact', 'Met at a conference.'],
    ['network_member', 'Joined the network.'],
    ['dormant', 'No contact for more than a year.'],
  ],
  former: [
    ['contact', 'Introduced by a partner.'],
    ['network_member', 'Joined the network.'],
    ['former', 'Asked to leave the network after moving to other work.'],
  ],
};

/**
 * One relationship per expert and agency. Nobody is known to a second agency before a privacy notice was sent, as the
 * product itself requires.
 */
export function inventRelationships(experts: readonly InventedExpert[]): InventedRelationship[] {
  const random = createRandom('relationships');
  const known = experts.filter((expert) => expert.noticeSent && expert.closed === null);
  const first = experts.map((expert) => invent(random, expert, expert.agency));
  const ofTheLead = known.filter((expert) => expert.agency === 'lead' && expert.number !== 0);
  return [
    ...first,
    ...random.sample(ofTheLead, 30).map((expert) => invent(random, expert, 'police')),
    ...random.sample(ofTheLead, 8).map((expert) => invent(random, expert, 'regional_unit')),
    ...random
      .sample(
        known.filter((expert) => expert.agency === 'police'),
        12,
      )
      .map((expert) => invent(random, expert, 'lead')),
  ];
}

function invent(random: Random, expert: InventedExpert, agency: AgencyKey): InventedRelationship {
  const workers = workersOf[agency];
  const signsIn = expert.number === 0;
  const recent = expert.createdOffset > -120;
  const stage = signsIn ? 'partner' : recent ? 'contact' : random.weighted(stageWeights);
  const owner = signsIn ? 'liaison' : random.chance(0.05) ? null : random.pick(workers);
  const deputy = signsIn ? 'secondLiaison' : random.pick([...workers, null, null]);
  return {
    id: demonstrationId('relationship', `${agency}/${expert.number}`),
    expert,
    agency,
    stage: expert.closed === 'objected' ? 'former' : stage,
    sinceOffset:
      agency === expert.agency ? expert.createdOffset : Math.min(-20, Math.ceil(expert.createdOffset * random.next())),
    owner,
    deputy: deputy === owner ? null : deputy,
  };
}

/** `lastContact` is what the interactions say: the latest instant by agency and expert id. */
export async function insertRelationships(
  run: RunSql,
  time: Timeline,
  leadAgencyId: string,
  relationships: readonly InventedRelationship[],
  lastContact: ReadonlyMap<string, string>,
): Promise<void> {
  const random = createRandom('relationship details');
  const agencies = agencyIds(leadAgencyId);
  const rows = relationships.map((relationship) => ({
    ...detailsOf(random, time, relationship),
    agency_id: agencies[relationship.agency],
    last_contact_at: lastContact.get(`${relationship.agency}/${relationship.expert.id}`) ?? null,
  }));
  await insertRows(run, 'relationships', rows);
  await insertRows(
    run,
    'relationship_stage_changes',
    relationships.flatMap((one) => stageChangesOf(time, one)),
  );
}

function detailsOf(
  random: Random,
  time: Timeline,
  { id, expert, agency, stage, sinceOffset, owner, deputy }: InventedRelationship,
): Row {
  const createdAt = time.moment(sinceOffset, 491);
  const closed = stage === 'dormant' || stage === 'former';
  const handling = expert.number > 0 && expert.number % 43 === 7;
  const advised = ['named_expert', 'partner'].includes(stage);
  return {
    id,
    expert_id: expert.id,
    stage,
    since_on: time.day(sinceOffset),
    owner_user_id: owner && staffId(owner),
    deputy_user_id: deputy && staffId(deputy),
    cadence_days: closed ? null : random.pick([30, 60, 90, 90, 180, 365, null]),
    source: random.pick(['Conference', 'Introduction by a colleague', 'Research call', 'Own approach', 'Publication']),
    notes: random.chance(0.3) ? random.pick(noteTexts) : null,
    assessment: advised && random.chance(0.5) ? random.pick(assessmentTexts) : null,
    marking: handling ? 'OFFICIAL-SENSITIVE' : 'OFFICIAL',
    handling: handling ? 'RECIPIENTS ONLY' : null,
    sharing: handling ? 'named' : expert.noticeSent && random.chance(0.1) ? 'uk_law_enforcement' : 'agency',
    created_by_user_id: staffId(owner ?? workersOf[agency][0]),
    created_at: createdAt,
    updated_at: createdAt,
  };
}

const noteTexts = [
  'Prefers a written question before a call.',
  'Interested in hosting a visiting analyst next year.',
  'Would rather not be quoted by name in anything published.',
  'Teaches on Tuesdays and Thursdays; mornings are best.',
];

const assessmentTexts = [
  'Delivers on time and answers the question asked. No conflict known.',
  'Strong on method; needs a clear brief to keep to the operational question.',
  'Well regarded in the field. Consults for a technology company: declared, and acceptable for this topic.',
];

function stageChangesOf(time: Timeline, { id, stage, sinceOffset, owner, agency }: InventedRelationship): Row[] {
  const path = paths[stage];
  return path.map(([to, reason], index) => ({
    id: demonstrationId('stage change', `${id}/${index}`),
    relationship_id: id,
    from_stage: index === 0 ? null : path[index - 1][0],
    to_stage: to,
    reason,
    changed_by_user_id: staffId(owner ?? workersOf[agency][0]),
    changed_at: time.moment(Math.floor(sinceOffset * (1 - index / path.length)), 492),
  }));
}
