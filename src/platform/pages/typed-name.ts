/** What was found for a name that somebody typed: the record, or why it is not clear which is meant. */
export type Named<Item> = { readonly item: Item } | { readonly problem: 'none' | 'several' };

/**
 * The one record that is meant by what was typed: the only one that is called exactly so, or the only one that was found at
 * all. `names` says what a record is called.
 */
export function theOneNamed<Item>(
  found: readonly Item[],
  typed: string,
  names: (item: Item) => readonly (string | null)[],
): Named<Item> {
  const wanted = folded(typed);
  const exact = found.filter((item) => names(item).some((name) => name !== null && folded(name) === wanted));
  const meant = exact.length > 0 ? exact : found;
  if (meant.length === 1) return { item: meant[0] };
  return { problem: meant.length === 0 ? 'none' : 'several' };
}

function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}
