/** A record that a typed name may mean. `exact` when one of its names is the typed one. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly exact: boolean;
}

/** What a typed name came to: nothing typed, nothing found, one record, or several of which the page asks which. */
export type TypedName<Record extends Candidate = Candidate> =
  | { readonly kind: 'blank' }
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly one: Record }
  | { readonly kind: 'several'; readonly candidates: readonly Record[] };

/**
 * The one way from a typed name to a record. Who asks finds the candidates, among what its reader may see; the record meant is
 * the one that was chosen among them, else the only one called just so, else the only one found. A choice made among several
 * holds as long as it is among what the text finds.
 */
export function typedName<Record extends Candidate>(
  text: string | undefined,
  chosenId: string | undefined,
  candidates: readonly Record[],
): TypedName<Record> {
  if (text === undefined || text.trim() === '') return { kind: 'blank' };
  if (candidates.length === 0) return { kind: 'none' };
  const chosen = candidates.find(({ id }) => id === chosenId);
  if (chosen) return { kind: 'one', one: chosen };
  const exact = candidates.filter((candidate) => candidate.exact);
  if (exact.length === 1) return { kind: 'one', one: exact[0] };
  if (candidates.length === 1) return { kind: 'one', one: candidates[0] };
  return { kind: 'several', candidates: exact.length > 1 ? exact : candidates };
}

/** Whether a record with these names is called just so, where no statement has said it: capitals, accents and spaces apart. */
export function isCalled(names: readonly (string | null)[], text: string): boolean {
  const wanted = folded(text);
  return names.some((name) => name !== null && folded(name) === wanted);
}

function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}
