import { sentence } from '../../../platform/pages/words.js';
import type { TermUsesView } from './terms.dto.js';

/** What pages call the vocabularies of the registers; another is called by its own words. */
const schemeWords: Readonly<Record<string, string>> = {
  threat: 'Threats',
  enabler: 'Enablers',
  strand: 'Strands',
  four_p: 'The four Ps',
  method: 'Research methods',
  region: 'Regions',
  outcome_type: 'Types of outcome',
  handling_instruction: 'Handling instructions',
  descriptor: 'Descriptors',
};

export function schemeName(scheme: string): string {
  return Object.hasOwn(schemeWords, scheme) ? schemeWords[scheme] : sentence(scheme);
}

/** "12 experts and 1 agreement", or "Nothing". */
export function usesInWords({ experts, agreements, interactions }: TermUsesView): string {
  const parts = [
    [experts, 'expert'] as const,
    [agreements, 'agreement'] as const,
    [interactions, 'interaction'] as const,
  ]
    .filter(([number]) => number > 0)
    .map(([number, one]) => `${number.toLocaleString('en-GB')} ${number === 1 ? one : `${one}s`}`);
  if (parts.length === 0) return 'Nothing';
  return parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

export const doneWords: Readonly<Record<string, string>> = {
  added: 'Term added.',
  changed: 'Term changed.',
  retire: 'Term retired. Nobody is offered it any more; records that it describes keep it.',
  bring_back: 'Term brought back. It is offered again.',
};
