import type { RunSql } from '../platform/database/run-sql.js';
import { vocabularyTermId } from '../features/vocabularies/register/load-vocabularies.js';
import { type AgencyKey, agencyIds, type InventedBody, inventedInstitutions } from './bodies.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import { inventName, mailName } from './names.js';
import { createRandom, type Random } from './random.js';
import { academicPerson, staffId, workersOf } from './staff.js';
import { methodCodes, methodPhrases, subjects, threatCodes } from './subjects.js';
import type { Timeline } from './timeline.js';

export interface InventedExpert {
  id: string;
  number: number;
  givenName: string;
  familyName: string;
  title: string | null;
  email: string;
  kind: string;
  agency: AgencyKey;
  /** Threat codes, the first one primary. */
  threats: string[];
  methods: string[];
  specialism: string;
  /** Null for people who have left their last post. */
  employer: InventedBody | null;
  department: string;
  createdOffset: number;
  noticeSent: boolean;
  /** Nobody may get in touch: objection, restriction or do-not-contact. */
  closed: 'objected' | 'restricted' | 'do_not_contact' | null;
}

export const expertCount = 300;
const policeExperts = 35;

/** The first expert is the one who signs in. */
export function inventExperts(): InventedExpert[] {
  const random = createRandom('experts');
  const taken = new Set([`${academicPerson.givenName} ${academicPerson.familyName}`]);
  return Array.from({ length: expertCount }, (_, number) => inventExpert(random, taken, number));
}

function inventExpert(random: Random, taken: Set<string>, number: number): InventedExpert {
  const signsIn = number === 0;
  const name = signsIn ? academicPerson : inventName(random, taken);
  const threats = signsIn ? ['msht', 'oic'] : random.sample(threatCodes, random.pick([1, 1, 2, 2, 3]));
  const subject = subjects[threats[0]];
  const body = signsIn ? inventedInstitutions[0] : employerOf(random);
  const unsentNotice = !signsIn && number % 13 === 5;
  return {
    id: demonstrationId('expert', number),
    number,
    ...{ givenName: name.givenName, familyName: name.familyName },
    title: signsIn ? 'Dr' : random.pick(['Dr', 'Dr', 'Dr', 'Professor', 'Professor', 'Ms', 'Mr', 'Mx', null]),
    email: `${mailName(name)}@${body.domain}`,
    kind: kindAt(body, random),
    agency: number >= expertCount - policeExperts ? 'police' : 'lead',
    threats,
    methods: random.sample(methodCodes, random.integer(1, 3)),
    specialism: random.pick(subject.specialisms),
    employer: !signsIn && number % 37 === 20 ? null : body,
    department: random.pick(subject.departments),
    // People without a notice were entered lately: a month is the most that may pass; two have been overlooked.
    createdOffset: unsentNotice ? -random.integer(2, 24) - (number % 130 === 5 ? 20 : 0) : -random.integer(45, 1300),
    noticeSent: !unsentNotice,
    closed: closedFor(number),
  };
}

function closedFor(number: number): InventedExpert['closed'] {
  if (number % 71 === 11) return 'objected';
  if (number % 97 === 31) return 'restricted';
  return number % 53 === 17 ? 'do_not_contact' : null;
}

function employerOf(random: Random): InventedBody {
  const universities = inventedInstitutions.filter((body) => body.kind === 'university');
  return random.chance(0.88) ? random.pick(universities) : random.pick(inventedInstitutions);
}

function kindAt(body: InventedBody, random: Random): string {
  if (body.kind === 'university') return random.chance(0.85) ? 'academic' : 'researcher';
  if (body.kind === 'industry') return 'industry_expert';
  return random.pick(['analyst', 'researcher']);
}

/** How people speak of someone: "Dr Quarmby", or the full name where there is no title. */
export function shortNameOf(expert: InventedExpert): string {
  return expert.title ? `${expert.title} ${expert.familyName}` : `${expert.givenName} ${expert.familyName}`;
}

export async function insertExperts(
  run: RunSql,
  time: Timeline,
  leadAgencyId: string,
  experts: readonly InventedExpert[],
): Promise<void> {
  const random = createRandom('expert details');
  const agencies = agencyIds(leadAgencyId);
  const inOrderOfEntry = [...experts].sort((a, b) => a.createdOffset - b.createdOffset || a.number - b.number);
  const rows = inOrderOfEntry.map((expert) => expertRow(random, time, agencies[expert.agency], expert));
  await insertRows(run, 'experts', rows, {
    reference: `reference || lpad(nextval('expert_references')::text, 6, '0')`,
  });
  await insertRows(
    run,
    'expertise',
    experts.flatMap((expert) => expertiseRows(random, time, expert)),
  );
}

