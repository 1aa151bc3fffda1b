import type { RunSql } from '../platform/database/run-sql.js';
import { type AgencyKey, agencyIds, hostInstitute, inventedInstitutions, inventedTeam } from './bodies.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import type { Timeline } from './timeline.js';

/** One password for every demonstration sign-in. It is printed at the start, so it protects nothing and never can in production. */
export const demonstrationPassword = 'heather-lantern-4417-quarry';

export interface DemonstrationSignIn {
  role: 'admin' | 'liaison' | 'partner' | 'approver' | 'auditor' | 'host' | 'academic' | 'delegate';
  name: string;
  email: string;
  password: string;
  /** What this person can see, in one sentence. */
  sees: string;
}

export type StaffKey =
  | 'liaison'
  | 'secondLiaison'
  | 'admin'
  | 'partner'
  | 'approver'
  | 'legalApprover'
  | 'dataApprover'
  | 'auditor'
  | 'host'
  | 'awayLiaison'
  | 'formerLiaison'
  | 'policeApprover'
  | 'regionalPartner';

interface Person {
  role: DemonstrationSignIn['role'];
  name: string;
  email: string;
  /** Absent for colleagues who only appear in records and cannot sign in. */
  sees?: string;
}

export const academicPerson: Person & { givenName: string; familyName: string } = {
  role: 'academic',
  name: 'Dr Amara Nwosu',
  givenName: 'Amara',
  familyName: 'Nwosu',
  email: `amara.nwosu@${inventedInstitutions[0].domain}`,
  sees: 'Her own profile and the agreements that cover her; no notes, assessments or other people.',
};

/** Keeps parts of the academic's profile for her. Invented, as everybody here is. */
export const delegatePerson: Person = {
  role: 'delegate',
  name: 'Bethan Pryce',
  email: `bethan.pryce@${inventedInstitutions[0].domain}`,
  sees: 'What Dr Amara Nwosu lets her edit: about her, availability and expertise; nothing else of her.',
};

const people: Record<StaffKey, Person> = {
  liaison: {
    role: 'liaison',
    name: 'Helena Marsh',
    email: 'helena.marsh@nca.example',
    sees: 'Everything the lead agency holds, and what partner agencies share with it. Owns most agreements.',
  },
  secondLiaison: {
    role: 'liaison',
    name: 'Tomasz Okoye-Reid',
    email: 'tomasz.okoye-reid@nca.example',
    sees: 'The same as the first liaison, except records shared with named people only. Works in a unit of the lead agency.',
  },
  admin: {
    role: 'admin',
    name: 'Priya Raman',
    email: 'priya.raman@nca.example',
    sees: 'Users, vocabularies, reminder rules and reports; not the content of records.',
  },
  partner: {
    role: 'partner',
    name: 'Daniel Osei',
    email: 'daniel.osei@northshire.example',
    sees: 'What his invented police force holds, and what the lead agency shares with law enforcement.',
  },
  approver: {
    role: 'approver',
    name: 'Gareth Llewellyn-Price',
    email: 'gareth.llewellyn-price@nca.example',
    sees: 'Only the agreements that are put to him for approval.',
  },
  auditor: {
    role: 'auditor',
    name: 'Fiona Abernethy',
    email: 'fiona.abernethy@nca.example',
    sees: 'The audit and the registers; she can change nothing.',
  },
  host: {
    role: 'host',
    name: 'Ingrid Sørlie',
    email: `ingrid.sorlie@${hostInstitute.domain}`,
    sees: 'Her own account only, until staff invite people to her events.',
  },
  legalApprover: { role: 'approver', name: 'Anwen Prosser-Hale', email: 'anwen.prosser-hale@nca.example' },
  dataApprover: { role: 'approver', name: 'Callum Fairweather', email: 'callum.fairweather@nca.example' },
  awayLiaison: { role: 'liaison', name: 'Rosalind Achterberg', email: 'rosalind.achterberg@nca.example' },
  formerLiaison: { role: 'liaison', name: 'Martin Yelland', email: 'martin.yelland@nca.example' },
  policeApprover: { role: 'approver', name: 'Ruth Callander', email: 'ruth.callander@northshire.example' },
  regionalPartner: { role: 'partner', name: 'Shabana Mirza', email: 'shabana.mirza@demonstration-rocu.example' },
};

