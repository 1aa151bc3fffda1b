import { DataSource } from 'typeorm';
import type { Role } from '../../src/kernel/actor.js';
import type { Clock } from '../../src/kernel/clock.js';
import { newId } from '../../src/kernel/identifier.js';
import { hashOf, newSecretValue } from '../../src/platform/auth/secret-values.js';

type Row = Record<string, unknown>;

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly organisationId: string;
  readonly expertId: string | null;
  /** Signs them in, for as long as the test's time stands still. */
  readonly token: string;
}

let made = 0;

/** Rows with sensible values, straight into the tables; every value can be given. Nothing is shared between tests. */
export class Factory {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Inserts a row by its column names and answers with it. */
  async row<T extends Row>(table: string, values: T): Promise<T> {
    const names = Object.keys(values);
    const places = names.map((_, index) => `$${index + 1}`);
    await this.source.query(
      ['insert into', table, '(', names.join(', '), ') values (', places.join(', '), ')'].join(' '),
      names.map((name) => (isJson(values[name]) ? JSON.stringify(values[name]) : values[name])),
    );
    return values;
  }

  /** A different number each time, for names that must be unique. */
  next(): number {
    made += 1;
    return made;
  }

  stamps(): { created_at: Date; updated_at: Date } {
    return { created_at: this.clock.now(), updated_at: this.clock.now() };
  }

  async organisation(given: Row = {}): Promise<{ id: string; name: string }> {
    const number = this.next();
    const row = {
      id: newId(),
      kind: 'university',
      name: `Invented University ${number}`,
      country: 'GB',
      invented: true,
      ...this.stamps(),
      ...given,
    };
    await this.row('organisations', row);
    return { id: row.id, name: row.name };
  }

  /** An agency whose joint-controller arrangement is in force, unless told otherwise. */
  agency(given: Row = {}): Promise<{ id: string; name: string }> {
    return this.organisation({
      kind: 'territorial_force',
      name: `Invented Police ${this.next()}`,
      audience: 'uk_law_enforcement',
      joint_controller_from: '2020-01-01',
      ...given,
    });
  }

  async user(role: Role, organisationId: string, given: Row = {}): Promise<Person> {
    const number = this.next();
    const expertId =
      role === 'academic'
        ? ((given.expert_id as string | undefined) ?? (await this.expert({ agency_id: organisationId })).id)
        : null;
    const row = {
      id: newId(),
      email: `person-${number}@agency.example`,
      name: `Person ${number}`,
      role,
      organisation_id: organisationId,
      expert_id: expertId,
      ...this.stamps(),
      ...given,
    };
    await this.row('users', row);
    return {
      id: row.id,
      name: row.name,
      email: row.email,
      role,
      organisationId,
      expertId,
      token: await this.session(row.id),
    };
  }

  /** A session of its own for the user; answers with the access value. */
  async session(userId: string, kind: 'bearer' | 'cookie' = 'bearer'): Promise<string> {
    const token = newSecretValue();
    const now = this.clock.machineNow();
    await this.row('sessions', {
      id: newId(),
      user_id: userId,
      kind,
      access_hash: hashOf(token),
      // Tests move the time by days; what ends sessions is tested on its own.
      access_expires_at: new Date(now.getTime() + 400 * 86_400_000),
      factors: ['password'],
      created_at: now,
    });
    return token;
  }

  /** A vocabulary term; give the scheme. */
  async term(given: Row & { scheme: string }): Promise<{ id: string; code: string; label: string }> {
    const number = this.next();
    const row = {
      id: newId(),
      code: `term_${number}`,
      label: `Term ${number}`,
      description: null,
      synonyms: [],
      edition: 'Test 2026',
      position: number,
      ...given,
    };
    await this.row('vocabulary_terms', row);
    return { id: row.id, code: row.code, label: row.label };
  }

  async expert(given: Row & { agency_id: string }): Promise<{ id: string; reference: string; name: string }> {
    const number = this.next();
    const row = {
      id: newId(),
      reference: `EXP-9${String(number).padStart(5, '0')}`,
      kind: 'academic',
      given_name: 'Ada',
      family_name: `Invented-${number}`,
      privacy_notice_sent_on: '2026-01-05',
      ...this.stamps(),
      ...given,
    };
    await this.row('experts', row);
    return { id: row.id, reference: row.reference, name: `${row.given_name} ${row.family_name}` };
  }

  /** What an agency has with a person; once an agency. */
  async relationship(given: Row & { agency_id: string; expert_id: string }): Promise<{ id: string }> {
    const row = { id: newId(), stage: 'contact', since_on: '2026-01-05', ...this.stamps(), ...given };
    await this.row('relationships', row);
    return { id: row.id };
  }

