import { organisationId } from '../../src/features/organisations/register/load-organisations.js';
import { roles, type Role } from '../../src/kernel/actor.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

/** One person of each role, where the rules allow the role: liaisons in the lead agency, partners in a police force. */
export interface Cast {
  readonly t: TestApp;
  readonly lead: { id: string };
  readonly police: { id: string; name: string };
  /** A unit of the police. */
  readonly unit: { id: string; name: string };
  /** Another agency. */
  readonly other: { id: string };
  readonly university: { id: string };
  readonly people: Record<Role, Person>;
  as(role: Role): Caller;
  /** The body of a request that adds a partner. */
  newcomer(given?: object): object;
  audited(id: string): Promise<{ verb: string; before: Record<string, unknown>; after: Record<string, unknown> }[]>;
  /** How often a change of the account was announced. */
  published(id: string): Promise<number>;
}

export async function startCast(): Promise<Cast> {
  const t = await startTestApp();
  const lead = { id: organisationId('National Crime Agency') };
  const police = await t.make.agency();
  const unit = await t.make.organisation({ kind: 'unit', parent_id: police.id, name: 'Unit of the police' });
  const university = await t.make.organisation();
  const workplaces: Record<Role, string> = {
    admin: lead.id,
    liaison: lead.id,
    partner: police.id,
    approver: police.id,
    auditor: lead.id,
    host: university.id,
    academic: university.id,
    delegate: university.id,
  };
  const people = {} as Record<Role, Person>;
  for (const role of roles) {
    const expert_id = role === 'academic' ? (await t.make.expert({ agency_id: lead.id })).id : null;
    people[role] = await t.make.user(role, workplaces[role], { expert_id });
  }
  const announced = `select 1 from outbox_events where name = 'users.changed' and payload ->> 'userId' = $1`;
  return {
    t,
    lead,
    police,
    unit,
    other: await t.make.agency(),
    university,
    people,
    as: (role) => t.as(people[role].token),
    newcomer: (given = {}) => ({
      name: 'New Person',
      email: `new-${t.make.next()}@agency.example`,
      role: 'partner',
      organisationId: police.id,
      ...given,
    }),
    audited: (id) =>
      t.source.query('select verb, before, after from audit_entries where record_id = $1 order by at, id', [id]),
    published: async (id) => (await t.source.query<unknown[]>(announced, [id])).length,
  };
}

export const ids = (body: { items: { id: string }[] }): string[] => body.items.map(({ id }) => id);
export const pointers = (body: { errors: { pointer: string }[] }): string[] =>
  body.errors.map(({ pointer }) => pointer);
