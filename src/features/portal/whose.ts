/** Whose profile a form is about, how the form speaks of them, and where it leads. "You" and "they" take the same verbs. */
export interface Whose {
  /** Null for the reader's own. */
  readonly name: string | null;
  readonly they: string;
  readonly them: string;
  readonly their: string;
  /** The forms of the sections stand below it, by their names. */
  readonly forms: string;
  readonly back: { readonly text: string; readonly href: string };
}

export const oneself: Whose = {
  ...{ name: null, they: 'you', them: 'you', their: 'your' },
  forms: '/me/edit',
  back: { text: 'My profile', href: '/me' },
};

/** Somebody who named the reader to edit for them. */
export function forSomebody({ id, name }: { readonly id: string; readonly name: string }): Whose {
  return {
    ...{ name, they: 'they', them: 'them', their: 'their' },
    forms: `/delegations/${id}/edit`,
    back: { text: 'Others’ profiles', href: '/delegations' },
  };
}
