import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError, invalidField, notFound, type FieldProblem } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/identifier.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { ownAgencyOf } from '../../platform/auth/own-agency.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { LastContacts } from '../experts/relationships/last-contacts.js';
import { Interaction } from './interaction.entity.js';
import { aboutColumns, InteractionParts } from './interaction.parts.js';
import {
  earlierValues,
  participantOf,
  problemsOfInteraction,
  problemsOfParticipants,
  type InteractionAbout,
  type InteractionStatement,
  type ParticipantRef,
} from './interaction.rules.js';
import { changeableInteractions, visibleInteractions } from './interaction.visibility.js';
import { interactionChanged, interactionLogged } from './interactions.jobs.js';
import { InteractionQueries } from './interactions.queries.js';
import type { CorrectInteractionDto, InteractionView, LogInteractionDto } from './interactions.dto.js';

/** Writes of interactions: one transaction each, the row locked, the rule asked, the change audited and published. */
@Injectable()
export class InteractionsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: InteractionQueries,
    private readonly parts: InteractionParts,
    private readonly contacts: LastContacts,
  ) {}

  log(actor: UserActor, dto: LogInteractionDto): Promise<InteractionView> {
    return this.work.transaction(actor, async (tx) => this.viewOf(tx, actor, await this.logWithin(tx, actor, dto)));
  }

  /**
   * Logs it as part of another feature's transaction and answers with its id. `at` is the JSON pointer at which it stands in
   * the request, for what is wrong with it.
   */
  async logWithin(tx: Transaction, actor: UserActor, dto: LogInteractionDto, at = ''): Promise<string> {
    const { happenedAt, participants: sent = [], about = null, ...terms } = dto;
    refuse(problemsOfParticipants(sent), at);
    const participants = sent.map(participantOf);
    const interaction = newInteraction(tx, actor, { ...terms, happenedAt: new Date(happenedAt), about });
    refuse(problemsOfInteraction(interaction, tx.now), at);
    await this.parts.requireNamed(tx, actor, at, { ...terms, participants, about });
    await tx.insert(Interaction, interaction);
    await this.parts.replaceParticipants(tx, actor, interaction.id, participants);
    await this.contacts.keep(tx, interaction.agencyId, expertsAmong(participants));
    const record = { kind: 'interaction', id: interaction.id };
    await this.audit.record(tx, 'interaction.log', record, null, { ...statementOf(interaction, participants) });
    await tx.publish(interactionLogged, { interactionId: interaction.id });
    return interaction.id;
  }

  /** Corrects what was written up and keeps the earlier text. `version` is the caller's If-Match. */
  correct(actor: UserActor, id: string, version: number, dto: CorrectInteractionDto): Promise<InteractionView> {
    return this.work.transaction(actor, async (tx) => {
      const { correctionReason, happenedAt, participants: sent, about, ...terms } = dto;
      const interaction = await this.lockOwn(tx, actor, id, version);
      const before = statementOf(interaction, await this.parts.participantsOf(tx, id));
      refuse(problemsOfParticipants(sent ?? []));
      Object.assign(
        interaction,
        terms,
        happenedAt === undefined ? {} : { happenedAt: new Date(happenedAt) },
        about === undefined ? {} : aboutColumns(about),
        { updatedAt: tx.now },
      );
      // What was planned may be planned anew; what was written up after it happened stays in the past.
      refuse(problemsOfInteraction(interaction, tx.now, before.happenedAt > interaction.createdAt));
      const participants = sent?.map(participantOf);
      await this.parts.requireNamed(tx, actor, '', { ...terms, participants: newcomers(participants, before), about });
      if (participants) await this.parts.replaceParticipants(tx, actor, id, participants);
      const after = statementOf(interaction, await this.parts.participantsOf(tx, id));
      const earlier = earlierValues(before, after);
      if (Object.keys(earlier).length === 0)
        throw invalidField('', 'Nothing in this differs from what is recorded. Send what you want to correct.');
      await this.parts.keepCorrection(tx, actor, interaction, earlier, correctionReason);
      await tx.update(Interaction, interaction);
      await this.contacts.keep(tx, interaction.agencyId, expertsAmong([...before.participants, ...after.participants]));
      const record = { kind: 'interaction', id };
      await this.audit.record(tx, 'interaction.correct', record, { ...before }, { ...after, correctionReason });
      await tx.publish(interactionChanged, { interactionId: id });
      return this.viewOf(tx, actor, id);
    });
  }

  private async lockOwn(tx: Transaction, actor: UserActor, id: string, version: number): Promise<Interaction> {
    const today = this.clock.today();
    const where = sql`record.id = ${id} and ${changeableInteractions(actor, 'record', today)}`;
    const interaction = await tx.lock(Interaction, where, version);
    if (interaction !== null) return interaction;
    // Hidden: as if absent. Readable but another agency's: said so.
    const [readable] = await tx.query(
      sql`select 1 from interactions i where i.id = ${id} and ${visibleInteractions(actor, 'i', today)}`,
    );
    if (!readable) throw notFound('interaction');
    throw new DomainError('forbidden', 'You can read this interaction, but another agency keeps it and corrects it.');
  }

  private async viewOf(tx: Transaction, actor: UserActor, id: string): Promise<InteractionView> {
    const [view] = await tx.query<InteractionView>(this.queries.showSql(actor, id));
    // Only a correction can come to this: everything else answers with what its author has just made.
    if (!view)
      throw new DomainError(
        'refused',
        'This would hide the interaction from you. Stay among those who took part, or choose a wider sharing.',
      );
    return view;
  }
}

