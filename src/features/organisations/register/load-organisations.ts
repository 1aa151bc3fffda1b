import type { RunSql } from '../../../platform/database/run-sql.js';
import { stableId } from '../../../platform/database/stable-id.js';
import agencyRegister from './agencies.json' with { type: 'json' };
import institutionRegister from './institutions.json' with { type: 'json' };

export interface RegisteredOrganisation {
  name: string;
  shortName?: string;
  kind: string;
  jurisdiction?: string;
  /** ISO 3166-1 alpha-2; the United Kingdom when absent. */
  country?: string;
  audience?: string;
  /** Parent, successor and signing body are named, because a name is what a reader of the register can check. */
  parent?: string;
  successor?: string;
  signsThrough?: string;
  rorId?: string;
  website?: string;
  aliases?: string[];
  validFrom?: string;
}

export const registeredAgencies: readonly RegisteredOrganisation[] = agencyRegister.agencies;
export const registeredInstitutions: readonly RegisteredOrganisation[] = institutionRegister.institutions;

export function organisationId(name: string): string {
  return stableId('organisation', name);
}

/** Adds the bodies that are not there yet. What people have changed since stays as it is. */
export async function loadOrganisations(run: RunSql, now: Date): Promise<void> {
  await load(run, registeredAgencies, now);
  await load(run, registeredInstitutions, now);
}

async function load(run: RunSql, register: readonly RegisteredOrganisation[], now: Date): Promise<void> {
  await run(
    `insert into organisations (id, kind, name, short_name, aliases, parent_id, jurisdiction, country, audience, ror_id,
       ror_status, website, valid_from, successor_id, signs_through_id, created_at, updated_at)
     select id, kind, name, short_name, aliases, parent_id, jurisdiction, country, audience, ror_id,
       ror_status, website, valid_from, successor_id, signs_through_id, created_at, updated_at
     from jsonb_populate_recordset(null::organisations, $1::jsonb)
     on conflict do nothing`,
    [JSON.stringify(register.map((body) => rowOf(body, now)))],
  );
}

function rowOf(body: RegisteredOrganisation, now: Date): Record<string, unknown> {
  return {
    id: organisationId(body.name),
    kind: body.kind,
    name: body.name,
    short_name: body.shortName ?? null,
    aliases: body.aliases ?? [],
    parent_id: body.parent ? organisationId(body.parent) : null,
    jurisdiction: body.jurisdiction ?? null,
    country: body.country ?? 'GB',
    audience: body.audience ?? null,
    ror_id: body.rorId ?? null,
    // Only active records were taken into the register.
    ror_status: body.rorId ? 'active' : null,
    website: body.website ?? null,
    valid_from: body.validFrom ?? null,
    successor_id: body.successor ? organisationId(body.successor) : null,
    signs_through_id: body.signsThrough ? organisationId(body.signsThrough) : null,
    created_at: now,
    updated_at: now,
  };
}
