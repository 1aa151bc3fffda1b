import type { FieldProblem } from '../../kernel/domain-error.js';

/** One kind as it was sent. */
interface SentKind {
  readonly name: string;
  readonly seen?: string;
  readonly records?: readonly { readonly id: string }[];
}

/** What is wrong with the choice of what changes hands, whatever anybody looks after; empty when nothing is. */
export function problemsOfChoice(
  kinds: readonly SentKind[],
  known: readonly string[],
  { fromUserId, toUserId }: { readonly fromUserId: string; readonly toUserId: string },
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (fromUserId.toLowerCase() === toUserId.toLowerCase())
    problems.push({ pointer: '/toUserId', detail: 'It is with that person already. Choose a colleague of theirs.' });
  if (kinds.length === 0) problems.push({ pointer: '/kinds', detail: 'Select what to hand over.' });
  const names = kinds.map(({ name }) => name);
  kinds.forEach(({ name, seen, records }, index) => {
    const pointer = `/kinds/${index}`;
    if (!known.includes(name))
      problems.push({
        pointer: `${pointer}/name`,
        detail: `Nothing of this name is handed over. Use one of: ${known.join(', ')}.`,
      });
    else if (names.indexOf(name) < index)
      problems.push({ pointer, detail: 'This kind is named twice. Remove one of them.' });
    if ((seen === undefined) === (records === undefined))
      problems.push({ pointer, detail: 'Send either all of the kind as you saw it (seen) or some records of it.' });
    else if (records?.length === 0)
      problems.push({ pointer: `${pointer}/records`, detail: 'Name at least one record.' });
    else if (records && new Set(records.map(({ id }) => id.toLowerCase())).size < records.length)
      problems.push({ pointer: `${pointer}/records`, detail: 'A record is named twice. Remove one of them.' });
  });
  return problems;
}
