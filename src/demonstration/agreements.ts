import type { RunSql } from '../platform/database/run-sql.js';
import { keyTermsOf } from './agreement-key-terms.js';
import { plannedAgreements } from './agreement-plan.js';
import { agreementTexts, closingReasons } from './agreement-texts.js';
import { agencyIds, type InventedBody, inventedInstitutions } from './bodies.js';
import { policeUniversities } from './contacts.js';
import type { InventedExpert } from './experts.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import { fill, topicWords } from './interaction-texts.js';
import { type InventedAgreement, isNamed, predecessorOf, successorOf } from './invented-agreement.js';
import type { PlannedAgreement } from './planned-agreement.js';
import { createRandom, type Random } from './random.js';
import { staffId } from './staff.js';
import { strandOf, subjects, threatCodes } from './subjects.js';
import type { Timeline } from './timeline.js';

const unsignedStages = ['draft', 'in_approval', 'awaiting_signature', 'withdrawn'];

export function inventAgreements(experts: readonly InventedExpert[]): InventedAgreement[] {
  const random = createRandom('agreements');
  return plannedAgreements.reduce<InventedAgreement[]>((made, plan, number) => {
    // What takes the place of another binds the same institutions, about the same thing.
    const other = made.find((one) => isNamed(one.plan.name, plan.supersededBy ?? plan.succeeds));
    return [...made, invent(random, experts, plan, number, other)];
  }, []);
}

function invent(
  random: Random,
  experts: readonly InventedExpert[],
  plan: PlannedAgreement,
  number: number,
  other?: InventedAgreement,
): InventedAgreement {
  const institutions = other?.institutions ?? institutionsFor(random, plan);
  const [main] = institutions;
  const candidates = experts.filter((one) => institutions.includes(one.employer!) && mayBeCovered(one, plan));
  const covered = random.sample(candidates, plan.type === 'secondment' ? 1 : random.integer(1, 3));
  if (plan.coversAcademic) covered.splice(0, 1, experts[0]);
  const threat = other?.threat ?? covered[0]?.threats[0] ?? random.pick(threatCodes);
  const createdOffset = -plan.createdAgo;
  const executed = !unsignedStages.includes(plan.status);
  return {
    id: demonstrationId('agreement', number),
    number,
    plan,
    agency: plan.agency,
    owner: plan.owner ?? (plan.agency === 'police' ? 'partner' : random.pick(['liaison', 'liaison', 'secondLiaison'])),
    createdOffset,
    executedOffset: executed ? Math.round((createdOffset + Math.min(plan.startsIn!, -1)) / 2) : null,
    institutions,
    // A successor is drafted with the people and under the title of the one before.
    covered: plan.succeeds ? other!.covered : [...new Set(covered)],
    threat,
    title: plan.succeeds ? other!.title : fill(agreementTexts[plan.type].title, wordsFor(random, threat, main)),
  };
}

function institutionsFor(random: Random, plan: PlannedAgreement): InventedBody[] {
  if (plan.coversAcademic) return [inventedInstitutions[0]];
  const universities = inventedInstitutions.filter((body) => body.kind === 'university');
  const choice =
    plan.agency === 'police' ? policeUniversities : random.chance(0.85) ? universities : inventedInstitutions;
  return random.sample(choice, plan.type === 'research_collaboration' && random.chance(0.5) ? 2 : 1);
}

function mayBeCovered(expert: InventedExpert, plan: PlannedAgreement): boolean {
  return expert.agency === plan.agency && expert.noticeSent && expert.closed === null && expert.number !== 0;
}

/** The words that are filled into what is written about it. */
export function wordsFor(random: Random, threat: string, main: InventedBody): Record<string, string> {
  return {
    topic: topicWords[threat],
    specialism: random.pick(subjects[threat].specialisms),
    university: main.plainName,
    data: random.pick(subjects[threat].dataSets),
  };
}

export async function insertAgreements(
  run: RunSql,
  time: Timeline,
  leadAgencyId: string,
  agreements: readonly InventedAgreement[],
): Promise<void> {
  const random = createRandom('agreement details');
  const agencies = agencyIds(leadAgencyId);
  const inOrderOfEntry = [...agreements].sort((a, b) => a.createdOffset - b.createdOffset || a.number - b.number);
  const rows = inOrderOfEntry.map((one) => ({
    ...factsOf(random, time, one, agreements),
    ...termsOf(random, one),
    key_terms: keyTermsOf(time, one),
    agency_id: agencies[one.agency],
  }));
  await insertRows(run, 'agreements', rows, {
    reference: `reference || lpad(nextval('agreement_references')::text, 4, '0')`,
  });
}

function factsOf(random: Random, time: Timeline, one: InventedAgreement, all: readonly InventedAgreement[]): Row {
  const { plan, createdOffset, executedOffset } = one;
  const day = (offset: number | undefined | null): string | null => (offset == null ? null : time.day(offset));
  const closedOn = day(plan.closedAgo === undefined ? null : -plan.closedAgo);
  const createdAt = time.moment(createdOffset, random.integer(0, 60));
  const successor = successorOf(one, all);
  return {
    id: one.id,
    reference: `AGR-${time.day(createdOffset).slice(0, 4)}-`,
    type: plan.type,
    title: one.title,
    marking: plan.sensitive ? 'OFFICIAL-SENSITIVE' : 'OFFICIAL',
    handling: plan.sensitive ? 'RECIPIENTS ONLY' : null,
    sharing: plan.sensitive ? 'named' : (plan.sharing ?? 'agency'),
    owner_user_id: staffId(one.owner),
    deputy_user_id: one.owner === 'liaison' ? staffId('secondLiaison') : null,
    created_by_user_id: staffId(one.owner),
    stage: executedOffset === null ? plan.status : 'executed',
    effective_on: day(plan.startsIn),
    end_on: day(plan.endsIn),
    review_on: day(plan.reviewIn),
    notice_count: plan.notice ?? null,
    notice_unit: plan.notice ? (plan.noticeUnit ?? 'days') : null,
    renewal_type: plan.renewal ?? 'by_decision',
    renewal_months: plan.renewal === 'automatic' ? (plan.renewalMonths ?? 12) : null,
    most_renewals: plan.mostRenewals ?? null,
    executed_on: day(executedOffset),
    withdrawn_on: plan.status === 'withdrawn' ? closedOn : null,
    terminated_on: plan.status === 'terminated' ? closedOn : null,
    superseded_by_id: successor?.id ?? null,
    superseded_on: successor ? closedOn : null,
    succeeds_id: predecessorOf(one, all)?.id ?? null,
    closing_reason: closedOn ? random.pick(closingReasons[plan.status]) : null,
    created_at: createdAt,
    updated_at: createdAt,
  };
}

function termsOf(random: Random, { plan, threat, institutions }: InventedAgreement): Row {
  const texts = agreementTexts[plan.type];
  const worth = texts.value && random.integer(texts.value[0] / 500, texts.value[1] / 500) * 500;
  return {
    purpose: fill(texts.purpose, wordsFor(random, threat, institutions[0])),
    strands: [strandOf[threat]],
    topics: [threat],
    survival_months: texts.survivalMonths ?? null,
    value_pence: worth ? worth * 100 : null,
    currency: worth ? 'GBP' : null,
    funding_source: worth ? random.pick(['Research budget', 'Programme budget', 'Joint funding']) : null,
    intellectual_property_terms: texts.intellectualProperty ?? null,
    publication_terms: texts.publication ?? null,
    releasable_summary:
      plan.sensitive || random.chance(0.5) ? null : `An agreement on research into ${topicWords[threat]}.`,
  };
}
