import type { RunSql } from '../platform/database/run-sql.js';
import type { Timeline } from './timeline.js';
import { demonstrationId, insertRows } from './insert.js';

/** The agencies of the demonstration. The lead agency is the only real body about which anything is invented. */
export type AgencyKey = 'lead' | 'police' | 'regional_unit';

export interface InventedBody {
  id: string;
  /** As shown; every invented body says that it is. */
  name: string;
  /** Without the mark, for use inside a sentence. */
  plainName: string;
  kind: string;
  country: string;
  domain: string;
}

type Listed = [plainName: string, kind: string, country: string, domain: string];

// No place or institution of these names is known to exist; a test holds them against the register of real ones.
const institutions: Listed[] = [
  ['University of Wexcombe', 'university', 'GB', 'wexcombe.example'],
  ['Thornmere University', 'university', 'GB', 'thornmere.example'],
  ['University of Aldersea', 'university', 'GB', 'aldersea.example'],
  ['University of Marlowe Bay', 'university', 'GB', 'marlowebay.example'],
  ['Brackenfell University', 'university', 'GB', 'brackenfell.example'],
  ['University of Stonehithe', 'university', 'GB', 'stonehithe.example'],
  ['Ravensholt University', 'university', 'GB', 'ravensholt.example'],
  ['Larkminster College London', 'university', 'GB', 'larkminster.example'],
  ['University of Inverlorne', 'university', 'GB', 'inverlorne.example'],
  ['University of Aberwyllt', 'university', 'GB', 'aberwyllt.example'],
  ['Lough Derravane University', 'university', 'GB', 'derravane.example'],
  ['Ashdown Vale University', 'university', 'GB', 'ashdownvale.example'],
  ['Oosterveld University', 'university', 'NL', 'oosterveld.example'],
  ['Falkenrode University', 'university', 'DE', 'falkenrode.example'],
  ['Saltmarsh Institute', 'think_tank', 'GB', 'saltmarsh.example'],
  ['Harbourlight Trust', 'ngo', 'GB', 'harbourlight.example'],
  ['Tidewater Research Centre', 'research_institute', 'GB', 'tidewater.example'],
  ['Meridian Ledger Analytics', 'industry', 'GB', 'meridianledger.example'],
];

export const inventedInstitutions: readonly InventedBody[] = institutions.map(invented);

/** Where the demonstration's event host works. */
export const hostInstitute = inventedInstitutions.find((body) => body.plainName === 'Saltmarsh Institute')!;

export const inventedPolice = invented(['Northshire Police', 'territorial_force', 'GB', 'northshire.example']);
export const inventedRegionalUnit = invented([
  'Demonstration Regional Organised Crime Unit',
  'rocu',
  'GB',
  'demonstration-rocu.example',
]);
/** A unit of the lead agency, so that somebody's agency is not simply the body they work in. */
export const inventedTeam = invented(['Academic Engagement Team', 'unit', 'GB', 'nca.example']);

function invented([plainName, kind, country, domain]: Listed): InventedBody {
  return {
    id: demonstrationId('organisation', plainName),
    name: `${plainName} (invented)`,
    plainName,
    kind,
    country,
    domain,
  };
}

export function agencyIds(leadAgencyId: string): Record<AgencyKey, string> {
  return { lead: leadAgencyId, police: inventedPolice.id, regional_unit: inventedRegionalUnit.id };
}

export async function insertBodies(run: RunSql, time: Timeline, leadAgencyId: string): Promise<void> {
  const createdAt = time.moment(-1400, 0);
  const rowOf = (body: InventedBody): Record<string, unknown> => ({
    id: body.id,
    kind: body.kind,
    name: body.name,
    short_name: null,
    parent_id: null,
    jurisdiction: null,
    country: body.country,
    audience: null,
    website: `https://www.${body.domain}`,
    email_domains: [body.domain],
    aliases: [],
    signs_through_id: null,
    joint_controller_from: null,
    invented: true,
    created_at: createdAt,
    updated_at: createdAt,
  });
  const agency = { jurisdiction: 'england_wales', audience: 'uk_law_enforcement' };
  await insertRows(run, 'organisations', [
    ...inventedInstitutions.map(rowOf),
    // One partner may read people entered by others, the other has not signed the arrangement yet.
    { ...rowOf(inventedPolice), ...agency, short_name: 'Northshire', joint_controller_from: time.day(-700) },
    { ...rowOf(inventedRegionalUnit), ...agency, short_name: 'DROCU', signs_through_id: inventedPolice.id },
    {
      ...rowOf(inventedTeam),
      ...agency,
      jurisdiction: 'uk',
      short_name: 'AET',
      parent_id: leadAgencyId,
      website: null,
    },
  ]);
}
