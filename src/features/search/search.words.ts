import { dateWords, sentence } from '../../platform/pages/words.js';
import { typeWords } from '../agreements/agreement.words.js';
import type { AgreementType } from '../agreements/agreement.status.rules.js';
import type { SearchHitView, SearchKind } from './search.dto.js';

/** What tells records of one kind apart, in the order of reading; left out where there is nothing to say. */
export function detailsOf(kind: SearchKind, hit: SearchHitView): string[] {
  return said(kind, hit).filter((text): text is string => text !== null && text !== '');
}

function said(
  kind: SearchKind,
  { reference, also, role, organisation, datedOn, state }: SearchHitView,
): (string | null)[] {
  switch (kind) {
    case 'expert':
      return [also && `known as ${also}`, role, organisation, reference];
    case 'term':
      return [also && `also called ${also}`, state && sentence(state)];
    case 'organisation':
      return [also, state && sentence(state), organisation && `part of ${organisation}`];
    case 'contact':
      return [role, organisation];
    case 'agreement':
      return [
        reference,
        typeWords[role as AgreementType],
        state && sentence(state),
        datedOn && `ends on ${dateWords(datedOn)}`,
        organisation && `kept by ${organisation}`,
      ];
    case 'follow_up':
      return [state && sentence(state), datedOn && `due on ${dateWords(datedOn)}`, organisation];
    case 'interaction':
      return [role && sentence(role), datedOn && dateWords(datedOn), organisation];
  }
}
