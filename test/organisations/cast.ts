import { roles, type Role } from '../../src/kernel/actor.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

/** An agency with a unit, and one person of each role in it. */
export interface Cast {
  readonly t: TestApp;
  readonly agency: { id: string; name: string };
  readonly unit: { id: string };
  readonly people: Record<Role, Person>;
  as(role: Role): Caller;
  /** The body of a request that adds a university. */
  university(given?: object): object;
  /** A well-formed ROR id that no register holds: made as the registry makes its own. */
  newRorId(): string;
  audited(id: string): Promise<{ verb: string; before: object | null; after: Record<string, unknown> }[]>;
  /** How often a change of the organisation was announced. */
  published(id: string): Promise<number>;
}

export async function startCast(): Promise<Cast> {
  const t = await startTestApp();
  const agency = await t.make.agency();
  const unit = await t.make.organisation({ kind: 'unit', name: 'Unit of the agency', parent_id: agency.id });
  const people = {} as Record<Role, Person>;
  for (const role of roles) people[role] = await t.make.user(role, agency.id);
  const announced = `select 1 from outbox_events where name = 'organisations.changed' and payload ->> 'organisationId' = $1`;
  return {
    t,
    agency,
    unit,
    people,
    as: (role) => t.as(people[role].token),
    university: (given = {}) => ({ kind: 'university', name: `University ${t.make.next()}`, ...given }),
    newRorId: () => rorIdOf(32 ** 5 * 31 + t.make.next()),
    audited: (id) =>
      t.source.query('select verb, before, after from audit_entries where record_id = $1 order by at, id', [id]),
    published: async (id) => (await t.source.query<unknown[]>(announced, [id])).length,
  };
}

export function rorIdOf(number: number): string {
  const digits = [...number.toString(32).padStart(7, '0')];
  const letters = digits.map((digit) => '0123456789abcdefghjkmnpqrstvwxyz'[parseInt(digit, 32)]);
  return letters.join('') + String(98 - ((number * 100) % 97)).padStart(2, '0');
}

export const names = (body: { items: { name: string }[] }): string[] => body.items.map(({ name }) => name);
export const pointers = (body: { errors: { pointer: string }[] }): string[] =>
  body.errors.map(({ pointer }) => pointer);
