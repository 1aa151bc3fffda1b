import type { RunSql } from '../platform/database/run-sql.js';
import type { InventedAgreement } from './invented-agreement.js';
import { type AgencyKey, agencyIds } from './bodies.js';
import { type InventedExpert, shortNameOf } from './experts.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import type { InventedInteraction } from './interactions.js';
import { fill, topicWords } from './interaction-texts.js';
import { createRandom, type Random } from './random.js';
import type { InventedRelationship } from './relationships.js';
import { staffId, workersOf } from './staff.js';
import type { Timeline } from './timeline.js';

type Fate = 'kept' | 'late' | 'cancelled' | 'snoozed' | 'due_today' | 'overdue' | 'due_this_week' | 'due_later';

const fates: Record<AgencyKey, Record<Fate, number>> = {
  lead: {
    kept: 146,
    late: 34,
    cancelled: 16,
    snoozed: 12,
    due_today: 6,
    overdue: 24,
    due_this_week: 22,
    due_later: 50,
  },
  police: { kept: 38, late: 8, cancelled: 3, snoozed: 3, due_today: 2, overdue: 6, due_this_week: 8, due_later: 12 },
  regional_unit: {
    kept: 4,
    late: 2,
    cancelled: 1,
    snoozed: 0,
    due_today: 0,
    overdue: 1,
    due_this_week: 1,
    due_later: 1,
  },
};

const expertTitles = [
  'Send {person} the reading list on {topic}',
  'Ask {person} for comments on the research plan',
  'Introduce {person} to the policy lead for {topic}',
  'Thank {person} and say what the findings changed',
  'Confirm dates with {person}',
  'Invite {person} to the next workshop',
];
const agreementTitles = [
  'Chase the signed copy from the contracts office',
  'Agree the renewal decision with the lead',
  'Send the draft terms for comment',
  'Check the retention dates in the agreement',
];
const interactionTitles = [
  'Circulate the note of the conversation',
  'Answer the question left open',
  'Share the annex that was promised',
];
const organisationTitles = [
  'Ask the knowledge exchange team for a list of current projects',
  'Arrange the yearly review',
];
/** Titles of what comes round again while it is open. */
const rhythms: Readonly<Record<string, readonly [count: number, unit: string]>> = {
  'Arrange the yearly review': [1, 'years'],
  'Check the retention dates in the agreement': [6, 'months'],
  'Ask the knowledge exchange team for a list of current projects': [3, 'months'],
};
const outcomes = ['Done by e-mail.', 'Agreed on a call.', 'Sent, and receipt confirmed.', 'Discussed at the meeting.'];
const cancellations = ['Overtaken by events.', 'Covered by another follow-up.', 'The person has moved on.'];

interface About {
  expert: InventedExpert;
  columns: Row;
  titles: readonly string[];
  earliest: number;
}

export async function insertFollowUps(
  run: RunSql,
  time: Timeline,
  leadAgencyId: string,
  relationships: readonly InventedRelationship[],
  agreements: readonly InventedAgreement[],
  interactions: readonly InventedInteraction[],
): Promise<void> {
  const random = createRandom('follow-ups');
  const agencies = agencyIds(leadAgencyId);
  const rows: Row[] = [];
  for (const agency of Object.keys(fates) as AgencyKey[]) {
    const own = relationships.filter((one) => one.agency === agency && one.expert.closed === null);
    const theirAgreements = agreements.filter(
      (one) => one.agency === agency && one.covered.length > 0 && !one.plan.sensitive,
    );
    const talks = interactions.filter((one) => one.agency === agency && !one.sensitive);
    // Promises kept lately, waiting for the row that continues them.
    const done: { id: string; about: About; dueOffset: number }[] = [];
    for (const [fate, count] of Object.entries(fates[agency]) as [Fate, number][]) {
      for (let turn = 0; turn < count; turn += 1) {
        const earlier = fate.startsWith('due') && turn % 4 === 1 ? done.shift() : undefined;
        const about = earlier?.about ?? aboutSomething(random, own, theirAgreements, talks);
        const id = demonstrationId('follow-up', rows.length);
        const due = dueOffset(random, fate, about.earliest);
        if (fate === 'kept' && due > -150) done.push({ id, about, dueOffset: due });
        rows.push({
          ...rowOf(random, time, agency, fate, about, due, earlier?.dueOffset),
          id,
          agency_id: agencies[agency],
          continues_id: earlier?.id ?? null,
        });
      }
    }
  }
  await insertRows(run, 'follow_ups', rows);
}

