import { people, type Person } from './people.js';

/**
 * How far somebody gets with a record. `knows`: that it exists, whose it is and since when, nothing more. `decides`: reads it
 * and takes the decision that was put to them.
 */
export const reaches = ['changes', 'decides', 'reads', 'knows', 'absent'] as const;
export type Reach = (typeof reaches)[number];

export const kinds = [
  'agreement',
  'obligation',
  'amendment',
  'document',
  'expert',
  'relationship',
  'vetting',
  'profile_change',
  'publication',
  'delegate',
  'delegation',
  'contact',
  'interaction',
  'follow_up',
  'playbook',
  'reminder',
  'reminder_rule',
  'user',
  'organisation',
  'agency',
  'term',
] as const;
export type Kind = (typeof kinds)[number];

/**
 * For each kind of record: what reaches whom, by class of record as agency A sees it. `own` is agency A's, `shared` is agency
 * B's and shared with UK law enforcement, `other` is agency B's alone, `hidden` is agency A's and shared with the colleague
 * only; whatever else a kind has says so itself. Agency B is the party, the covered person's reader and the like of the hidden
 * records too, so that nothing but the sharing hides them. Who has no column has no route to the kind.
 */
const tables: Record<Kind, string> = {
  agreement: `
            liaison  colleague  partner  outsider  approver  academic
  own       changes  changes    absent   absent    absent    absent    in force
  shared    reads    reads      changes  absent    absent    absent    in force
  other     absent   absent     changes  absent    absent    absent    in force
  hidden    absent   changes    absent   absent    absent    absent    in force, with agency B as a party that has adhered as well, and it covers the academic
  put       changes  changes    absent   absent    decides   absent    agency A’s, put to the approver; it is to cover the academic
  covering  changes  changes    absent   absent    absent    reads     agency A’s, in force, covers the academic
  party     reads    reads      changes  absent    absent    absent    agency B’s alone, with agency A as a party
  adhered   reads    reads      changes  absent    absent    absent    agency B’s alone, to which agency A has adhered
  granted   reads    absent     changes  absent    absent    absent    agency B’s alone, granted to the liaison until a day to come`,
  obligation: `
            liaison  colleague  partner  outsider  approver  academic
  own       changes  changes    absent   absent    absent    absent    under the agreement of this class, as are the next eight
  shared    reads    reads      changes  absent    absent    absent
  other     absent   absent     changes  absent    absent    absent
  hidden    absent   changes    absent   absent    absent    absent
  put       changes  changes    absent   absent    reads     absent
  covering  changes  changes    absent   absent    absent    reads     shared with the academic
  party     reads    reads      changes  absent    absent    absent
  adhered   reads    reads      changes  absent    absent    absent
  granted   reads    absent     changes  absent    absent    absent
  untold    changes  changes    absent   absent    absent    absent    under the agreement that covers the academic, and not shared with them`,
  amendment: `
            liaison  colleague  partner  outsider  approver  academic
  own       changes  changes    absent   absent    absent    absent    executed, of the agreement of this class, as are the next
  shared    reads    reads      changes  absent    absent    absent
  other     absent   absent     changes  absent    absent    absent
  hidden    absent   changes    absent   absent    absent    absent
  put       changes  changes    absent   absent    decides   absent    in approval, put to the approver
  covering  changes  changes    absent   absent    absent    reads
  party     reads    reads      changes  absent    absent    absent
  adhered   reads    reads      changes  absent    absent    absent
  granted   reads    absent     changes  absent    absent    absent
  drafted   absent   absent     changes  absent    absent    absent    a draft, of agency B’s agreement that agency A reads`,
  document: `
            liaison  colleague  partner  outsider  approver  academic
  own       changes  changes    absent   absent    absent    absent    of the agreement of this class, as are the next
  shared    reads    reads      changes  absent    absent    absent
  other     absent   absent     changes  absent    absent    absent
  hidden    absent   changes    absent   absent    absent    absent
  put       changes  changes    absent   absent    reads     absent
  covering  changes  changes    absent   absent    absent    reads
  party     reads    reads      changes  absent    absent    absent
  adhered   reads    reads      changes  absent    absent    absent
  granted   reads    absent     changes  absent    absent    absent`,
  expert: `
            liaison  colleague  partner  outsider  academic  delegate
  own       changes  changes    reads    absent    absent    absent    entered by agency A, privacy notice sent
  shared    reads    reads      changes  absent    absent    absent    entered by agency B, privacy notice sent
  other     absent   absent     changes  absent    absent    absent    entered by agency B, privacy notice not sent yet
  hidden    absent   absent     changes  absent    absent    absent    entered by agency B, has objected to being held
  untold    changes  changes    absent   absent    absent    absent    entered by agency A, privacy notice not sent yet
  self      changes  changes    reads    absent    reads     reads     the academic, entered by agency A; the delegate reads the delegated sections only`,
  relationship: `
            liaison  colleague  partner  outsider  academic
  own       changes  changes    knows    absent    absent
  shared    reads    reads      changes  absent    absent
  other     knows    knows      changes  absent    absent
  hidden    absent   changes    absent   absent    absent
  unseen    absent   absent     changes  absent    absent    agency B’s and shared, with somebody whom agency A may not see
  self      changes  changes    knows    absent    reads     agency A’s with the academic`,
  vetting: `
            liaison  colleague  partner  outsider  academic
  own       changes  changes    absent   absent    absent    sponsored by agency A; that the person is vetted is known to agency B
  other     absent   absent     changes  absent    absent    sponsored by agency B; that the person is vetted is known to agency A
  sought    changes  changes    absent   absent    absent    agency A’s with the academic, in progress
  self      changes  changes    absent   absent    reads     agency A’s with the academic, granted`,
  profile_change: `
            liaison  colleague  partner  outsider  academic
  own       changes  changes    absent   absent    absent    of somebody whom agency A keeps
  other     absent   absent     changes  absent    absent    of somebody whom agency B keeps and agency A sees
  self      changes  changes    absent   absent    changes   of the academic`,
  publication: `
            liaison  colleague  partner  outsider  academic
  own       reads    reads      reads    absent    absent    claimed by somebody whom agency A keeps and agency B sees
  other     absent   absent     reads    absent    absent    claimed by somebody whom agency B keeps and agency A may not see
  proposed  changes  changes    reads    absent    changes   suggested to the academic by agency A
  rejected  absent   absent     absent   absent    changes   rejected by the academic
  self      reads    reads      reads    absent    changes   claimed by the academic`,
  delegate: `
            academic
  self      changes   whom the academic named
  other     absent    whom somebody else named`,
  delegation: `
            academic  delegate
  self      absent    changes   of the academic’s profile, to the delegate
  colleague changes   absent    of somebody else’s profile, to the academic
  expired   absent    absent    to the delegate, until yesterday
  ended     absent    absent    to the delegate, ended by whoever named them
  objected  absent    absent    to the delegate, by somebody who has objected to being held
  restricted  absent  absent    to the delegate, by somebody who has asked for restriction`,
  contact: `
            liaison  colleague  partner  outsider
  own       changes  changes    absent   absent
  shared    reads    reads      changes  absent
  other     absent   absent     changes  absent
  hidden    absent   changes    absent   absent
  overseas  reads    reads      changes  absent    agency B’s, shared with all partners: agency C reads nobody’s people`,
  interaction: `
            liaison  colleague  partner  outsider
  own       changes  changes    absent   absent
  shared    reads    reads      changes  absent
  other     absent   absent     changes  absent
  hidden    absent   changes    absent   absent
  chatham   reads    reads      changes  absent    agency B’s, shared, under the Chatham House Rule
  overseas  reads    reads      changes  reads     agency B’s, shared with all partners`,
  follow_up: `
            liaison  colleague  partner  outsider
  own       changes  changes    absent   absent    about an agreement that is hidden, and goes on from a follow-up that is
  shared    reads    reads      changes  absent    about an interaction that is agency B’s alone
  other     absent   absent     changes  absent
  hidden    absent   changes    absent   absent`,
  playbook: `
            liaison  colleague  partner  outsider  admin
  own       changes  changes    absent   absent    absent   agency A’s
  other     absent   absent     changes  absent    absent   agency B’s
  common    reads    reads      reads    reads     changes  for all agencies`,
  reminder: `
            liaison  colleague  partner  outsider  admin
  own       changes  changes    absent   absent    changes  about the agreement of this class, as are the next; who changes it has it sent again
  shared    reads    reads      changes  absent    changes
  other     absent   absent     changes  absent    changes
  hidden    absent   changes    absent   absent    changes`,
  reminder_rule: `
            liaison  colleague  partner  outsider  admin
  own       reads    reads      reads    reads     changes  when reminders of an agreement’s end go out`,
  user: `
            liaison  colleague  partner  outsider  admin    auditor  approver
  own       reads    reads      absent   absent    changes  reads    reads     works for agency A; an approver is told the name, to hand a decision on
  other     absent   absent     reads    absent    changes  reads    absent    works for agency B
  hidden    absent   absent     absent   absent    changes  reads    absent    of agency A, disabled
  host      absent   absent     absent   absent    changes  reads    absent    a host at a university`,
  organisation: `
            liaison  colleague  partner  outsider  admin    approver  auditor  academic
  own       reads    reads      reads    reads     changes  reads     reads    reads     agency A
  other     reads    reads      reads    reads     changes  reads     reads    reads     agency B
  shared    changes  changes    changes  changes   changes  reads     reads    reads     a university`,
  agency: `
            liaison  colleague  partner  outsider  admin    approver  auditor  academic
  own       reads    reads      reads    reads     reads    reads     reads    reads     agency A
  other     reads    reads      reads    reads     reads    reads     reads    reads     agency B
  unit      absent   absent     absent   absent    absent   absent    absent   absent    a unit of agency A
  outside   absent   absent     absent   absent    absent   absent    absent   absent    a university`,
  term: `
            admin
  own       changes  a term of a vocabulary, as administrators keep it; everybody reads vocabularies as a whole`,
};

