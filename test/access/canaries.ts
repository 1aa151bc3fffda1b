import type { Kind } from './reach.js';
import type { Person } from './people.js';

/** A text that stands in one column of one record and nowhere else. */
export function canary(kind: Kind, className: string, column: string): string {
  return `canary-${kind}-${className}-${column}`;
}

const form = /canary-[a-z_]+-[a-z]+-[a-z_]+/g;

/** The canaries in a text, each once. Some columns fold capitals away. */
export function canariesIn(text: string): Set<string> {
  return new Set(text.toLowerCase().match(form));
}

/** The text columns of each kind that people fill, of the record itself and of what stands around it. */
export const columnsOf: Record<Kind, readonly string[]> = {
  agreement: [
    'title',
    'purpose',
    'handling',
    'closing_reason',
    'funding_source',
    'intellectual_property_terms',
    'publication_terms',
    'releasable_summary',
    'person_name',
    'person_office',
    'signatory_name',
    'approval_reason',
    'adhered_by',
    'settlement_reason',
    'renewal_reason',
    'renewal_achieved',
    'clause_heading',
    'clause_wording',
    'signature_name',
    'signature_office',
    'signature_behalf',
  ],
  obligation: ['what', 'owner_name', 'lapse_reason', 'evidence', 'evidence_url', 'occurrence_reason'],
  amendment: [
    'title',
    'reason',
    'closing_reason',
    'changed_purpose',
    'former_purpose',
    'signature_name',
    'signature_office',
    'signature_behalf',
  ],
  // The last is what stands in the file itself.
  document: ['title', 'file_name', 'note', 'content'],
  expert: [
    'title',
    'given_name',
    'family_name',
    'known_as',
    'email',
    'phone',
    'biography',
    'interests',
    'languages',
    'website',
    'contact_preferences',
    'objection_text',
    'restriction_text',
    'post_department',
    'post_role',
    'former_department',
    'former_role',
    'declared_funding',
    'declared_foreign_ties',
    'declared_commercial_interests',
    'declared_expert_witness_work',
  ],
  relationship: ['source', 'notes', 'assessment', 'handling', 'stage_reason'],
  vetting: [],
  profile_change: ['before', 'after', 'reason'],
  publication: ['doi', 'title', 'venue'],
  delegate: ['name', 'email'],
  // Their words are the expert's.
  delegation: [],
  contact: ['name', 'office', 'email', 'phone', 'handling'],
  interaction: ['handling', 'subject', 'notes', 'outcome', 'correction_reason', 'correction_before'],
  follow_up: ['handling', 'title', 'details', 'outcome'],
  playbook: ['name', 'step_title'],
  reminder: ['resend_reason'],
  reminder_rule: [],
  user: ['name', 'email'],
  organisation: ['name', 'short_name', 'aliases', 'website', 'email_domains'],
  agency: [],
  term: [],
};

/** Classes of which only the ids are canaries: agencies stand beside every record that they keep. */
export const nameless: readonly string[] = ['organisation own', 'organisation other'];

/** Text columns that hold no words of people's own: codes of ours, references, and ids that are checked elsewhere. */
export const codeColumns: readonly string[] = [
  'reference',
  'kind',
  'type',
  'role',
  'marking',
  'sharing',
  'stage',
  'status',
  'level',
  'priority',
  'capacity',
  'decision',
  'from_stage',
  'to_stage',
  'notice_unit',
  'renewal_type',
  'every_unit',
  'about_kind',
  'begins_on',
  'event',
  'progress',
  'told',
  'strand',
  'strands',
  'topics',
  'orcid',
  'availability',
  'career_stage',
  'lawful_basis',
  'section',
  'sections',
  'state',
  'jurisdiction',
  'audience',
  'ror_id',
  'ror_status',
  // Never told to anybody: test/users asks for that.
  'password_hash',
];

