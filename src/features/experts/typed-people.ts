import { isCalled, typedName, type Candidate as Named } from '../../platform/pages/typed-name.js';

/** One candidate for a typed name, as far as choosing needs it. */
export interface Candidate {
  readonly id: string;
  readonly reference: string;
  readonly name: string;
}

/** A text that could mean several people: which of them is asked on the page. */
export interface NameQuestion<One extends Candidate> {
  /** The field of the answer, such as `pick-0`. */
  readonly field: string;
  readonly text: string;
  readonly candidates: readonly One[];
}

export interface MeantPeople<One extends Candidate> {
  readonly people: readonly One[];
  readonly questions: readonly NameQuestion<One>[];
  /** What is wrong with the text itself. */
  readonly problems: readonly string[];
}

/** As many as one form can ask about. */
export const mostNames = 10;

const title = /^(dr|prof|professor|mr|mrs|ms|miss|mx|sir|dame)\.?\s+/i;

/** The names of a typed text one by one: "Ada Lovelace (EXP-000012); Smith" are a reference and a name. */
export function typedNames(typed = ''): string[] {
  const texts = typed
    .split(/[,;\n]/)
    .map((text) => /EXP-\d{4,10}/i.exec(text)?.[0].toUpperCase() ?? text.trim().replace(title, ''))
    .filter((text) => text !== '');
  return [...new Set(texts)];
}

/** How a person stands in the field that `typedNames` reads. */
export function nameForField({ name, reference }: Pick<Candidate, 'name' | 'reference'>): string {
  return `${name.replaceAll(/[,;]/g, ' ')} (${reference})`;
}

/**
 * Whom the texts mean. `candidates` are those found for each, `picked` the references chosen on the page so far, by field. A
 * choice counts only among the candidates of its text, so that an answer to another question never slips in.
 */
export function peopleMeant<One extends Candidate>(
  texts: readonly string[],
  candidates: readonly (readonly One[])[],
  picked: Readonly<Record<string, string | undefined>>,
  most: number,
): MeantPeople<One> {
  const people = new Map<string, One>();
  const questions: NameQuestion<One>[] = [];
  const problems: string[] = [];
  for (const [index, text] of texts.entries()) {
    const found = candidates[index] ?? [];
    const field = `pick-${index}`;
    const meant = typedName(
      text,
      found.find(({ reference }) => reference === picked[field])?.id,
      found.map(calledSo(text)),
    );
    const one = meant.kind === 'one' ? found.find(({ id }) => id === meant.one.id) : undefined;
    if (one) people.set(one.id, one);
    if (one && !picked[field]) continue;
    if (meant.kind === 'none')
      problems.push(`Nobody here is called “${text}”. Enter another part of the name, or a reference.`);
    else if (found.length > most)
      problems.push(`Many people are called “${text}”. Enter more of the name, or a reference.`);
    // A question that was answered stays on the page, so that the answer can be seen and changed.
    else if (found.length > 1) questions.push({ field, text, candidates: found });
  }
  return { people: [...people.values()], questions, problems };
}

/** A candidate by the whole name, which is typed without its title. */
function calledSo(text: string): (one: Candidate) => Named {
  return ({ id, name }) => ({ id, name, exact: isCalled([name.replace(title, '')], text) });
}
