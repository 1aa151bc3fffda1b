import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { notFound } from '../../../kernel/domain-error.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { codeForm } from './term.rules.js';
import { usesOfTerm } from './term.uses.sql.js';
import type { TermsView, TermView } from './terms.dto.js';

/** Reads of terms for those who keep them: one statement each, with how many records each describes. */
@Injectable()
export class TermQueries {
  constructor(private readonly work: UnitOfWork) {}

  async list(actor: UserActor, scheme: string): Promise<TermsView> {
    const named = codeForm.test(scheme) ? sql`t.scheme = ${scheme}` : sql`false`;
    const items = await this.work.read<TermView>(actor, termsSql(named));
    if (items.length === 0) throw notFound('vocabulary');
    return { scheme, items };
  }

  async named(actor: UserActor, scheme: string, code: string): Promise<TermView> {
    if (!codeForm.test(scheme) || !codeForm.test(code)) throw notFound('term');
    return found(await this.work.readOne<TermView>(actor, termsSql(sql`t.scheme = ${scheme} and t.code = ${code}`)));
  }

  async show(actor: UserActor, id: string): Promise<TermView> {
    return found(await this.work.readOne<TermView>(actor, this.showSql(id)));
  }

  /** The statement behind `show`, so that a write answers from its own transaction. */
  showSql(id: string): Sql {
    return termsSql(sql`t.id = ${id}`);
  }
}

function termsSql(where: Sql): Sql {
  return sql`select t.id, t.version, t.scheme, t.code, t.label, t.description, t.synonyms, t.edition, t.retired_on as "retiredOn",
      ${usesOfTerm('t')} as uses
    from vocabulary_terms t where ${where} order by t.position, t.label, t.id`;
}

function found(term: TermView | null): TermView {
  if (term === null) throw notFound('term');
  return term;
}
