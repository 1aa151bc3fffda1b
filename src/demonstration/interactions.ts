import type { RunSql } from '../platform/database/run-sql.js';
import type { InventedAgreement } from './invented-agreement.js';
import { type AgencyKey, agencyIds } from './bodies.js';
import type { InventedContact } from './contacts.js';
import { type InventedExpert, shortNameOf } from './experts.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import { actionTexts, fill, noteTexts, outcomeTexts, subjectTexts, topicWords } from './interaction-texts.js';
import { createRandom, type Random } from './random.js';
import type { InventedRelationship } from './relationships.js';
import { type StaffKey, staffId, workersOf } from './staff.js';
import { strandOf, subjects } from './subjects.js';
import type { Timeline } from './timeline.js';

export interface InventedInteraction {
  id: string;
  agency: AgencyKey;
  offset: number;
  happenedAt: string;
  kind: string;
  subject: string;
  experts: InventedExpert[];
  staff: StaffKey[];
  contact: InventedContact | null;
  agreement: InventedAgreement | null;
  sensitive: boolean;
}

const counts: Record<AgencyKey, number> = { lead: 1240, police: 240, regional_unit: 20 };
const kindWeights = {
  meeting: 26,
  call: 24,
  email: 22,
  briefing: 9,
  visit: 5,
  event: 5,
  peer_review: 4,
  data_access: 3,
  other: 2,
};
const stageWeights: Record<string, number> = {
  partner: 6,
  named_expert: 4,
  network_member: 2,
  contact: 1,
  dormant: 1,
  former: 1,
};
const sharingWeights = { agency: 83, uk_law_enforcement: 12, uk_government: 3, all_partners: 2 };
const furthestBack = -1090;

export function inventInteractions(
  time: Timeline,
  relationships: readonly InventedRelationship[],
  agreements: readonly InventedAgreement[],
  contacts: readonly InventedContact[],
): InventedInteraction[] {
  const random = createRandom('interactions');
  let number = 0;
  const made = (Object.keys(counts) as AgencyKey[]).flatMap((agency) => {
    // Nobody is written to after an objection, and the demonstration keeps it simple: not before either.
    const open = relationships.filter((one) => one.agency === agency && one.expert.closed === null);
    const urn = open.flatMap((one) =>
      Array<InventedRelationship>(one.expert.number === 0 ? 14 : stageWeights[one.stage]).fill(one),
    );
    return Array.from({ length: counts[agency] }, () => {
      number += 1;
      return invent(random, time, number, random.pick(urn), open, agreements, contacts);
    });
  });
  return made.sort((a, b) => a.offset - b.offset || (a.happenedAt < b.happenedAt ? -1 : 1));
}

function invent(
  random: Random,
  time: Timeline,
  number: number,
  main: InventedRelationship,
  open: readonly InventedRelationship[],
  agreements: readonly InventedAgreement[],
  contacts: readonly InventedContact[],
): InventedInteraction {
  const { agency, expert } = main;
  const asleep = main.stage === 'dormant' || main.stage === 'former';
  const earliest = Math.max(main.sinceOffset + 3, furthestBack);
  const latest = asleep ? Math.min(-1, Math.floor(main.sinceOffset * 0.4)) : -1;
  // A weekend falls back to the Friday before, so that two more days stay free at the far end.
  const offset = time.workingDay(random.integer(Math.min(earliest, latest), latest));
  const kind = random.weighted(kindWeights);
  const group = ['meeting', 'event', 'briefing', 'visit'].includes(kind);
  const others = open.filter((one) => one !== main && one.sinceOffset < offset);
  const colleague = random.pick(workersOf[agency]);
  const first = main.owner ?? workersOf[agency][0];
  const employer = expert.employer;
  const theirs = agreements.filter(
    (one) => one.agency === agency && one.covered.includes(expert) && one.createdOffset < offset,
  );
  const contact = contacts.find((one) => one.agency === agency && one.body === employer) ?? null;
  return {
    id: demonstrationId('interaction', number),
    agency,
    offset,
    happenedAt: time.moment(offset, random.integer(0, 31) * 15),
    kind,
    subject: fill(random.pick(subjectTexts[kind]), wordsFor(random, expert)),
    experts: [expert, ...(group ? random.sample(others, random.integer(0, 2)).map((one) => one.expert) : [])],
    staff: group && colleague !== first ? [first, colleague] : [first],
    contact: random.chance(0.08) ? contact : null,
    agreement: theirs.length > 0 && random.chance(0.4) ? random.pick(theirs) : null,
    sensitive: random.chance(0.04),
  };
}

