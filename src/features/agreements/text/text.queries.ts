import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { notFound } from '../../../kernel/domain-error.js';
import type { Marking } from '../../../kernel/marking.js';
import { listOf } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { moneyWords } from '../../../platform/pages/words.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import type { AgreementStage, AgreementType } from '../agreement.status.rules.js';
import { visibleAgreements } from '../agreement.visibility.js';
import { changedClausesOf, type Clause } from './clause.rules.js';
import { templateOf } from './templates.js';
import type { AgreementTextView } from './text.dto.js';
import { filled, gapsIn, type TextFacts } from './text.fill.rules.js';

/** An agreement's clauses as they are kept, and what fills them. */
export interface TextRow {
  readonly id: string;
  readonly version: number;
  readonly reference: string;
  readonly type: AgreementType;
  readonly title: string;
  readonly agencyId: string;
  readonly stage: AgreementStage;
  readonly marking: Marking;
  readonly handling: string | null;
  readonly templateVersion: number | null;
  readonly clauses: readonly Clause[];
  readonly facts: Omit<TextFacts, 'value'> & { readonly valuePence: number | null; readonly currency: string | null };
}

/** The text of an agreement, for whoever may read the agreement. */
@Injectable()
export class AgreementTextQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async show(actor: UserActor, id: string): Promise<AgreementTextView> {
    const row = await this.work.readOne<TextRow>(actor, this.showSql(actor, identifiedBy('a', id)));
    if (row === null) throw notFound('agreement');
    const view = textView(row);
    return row.agencyId === actor.agencyId ? view : asAgreed(view);
  }

  /** For a read of its own and for a write that answers from its transaction. */
  showSql(actor: Actor, where: Sql): Sql {
    return textSql(sql`${where} and ${visibleAgreements(actor, 'a', this.clock.today())}`);
  }
}

/** Of the agreement that the condition over `a` picks. */
export function textSql(where: Sql): Sql {
  return sql`select a.id, a.version, a.reference, a.type, a.title, a.agency_id as "agencyId", a.stage, a.marking, a.handling,
      t.template_version as "templateVersion",
      ${listOf(sql`select json_agg(json_build_object('code', c.code, 'heading', c.heading, 'wording', c.wording) order by c.number)
        from agreement_clauses c where c.agreement_id = a.id`)} as clauses,
      json_build_object('agencyName', agency.name, 'purpose', a.purpose, 'effectiveOn', a.effective_on, 'endOn', a.end_on,
        'reviewOn', a.review_on, 'noticeCount', a.notice_count, 'noticeUnit', a.notice_unit, 'renewalType', a.renewal_type, 'renewalMonths', a.renewal_months, 'mostRenewals', a.most_renewals,
        'survivalMonths', a.survival_months, 'valuePence', a.value_pence, 'currency', a.currency, 'fundingSource', a.funding_source,
        'intellectualPropertyTerms', a.intellectual_property_terms, 'publicationTerms', a.publication_terms,
        'partyNames', ${listOf(sql`select json_agg(o.name order by o.name) from agreement_parties p
          join organisations o on o.id = p.organisation_id where p.agreement_id = a.id`)}) as facts
    from agreements a join organisations agency on agency.id = a.agency_id
    left join agreement_texts t on t.agreement_id = a.id
    where ${where}`;
}

/** How the wording came about is for the agency that keeps it: others read what it says. */
function asAgreed(view: AgreementTextView): AgreementTextView {
  const clauses = view.clauses.map((clause) => ({ ...clause, code: null, wording: clause.text, change: null }));
  return { ...view, templateVersion: null, clauses, removed: [], gaps: [] };
}

/** What people read: filled, and each clause held against its template. */
export function textView({ facts, clauses, ...row }: TextRow): AgreementTextView {
  const template = row.templateVersion === null ? [] : templateOf(row.type, row.templateVersion).clauses;
  const changes = changedClausesOf(template, clauses);
  const filling: TextFacts = { ...facts, value: moneyWords(facts.valuePence, facts.currency ?? undefined) || null };
  const views = clauses.map((clause, index) => ({
    ...clause,
    number: index + 1,
    text: filled(clause.wording, filling),
    change: changes.find(({ number }) => number === index + 1)?.change ?? null,
  }));
  return {
    ...row,
    clauses: views,
    removed: changes.filter(({ change }) => change === 'removed').map(({ code, heading }) => ({ code, heading })),
    gaps: views.flatMap(({ text }) => gapsIn(text)),
    parties: [...facts.partyNames],
  };
}
