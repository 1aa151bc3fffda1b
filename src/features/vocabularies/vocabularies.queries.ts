import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { notFound } from '../../kernel/domain-error.js';
import { listOf } from '../../platform/database/fragments.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { VocabularyQuery, VocabularySummaryView, VocabularyView } from './vocabularies.dto.js';

/** Anything else names no vocabulary, so it is a 404 like any other. */
const schemeForm = /^[a-z][a-z0-9_]{0,59}$/;

/** Reads of vocabularies: one statement each. They are the same for everybody. */
@Injectable()
export class VocabularyQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  list(actor: UserActor): Promise<VocabularySummaryView[]> {
    const today = this.clock.today();
    return this.work.read<VocabularySummaryView>(
      actor,
      sql`select t.scheme,
          count(*) filter (where t.retired_on is null or t.retired_on > ${today})::integer as terms,
          count(*) filter (where t.retired_on <= ${today})::integer as "retiredTerms"
        from vocabulary_terms t group by t.scheme order by t.scheme`,
    );
  }

  /** A vocabulary of which every term is retired is there, and empty. */
  async show(actor: UserActor, scheme: string, { retired = false }: VocabularyQuery): Promise<VocabularyView> {
    if (!schemeForm.test(scheme)) throw notFound('vocabulary');
    const row = await this.work.readOne<VocabularyView>(
      actor,
      sql`select v.scheme, ${listOf(sql`select json_agg(json_build_object('id', t.id, 'code', t.code, 'label', t.label,
            'description', t.description, 'synonyms', t.synonyms, 'edition', t.edition, 'retiredOn', t.retired_on)
            order by t.position, t.label, t.id)
          from vocabulary_terms t where t.scheme = v.scheme
            and (${retired} or t.retired_on is null or t.retired_on > ${this.clock.today()})`)} as items
        from (select distinct scheme from vocabulary_terms where scheme = ${scheme}) v`,
    );
    if (row === null) throw notFound('vocabulary');
    return row;
  }
}
