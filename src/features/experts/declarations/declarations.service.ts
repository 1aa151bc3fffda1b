import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { notFound } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { listOf } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import { keptBy, visibleExperts } from '../expert.visibility.js';
import { expertOf } from '../profile/own-profile.queries.js';
import { declarationEnd } from './declaration.rules.js';
import type { DeclarationList, DeclarationView, MakeDeclarationDto } from './declarations.dto.js';

type Row = Omit<DeclarationView, 'validUntil'>;

const mostShown = 20;

/** Declarations of experts: made by themselves, read by themselves and by the agency that keeps their record. */
@Injectable()
export class DeclarationsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  ownList(actor: UserActor): Promise<DeclarationList> {
    return this.list(actor, expertOf(actor));
  }

  /** Nothing for an agency that reads the person but does not keep their record. */
  async list(actor: UserActor, expert: string): Promise<DeclarationList> {
    const kept = sql`select d.* from declarations d where d.expert_id = e.id and ${keptBy(actor, 'e')}
      order by d.declared_on desc, d.id desc limit ${mostShown}`;
    const found = await this.work.readOne<{ items: Row[] }>(
      actor,
      sql`select ${listOf(sql`select json_agg(json_build_object('id', d.id, 'declaredOn', d.declared_on, 'funding', d.funding,
            'foreignTies', d.foreign_ties, 'commercialInterests', d.commercial_interests,
            'expertWitnessWork', d.expert_witness_work, 'marking', 'OFFICIAL') order by d.declared_on desc, d.id desc)
          from (${kept}) d`)} as items
        from experts e where ${identifiedBy('e', expert)} and ${visibleExperts(actor, 'e', this.clock.today())}`,
    );
    if (found === null) throw notFound('expert');
    return { items: found.items.map(viewOf) };
  }

  async showOwn(actor: UserActor, id: string): Promise<DeclarationView> {
    const row = await this.work.readOne<Row>(actor, showSql(actor, id));
    if (row === null) throw notFound('declaration');
    return viewOf(row);
  }

  /** Stands as it was made: a newer one does not change it. */
  make(actor: UserActor, { complete: _complete, ...said }: MakeDeclarationDto): Promise<DeclarationView> {
    return this.work.transaction(actor, async (tx) => {
      const [expertId, id, declaredOn] = [expertOf(actor), newId(), this.clock.today()];
      const { funding = null, foreignTies = null, commercialInterests = null, expertWitnessWork = null } = said;
      await tx.query(sql`insert into declarations (id, expert_id, declared_on, funding, foreign_ties, commercial_interests,
          expert_witness_work, declared_by_user_id, created_at)
        values (${id}, ${expertId}, ${declaredOn}, ${funding}, ${foreignTies}, ${commercialInterests},
          ${expertWitnessWork}, ${actor.userId}, ${tx.now})`);
      const kept = { expertId, declaredOn, funding, foreignTies, commercialInterests, expertWitnessWork };
      await this.audit.record(tx, 'declaration.make', { kind: 'declaration', id }, null, kept);
      const [row] = await tx.query<Row>(showSql(actor, id));
      return viewOf(row);
    });
  }
}

function showSql(actor: UserActor, id: string): Sql {
  return sql`select d.id, d.declared_on as "declaredOn", d.funding, d.foreign_ties as "foreignTies",
      d.commercial_interests as "commercialInterests", d.expert_witness_work as "expertWitnessWork", 'OFFICIAL' as marking
    from declarations d where d.id = ${id} and d.expert_id = ${expertOf(actor)}`;
}

function viewOf(row: Row): DeclarationView {
  const { id, declaredOn, ...said } = row;
  return { id, declaredOn, validUntil: declarationEnd(declaredOn as CalendarDate), ...said };
}
