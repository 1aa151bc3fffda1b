import { Injectable } from '@nestjs/common';
import sql, { bulk } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/identifier.js';
import { everything } from '../../platform/auth/visibility.js';
import { requireRecords } from '../../platform/database/require-records.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { visibleAgreements } from '../agreements/agreement.visibility.js';
import { visibleContacts } from '../contacts/contact.visibility.js';
import { visibleExperts } from '../experts/expert.visibility.js';
import { visibleUsers } from '../users/user.visibility.js';
import type { InteractionAbout, InteractionStatement, ParticipantRef } from './interaction.rules.js';

/** The records that an interaction names, as far as a request names them. */
type Names = Partial<Pick<InteractionStatement, 'participants' | 'about' | 'strand' | 'topics'>>;

/** The tables around an interaction's row: who took part, and corrections. Always inside the caller's transaction. */
@Injectable()
export class InteractionParts {
  constructor(private readonly clock: Clock) {}

  /** Everything that is named is there and may be named by the caller. `at` is where the interaction stands in the request. */
  async requireNamed(tx: Transaction, actor: UserActor, at: string, names: Names): Promise<void> {
    const today = this.clock.today();
    const took = (kind: string): string[] =>
      (names.participants ?? []).filter((one) => one.kind === kind).map(({ id }) => id);
    const about = (kind: string): string[] => (names.about?.kind === kind ? [names.about.id] : []);
    const experts = { what: 'expert', table: 'experts', where: visibleExperts(actor, 'record', today) };
    const organisations = { what: 'organisation', table: 'organisations', where: everything };
    const term = (scheme: string) => ({
      table: 'vocabulary_terms',
      column: 'code',
      where: sql`record.scheme = ${scheme} and (record.retired_on is null or record.retired_on > ${today})`,
    });
    const participants = `${at}/participants`;
    await requireRecords(tx, [
      { pointer: participants, ...experts, values: took('expert') },
      {
        pointer: participants,
        what: 'contact',
        table: 'contacts',
        values: took('contact'),
        where: visibleContacts(actor, 'record', today),
      },
      {
        pointer: participants,
        what: 'user',
        table: 'users',
        values: took('user'),
        where: visibleUsers(actor, 'record'),
      },
      { pointer: participants, ...organisations, values: took('organisation') },
      { pointer: `${at}/about/id`, ...experts, values: about('expert') },
      {
        pointer: `${at}/about/id`,
        what: 'agreement',
        table: 'agreements',
        values: about('agreement'),
        where: visibleAgreements(actor, 'record', today),
      },
      { pointer: `${at}/about/id`, ...organisations, values: about('organisation') },
      { pointer: `${at}/strand`, what: 'strand', ...term('strand'), values: [names.strand] },
      { pointer: `${at}/topics`, what: 'threat', ...term('threat'), values: names.topics ?? [] },
    ]);
  }

  participantsOf(tx: Transaction, interactionId: string): Promise<ParticipantRef[]> {
    return tx.query<ParticipantRef>(sql`
      select case when expert_id is not null then 'expert' when contact_id is not null then 'contact'
          when user_id is not null then 'user' else 'organisation' end as kind,
        coalesce(expert_id, contact_id, user_id, organisation_id) as id
      from interaction_participants where interaction_id = ${interactionId} order by 1, 2`);
  }

  /** Experts and contacts whom the caller cannot see stay as they are: nobody removes somebody they do not know of. */
  async replaceParticipants(
    tx: Transaction,
    actor: UserActor,
    interactionId: string,
    participants: readonly ParticipantRef[],
  ): Promise<void> {
    const today = this.clock.today();
    const ids = participants.map(({ id }) => id);
    await tx.query(sql`delete from interaction_participants took
      where took.interaction_id = ${interactionId}
        and coalesce(took.expert_id, took.contact_id, took.user_id, took.organisation_id) <> all(${ids}::uuid[])
        and (took.expert_id is null or exists (select 1 from experts e where e.id = took.expert_id
          and ${visibleExperts(actor, 'e', today)}))
        and (took.contact_id is null or exists (select 1 from contacts c where c.id = took.contact_id
          and ${visibleContacts(actor, 'c', today)}))`);
    if (participants.length === 0) return;
    const idOf = (one: ParticipantRef, kind: string): string | null => (one.kind === kind ? one.id : null);
    await tx.query(sql`insert into interaction_participants (id, interaction_id, expert_id, contact_id, user_id, organisation_id)
      values ${bulk(
        participants.map((one) => [
          newId(),
          interactionId,
          idOf(one, 'expert'),
          idOf(one, 'contact'),
          idOf(one, 'user'),
          idOf(one, 'organisation'),
        ]),
      )}
      on conflict (interaction_id, expert_id, contact_id, user_id, organisation_id) do nothing`);
  }

  async keepCorrection(
    tx: Transaction,
    actor: UserActor,
    interaction: { id: string; version: number },
    before: Partial<InteractionStatement>,
    reason: string,
  ): Promise<void> {
    await tx.query(sql`
      insert into interaction_corrections (id, interaction_id, version, before, reason, corrected_by_user_id, corrected_at)
      values (${newId()}, ${interaction.id}, ${interaction.version}, ${JSON.stringify(before)}, ${reason}, ${actor.userId}, ${tx.now})`);
  }
}

/** The columns that say what a record is about; at most one is set. */
export function aboutColumns(about: InteractionAbout | null): {
  aboutExpertId: string | null;
  aboutAgreementId: string | null;
  aboutOrganisationId: string | null;
} {
  const idOf = (kind: string): string | null => (about?.kind === kind ? about.id.toLowerCase() : null);
  return {
    aboutExpertId: idOf('expert'),
    aboutAgreementId: idOf('agreement'),
    aboutOrganisationId: idOf('organisation'),
  };
}
