import { sentence } from './words.js';

/** One choice of a select, as its macro wants it. */
export interface Choice {
  readonly value: string;
  readonly text: string;
}

/**
 * Codes or records as the choices of a select. Codes are shown by `words`, or as their own words; records by their name.
 * `first` stands for no choice.
 */
export function choices(
  list: readonly (string | { readonly id: string; readonly name: string })[],
  first?: string | null,
  words?: Readonly<Record<string, string>>,
): Choice[] {
  const all = list.map((one) =>
    typeof one === 'string' ? { value: one, text: words?.[one] ?? sentence(one) } : { value: one.id, text: one.name },
  );
  return first === undefined || first === null ? all : [{ value: '', text: first }, ...all];
}

/** A form's fields one by one, so that a template can repeat those of which there are several. */
export function pairs(fields: Readonly<Record<string, unknown>> | undefined): { name: string; value: string }[] {
  return Object.entries(fields ?? {}).flatMap(([name, values]) =>
    [values]
      .flat()
      .flatMap((value) =>
        typeof value === 'string' || typeof value === 'number' ? [{ name, value: String(value) }] : [],
      ),
  );
}