  /** Granted, and in date. */
  async vetting(given: Row & { agency_id: string; expert_id: string }): Promise<{ id: string }> {
    const row = {
      id: newId(),
      level: 'sc',
      status: 'granted',
      granted_on: '2024-03-01',
      expires_on: '2034-03-01',
      ...this.stamps(),
      ...given,
    };
    await this.row('vettings', row);
    return { id: row.id };
  }

  /** Accepted, and current until the end of 2026; with the proposal that staff accepted. */
  async delegate(given: Row & { expert_id: string; user_id: string }): Promise<{ id: string }> {
    const now = this.clock.now();
    const change = {
      id: newId(),
      expert_id: given.expert_id,
      section: 'delegate',
      before: {},
      after: {},
      state: 'approved',
      proposed_at: now,
      decided_at: now,
      updated_at: now,
    };
    await this.row('profile_changes', change);
    const row = {
      id: newId(),
      name: 'Named Delegate',
      email: `delegate-${this.next()}@university.example`,
      sections: ['about', 'availability', 'expertise'],
      named_on: '2026-06-01',
      until_on: '2026-12-31',
      change_id: change.id,
      accepted_by_user_id: given.user_id,
      started_at: now,
      updated_at: now,
      ...given,
    };
    await this.row('expert_delegates', row);
    return { id: row.id };
  }

  async affiliation(given: Row & { expert_id: string }): Promise<{ id: string; organisationId: string }> {
    const organisation_id = (given.organisation_id as string | undefined) ?? (await this.organisation()).id;
    const row = {
      id: newId(),
      started_on: '2020-09-01',
      is_primary: true,
      ...this.stamps(),
      ...given,
      organisation_id,
    };
    await this.row('affiliations', row);
    return { id: row.id, organisationId: organisation_id };
  }

  async contact(given: Row & { agency_id: string }): Promise<{ id: string; name: string }> {
    const organisation_id = (given.organisation_id as string | undefined) ?? (await this.organisation()).id;
    const row = { id: newId(), name: `Contact ${this.next()}`, ...this.stamps(), ...given, organisation_id };
    await this.row('contacts', row);
    return { id: row.id, name: row.name };
  }

  /** A draft with two parties, a signatory for each, and an end. */
  async agreement(given: Row & { agency_id: string }): Promise<{ id: string; reference: string; parties: string[] }> {
    const number = this.next();
    const row = {
      id: newId(),
      reference: `AGR-2025-${9000 + number}`,
      type: 'mou',
      title: `Invented agreement ${number}`,
      effective_on: '2026-01-01',
      end_on: '2027-12-31',
      ...this.stamps(),
      ...given,
    };
    await this.row('agreements', row);
    const university = await this.organisation();
    const parties = [row.agency_id, university.id];
    for (const [index, organisation_id] of parties.entries()) {
      const signed =
        (row as Row).stage === 'executed' ? { signed_on: '2025-12-15', signatory_name: `Signatory ${index}` } : {};
      await this.row('agreement_parties', { id: newId(), agreement_id: row.id, organisation_id, ...signed });
      await this.row('agreement_people', {
        id: newId(),
        agreement_id: row.id,
        organisation_id,
        capacity: 'signatory',
        name: `Signatory ${index}`,
      });
    }
    return { id: row.id, reference: row.reference, parties };
  }

  /** Owed once, in a week, by the agency that keeps the agreement; looked after by nobody of ours unless given. */
  async obligation(
    agreement: { id: string; parties: string[] },
    given: Row = {},
  ): Promise<{ id: string; what: string }> {
    const row = {
      id: newId(),
      agreement_id: agreement.id,
      agency_id: agreement.parties[0],
      organisation_id: agreement.parties[0],
      what: `Invented report ${this.next()}`,
      due_on: '2026-06-17',
      owner_name: given.owner_user_id ? null : 'Signatory 1',
      ...this.stamps(),
      ...given,
    };
    await this.row('obligations', row);
    return { id: row.id, what: row.what };
  }

  /** A meeting of yesterday, about nothing in particular. */
  async interaction(
    given: Row & { agency_id: string },
    participants: Row[] = [],
  ): Promise<{ id: string; subject: string }> {
    const row = {
      id: newId(),
      kind: 'meeting',
      happened_at: '2026-06-09T10:00:00Z',
      subject: `Invented meeting ${this.next()}`,
      ...this.stamps(),
      ...given,
    };
    await this.row('interactions', row);
    for (const participant of participants)
      await this.row('interaction_participants', { id: newId(), interaction_id: row.id, ...participant });
    return { id: row.id, subject: row.subject };
  }

  /** An open promise for next week, assigned to nobody. */
  async followUp(given: Row & { agency_id: string }): Promise<{ id: string; title: string }> {
    const row = {
      id: newId(),
      title: `Invented promise ${this.next()}`,
      due_on: '2026-06-17',
      ...this.stamps(),
      ...given,
    };
    await this.row('follow_ups', row);
    return { id: row.id, title: row.title };
  }
}

function isJson(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !Buffer.isBuffer(value)
  );
}
