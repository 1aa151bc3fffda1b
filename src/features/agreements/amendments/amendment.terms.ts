import { amendableFields, valuesBefore, type AmendableTerms, type AmendmentChanges } from './amendment.rules.js';
import type { AmendedTermsView } from './amendment.views.dto.js';

/** Of the changes what every reader may see: whom they cover is told person by person. In the order of the page. */
export function termsOf(changes: AmendmentChanges): AmendedTermsView {
  const fields = amendableFields.filter((field) => field in changes).map((field) => [field, changes[field]]);
  return { ...Object.fromEntries(fields), ...(changes.keyTerms && { keyTerms: changes.keyTerms }) };
}

/** The same terms as the agreement has them now. */
export function termsStanding(changes: AmendmentChanges, agreement: AmendableTerms): AmendedTermsView {
  return termsOf(valuesBefore(changes, agreement));
}
