import { Injectable } from '@nestjs/common';
import sql, { bulk } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError, invalidField } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/identifier.js';
import { everything } from '../../platform/auth/visibility.js';
import { requireRecords } from '../../platform/database/require-records.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { visibleExperts } from '../experts/expert.visibility.js';
import { activeUsersOf } from '../users/user.conditions.js';
import type { Agreement } from './agreement.entity.js';
import { refuseRemovingWhoOwes } from './obligations/obligation.parties.js';
import type { AgreementPartyDto, AgreementPersonDto } from './agreements.dto.js';
import { SigningBodies } from './signing-bodies/signing-bodies.js';

interface Parts {
  readonly parties: readonly { organisationId: string }[];
  readonly people?: readonly AgreementPersonDto[];
  readonly coveredExpertIds?: readonly string[];
}

/** The tables around an agreement's row: parties, people, covered persons, signatures. Always inside the caller's transaction. */
@Injectable()
export class AgreementParts {
  constructor(
    private readonly clock: Clock,
    private readonly signingBodies: SigningBodies,
  ) {}

  /**
   * Owner and deputy are people who keep agreements at that agency; strands and topics are terms in use. Only what is being
   * set is asked about: an owner who has left since, or a term retired since, stands in nobody's way.
   */
  async requireTerms(
    tx: Transaction,
    agencyId: string,
    set: Partial<Pick<Agreement, 'ownerUserId' | 'deputyUserId' | 'strands' | 'topics'>>,
  ): Promise<void> {
    const ownPeople = sql`${activeUsersOf('record', agencyId)} and record.role in ('liaison', 'partner')`;
    const inUse = (scheme: string) =>
      sql`record.scheme = ${scheme} and (record.retired_on is null or record.retired_on > ${this.clock.today()})`;
    await requireRecords(tx, [
      {
        pointer: '/ownerUserId',
        what: 'liaison or partner of your agency',
        table: 'users',
        values: [set.ownerUserId],
        where: ownPeople,
      },
      {
        pointer: '/deputyUserId',
        what: 'liaison or partner of your agency',
        table: 'users',
        values: [set.deputyUserId],
        where: ownPeople,
      },
      {
        pointer: '/strands',
        what: 'strand',
        table: 'vocabulary_terms',
        column: 'code',
        values: set.strands ?? [],
        where: inUse('strand'),
      },
      {
        pointer: '/topics',
        what: 'threat',
        table: 'vocabulary_terms',
        column: 'code',
        values: set.topics ?? [],
        where: inUse('threat'),
      },
    ]);
  }

  async requireParts(
    tx: Transaction,
    actor: UserActor,
    { parties, people = [], coveredExpertIds = [] }: Parts,
  ): Promise<void> {
    const organisations = parties.map(({ organisationId }) => organisationId);
    if (new Set(organisations).size !== organisations.length)
      throw invalidField('/parties', 'Each organisation can be a party once.');
    if (organisations.length < 2) throw invalidField('/parties', 'An agreement has at least two parties.');
    people.forEach((person, index) => {
      if (!organisations.includes(person.organisationId))
        throw invalidField(
          `/people/${index}/organisationId`,
          'A person acts for one of the parties. Add the organisation as a party first.',
        );
      if ([person.userId, person.expertId, person.contactId].filter(Boolean).length > 1)
        throw invalidField(
          `/people/${index}`,
          'Name the user, the expert or the contact that this person is: one of them.',
        );
    });
    const experts = visibleExperts(actor, 'record', this.clock.today());
    await requireRecords(tx, [
      { pointer: '/parties', what: 'organisation', table: 'organisations', values: organisations, where: everything },
      {
        pointer: '/people',
        what: 'user',
        table: 'users',
        values: people.map(({ userId }) => userId),
        where: sql`record.disabled_at is null`,
      },
      {
        pointer: '/people',
        what: 'expert',
        table: 'experts',
        values: people.map(({ expertId }) => expertId),
        where: experts,
      },
      {
        pointer: '/people',
        what: 'contact',
        table: 'contacts',
        values: people.map(({ contactId }) => contactId),
        where: sql`record.agency_id = ${actor.agencyId}`,
      },
      { pointer: '/coveredExpertIds', what: 'expert', table: 'experts', values: coveredExpertIds, where: experts },
    ]);
    await this.signingBodies.requireSignatories(tx, people, this.clock.today());
  }

  async replaceParties(tx: Transaction, agreementId: string, parties: readonly AgreementPartyDto[]): Promise<void> {
    await refuseRemovingWhoOwes(tx, agreementId, parties);
    await tx.query(sql`delete from agreement_parties where agreement_id = ${agreementId}
      and organisation_id <> all(${parties.map(({ organisationId }) => organisationId)}::uuid[])`);
    await tx.query(sql`insert into agreement_parties (id, agreement_id, organisation_id, freedom_of_information)
      values ${bulk(parties.map((party) => [newId(), agreementId, party.organisationId, party.freedomOfInformation ?? false]))}
      on conflict (agreement_id, organisation_id) do update set freedom_of_information = excluded.freedom_of_information`);
  }

  async replacePeople(tx: Transaction, agreementId: string, people: readonly AgreementPersonDto[]): Promise<void> {
    await tx.query(sql`delete from agreement_people where agreement_id = ${agreementId}`);
    if (people.length === 0) return;
    await tx.query(sql`insert into agreement_people (id, agreement_id, organisation_id, capacity, name, office, user_id, expert_id, contact_id)
      values ${bulk(
        people.map((person) => [
          newId(),
          agreementId,
          person.organisationId,
          person.capacity,
          person.name,
          person.office ?? null,
          person.userId ?? null,
          person.expertId ?? null,
          person.contactId ?? null,
        ]),
      )}`);
  }

  /** Covered persons whom the caller cannot see stay as they are: nobody removes somebody they do not know of. */
  async replaceCovered(
    tx: Transaction,
    actor: UserActor,
    agreementId: string,
    expertIds: readonly string[],
  ): Promise<void> {
    await tx.query(sql`delete from agreement_covered_persons c using experts e
      where c.agreement_id = ${agreementId} and e.id = c.expert_id and e.id <> all(${expertIds}::uuid[])
        and ${visibleExperts(actor, 'e', this.clock.today())}`);
    await tx.query(sql`insert into agreement_covered_persons (agreement_id, expert_id)
      select ${agreementId}, wanted.id from unnest(${expertIds}::uuid[]) as wanted (id) on conflict do nothing`);
  }

  async keepSignature(
    tx: Transaction,
    agreementId: string,
    organisationId: string,
    on: CalendarDate,
    signatory: string | null,
  ): Promise<void> {
    await this.signingBodies.requireSigning(tx, organisationId, on);
    const signed = await tx.query(sql`update agreement_parties set signed_on = ${on}, signatory_name = ${signatory}
      where agreement_id = ${agreementId} and organisation_id = ${organisationId} and signed_on is null returning id`);
    if (signed.length !== 1) throw new DomainError('refused', 'That party has signed already.');
  }
}
