/** What is wrong with a form: said in the summary at the top, and beside its field. */
export interface FormError {
  readonly text: string;
  /** The field, as `#` and its id; left out where the page has no such field. */
  readonly href?: string;
}

/** The message that belongs beside a field, as the macros want it. */
export function messageFor(errors: readonly FormError[] | undefined, id: string): { text: string } | undefined {
  const found = errors?.find(({ href }) => href === `#${id}`);
  return found && { text: found.text };
}
