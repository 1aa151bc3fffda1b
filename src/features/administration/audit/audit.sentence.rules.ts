/** What is known of an entry of the audit without any value of the record that it is about. */
export interface AuditFacts {
  /** Who did it: a person's name, or null for the product itself. */
  readonly person: string | null;
  readonly job: string | null;
  /** `<feature>.<what was done>`. */
  readonly verb: string;
  readonly kind: string;
  /** What the record is called: a reference or a name; null when it has none that may be told. */
  readonly called: string | null;
  /** The fields that changed, by their names in the code. */
  readonly fields: readonly string[];
}

const kindNouns: Readonly<Record<string, string>> = {
  follow_up: 'follow-up',
  vocabulary_term: 'vocabulary term',
  reminder_rule: 'rule of reminders',
  outbox_delivery: 'failed job',
  user: 'account',
  expert_delegate: 'delegate',
};

/** What a kind of record is called, such as "follow-up". */
export function kindWords(kind: string): string {
  return Object.hasOwn(kindNouns, kind) ? kindNouns[kind] : kind.replaceAll('_', ' ');
}

/** Acts that are not a plain verb and its record. */
const wholeActs: Readonly<Record<string, (record: string) => string>> = {
  'session.begin': () => 'signed in',
  'session.reuse-detected': () => 'had a session ended, because its refresh value was used twice',
  'user.change-password': () => 'changed their own password',
  'bank-holidays.load': () => 'loaded bank holidays',
  'report.export': () => 'took the partnership report as a file',
  'reminder.resend': (record) => `had ${record} sent again`,
  'user.mail-again': (record) => `had mail sent to the address of ${record} again`,
  'user.choose-mail': (record) => `chose how reminders reach ${record} by e-mail`,
  'job.retry': () => 'had a failed job tried again',
  'agreement.export-renewals': () => 'took the renewals of agreements as a file',
  'agreement.submit': (record) => `submitted ${record} for approval`,
  'agreement.return': (record) => `returned ${record} to draft`,
  'agreement.recall': (record) => `took ${record} back to draft`,
  'agreement.sign': (record) => `recorded a signature of ${record}`,
  'agreement.add-document': (record) => `added a document to ${record}`,
  'agreement.add-document-version': (record) => `added a version of a document of ${record}`,
  'agreement.change-text': (record) => `changed the text of ${record}`,
  'agreement.execute': (record) => `recorded that ${record} is executed`,
  'agreement.amend': (record) => `put an amendment of ${record} into effect`,
  'amendment.create': (record) => `drafted ${record}`,
  'amendment.submit': (record) => `submitted ${record} for approval`,
  'amendment.return': (record) => `returned ${record} to draft`,
  'amendment.recall': (record) => `took ${record} back to draft`,
  'amendment.delegate': (record) => `handed on the decision on ${record}`,
  'amendment.sign': (record) => `recorded a signature of ${record}`,
  'calendar-feed.create': () => 'made a calendar address',
  'calendar-feed.revoke': () => 'revoked a calendar address',
  'obligation.record-progress': (record) => `recorded how it stands with ${record}`,
  'obligation.lapse': (record) => `let ${record} lapse`,
  'obligation.resume': (record) => `took ${record} up again`,
  'obligation.find-overdue': (record) => `found ${record} overdue`,
  'obligation.find-lapsed': (record) => `found ${record} lapsed`,
  'agreement.decide-renewal': (record) => `decided what becomes of ${record}`,
  'agreement.renew-itself': (record) => `kept that ${record} renewed itself for another term`,
  'agreement.supersede': (record) => `put another agreement in the place of ${record}`,
  'agreement.delegate': (record) => `handed on the decision on ${record}`,
  'agreement.name-beneficiaries': (record) => `named the agencies that may adhere to ${record}`,
  'agreement.record-adherence': (record) => `recorded an agency’s adherence to ${record}`,
  'agreement.flag-employer-move': (record) => `flagged ${record}, because somebody it covers changed employer`,
  'agreement.settle-employer-move': (record) => `settled a change of employer of ${record}`,
  'expert.change-as-delegate': (record) => `changed ${record} as a delegate`,
  'expert.replace-expertise-as-delegate': (record) => `changed what ${record} knows, as a delegate`,
  'profile-change.propose': () => 'proposed a change of a profile',
  'delegate.begin': () => 'accepted a delegate of an academic',
  'delegate.end': () => 'ended what a delegate may edit',
  'user.hand-over-care': (record) => `handed over what ${record} looked after`,
  'playbook.start': (record) => `started ${record}`,
  'follow-up.come-round': () => 'closed a follow-up, and its next time opened',
  'follow-up.take-back-next': () => 'reopened a follow-up, and its next time was taken back',
  'interaction.log': (record) => `logged ${record}`,
};

