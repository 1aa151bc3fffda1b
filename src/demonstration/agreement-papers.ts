import type { InventedAgreement } from './invented-agreement.js';
import { inventedPolice } from './bodies.js';

/** A paper that stands beside the wording of an agreement, with its versions in their order. */
export interface InventedPaper {
  readonly kind: 'adherence' | 'evidence' | 'other';
  readonly title: string;
  readonly fileName: string;
  readonly versions: readonly { readonly offset: number; readonly note: string | null; readonly text: string }[];
}

const assessed = ['data_sharing', 'data_processing', 'data_access'];
const reported = ['research_collaboration', 'research_contract'];

/** What people have uploaded beside it, once it was executed; `adheredOffset` is the day on which the police adhered. */
export function papersOf(one: InventedAgreement, adheredOffset: number | null): InventedPaper[] {
  const { plan, number, createdOffset, executedOffset } = one;
  if (executedOffset === null) return [];
  const papers: InventedPaper[] = [];
  const start = Math.max(executedOffset, plan.startsIn ?? executedOffset);
  if (assessed.includes(plan.type))
    papers.push({
      kind: 'other',
      title: 'Summary of the data protection impact assessment',
      fileName: 'impact-assessment-summary.txt',
      versions: [
        {
          offset: createdOffset + 1,
          note: null,
          text: `Risk after safeguards: low. Looked at again when the data or the purpose changes.`,
        },
      ],
    });
  if (reported.includes(plan.type) && start + 100 < 0)
    papers.push({
      kind: 'evidence',
      title: 'Progress report',
      fileName: 'progress-report.txt',
      versions: reportsOf(start, number),
    });
  if (plan.type === 'mou' && start + 365 < 0)
    papers.push({
      kind: 'evidence',
      title: 'Note of the yearly review',
      fileName: 'yearly-review.txt',
      versions: [
        { offset: start + 365, note: null, text: 'Both leads are content. Two studies came of it this year.' },
      ],
    });
  if (adheredOffset !== null)
    papers.push({
      kind: 'adherence',
      title: `Deed of adherence of ${inventedPolice.name}`,
      fileName: 'deed-of-adherence.txt',
      versions: [
        { offset: adheredOffset, note: null, text: `${inventedPolice.name} adheres to the agreement from today.` },
      ],
    });
  return papers;
}

/** The first report is put right a fortnight later in one of two. */
function reportsOf(start: number, number: number): InventedPaper['versions'] {
  const first = {
    offset: start + 80,
    note: null,
    text: 'The first stage is complete. The extract arrived two weeks late.',
  };
  const second = {
    offset: start + 94,
    note: 'With the table that was left out',
    text: 'The first stage is complete. The extract arrived two weeks late. The table of cases stands at the end.',
  };
  return number % 2 === 0 ? [first] : [first, second];
}

/** The file itself: plain text, which anybody can read. */
export function paperBytes(reference: string, marking: string, title: string, day: string, text: string): Buffer {
  return Buffer.from(
    `${marking}\n\n${title}\n${reference}, ${day}\n\n${text}\n\nInvented for the demonstration.\n\n${marking}\n`,
  );
}
