import type { RunSql } from '../platform/database/run-sql.js';
import { type AgencyKey, agencyIds, type InventedBody, inventedInstitutions } from './bodies.js';
import { demonstrationId, insertRows } from './insert.js';
import { inventName, mailName } from './names.js';
import { createRandom } from './random.js';
import { staffId, workersOf } from './staff.js';
import type { Timeline } from './timeline.js';

export interface InventedContact {
  id: string;
  name: string;
  email: string;
  office: string;
  body: InventedBody;
  agency: AgencyKey;
}

/** The offices that sign and answer for an institution; the first of them is everywhere. */
const offices = ['Research Contracts Office', 'Data Protection Officer', 'Knowledge Exchange'];

/** The universities whose contracts office the invented police force deals with itself. */
export const policeUniversities = inventedInstitutions.slice(3, 7);

export function inventContacts(): InventedContact[] {
  const random = createRandom('contacts');
  const taken = new Set<string>();
  const places = [
    ...inventedInstitutions.map((body) => ({ body, office: offices[0], agency: 'lead' as const })),
    ...inventedInstitutions.slice(0, 10).map((body) => ({ body, office: offices[1], agency: 'lead' as const })),
    ...inventedInstitutions.slice(4, 12).map((body) => ({ body, office: offices[2], agency: 'lead' as const })),
    ...policeUniversities.map((body) => ({ body, office: offices[0], agency: 'police' as const })),
  ];
  return places.map((place, number) => {
    const name = inventName(random, taken);
    return {
      ...place,
      id: demonstrationId('contact', number),
      name: `${name.givenName} ${name.familyName}`,
      email: `${mailName(name)}@${place.body.domain}`,
    };
  });
}

export async function insertContacts(
  run: RunSql,
  time: Timeline,
  leadAgencyId: string,
  contacts: readonly InventedContact[],
): Promise<void> {
  const random = createRandom('contact details');
  const agencies = agencyIds(leadAgencyId);
  const rows = contacts.map((contact) => {
    const createdAt = time.moment(-random.integer(900, 1300), random.integer(0, 480));
    return {
      id: contact.id,
      name: contact.name,
      office: contact.office,
      organisation_id: contact.body.id,
      email: contact.email,
      phone: null,
      agency_id: agencies[contact.agency],
      sharing: random.chance(0.2) ? 'uk_law_enforcement' : 'agency',
      created_by_user_id: staffId(workersOf[contact.agency][0]),
      created_at: createdAt,
      updated_at: createdAt,
    };
  });
  await insertRows(run, 'contacts', rows);
}
