import { Injectable } from '@nestjs/common';
import sql, { bulk } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { isAfter, type CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, type FieldProblem } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { ExpertView } from '../expert.views.dto.js';
import { ExpertsService, type Change } from '../experts.service.js';
import type { ExpertiseItemDto, ReplaceExpertiseDto } from './expertise.dto.js';

/** Who says what somebody knows. */
type ExpertiseSpeaker = 'liaison' | 'self' | 'delegate';

/** What people know: changed under the person's version. */
@Injectable()
export class ExpertiseService {
  constructor(
    private readonly experts: ExpertsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes the list what the liaison says. What the person said of themselves and the liaison leaves as it is stays theirs;
   * a suggestion that is kept is confirmed by being kept.
   */
  replace(actor: UserActor, expertId: string, version: number, dto: ReplaceExpertiseDto): Promise<ExpertView> {
    return this.experts.underVersion(actor, expertId, version, 'replace-expertise', (tx, expert) =>
      this.replaceWithin(tx, expert.id, dto.expertise, 'liaison'),
    );
  }

  /**
   * Part of a change of the person, whose row is locked. What they say of themselves is confirmed today, whoever said it
   * first. What a delegate says for them counts as theirs and is confirmed by nobody yet; what a delegate leaves as it is keeps
   * its source and its day.
   */
  async replaceWithin(
    tx: Transaction,
    expertId: string,
    items: readonly ExpertiseItemDto[],
    by: ExpertiseSpeaker,
  ): Promise<Change> {
    const before = await this.listOf(tx, expertId);
    const confirmedOn = by === 'self' ? this.clock.today() : undefined;
    const said = items.map((item) => ({ ...item, confirmedOn: confirmedOn ?? item.confirmedOn }));
    const termIds = await this.requireTerms(tx, expertId, said);
    await tx.query(sql`delete from expertise where expert_id = ${expertId} and term_id <> all(${termIds}::uuid[])`);
    if (termIds.length > 0) await this.keep(tx, expertId, termIds, said, by);
    return { before: { expertise: before }, after: { expertise: await this.listOf(tx, expertId) } };
  }

  private async keep(
    tx: Transaction,
    expertId: string,
    termIds: readonly string[],
    items: readonly ExpertiseItemDto[],
    by: ExpertiseSpeaker,
  ): Promise<void> {
    const forThem = by === 'delegate';
    const rows = items.map((item, index) => [
      newId(),
      expertId,
      termIds[index],
      item.level,
      forThem ? 'self' : by,
      item.confirmedOn ?? null,
      tx.now,
      tx.now,
    ]);
    await tx.query(sql`insert into expertise as held
        (id, expert_id, term_id, level, source, confirmed_on, created_at, updated_at) values ${bulk(rows)}
      on conflict (expert_id, term_id) do update set
        level = excluded.level,
        source = case when held.level = excluded.level and (held.source = 'self' or ${forThem}) then held.source
          else excluded.source end,
        confirmed_on = case when ${forThem} and held.level <> excluded.level then null
          else coalesce(excluded.confirmed_on, held.confirmed_on) end,
        updated_at = excluded.updated_at`);
  }

  /** The terms' ids, in the order given. A retired term may stay where it stands but is not given anew. */
  private async requireTerms(tx: Transaction, expertId: string, items: readonly ExpertiseItemDto[]): Promise<string[]> {
    const today = this.clock.today();
    const found = await tx.query<{ id: string | null }>(sql`
      select t.id from unnest(${items.map(({ scheme }) => scheme)}::text[], ${items.map(({ code }) => code)}::text[])
          with ordinality as wanted (scheme, code, position)
        left join vocabulary_terms t on t.scheme = wanted.scheme and t.code = wanted.code
          and (t.retired_on is null or t.retired_on > ${today}
            or exists (select 1 from expertise x where x.expert_id = ${expertId} and x.term_id = t.id))
      order by wanted.position`);
    const ids = found.map(({ id }) => id);
    const problems = items.flatMap((item, index) => problemsOf(item, index, ids, today));
    if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
    return ids as string[];
  }

  private listOf(tx: Transaction, expertId: string): Promise<object[]> {
    return tx.query(sql`select t.scheme, t.code, x.level, x.source, x.confirmed_on as "confirmedOn"
      from expertise x join vocabulary_terms t on t.id = x.term_id where x.expert_id = ${expertId}
      order by t.scheme, t.code`);
  }
}

function problemsOf(
  item: ExpertiseItemDto,
  index: number,
  ids: readonly (string | null)[],
  today: CalendarDate,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (ids[index] === null)
    problems.push({ pointer: `/expertise/${index}/code`, detail: 'Select a term that is in use in this vocabulary.' });
  else if (ids.indexOf(ids[index]) < index)
    problems.push({ pointer: `/expertise/${index}/code`, detail: 'This term stands in the list already.' });
  if (item.confirmedOn !== undefined && isAfter(item.confirmedOn, today))
    problems.push({
      pointer: `/expertise/${index}/confirmedOn`,
      detail: 'The day it was confirmed cannot lie in the future.',
    });
  return problems;
}