function expertRow(random: Random, time: Timeline, agencyId: string, expert: InventedExpert): Row {
  const createdAt = time.moment(expert.createdOffset, random.integer(0, 480));
  const closedOn = time.day(Math.ceil(expert.createdOffset / 3));
  const limited = random.chance(0.12);
  const languages = [
    'English',
    ...(random.chance(0.4) ? random.sample(['French', 'Spanish', 'Arabic', 'Polish'], 1) : []),
  ];
  return {
    id: expert.id,
    reference: 'EXP-',
    kind: expert.kind,
    title: expert.title,
    given_name: expert.givenName,
    family_name: expert.familyName,
    known_as: random.chance(0.06) ? expert.givenName.split(' ')[0].slice(0, 3) : null,
    email: expert.email,
    phone: random.chance(0.35) ? `+44 1632 960${String(100 + expert.number)}` : null,
    biography: biographyOf(expert),
    interests: interestsOf(random, expert),
    languages,
    country: expert.employer?.country ?? 'GB',
    availability: limited ? 'limited' : random.weighted({ available: 70, unavailable: 5, unknown: 25 }),
    available_until: limited ? time.day(random.integer(20, 240)) : null,
    career_stage: random.weighted({ doctoral: 6, early: 22, mid: 32, senior: 28, emeritus: 4, practitioner: 8 }),
    lawful_basis: 'public_task',
    privacy_notice_sent_on: expert.noticeSent ? time.day(expert.createdOffset + random.integer(0, 20)) : null,
    profile_confirmed_on: confirmedOn(time, expert),
    objection_text: expert.closed === 'objected' ? 'I no longer want to work with agencies.' : null,
    objected_on: expert.closed === 'objected' ? closedOn : null,
    restricted_on: expert.closed === 'restricted' ? closedOn : null,
    do_not_contact: expert.closed === 'do_not_contact',
    contact_preferences: random.chance(0.15) ? 'E-mail first; no calls during teaching weeks.' : null,
    agency_id: agencyId,
    created_by_user_id: staffId(random.pick(workersOf[expert.agency])),
    created_at: createdAt,
    updated_at: createdAt,
  };
}

/** Two in five have said lately that their profile is correct; the one who signs in has yet to. */
function confirmedOn(time: Timeline, { number, createdOffset }: InventedExpert): string | null {
  if (number === 0 || number % 5 > 1) return null;
  return time.day(Math.max(createdOffset + 1, -((number * 11) % 340) - 3));
}

function biographyOf(expert: InventedExpert): string {
  const methods = expert.methods.map((code) => methodPhrases[code]);
  const method = methods.length > 1 ? `${methods.slice(0, -1).join(', ')} and ${methods.at(-1)}` : methods[0];
  const place = expert.employer ? `at ${expert.employer.plainName}, ${expert.department}` : 'and is between posts';
  return `${expert.givenName} ${expert.familyName} studies ${expert.specialism} ${place}. The work relies on ${method}. (Invented person.)`;
}

function interestsOf(random: Random, expert: InventedExpert): string | null {
  const dataSet = random.pick(subjects[expert.threats[0]].dataSets);
  return random.pick([
    `Would like to work with agencies on ${dataSet}, and to test findings with practitioners before they are published.`,
    `Offers rapid reviews and briefings; looking for access to ${dataSet}.`,
    `Supervises doctoral students and would host a joint workshop on ${expert.specialism}.`,
    null,
  ]);
}

function expertiseRows(random: Random, time: Timeline, expert: InventedExpert): Row[] {
  const createdAt = time.moment(expert.createdOffset, 485);
  const row = (scheme: string, code: string, level: string): Row => {
    const source = random.weighted({ self: 40, liaison: 45, suggested: 15 });
    return {
      id: demonstrationId('expertise', `${expert.number}/${code}`),
      expert_id: expert.id,
      term_id: vocabularyTermId(scheme, code),
      level,
      source,
      confirmed_on: source === 'suggested' ? null : time.day(Math.ceil(expert.createdOffset * random.next())),
      created_at: createdAt,
      updated_at: createdAt,
    };
  };
  return [
    ...expert.threats.map((code, index) => row('threat', code, index === 0 ? 'primary' : 'secondary')),
    ...expert.methods.map((code, index) => row('method', code, index === 0 ? 'primary' : 'secondary')),
  ];
}
