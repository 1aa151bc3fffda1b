import { Injectable } from '@nestjs/common';
import sql, { bulk } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, invalidField, notFound } from '../../../kernel/domain-error.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import { Agreement } from '../agreement.entity.js';
import { changeableAgreements, visibleAgreements } from '../agreement.visibility.js';
import { agreementChanged } from '../agreements.jobs.js';
import { changedClausesOf, problemOfClauses, type Clause } from './clause.rules.js';
import { newestTemplate, templateOf, type AgreementTemplate } from './templates.js';
import type { AgreementTextView, ReplaceTextDto } from './text.dto.js';
import { AgreementTextQueries, textSql, textView, type TextRow } from './text.queries.js';

/** The clauses of a draft. They change under the agreement's version, and with it leaves draft what they say is settled. */
@Injectable()
export class AgreementTextService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: AgreementTextQueries,
  ) {}

  /** `version` is the caller's If-Match. */
  replace(
    actor: UserActor,
    id: string,
    version: number,
    { clauses: given }: ReplaceTextDto,
  ): Promise<AgreementTextView> {
    return this.work.transaction(actor, async (tx) => {
      const agreement = await this.lockOwn(tx, actor, id, version);
      if (agreement.stage !== 'draft')
        throw new DomainError(
          'refused',
          'This agreement has left draft, so its text no longer changes. Take it back to draft, or agree an amendment.',
        );
      const before = await rowOf(tx, agreement.id);
      const template = editionFor(agreement, given === undefined ? null : before.templateVersion);
      const clauses = given === undefined ? template.clauses : given.map((one) => ({ ...one, code: one.code ?? null }));
      const problem = problemOfClauses(template.clauses, clauses);
      if (problem !== null) throw invalidField('/clauses', problem);
      await this.write(tx, agreement, template, clauses);
      await tx.update(Agreement, Object.assign(agreement, { updatedAt: tx.now }));
      const record = { kind: 'agreement', id: agreement.id };
      const after = { clauses, templateVersion: template.version };
      await this.audit.record(tx, 'agreement.change-text', record, textOf(before), after);
      await tx.publish(agreementChanged, { agreementId: agreement.id });
      const [row] = await tx.query<TextRow>(this.queries.showSql(actor, sql`a.id = ${agreement.id}`));
      if (!row) throw notFound('agreement');
      return textView(row);
    });
  }

  /** The text inside the caller's transaction, with the agreement's row locked; taken from the newest template where nobody has begun. */
  async textWithin(tx: Transaction, agreement: Agreement): Promise<AgreementTextView> {
    const row = await rowOf(tx, agreement.id);
    if (row.templateVersion !== null) return textView(row);
    const template = newestTemplate(agreement.type);
    await this.write(tx, agreement, template, template.clauses);
    return textView(await rowOf(tx, agreement.id));
  }

  private async write(
    tx: Transaction,
    { id }: Agreement,
    template: AgreementTemplate,
    clauses: readonly Clause[],
  ): Promise<void> {
    const changed = changedClausesOf(template.clauses, clauses).length > 0;
    await tx.query(sql`insert into agreement_texts (agreement_id, template_version, changed)
      values (${id}, ${template.version}, ${changed})
      on conflict (agreement_id) do update set template_version = excluded.template_version, changed = excluded.changed`);
    await tx.query(sql`delete from agreement_clauses where agreement_id = ${id}`);
    await tx.query(sql`insert into agreement_clauses (agreement_id, number, code, heading, wording)
      values ${bulk(clauses.map(({ code, heading, wording }, index) => [id, index + 1, code, heading, wording]))}`);
  }

  private async lockOwn(tx: Transaction, actor: UserActor, id: string, version: number): Promise<Agreement> {
    const today = this.clock.today();
    const where = sql`${identifiedBy('record', id)} and ${changeableAgreements(actor, 'record', today)}`;
    const agreement = await tx.lock(Agreement, where, version);
    if (agreement !== null) return agreement;
    const readable = sql`${identifiedBy('a', id)} and ${visibleAgreements(actor, 'a', today)}`;
    if ((await tx.query(sql`select 1 from agreements a where ${readable}`)).length === 0) throw notFound('agreement');
    throw new DomainError('forbidden', 'You can read this agreement, but another agency keeps it and changes it.');
  }
}

/** The edition that the draft was begun from; the newest for one that begins. */
function editionFor({ type }: Agreement, templateVersion: number | null): AgreementTemplate {
  return templateVersion === null ? newestTemplate(type) : templateOf(type, templateVersion);
}

async function rowOf(tx: Transaction, agreementId: string): Promise<TextRow> {
  const [row] = await tx.query<TextRow>(textSql(sql`a.id = ${agreementId}`));
  return row;
}

function textOf({ clauses, templateVersion }: TextRow): Record<string, unknown> {
  return { clauses, templateVersion };
}
