import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../kernel/actor.js';
import { addDays, isAfter, londonInstant, type CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { invalidField, notFound } from '../../kernel/domain-error.js';
import type { CursorParts } from '../../kernel/page.js';
import { containing, namedRef } from '../../platform/database/fragments.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../platform/web/keyset.js';
import { correctionsSql, interactionAboutSql, participantsSql } from './interaction.views.sql.js';
import {
  interactionsAboutAgreement,
  interactionsWithExpert,
  interactionsWithExpertCalled,
  interactionsWithOrganisation,
  madeByOwnAgency,
  mayKnowWhoSaidWhat,
  visibleInteractions,
} from './interaction.visibility.js';
import type {
  InteractionCount,
  InteractionListQuery,
  InteractionPage,
  InteractionSummaryView,
  InteractionView,
} from './interactions.dto.js';

const mostCounted = 1000;

type SummaryRow = InteractionSummaryView & { cursorKey: CursorParts };

/** Reads of interactions: one statement each, scoped to what the actor may see. */
@Injectable()
export class InteractionQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async list(actor: UserActor, query: InteractionListQuery): Promise<InteractionPage> {
    const limit = query.limit ?? 25;
    const today = this.clock.today();
    const conditions = filters(actor, query, today);
    const after = cursorOf(query.cursor, 'instant', 'id');
    if (after !== null) conditions.push(sql`(i.happened_at, i.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
    const rows = await this.work.read<SummaryRow>(
      actor,
      sql`select ${summaryColumns(actor, today)}, json_build_array(i.happened_at::text, i.id) as "cursorKey"
        from interactions i join organisations agency on agency.id = i.agency_id
        where ${join(conditions, ' and ')}
        order by i.happened_at desc, i.id desc
        limit ${limit + 1}`,
    );
    return keysetPage<InteractionSummaryView>(rows, limit);
  }

  /** How many the actor may see that match, counted up to a thousand. */
  async count(actor: UserActor, query: InteractionListQuery): Promise<InteractionCount> {
    const conditions = filters(actor, query, this.clock.today());
    const [{ count }] = await this.work.read<{ count: number }>(
      actor,
      sql`select count(*)::integer as count from (select 1 from interactions i where ${join(conditions, ' and ')} limit ${mostCounted + 1}) found`,
    );
    return { count: Math.min(count, mostCounted), more: count > mostCounted };
  }

  /**
   * The reader's own meetings from the beginning of today, next first; before them those of the last fortnight that were
   * planned and never written up.
   */
  async meetings(actor: UserActor, limit: number): Promise<InteractionSummaryView[]> {
    const today = this.clock.today();
    const from = (day: CalendarDate): Sql => sql`i.happened_at >= ${londonInstant(day, '00:00')}`;
    const forgotten = sql`${from(addDays(today, -14))} and i.created_at < i.happened_at and i.notes is null and i.outcome is null`;
    return this.work.read(
      actor,
      sql`select ${summaryColumns(actor, today)}
        from interactions i join organisations agency on agency.id = i.agency_id
        where ${visibleInteractions(actor, 'i', today)} and ${ownTo(actor)} and (${from(today)} or (${forgotten}))
        order by i.happened_at, i.id
        limit ${limit}`,
    );
  }

  /** What has happened with a person, newest first. */
  lately(actor: UserActor, expertId: string, limit: number): Promise<InteractionSummaryView[]> {
    const past = sql`i.happened_at <= ${this.clock.now()}`;
    return this.withExpert(actor, expertId, sql`${past} order by i.happened_at desc, i.id desc limit ${limit}`);
  }

  /** What is planned with a person, soonest first. */
  planned(actor: UserActor, expertId: string, limit: number): Promise<InteractionSummaryView[]> {
    const ahead = sql`i.happened_at > ${this.clock.now()}`;
    return this.withExpert(actor, expertId, sql`${ahead} order by i.happened_at, i.id limit ${limit}`);
  }

  private withExpert(actor: UserActor, expertId: string, which: Sql): Promise<InteractionSummaryView[]> {
    const today = this.clock.today();
    return this.work.read(
      actor,
      sql`select ${summaryColumns(actor, today)}
        from interactions i join organisations agency on agency.id = i.agency_id
        where ${join(filters(actor, { expertId }, today), ' and ')} and ${which}`,
    );
  }

  async show(actor: UserActor, id: string): Promise<InteractionView> {
    const row = await this.work.readOne<InteractionView>(actor, this.showSql(actor, id));
    if (row === null) throw notFound('interaction');
    return row;
  }

  /** The statement behind `show`, so that a write answers from its own transaction. */
  showSql(actor: Actor, id: string): Sql {
    const today = this.clock.today();
    return sql`
      select ${summaryColumns(actor, today)}, i.handling, i.created_at as "createdAt",
        case when ${mayKnowWhoSaidWhat(actor, 'i')} then i.notes end as notes,
        case when ${mayKnowWhoSaidWhat(actor, 'i')} then ${namedRef('author')} end as "createdBy",
        ${correctionsSql(actor, 'i')} as corrections
      from interactions i
      join organisations agency on agency.id = i.agency_id
      left join users author on author.id = i.created_by_user_id
      where i.id = ${id} and ${visibleInteractions(actor, 'i', today)}`;
  }
}

function summaryColumns(actor: Actor, today: CalendarDate): Sql {
  return sql`i.id, i.version, i.kind, i.happened_at as "happenedAt", i.duration_minutes as "durationMinutes", i.subject, i.outcome,
    ${namedRef('agency')} as agency, i.strand, i.topics, i.chatham_house as "chathamHouse",
    ${interactionAboutSql(actor, 'i', today)} as about, ${participantsSql(actor, 'i', today)} as participants,
    i.marking, i.sharing, i.updated_at as "updatedAt"`;
}

function filters(actor: UserActor, query: InteractionListQuery, today: CalendarDate): Sql[] {
  if (query.from && query.to && isAfter(query.from, query.to))
    throw invalidField('?to', 'Enter a last day that is on or after the first.');
  const conditions = [visibleInteractions(actor, 'i', today)];
  if (query.q) conditions.push(sql`i.search like ${containing(query.q)}`);
  if (query.expertId) conditions.push(sql`i.id in (${interactionsWithExpert(actor, query.expertId, today)})`);
  if (query.agreementId) conditions.push(sql`i.id in (${interactionsAboutAgreement(actor, query.agreementId, today)})`);
  if (query.organisationId)
    conditions.push(sql`i.id in (${interactionsWithOrganisation(actor, query.organisationId)})`);
  if (query.expert) conditions.push(sql`i.id in (${interactionsWithExpertCalled(actor, query.expert, today)})`);
  if (query.whose === 'mine') conditions.push(ownTo(actor));
  if (query.whose === 'agency') conditions.push(madeByOwnAgency(actor, 'i'));
  if (query.kind) conditions.push(sql`i.kind = ${query.kind}`);
  if (query.strand) conditions.push(sql`i.strand = ${query.strand}`);
  if (query.from) conditions.push(sql`i.happened_at >= ${londonMidnight(sql`${query.from}::date`)}`);
  if (query.to) conditions.push(sql`i.happened_at < ${londonMidnight(sql`${query.to}::date + 1`)}`);
  return conditions;
}

/** Those that somebody wrote up or took part in. */
function ownTo(actor: UserActor): Sql {
  return sql`(i.created_by_user_id = ${actor.userId} or i.id in (
    select took.interaction_id from interaction_participants took where took.user_id = ${actor.userId}))`;
}

/** The instant at which a day begins in London. */
function londonMidnight(day: Sql): Sql {
  return sql`((${day})::timestamp at time zone 'Europe/London')`;
}
