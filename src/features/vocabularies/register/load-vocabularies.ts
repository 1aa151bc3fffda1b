import type { RunSql } from '../../../platform/database/run-sql.js';
import { stableId } from '../../../platform/database/stable-id.js';
import descriptor from './descriptor.json' with { type: 'json' };
import enabler from './enabler.json' with { type: 'json' };
import fourP from './four-p.json' with { type: 'json' };
import handlingInstruction from './handling-instruction.json' with { type: 'json' };
import method from './method.json' with { type: 'json' };
import outcomeType from './outcome-type.json' with { type: 'json' };
import region from './region.json' with { type: 'json' };
import strand from './strand.json' with { type: 'json' };
import threat from './threat.json' with { type: 'json' };

export interface VocabularyRegister {
  scheme: string;
  /** Which list this is, as people would cite it: names and groupings change between editions. */
  edition: string;
  /** Where the list comes from and how far it can be trusted. */
  basis: string;
  terms: { code: string; label: string; description: string; synonyms: string[] }[];
}

export const vocabularyRegisters: readonly VocabularyRegister[] = [
  threat,
  enabler,
  strand,
  fourP,
  method,
  region,
  outcomeType,
  handlingInstruction,
  descriptor,
];

export function vocabularyTermId(scheme: string, code: string): string {
  return stableId('vocabulary_term', `${scheme}/${code}`);
}

/** Adds the terms that are not there yet. What an administrator has changed since stays as it is. */
export async function loadVocabularies(run: RunSql, _now: Date): Promise<void> {
  for (const register of vocabularyRegisters) {
    const rows = register.terms.map((term, position) => ({
      ...term,
      id: vocabularyTermId(register.scheme, term.code),
      scheme: register.scheme,
      edition: register.edition,
      position,
    }));
    await run(
      `insert into vocabulary_terms (id, scheme, code, label, description, synonyms, edition, position)
       select id, scheme, code, label, description, synonyms, edition, position
       from jsonb_populate_recordset(null::vocabulary_terms, $1::jsonb)
       on conflict do nothing`,
      [JSON.stringify(rows)],
    );
  }
}