/** The sign-ins that exist in demonstration mode: two liaisons and one of each other role. */
export const demonstrationSignIns: readonly DemonstrationSignIn[] = [
  ...Object.values(people),
  academicPerson,
  delegatePerson,
].flatMap(({ role, name, email, sees }) =>
  sees ? [{ role, name, email, sees, password: demonstrationPassword }] : [],
);

export function staffId(key: StaffKey): string {
  return demonstrationId('user', key);
}

export function staffName(key: StaffKey): string {
  return people[key].name;
}

/** Who does the work of each agency, most often first. */
export const workersOf: Record<AgencyKey, readonly StaffKey[]> = {
  lead: ['liaison', 'secondLiaison', 'awayLiaison'],
  police: ['partner'],
  regional_unit: ['regionalPartner'],
};

const workplaceOf = (key: StaffKey, leadAgencyId: string): string => {
  const agencies = agencyIds(leadAgencyId);
  if (key === 'secondLiaison') return inventedTeam.id;
  if (key === 'host') return hostInstitute.id;
  if (key === 'partner' || key === 'policeApprover') return agencies.police;
  return key === 'regionalPartner' ? agencies.regional_unit : agencies.lead;
};

export async function insertStaff(
  run: RunSql,
  time: Timeline,
  leadAgencyId: string,
  passwordHash: string,
  now: Date,
): Promise<void> {
  const rows = (Object.entries(people) as [StaffKey, Person][]).map(([key, person]) => ({
    ...userRow(time, person, staffId(key), workplaceOf(key, leadAgencyId), passwordHash),
    ...(key === 'awayLiaison' && {
      away_from: time.day(-3),
      away_to: time.day(11),
      cover_user_id: staffId('secondLiaison'),
    }),
    ...(key === 'formerLiaison' && { disabled_at: time.moment(-120, 480) }),
  }));
  await insertRows(run, 'users', rows);
  const lead = 'update organisations set lead_user_id = $2, deputy_user_id = $3, updated_at = $4 where id = $1';
  const agencies = agencyIds(leadAgencyId);
  await run(lead, [agencies.lead, staffId('liaison'), staffId('secondLiaison'), now]);
  await run(lead, [agencies.police, staffId('partner'), null, now]);
  await run(lead, [agencies.regional_unit, staffId('regionalPartner'), null, now]);
  // The lead agency's side of the arrangement under which agencies read each other's people.
  await run('update organisations set joint_controller_from = $2 where id = $1', [agencies.lead, time.day(-1000)]);
}

/** After the experts, because an academic's account is tied to one; and the delegate whom she named. */
export async function insertAcademicUser(
  run: RunSql,
  time: Timeline,
  expertId: string,
  passwordHash: string,
): Promise<void> {
  const row = userRow(
    time,
    academicPerson,
    demonstrationId('user', 'academic'),
    inventedInstitutions[0].id,
    passwordHash,
  );
  const id = demonstrationId('user', 'delegate');
  const delegate = userRow(time, delegatePerson, id, inventedInstitutions[0].id, passwordHash);
  await insertRows(run, 'users', [{ ...row, expert_id: expertId }, delegate]);
}

function userRow(time: Timeline, person: Person, id: string, workplaceId: string, passwordHash: string): Row {
  const createdAt = time.moment(-1395, 30);
  return {
    id,
    email: person.email,
    name: person.name,
    role: person.role,
    organisation_id: workplaceId,
    expert_id: null,
    password_hash: person.sees ? passwordHash : null,
    password_changed_at: person.sees ? createdAt : null,
    away_from: null,
    away_to: null,
    cover_user_id: null,
    disabled_at: null,
    created_at: createdAt,
    updated_at: createdAt,
  };
}
