import type { AgreementType } from '../features/agreements/agreement.status.rules.js';
import { changedClausesOf, type Clause } from '../features/agreements/text/clause.rules.js';
import { newestTemplate } from '../features/agreements/text/templates.js';
import type { RunSql } from '../platform/database/run-sql.js';
import { addedClause, changedWordings, gapWords } from './agreement-gaps.js';
import { wordsFor } from './agreements.js';
import type { InventedAgreement } from './invented-agreement.js';
import { shortNameOf } from './experts.js';
import { insertRows, type Row } from './insert.js';
import { fill } from './interaction-texts.js';
import { createRandom } from './random.js';

/** The text of an agreement as it was drafted. */
export interface InventedWording {
  templateVersion: number;
  clauses: readonly Clause[];
  /** Whether a clause reads otherwise than the template has it. */
  changed: boolean;
}

/** From the template of its type, with the brackets written in; null for a draft that nobody has worded yet. */
export function wordingOf(one: InventedAgreement): InventedWording | null {
  const { status, type, succeeds } = one.plan;
  if (status === 'draft' && succeeds === undefined && one.number % 2 === 0) return null;
  const template = newestTemplate(type as AgreementType);
  const untouched = (status === 'draft' || status === 'in_approval') && one.number % 3 === 0;
  const clauses = untouched ? template.clauses : worked(one, template.clauses);
  return {
    templateVersion: template.version,
    clauses,
    changed: changedClausesOf(template.clauses, clauses).length > 0,
  };
}

/** Every bracket is written in; of one in three a clause says something else, and one in eight has a clause of its own. */
function worked(one: InventedAgreement, template: readonly Clause[]): Clause[] {
  const written = template.map((clause) => ({ ...clause, wording: withoutGaps(one, clause.wording) }));
  const changes = one.number % 3 === 1 ? changedWordings[one.plan.type] : {};
  const changed = written.map((clause) => ({ ...clause, wording: changes[clause.code!] ?? clause.wording }));
  return one.number % 8 === 5 ? [...changed, { code: null, ...addedClause }] : changed;
}

function withoutGaps({ plan, number, threat, institutions, covered }: InventedAgreement, wording: string): string {
  const random = createRandom(`agreement wording ${number}`);
  const words = {
    ...wordsFor(random, threat, institutions[0]),
    person: covered[0] === undefined ? 'the person named in annex A' : shortNameOf(covered[0]),
  };
  const met: Record<string, number> = {};
  const written = wording.replaceAll(/\[([^[\]]+)\]/g, (_whole, gap: string) => {
    const given = gapWords[plan.type][gap];
    const turn = (met[gap] = (met[gap] ?? -1) + 1);
    const chosen = typeof given === 'string' ? given : given[turn % given.length];
    return filledWithin(chosen, words);
  });
  // What is not agreed cannot be filled from the agreement.
  return plan.notice === undefined ? written.replace('{notice}', 'A party may end it by notice in writing.') : written;
}

/** Within a sentence: `fill` would begin with a capital. */
function filledWithin(template: string, words: Readonly<Record<string, string>>): string {
  return fill(` ${template}`, words).slice(1);
}

export async function insertAgreementWordings(run: RunSql, agreements: readonly InventedAgreement[]): Promise<void> {
  const texts: Row[] = [];
  const clauses: Row[] = [];
  for (const one of agreements) {
    const wording = wordingOf(one);
    if (wording === null) continue;
    texts.push({ agreement_id: one.id, template_version: wording.templateVersion, changed: wording.changed });
    clauses.push(
      ...wording.clauses.map(({ code, heading, wording: words }, index) => ({
        agreement_id: one.id,
        number: index + 1,
        code,
        heading,
        wording: words,
      })),
    );
  }
  await insertRows(run, 'agreement_texts', texts);
  await insertRows(run, 'agreement_clauses', clauses);
}
