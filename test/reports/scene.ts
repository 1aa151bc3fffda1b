import { newId } from '../../src/kernel/identifier.js';
import type { TestApp } from '../support/app.js';
import type { Factory, Person } from '../support/factory.js';

type Row = Record<string, unknown>;

export interface Body {
  id: string;
  name: string;
}

interface Places {
  make: Factory;
  lead: Body;
  force: Body;
  third: Body;
  university: Body;
  upstream: { code: string };
  online: { code: string };
}

export interface Scene extends Places {
  liaison: Person;
  partner: Person;
  admin: Person;
  expiring: { id: string; reference: string };
}

const executed = (on: string, given: Row): Row => ({ stage: 'executed', executed_on: on, ...given });
const named = { marking: 'OFFICIAL-SENSITIVE', sharing: 'named' };
const shared = { sharing: 'uk_law_enforcement' };

/**
 * Three agencies on 10 June 2026, small enough to count by hand. What is `shared` is read by all of them, what is `named` by
 * nobody, and everything else by its own agency. Hidden texts are canaries.
 */
export async function buildScene({ make }: TestApp): Promise<Scene> {
  const places = {
    make,
    lead: await make.agency({ name: 'Lead Agency' }),
    force: await make.agency({ name: 'Some Police' }),
    third: await make.agency({ name: 'Third Police' }),
    university: await make.organisation({ name: 'University of Somewhere' }),
    upstream: await make.term({ scheme: 'strand', label: 'Upstream', position: 1 }),
    online: await make.term({ scheme: 'strand', label: 'Online', position: 2 }),
  };
  const expiring = await agreements(places);
  await interactions(places);
  await followUps(places, expiring);
  return {
    ...places,
    expiring,
    liaison: await make.user('liaison', places.lead.id),
    partner: await make.user('partner', places.force.id),
    admin: await make.user('admin', places.lead.id),
  };
}

/** Answers with the one that is expiring. */
async function agreements({
  make,
  lead,
  force,
  third,
  university,
  upstream,
}: Places): Promise<{ id: string; reference: string }> {
  const agreement = (given: Row): Promise<{ id: string; reference: string }> =>
    make.agreement({ agency_id: lead.id, effective_on: '2024-01-01', ...given });
  await agreement(executed('2025-12-15', { agency_id: lead.id, value_pence: 100_000, currency: 'GBP' }));
  const expiring = await agreement(
    executed('2024-01-10', {
      agency_id: lead.id,
      title: 'Shared and ending',
      end_on: '2026-07-01',
      strands: [upstream.code],
      value_pence: 2_550,
      currency: 'GBP',
      ...shared,
    }),
  );
  await agreement(
    executed('2026-02-01', {
      agency_id: lead.id,
      title: 'Canary of the named',
      end_on: '2026-06-30',
      value_pence: 7,
      currency: 'EUR',
      ...named,
    }),
  );
  await agreement({ agency_id: force.id, title: 'Canary of the force' });
  const ended = await agreement(
    executed('2024-05-01', {
      agency_id: third.id,
      terminated_on: '2026-03-01',
      value_pence: 9,
      currency: 'GBP',
      ...shared,
    }),
  );
  await make.row('agreement_parties', { id: newId(), agreement_id: ended.id, organisation_id: university.id });
  return expiring;
}

async function interactions({ make, lead, force, third, university, upstream, online }: Places): Promise<void> {
  const ada = await make.expert({ agency_id: lead.id, privacy_notice_sent_on: null });
  const ben = await make.expert({ agency_id: force.id });
  await make.interaction({ agency_id: lead.id, strand: online.code }, [{ expert_id: ada.id }, { expert_id: ben.id }]);
  await make.interaction({ agency_id: lead.id, kind: 'call', happened_at: '2025-06-11T00:00:00+01:00' }, [
    { expert_id: ada.id },
  ]);
  await make.interaction({ agency_id: lead.id, kind: 'call', happened_at: '2025-06-10T23:59:59.999+01:00' });
  await make.interaction({ agency_id: lead.id, kind: 'visit', ...named }, [{ expert_id: ben.id }]);
  await make.interaction({ agency_id: force.id, kind: 'email', strand: upstream.code }, [{ expert_id: ben.id }]);
  await make.interaction(
    { agency_id: third.id, kind: 'briefing', strand: upstream.code, ...shared, about_organisation_id: university.id },
    [{ expert_id: ada.id }],
  );
}

async function followUps({ make, lead, force, third }: Places, expiring: { id: string }): Promise<void> {
  const done = (on: string): object => ({ status: 'done', completed_on: on });
  await make.followUp({ agency_id: lead.id, due_on: '2026-05-01', ...done('2026-05-01') });
  await make.followUp({ agency_id: lead.id, due_on: '2026-05-01', ...done('2026-05-02') });
  await make.followUp({ agency_id: lead.id, due_on: '2026-06-09', snoozed_until: '2026-07-01' });
  await make.followUp({ agency_id: lead.id, due_on: '2026-06-10' });
  await make.followUp({ agency_id: lead.id, due_on: '2026-06-11' });
  await make.followUp({ agency_id: lead.id, due_on: '2026-06-01', title: 'Canary promise', ...named });
  await make.followUp({
    agency_id: force.id,
    due_on: '2025-06-11',
    status: 'cancelled',
    completed_on: '2025-06-12',
  });
  await make.followUp({ agency_id: third.id, due_on: '2026-01-31', about_agreement_id: expiring.id, ...shared });
}
