import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { notFound } from '../../../kernel/domain-error.js';
import type { CursorParts } from '../../../kernel/page.js';
import { AccessPolicy } from '../../../platform/auth/permissions.js';
import { listOf } from '../../../platform/database/fragments.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../../platform/web/keyset.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import { agreedAnew } from '../agreement.status.rules.js';
import { visibleAgreements } from '../agreement.visibility.js';
import { approvalsOfAmendment } from './amendment.rules.js';
import { amendmentSql, summaryColumns, type AmendmentRow } from './amendment.sql.js';
import { openAmendmentSteps } from './amendment.steps.js';
import { termsOf, termsStanding } from './amendment.terms.js';
import { visibleAmendments } from './amendment.visibility.js';
import type { AmendmentList, AmendmentPage, AmendmentSummaryView, AmendmentView } from './amendment.views.dto.js';
import type { AmendmentListQuery } from './amendments.dto.js';

/** As many as the page of an agreement and its list answer with. */
const mostOfOne = 200;

/** Reads of amendments: one statement each, scoped to what the actor may see. */
@Injectable()
export class AmendmentQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly policy: AccessPolicy,
  ) {}

  /** Over all agreements, newest first. */
  async list(
    actor: UserActor,
    { stage, agreement, own, limit = 25, cursor }: AmendmentListQuery,
  ): Promise<AmendmentPage> {
    const conditions = [visibleAmendments(actor, 'm', this.clock.today())];
    if (stage) conditions.push(sql`m.stage = ${stage}`);
    if (agreement) conditions.push(sql`a.reference = ${agreement.toUpperCase()}`);
    if (own) conditions.push(sql`coalesce(a.agency_id = ${actor.agencyId}, false)`);
    const after = cursorOf(cursor, 'instant', 'id');
    if (after !== null) conditions.push(sql`(m.created_at, m.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
    const rows = await this.work.read<AmendmentSummaryView & { cursorKey: CursorParts }>(
      actor,
      sql`select ${summaryColumns}, json_build_array(m.created_at::text, m.id) as "cursorKey"
        from agreement_amendments m join agreements a on a.id = m.agreement_id
        join organisations agency on agency.id = a.agency_id
        where ${join(conditions, ' and ')} order by m.created_at desc, m.id desc limit ${limit + 1}`,
    );
    return keysetPage<AmendmentSummaryView>(rows, limit);
  }

  /** Those of one agreement, in the order of their numbers. */
  async of(actor: UserActor, agreement: string): Promise<AmendmentList> {
    const today = this.clock.today();
    const found = await this.work.readOne<AmendmentList>(
      actor,
      sql`select ${listOf(sql`select json_agg(row_to_json(listed) order by listed.number)
          from (select ${summaryColumns} from agreement_amendments m join agreements a on a.id = m.agreement_id
            join organisations agency on agency.id = a.agency_id
            where m.agreement_id = asked.id and ${visibleAmendments(actor, 'm', today)}
            order by m.number desc limit ${mostOfOne}) listed`)} as items
        from agreements asked where ${identifiedBy('asked', agreement)} and ${visibleAgreements(actor, 'asked', today)}`,
    );
    if (found === null) throw notFound('agreement');
    return found;
  }

  async show(actor: UserActor, agreement: string, number: number): Promise<AmendmentView> {
    const where = sql`${identifiedBy('a', agreement)} and m.number = ${number}`;
    return this.viewOf(actor, this.asOfToday(await this.work.readOne<AmendmentRow>(actor, this.showSql(actor, where))));
  }

  async showById(actor: UserActor, id: string): Promise<AmendmentView> {
    const where = sql`m.id = ${id}`;
    return this.viewOf(actor, this.asOfToday(await this.work.readOne<AmendmentRow>(actor, this.showSql(actor, where))));
  }

  /** Inside a transaction. */
  async rowWithin(tx: Transaction, actor: UserActor, id: string): Promise<AmendmentRow> {
    const [row] = await tx.query<AmendmentRow>(this.showSql(actor, sql`m.id = ${id}`));
    return this.asOfToday(row ?? null);
  }

  /** What is amended is the agreement as it stands today, with the terms for which it has renewed itself. */
  private asOfToday(row: AmendmentRow | null): AmendmentRow {
    if (row === null) throw notFound('amendment');
    return { ...row, facts: { ...row.facts, agreement: agreedAnew(row.facts.agreement, this.clock.today()) } };
  }

  viewOf(actor: UserActor, row: AmendmentRow): AmendmentView {
    const { facts, keptBefore, ...view } = row;
    return {
      ...view,
      changes: termsOf(facts.changes),
      before: keptBefore === null ? termsStanding(facts.changes, facts.agreement) : termsOf(keptBefore),
      approvalsNeeded: approvalsOfAmendment(facts.agreement.type, facts.changes),
      steps: openAmendmentSteps(actor, facts, this.clock.today(), this.policy),
    };
  }

  private showSql(actor: Actor, where: Sql): Sql {
    const today = this.clock.today();
    return amendmentSql(actor, sql`${where} and ${visibleAmendments(actor, 'm', today)}`, today);
  }
}