/** Likewise, of one table only: elsewhere a column of that name holds words. */
export const codeColumnsOf: Readonly<Record<string, readonly string[]>> = {
  publications: ['source'],
  agreement_employer_moves: ['outcome'],
  agreement_renewal_decisions: ['decision'],
  agreement_clauses: ['code'],
  agreement_signatures: ['method', 'sha256'],
  agreement_amendment_signatures: ['method', 'sha256'],
  agreement_document_versions: ['media_type', 'sha256', 'clauses_sha256'],
};

interface KeptBack {
  readonly kind: Kind;
  readonly of: readonly string[];
  readonly from: readonly Person[];
  readonly columns: readonly string[];
}

const privateFields = [
  'email',
  'phone',
  'biography',
  'interests',
  'languages',
  'website',
  'contact_preferences',
  'objection_text',
  'restriction_text',
  'former_department',
  'former_role',
  'declared_funding',
  'declared_foreign_ties',
  'declared_commercial_interests',
  'declared_expert_witness_work',
];
/** What the sections that may be delegated do not hold. */
const undelegated = [
  'email',
  'objection_text',
  'restriction_text',
  'post_department',
  'post_role',
  'former_department',
  'former_role',
  'declared_funding',
  'declared_foreign_ties',
  'declared_commercial_interests',
  'declared_expert_witness_work',
];
const decisions = ['closing_reason', 'approval_reason', 'settlement_reason', 'renewal_reason', 'renewal_achieved'];
const corrections = ['correction_reason', 'correction_before'];
const assessments = ['source', 'notes', 'assessment', 'handling', 'stage_reason'];

/** What is kept back from people who read the rest of a record. */
export const keptBack: readonly KeptBack[] = [
  // How an agency came to its decision is its own.
  {
    kind: 'agreement',
    of: ['shared', 'party', 'adhered', 'granted'],
    from: ['liaison', 'colleague'],
    columns: decisions,
  },
  { kind: 'agreement', of: ['covering'], from: ['academic'], columns: decisions },
  {
    kind: 'amendment',
    of: ['shared', 'party', 'adhered', 'granted'],
    from: ['liaison', 'colleague'],
    columns: ['closing_reason'],
  },
  { kind: 'amendment', of: ['covering'], from: ['academic'], columns: ['closing_reason'] },
  // What shows that it was done, and why it was not owed, is for those who work with the agreement.
  {
    kind: 'obligation',
    of: ['covering'],
    from: ['academic'],
    columns: ['lapse_reason', 'evidence', 'evidence_url', 'occurrence_reason'],
  },
  // Why a change of employer needs nothing is about a person, and an approver sees none.
  { kind: 'agreement', of: ['put'], from: ['approver'], columns: ['settlement_reason'] },
  // Whom a decision can be handed on to is told by name.
  { kind: 'user', of: ['own'], from: ['approver'], columns: ['email'] },
  // What nobody has opened is for the agency that keeps the person.
  { kind: 'expert', of: ['own', 'self'], from: ['partner'], columns: privateFields },
  { kind: 'expert', of: ['self'], from: ['delegate'], columns: undelegated },
  { kind: 'expert', of: ['shared'], from: ['liaison', 'colleague'], columns: privateFields },
  // Of a shared relationship others learn the stage; so does the person it is with.
  { kind: 'relationship', of: ['shared'], from: ['liaison', 'colleague'], columns: assessments },
  { kind: 'relationship', of: ['self'], from: ['academic'], columns: assessments },
  {
    kind: 'interaction',
    of: ['shared', 'chatham', 'overseas'],
    from: ['liaison', 'colleague', 'outsider'],
    columns: corrections,
  },
  // Who had a reminder sent again, and why, is for the agency that keeps its record; an administrator sends it and reads neither.
  { kind: 'reminder', of: ['shared'], from: ['liaison', 'colleague'], columns: ['resend_reason'] },
  { kind: 'reminder', of: ['own', 'shared', 'other', 'hidden'], from: ['admin'], columns: ['resend_reason'] },
  { kind: 'interaction', of: ['chatham'], from: ['liaison', 'colleague'], columns: ['notes'] },
];
