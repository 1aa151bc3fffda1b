import { matrix, type Row } from './matrix.js';
import { described, people } from './people.js';
import { classes, kinds, type Kind } from './reach.js';
import { mayCall } from './cases.js';

const headings: Record<Kind, string> = {
  agreement: 'Agreements',
  expert: 'Experts',
  relationship: 'Relationships',
  contact: 'Contacts',
  interaction: 'Interactions',
  follow_up: 'Follow-ups',
  reminder: 'Reminders',
  user: 'Users',
  organisation: 'Organisations',
  agency: 'Agencies',
};

/** The tables of the access test as a page to read: `docs/access-matrix.md` is this text, and a test holds the two together. */
export function accessDocument(): string {
  return [
    '# Who may do what',
    '',
    'Written by `npm run access-matrix` from the tables in `test/access`, which the tests put to the running application:',
    'every route × everybody × every class of record. A route without a row here fails the tests.',
    '',
    'The people of the tables:',
    '',
    ...people.map((person) => `- **${person}**: ${described[person]}`),
    '',
    '## Routes',
    '',
    'Whoever has no ✓ is refused with 403 before anybody looks for the record, and nobody signed in with 401 unless the route is',
    'open to everybody. Without a right to the record the answer is 404, the same as for one that is not there.',
    '',
    ...tableOf(['route', 'does', ...people, 'anonymous'], matrix.map(routeLine)),
    '',
    '## Records',
    '',
    '`own` is agency A’s, `shared` is agency B’s and shared with UK law enforcement, `other` is agency B’s alone, `hidden` is',
    'agency A’s and shared with the colleague only; the notes say what the others are. `changes` includes reading; `decides` is',
    'reading and taking the decision that was put to one; `knows` is that it exists, whose it is and since when; `absent` means',
    'that lists, counts, searches, reports, mails and errors do not tell of it either. — stands for having no route to the kind.',
    '',
    ...kinds.flatMap((kind) => [`### ${headings[kind]}`, '', ...recordTable(kind), '']),
  ].join('\n');
}

function routeLine(row: Row): string[] {
  const route = `\`${row.route}\`${row.saying ? ` “${row.saying}”` : ''}`;
  const allowed = [...people, 'anonymous' as const].map((visitor) => (mayCall(row, visitor) ? '✓' : ''));
  return [route, row.kind ? `${row.does} ${row.kind.replace('_', '-')}` : row.does, ...allowed];
}

function recordTable(kind: Kind): string[] {
  const lines = classes[kind].map(({ name, note, reach }) => [
    name,
    ...people.map((person) => reach[person] ?? '—'),
    note,
  ]);
  return tableOf(['record', ...people, 'note'], lines);
}

function tableOf(head: readonly string[], lines: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...lines.map(line)];
}
