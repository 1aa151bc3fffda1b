/** A filter in use: what it says, and the list's address without it. */
export interface FilterTag {
  readonly text: string;
  readonly without: string;
}

/** The address of a list with these filters; what is blank is left out. */
export function listAddress(path: string, filters: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters) as [string, unknown][])
    for (const one of [value].flat()) if (typeof one === 'string' && one.trim() !== '') query.append(name, one);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** One removable tag for each filter in use. `words` says what each shows; a filter without an entry has no tag. */
export function filterTags<Filters extends object>(
  path: string,
  filters: Filters,
  words: Partial<Record<keyof Filters, (value: string) => string>>,
): FilterTag[] {
  return (Object.keys(words) as (keyof Filters)[]).flatMap((name) => {
    const value = filters[name];
    if (typeof value !== 'string' || value.trim() === '') return [];
    const rest = { ...filters, cursor: undefined, [name]: undefined };
    return [{ text: words[name]!(value), without: listAddress(path, rest) }];
  });
}

/** "12 experts", "1 expert", "More than 1,000 experts". */
export function counted({ count, more }: { count: number; more: boolean }, one: string, several = `${one}s`): string {
  return more ? `More than 1,000 ${several}` : `${count} ${count === 1 ? one : several}`;
}