function wordsFor(random: Random, expert: InventedExpert): Record<string, string> {
  const threat = expert.threats[0];
  return {
    topic: topicWords[threat],
    specialism: expert.specialism,
    person: shortNameOf(expert),
    university: expert.employer?.plainName ?? 'a former employer',
    data: random.pick(subjects[threat].dataSets),
  };
}

/** When each agency last spoke with each person, by agency and expert id. */
export function lastContacts(interactions: readonly InventedInteraction[]): Map<string, string> {
  const latest = new Map<string, string>();
  for (const { agency, experts, happenedAt } of interactions) {
    for (const { id } of experts) {
      const key = `${agency}/${id}`;
      if (happenedAt > (latest.get(key) ?? '')) latest.set(key, happenedAt);
    }
  }
  return latest;
}

export async function insertInteractions(
  run: RunSql,
  time: Timeline,
  leadAgencyId: string,
  interactions: readonly InventedInteraction[],
): Promise<void> {
  const random = createRandom('interaction details');
  const agencies = agencyIds(leadAgencyId);
  const rows = interactions.map((one) => ({ ...detailsOf(random, time, one), agency_id: agencies[one.agency] }));
  await insertRows(run, 'interactions', rows);
  await insertRows(run, 'interaction_participants', interactions.flatMap(participantsOf));
}

function detailsOf(random: Random, time: Timeline, one: InventedInteraction): Row {
  const [expert] = one.experts;
  const words = wordsFor(random, expert);
  const notes = random.sample(noteTexts, random.integer(1, 3)).map((text) => fill(text, words));
  if (random.chance(0.25)) notes.push(`**Actions**\n\n${random.sample(actionTexts, 2).join('\n')}`);
  const about = one.agreement ? 'agreement' : random.weighted({ expert: 70, organisation: 20, nothing: 10 });
  // Written up on the day or the morning after, but never later than now.
  const shareable = one.experts.every((person) => person.noticeSent);
  const createdAt = time.moment(Math.min(-1, one.offset + random.pick([0, 0, 1])), 495);
  return {
    id: one.id,
    marking: one.sensitive ? 'OFFICIAL-SENSITIVE' : 'OFFICIAL',
    handling: one.sensitive ? 'RECIPIENTS ONLY' : null,
    sharing: one.sensitive ? 'named' : shareable ? random.weighted(sharingWeights) : 'agency',
    kind: one.kind,
    happened_at: one.happenedAt,
    duration_minutes: one.kind === 'email' ? null : random.pick([15, 30, 30, 45, 60, 60, 90, 120]),
    subject: one.subject,
    notes: notes.join('\n\n'),
    outcome: random.chance(0.5) ? random.pick(outcomeTexts) : null,
    strand: random.chance(0.8) ? strandOf[expert.threats[0]] : null,
    topics: expert.threats,
    chatham_house: ['event', 'briefing', 'meeting'].includes(one.kind) && random.chance(0.1),
    about_expert_id: about === 'expert' ? expert.id : null,
    about_agreement_id: one.agreement?.id ?? null,
    about_organisation_id: about === 'organisation' ? (expert.employer?.id ?? null) : null,
    created_by_user_id: staffId(one.staff[0]),
    created_at: createdAt,
    updated_at: createdAt,
  };
}

function participantsOf(one: InventedInteraction): Row[] {
  const row = (column: string, id: string): Row => ({
    id: demonstrationId('participant', `${one.id}/${id}`),
    interaction_id: one.id,
    ...{ expert_id: null, contact_id: null, user_id: null, organisation_id: null },
    [column]: id,
  });
  return [
    ...one.experts.map((expert) => row('expert_id', expert.id)),
    ...one.staff.map((key) => row('user_id', staffId(key))),
    ...(one.contact ? [row('contact_id', one.contact.id)] : []),
  ];
}