export interface ClassOfRecords {
  readonly name: string;
  /** What a record of it is, when the name does not say it all. */
  readonly note: string;
  readonly reach: Partial<Record<Person, Reach>>;
}

export const classes = Object.fromEntries(kinds.map((kind) => [kind, parse(tables[kind])])) as unknown as Record<
  Kind,
  readonly ClassOfRecords[]
>;

/** What somebody reaches. Who has no column reaches nothing. */
export function reachOf(kind: Kind, className: string, person: Person): Reach {
  return classes[kind].find(({ name }) => name === className)?.reach[person] ?? 'absent';
}

function parse(table: string): ClassOfRecords[] {
  const [head, ...lines] = table.split('\n').slice(1);
  const columns = head.trim().split(/\s+/) as Person[];
  if (columns.some((column) => !people.includes(column))) throw new Error(`not the names of people: ${head}`);
  return lines.map((line) => {
    const [name, ...words] = line.trim().split(/\s+/);
    const told = words.slice(0, columns.length) as Reach[];
    if (told.length < columns.length || told.some((reach) => !reaches.includes(reach)))
      throw new Error(`not a line of reaches: ${line}`);
    return {
      name,
      note: words.slice(columns.length).join(' '),
      reach: Object.fromEntries(columns.map((person, index) => [person, told[index]])),
    };
  });
}
