import { roles } from '../../src/kernel/actor.js';
import { matrix, staticRoute, type Row } from './matrix.js';
import { described, people } from './people.js';
import { classes, kinds, type Kind } from './reach.js';

const nouns: Record<Kind, string> = {
  agreement: 'agreements',
  obligation: 'obligations of agreements',
  amendment: 'amendments of agreements',
  document: 'documents of agreements',
  expert: 'experts',
  relationship: 'relationships',
  vetting: 'vettings',
  profile_change: 'proposed changes of profiles',
  publication: 'publications',
  delegate: 'delegates of academics',
  delegation: 'profiles that somebody may edit',
  contact: 'contacts',
  interaction: 'interactions',
  follow_up: 'follow-ups',
  playbook: 'playbooks',
  reminder: 'reminders',
  reminder_rule: 'rules of reminders',
  user: 'users',
  organisation: 'organisations',
  agency: 'agencies',
  term: 'terms',
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
    'A role without ✓ is refused with 403 before anybody looks for the record, and somebody who has not signed in with 401, or is sent',
    'from a page to sign in. Pages are for people and their cookies; all under `/api` is for programs and their access values. A record',
    'that one does not reach is answered with 404, the same as one that is not there; one that is read but not changed with 403.',
    '`begins below` makes something that belongs to a record which is read, `adds below` to one that the caller may change; `decides` is for',
    'whoever the decision was put to as well;',
    '`opens` is the page with the form that changes a record, for whoever may change it.',
    '`sends` is a form of a page: refused with 403 without the token of the session, and with it what the API’s route of the kind does.',
    '',
    ...tableOf(
      ['route', 'does', ...roles, 'anonymous'],
      [...matrix, { route: staticRoute, does: 'answers', who: 'everybody' } as const].map(routeLine),
    ),
    '',
    '## Records',
    '',
    '`own` is agency A’s, `shared` is agency B’s and shared with UK law enforcement, `other` is agency B’s alone, `hidden` is',
    'agency A’s and shared with the colleague only; the notes say what the others are. `changes` includes reading; `decides` is',
    'reading and taking the decision that was put to one; `knows` is that it exists, whose it is and since when; `absent` means',
    'that lists, counts, searches, reports, mails and errors do not tell of it either. — stands for having no route to the kind.',
    '',
    ...kinds.flatMap((kind) => [
      `### ${nouns[kind].charAt(0).toUpperCase()}${nouns[kind].slice(1)}`,
      '',
      ...recordTable(kind),
      '',
    ]),
  ].join('\n');
}

function routeLine({ route, saying, does, kind, who }: Row): string[] {
  const may = (role: (typeof roles)[number]): boolean => typeof who === 'string' || who.includes(role);
  return [
    `\`${route}\`${saying ? ` “${saying}”` : ''}`,
    // Of the others the route says it all.
    kind ? `${does === 'begins' || does === 'adds' ? `${does} below` : does} ${nouns[kind]}` : '',
    ...roles.map((role) => (may(role) ? '✓' : '')),
    who === 'everybody' ? '✓' : '',
  ];
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
