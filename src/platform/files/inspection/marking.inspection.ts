import { setImmediate } from 'node:timers/promises';
import { carriesHigherMarking } from '../../../kernel/marking.js';

/** Looked at in one go: a tenth of a second at the worst, since everybody else waits meanwhile. */
const piece = 20_000;
const longestLine = 50_000;

export type MarkingFound = 'none' | 'higher' | 'cannot be told';

/**
 * Whether a text of any length carries a marking above OFFICIAL-SENSITIVE. It is looked at piece by piece, and others are served
 * in between. No line is cut, because its parts could mean what the whole does not: one that is longer than any of a document
 * cannot be told.
 */
export async function higherMarkingIn(text: string): Promise<MarkingFound> {
  const lines = text.replaceAll(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n').split('\n');
  let gathered: string[] = [];
  let length = 0;
  for (const [index, line] of lines.entries()) {
    if (line.length > longestLine) return 'cannot be told';
    gathered.push(line);
    length += line.length + 1;
    if (length < piece && index < lines.length - 1) continue;
    if (carriesHigherMarking(gathered.join('\n'))) return 'higher';
    // A label that ends the piece ("Classification:") has its value in the next.
    const last = gathered.findLast((one) => one.trim() !== '') ?? '';
    gathered = [last];
    length = last.length;
    await setImmediate();
  }
  return 'none';
}
