import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, notFound } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { VocabularyTerm } from './term.entity.js';
import { codeForm, ownEdition, refusalOf } from './term.rules.js';
import type { ChangeTermDto, CreateTermDto, TermStepDto, TermView } from './terms.dto.js';
import { TermQueries } from './terms.queries.js';

/** Writes of terms: one transaction each. A term is retired, never deleted, because records keep its code. */
@Injectable()
export class TermsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: TermQueries,
  ) {}

  create(actor: UserActor, scheme: string, dto: CreateTermDto): Promise<TermView> {
    return this.work.transaction(actor, async (tx) => {
      await lockScheme(tx, scheme);
      const [{ last }] = await tx.query<{ last: number | null }>(
        sql`select max(position) as last from vocabulary_terms where scheme = ${scheme}`,
      );
      if (last === null) throw notFound('vocabulary');
      const term = Object.assign(
        new VocabularyTerm(),
        { description: null, synonyms: [], retiredOn: null, edition: ownEdition },
        dto,
        { id: newId(), version: 1, scheme, position: last + 1 },
      );
      await refuseDuplicate(tx, term);
      await tx.insert(VocabularyTerm, term);
      return this.finish(tx, term, 'create', null);
    });
  }

  /** `version` is the caller's If-Match. */
  change(actor: UserActor, scheme: string, code: string, version: number, dto: ChangeTermDto): Promise<TermView> {
    return this.work.transaction(actor, async (tx) => {
      await lockScheme(tx, scheme);
      const term = await lockTerm(tx, scheme, code, version);
      const before = { ...term };
      Object.assign(term, dto);
      await refuseDuplicate(tx, term);
      await tx.update(VocabularyTerm, term);
      return this.finish(tx, term, 'change', before);
    });
  }

  /** Retires it from today, or offers it again. */
  perform(actor: UserActor, scheme: string, code: string, version: number, { step }: TermStepDto): Promise<TermView> {
    return this.work.transaction(actor, async (tx) => {
      const term = await lockTerm(tx, scheme, code, version);
      const before = { ...term };
      const today = this.clock.today();
      const refusal = refusalOf(step, term.retiredOn, today);
      if (refusal !== null) throw new DomainError('refused', refusal);
      term.retiredOn = step === 'retire' ? today : null;
      await tx.update(VocabularyTerm, term);
      return this.finish(tx, term, step.replace('_', '-'), before);
    });
  }

  private async finish(
    tx: Transaction,
    term: VocabularyTerm,
    verb: string,
    before: VocabularyTerm | null,
  ): Promise<TermView> {
    const record = { kind: 'vocabulary_term', id: term.id };
    await this.audit.record(tx, `vocabulary-term.${verb}`, record, before as never, term as never);
    const [view] = await tx.query<TermView>(this.queries.showSql(term.id));
    return view;
  }
}

/** Whoever looks for a duplicate looks after the change of whoever looked before. */
async function lockScheme(tx: Transaction, scheme: string): Promise<void> {
  if (!codeForm.test(scheme)) throw notFound('vocabulary');
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`vocabularies.${scheme}`}, 0))`);
}

async function lockTerm(tx: Transaction, scheme: string, code: string, version: number): Promise<VocabularyTerm> {
  const named = codeForm.test(scheme) && codeForm.test(code);
  const where = named ? sql`record.scheme = ${scheme} and record.code = ${code}` : sql`false`;
  const term = await tx.lock(VocabularyTerm, where, version);
  if (term === null) throw notFound('term');
  return term;
}

/** Retired terms count: brought back, two of a name could not be told apart. */
async function refuseDuplicate(tx: Transaction, { id, scheme, code, label }: VocabularyTerm): Promise<void> {
  const [held] = await tx.query<{ sameCode: boolean; retired: boolean }>(sql`
    select code = ${code} as "sameCode", retired_on is not null as retired from vocabulary_terms
    where scheme = ${scheme} and id <> ${id} and (code = ${code} or plain_text(label) = plain_text(${label}))
    order by "sameCode" desc limit 1`);
  if (!held) return;
  const what = held.sameCode ? 'code' : 'label';
  const again = held.retired ? 'It is retired: bring it back instead.' : `Enter another ${what}.`;
  const detail = `A term of this vocabulary has this ${what} already. ${again}`;
  throw new DomainError('conflict', detail, [{ pointer: `/${what}`, detail }]);
}