function aboutSomething(
  random: Random,
  relationships: readonly InventedRelationship[],
  agreements: readonly InventedAgreement[],
  talks: readonly InventedInteraction[],
): About {
  const nothing = {
    about_expert_id: null,
    about_agreement_id: null,
    about_interaction_id: null,
    about_organisation_id: null,
  };
  const kind = random.weighted({
    expert: 50,
    agreement: agreements.length > 0 ? 20 : 0,
    interaction: 22,
    organisation: 8,
  });
  if (kind === 'agreement') {
    const one = random.pick(agreements);
    const columns = { ...nothing, about_agreement_id: one.id };
    return { expert: one.covered[0], columns, titles: agreementTitles, earliest: one.createdOffset };
  }
  if (kind === 'interaction') {
    const one = random.pick(talks);
    const columns = { ...nothing, about_interaction_id: one.id };
    return { expert: one.experts[0], columns, titles: interactionTitles, earliest: one.offset };
  }
  const { expert, sinceOffset } = random.pick(relationships);
  if (kind === 'organisation' && expert.employer) {
    const columns = { ...nothing, about_organisation_id: expert.employer.id };
    return { expert, columns, titles: organisationTitles, earliest: sinceOffset };
  }
  return { expert, columns: { ...nothing, about_expert_id: expert.id }, titles: expertTitles, earliest: sinceOffset };
}

/** When it is due, in days from today. Promises that are over lie between the record they are about and yesterday. */
function dueOffset(random: Random, fate: Fate, earliest: number): number {
  switch (fate) {
    case 'due_today':
      return 0;
    case 'overdue':
      return -random.integer(1, 45);
    case 'due_this_week':
      return random.integer(1, 7);
    case 'due_later':
      return random.integer(8, 150);
    case 'snoozed':
      return -random.integer(0, 10);
    default:
      return Math.min(-1, Math.max(earliest, -1000) + random.integer(7, 90));
  }
}

function rowOf(
  random: Random,
  time: Timeline,
  agency: AgencyKey,
  fate: Fate,
  about: About,
  due: number,
  continuedFrom: number | undefined,
): Row {
  const person = shortNameOf(about.expert);
  const worker = random.chance(0.07) ? null : random.pick(workersOf[agency]);
  const madeBy = worker ?? workersOf[agency][0];
  const created = Math.min(-1, continuedFrom ?? due - random.integer(7, 30));
  const lateBy = random.integer(1, 25);
  // Kept on the day at the latest; what was late came after it, but not after yesterday.
  const completed = fate === 'late' ? Math.min(-1, due + lateBy) : Math.max(created, due - random.integer(0, 6));
  const closed = ['kept', 'late', 'cancelled'].includes(fate);
  const dueOn = fate === 'late' && completed <= due ? completed - 1 : due;
  const doneAt = time.moment(completed, 400);
  const title = fill(random.pick(about.titles), { person, topic: topicWords[about.expert.threats[0]] });
  const [every, unit] = (!closed && rhythms[title]) || [null, null];
  return {
    title,
    every_count: every,
    every_unit: unit,
    series_first_on: every === null ? null : time.day(dueOn),
    series_number: every === null ? null : 0,
    details: random.chance(0.2) ? 'As agreed at the last conversation; see the note for what was asked.' : null,
    due_on: time.day(dueOn),
    sharing: random.chance(0.06) && about.expert.noticeSent ? 'uk_law_enforcement' : 'agency',
    assignee_user_id: worker && staffId(worker),
    deputy_user_id: agency === 'lead' && worker === 'liaison' && random.chance(0.3) ? staffId('secondLiaison') : null,
    priority: random.weighted({ low: 15, normal: 65, high: 20 }),
    status: fate === 'cancelled' ? 'cancelled' : closed ? 'done' : 'open',
    snoozed_until: fate === 'snoozed' ? time.day(random.integer(1, 14)) : null,
    outcome: closed ? random.pick(fate === 'cancelled' ? cancellations : outcomes) : null,
    completed_on: closed ? time.day(completed) : null,
    completed_at: closed ? doneAt : null,
    completed_by_user_id: closed ? staffId(madeBy) : null,
    ...about.columns,
    created_by_user_id: staffId(madeBy),
    created_at: time.moment(Math.min(created, completed), 300),
    updated_at: closed ? doneAt : time.moment(Math.min(created, completed), 300),
  };
}
