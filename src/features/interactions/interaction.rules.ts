import type { FieldProblem } from '../../kernel/domain-error.js';
import { problemsOfSharing, type Marking, type Sharing } from '../../kernel/marking.js';

export const interactionKinds = [
  'meeting',
  'call',
  'email',
  'briefing',
  'visit',
  'event',
  'peer_review',
  'data_access',
  'other',
] as const;
export type InteractionKind = (typeof interactionKinds)[number];

/** What can be planned ahead. A letter is written up once it is sent. */
export const plannedKinds: readonly InteractionKind[] = ['meeting', 'call', 'briefing', 'visit', 'event'];
const furthestAhead = 366 * 86_400_000;

export const interactionSubjects = ['expert', 'agreement', 'organisation'] as const;
/** What an interaction can be about. */
export type InteractionSubject = (typeof interactionSubjects)[number];

export const participantKinds = ['expert', 'contact', 'user', 'organisation'] as const;
export type ParticipantKind = (typeof participantKinds)[number];

/** One who took part, or one thing it was about. */
export interface NamedRecord<Kind extends string> {
  readonly kind: Kind;
  readonly id: string;
}
export type ParticipantRef = NamedRecord<ParticipantKind>;
export type InteractionAbout = NamedRecord<InteractionSubject>;

/** One participant as it is sent: exactly one of the four. */
export type ParticipantIds = { readonly [kind in ParticipantKind as `${kind}Id`]?: string | null };

/** All that an interaction says, and what a correction keeps the earlier text of. */
export interface InteractionStatement {
  readonly kind: InteractionKind;
  readonly happenedAt: Date;
  readonly durationMinutes: number | null;
  readonly subject: string;
  readonly notes: string | null;
  readonly outcome: string | null;
  readonly strand: string | null;
  readonly topics: readonly string[];
  readonly chathamHouse: boolean;
  readonly marking: Marking;
  readonly handling: string | null;
  readonly sharing: Sharing;
  readonly about: InteractionAbout | null;
  readonly participants: readonly ParticipantRef[];
}

/**
 * What is wrong with what an interaction says, `now` being the product's instant; empty when nothing is. Some kinds can be
 * planned for a time to come; what has happened never moves there (`planned` false).
 */
export function problemsOfInteraction(
  interaction: Pick<InteractionStatement, 'kind' | 'happenedAt' | 'marking' | 'sharing'>,
  now: Date,
  planned = true,
): FieldProblem[] {
  const problems = problemsOfSharing(interaction);
  const wrongTime = problemOfTime(interaction, now, planned);
  return wrongTime === null ? problems : [...problems, { pointer: '/happenedAt', detail: wrongTime }];
}

function problemOfTime(
  { kind, happenedAt }: Pick<InteractionStatement, 'kind' | 'happenedAt'>,
  now: Date,
  planned: boolean,
): string | null {
  const ahead = happenedAt.getTime() - now.getTime();
  if (ahead <= 0) return null;
  if (!planned) return 'Enter when it happened: a time that has passed.';
  if (!plannedKinds.includes(kind))
    return 'Enter when it happened: a time that has passed. Only a meeting, call, briefing, visit or event is planned ahead.';
  return ahead > furthestAhead ? 'Enter a time within the coming year.' : null;
}

/** The kinds that are given; a participant has exactly one. */
function kindsOf(participant: ParticipantIds): ParticipantKind[] {
  return participantKinds.filter((kind) => participant[`${kind}Id`]);
}

/** What is wrong with who took part, one by one; empty when nothing is. */
export function problemsOfParticipants(participants: readonly ParticipantIds[]): FieldProblem[] {
  const seen = new Set<string>();
  return participants.flatMap((participant, index) => {
    const pointer = `/participants/${index}`;
    if (kindsOf(participant).length !== 1)
      return [{ pointer, detail: 'Name an expert, a contact, a user or an organisation: exactly one of them.' }];
    const { kind, id } = participantOf(participant);
    if (seen.has(`${kind}/${id}`))
      return [{ pointer, detail: 'This participant is named already. Remove one of them.' }];
    seen.add(`${kind}/${id}`);
    return [];
  });
}

/** A participant without problems as what it names. Ids are written in small letters. */
export function participantOf(participant: ParticipantIds): ParticipantRef {
  const [kind] = kindsOf(participant);
  return { kind, id: participant[`${kind}Id`]!.toLowerCase() };
}

/** The earlier values of what a correction changed, by field; the order of participants and topics does not count. */
export function earlierValues(
  before: InteractionStatement,
  after: InteractionStatement,
): Partial<InteractionStatement> {
  const names = Object.keys(before) as (keyof InteractionStatement)[];
  return Object.fromEntries(
    names.filter((name) => comparable(before[name]) !== comparable(after[name])).map((name) => [name, before[name]]),
  );
}

function comparable(value: InteractionStatement[keyof InteractionStatement]): string {
  return Array.isArray(value) ? JSON.stringify(value.map(comparable).sort()) : JSON.stringify(value);
}