const pastTense: Readonly<Record<string, string>> = {
  create: 'entered',
  add: 'added',
  suggest: 'suggested',
  change: 'changed',
  correct: 'corrected',
  remove: 'removed',
  approve: 'approved',
  withdraw: 'withdrew',
  terminate: 'terminated',
  complete: 'completed',
  cancel: 'cancelled',
  reopen: 'reopened',
  snooze: 'snoozed',
  reassign: 'reassigned',
  disable: 'disabled',
  enable: 'enabled',
  retire: 'retired',
  'bring-back': 'brought back',
};

/** "Helena Marsh changed the end date of AGR-2026-0007". Says nothing of what a field held or holds. */
export function sentenceOf({ person, job, verb, kind, called, fields }: AuditFacts): string {
  const record = called ?? withArticle(kindWords(kind));
  // A session begins before anybody is signed in: the account that it is for says who.
  const doer = verb.startsWith('session.') ? (called ?? person) : person;
  const who = doer ?? (job === null ? 'Somebody' : `The product (${job})`);
  if (Object.hasOwn(wholeActs, verb)) return `${who} ${wholeActs[verb](record)}`;
  const act = verb.slice(verb.indexOf('.') + 1);
  if (!Object.hasOwn(pastTense, act)) return `${who} did “${act.replaceAll('-', ' ')}” with ${record}`;
  const some = act === 'change' || act === 'correct' ? `${fieldsInWords(fields)} of ` : '';
  return `${who} ${pastTense[act]} ${some}${record}`;
}

/** "the end date", "the end date and the owner", "4 fields". */
function fieldsInWords(fields: readonly string[]): string {
  if (fields.length === 0) return 'nothing';
  if (fields.length > 2) return `${fields.length} fields`;
  return fields.map((field) => `the ${fieldWords(field)}`).join(' and ');
}

const fieldNames: Readonly<Record<string, string>> = {
  endOn: 'end date',
  effectiveOn: 'first day in force',
  parentId: 'agreement above it',
  valuePence: 'value',
  awayTo: 'last day away',
  offsets: 'days',
  awayFrom: 'first day away',
  rorId: 'ROR id',
  orcid: 'ORCID iD',
};

/** `dueOn` is "due date", `ownerUserId` is "owner", `coveredExpertIds` is "covered experts". */
export function fieldWords(field: string): string {
  if (Object.hasOwn(fieldNames, field)) return fieldNames[field];
  const bare = field
    .replace(/(User)?Ids$/, 's')
    .replace(/(User)?Id$/, '')
    .replace(/On$/, 'Date')
    .replace(/At$/, 'Time');
  return (bare === '' ? field : bare).replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** Bookkeeping that says nothing, and what nobody may read. */
const unsaid = new Set(['id', 'correctionReason', 'version', 'createdAt', 'updatedAt']);
const secret = /session|token|hash|secret|password|search|link/i;
const nameForm = /^[a-zA-Z]{1,60}$/;

/** The names of fields that may be told. Anything but a name of ours in the code is left out. */
export function toldFields(names: readonly string[]): string[] {
  return names.filter((name) => nameForm.test(name) && !unsaid.has(name) && !secret.test(name));
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