function newInteraction(
  tx: Transaction,
  actor: UserActor,
  { about, ...terms }: Omit<LogInteractionDto, 'happenedAt' | 'participants'> & { happenedAt: Date },
): Interaction {
  const defaults = {
    durationMinutes: null,
    notes: null,
    outcome: null,
    strand: null,
    topics: [],
    chathamHouse: false,
    marking: 'OFFICIAL' as const,
    handling: null,
    sharing: terms.marking === 'OFFICIAL-SENSITIVE' ? ('named' as const) : ('agency' as const),
  };
  return Object.assign(new Interaction(), defaults, terms, aboutColumns(about ?? null), {
    id: newId(),
    version: 1,
    agencyId: ownAgencyOf(actor),
    createdByUserId: actor.userId,
    createdAt: tx.now,
    updatedAt: tx.now,
  });
}

function statementOf(interaction: Interaction, participants: readonly ParticipantRef[]): InteractionStatement {
  const { kind, happenedAt, durationMinutes, subject, notes, outcome, strand, topics } = interaction;
  const { chathamHouse, marking, handling, sharing } = interaction;
  const said = { kind, happenedAt, durationMinutes, subject, notes, outcome, strand, topics };
  return { ...said, chathamHouse, marking, handling, sharing, about: aboutOf(interaction), participants };
}

function aboutOf({ aboutExpertId, aboutAgreementId, aboutOrganisationId }: Interaction): InteractionAbout | null {
  if (aboutExpertId !== null) return { kind: 'expert', id: aboutExpertId };
  if (aboutAgreementId !== null) return { kind: 'agreement', id: aboutAgreementId };
  return aboutOrganisationId === null ? null : { kind: 'organisation', id: aboutOrganisationId };
}

function expertsAmong(participants: readonly ParticipantRef[]): string[] {
  return participants.filter(({ kind }) => kind === 'expert').map(({ id }) => id);
}

/** A colleague who took part may have left since, and still took part. */
function newcomers(
  participants: readonly ParticipantRef[] = [],
  before: InteractionStatement,
): readonly ParticipantRef[] {
  const colleagues = new Set(before.participants.filter(({ kind }) => kind === 'user').map(({ id }) => id));
  return participants.filter(({ id }) => !colleagues.has(id));
}

function refuse(problems: readonly FieldProblem[], at = ''): void {
  if (problems.length === 0) return;
  throw new DomainError(
    'invalid',
    'Some of what you sent needs correcting.',
    problems.map(({ pointer, detail }) => ({ pointer: `${at}${pointer}`, detail })),
  );
}
