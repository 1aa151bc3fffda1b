import { formatDate, isAfter, isBefore, latest, type CalendarDate } from '../../../kernel/calendar-date.js';
import type { FieldProblem } from '../../../kernel/domain-error.js';
import type { AgreementStage } from '../agreement.status.rules.js';

/** More than there are agencies in the country. */
export const mostBeneficiaries = 200;

/** What the register of organisations says of a body that is named. */
export interface NamedBody {
  readonly organisationId: string;
  readonly name: string;
  readonly isAgency: boolean;
  /** Its last day, when it has one. */
  readonly endedOn: CalendarDate | null;
}

/** A body that is bound, and the agency that it is or is part of. */
export interface BoundBody {
  readonly organisationId: string;
  readonly name: string;
  readonly agencyId: string | null;
}

/** What is wrong with naming these agencies as those that may adhere, each at its place in the list; empty when nothing is. */
export function problemsOfNaming(
  organisationIds: readonly string[],
  bodies: readonly NamedBody[],
  parties: readonly BoundBody[],
  today: CalendarDate,
): FieldProblem[] {
  return organisationIds.flatMap((id, index) => {
    const earlier = organisationIds.slice(0, index).includes(id);
    const detail = earlier
      ? 'This agency is named twice. Name it once.'
      : refusalOfBody(
          bodies.find(({ organisationId }) => organisationId === id),
          parties,
          today,
        );
    return detail === null ? [] : [{ pointer: `/organisationIds/${index}`, detail }];
  });
}

function refusalOfBody(body: NamedBody | undefined, parties: readonly BoundBody[], today: CalendarDate): string | null {
  if (body === undefined) return 'This names an agency that is not there. Choose another.';
  const party = partyThatIs(body.organisationId, parties);
  if (party?.organisationId === body.organisationId)
    return `${body.name} is a party, so it benefits already. Take it off this list.`;
  if (party) return `${body.name} is bound already, by ${party.name}, which is part of it. Take it off this list.`;
  if (!body.isAgency) return `${body.name} is no agency. Only agencies benefit without being a party.`;
  if (body.endedOn !== null && isBefore(body.endedOn, today))
    return `${body.name} ended on ${formatDate(body.endedOn)}. Name the agency that continues it.`;
  return null;
}

/** The party that this agency is, by itself or by a unit of it. */
function partyThatIs(organisationId: string, parties: readonly BoundBody[]): BoundBody | undefined {
  return (
    parties.find((party) => party.organisationId === organisationId) ??
    parties.find(({ agencyId }) => agencyId === organisationId)
  );
}

/** Why these bodies cannot become parties while those agencies may adhere; null when they can. */
export function refusalOfParties(parties: readonly BoundBody[], beneficiaries: readonly NamedBody[]): string | null {
  const both = beneficiaries.find(({ organisationId }) => partyThatIs(organisationId, parties) !== undefined);
  return both === undefined
    ? null
    : `${both.name} is named as an agency that may adhere. Take it off that list before it becomes a party.`;
}

/** What decides whether an agency can adhere. */
export interface AdherenceFacts {
  readonly stage: AgreementStage;
  readonly effectiveOn: CalendarDate | null;
  readonly executedOn: CalendarDate | null;
  /** The last day in force. */
  readonly endOn: CalendarDate | null;
  readonly terminatedOn: CalendarDate | null;
  readonly supersededOn: CalendarDate | null;
}

/** Why an agency cannot have adhered on that day, or null when it can: never before the agreement, nor after its end. */
export function refusalOfAdherence(facts: AdherenceFacts, on: CalendarDate, today: CalendarDate): string | null {
  const { stage, effectiveOn, executedOn } = facts;
  if (stage !== 'executed' || executedOn === null)
    return 'An agency adheres to an agreement that every party has signed. This one is not there yet.';
  if (isAfter(on, today)) return 'The day of an adherence cannot lie in the future.';
  const first = effectiveOn === null ? executedOn : latest(effectiveOn, executedOn);
  if (isBefore(on, first))
    return first === executedOn
      ? `The last party signed on ${formatDate(executedOn)}. No agency adheres before that day.`
      : `The agreement takes effect on ${formatDate(first)}. No agency adheres before that day.`;
  if (facts.endOn !== null && isAfter(on, facts.endOn))
    return `The agreement ended on ${formatDate(facts.endOn)}. No agency adheres after that day.`;
  for (const [over, word] of [
    [facts.terminatedOn, 'terminated'],
    [facts.supersededOn, 'superseded'],
  ] as const)
    if (over !== null && !isBefore(on, over))
      return `The agreement was ${word} on ${formatDate(over)}. No agency adheres from that day on.`;
  return null;
}
