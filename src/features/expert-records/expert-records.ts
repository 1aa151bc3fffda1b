import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { londonDateOf } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { highestMarking, type Marking } from '../../kernel/marking.js';
import type { ShownRecords } from '../../platform/pages/page.js';
import { sentence, timeWords } from '../../platform/pages/words.js';
import type { AgreementStatus } from '../agreements/agreement.status.rules.js';
import type { AgreementSummaryView, AgreementView } from '../agreements/agreement.views.dto.js';
import { AgreementQueries } from '../agreements/agreements.queries.js';
import type { UnsettledMove } from '../agreements/employer-moves/employer-moves.dto.js';
import { EmployerMoveQueries } from '../agreements/employer-moves/employer-moves.queries.js';
import type { ExpertView } from '../experts/expert.views.dto.js';
import { ExpertQueries } from '../experts/experts.queries.js';
import { doiAddress } from '../experts/publications/publication.rules.js';
import type { PublicationView } from '../experts/publications/publications.dto.js';
import { PublicationQueries } from '../experts/publications/publications.queries.js';
import type { RelationshipView } from '../experts/relationships/relationships.dto.js';
import type { VettingOverview } from '../experts/vetting/vetting.dto.js';
import { VettingQueries } from '../experts/vetting/vetting.queries.js';
import type { FollowUpPage, FollowUpSummaryView } from '../follow-ups/follow-ups.dto.js';
import { FollowUpQueries } from '../follow-ups/follow-ups.queries.js';
import type { InteractionSummaryView } from '../interactions/interactions.dto.js';
import { InteractionQueries } from '../interactions/interactions.queries.js';
import { handlingOf, nextStepsOf, type NextStep } from './expert-record.rules.js';
import { levelWords } from '../experts/vetting/vetting.words.js';

/** Everything around one person, as this reader may see it. */
export interface ExpertRecord {
  readonly expert: ExpertView;
  readonly name: string;
  /** The reader's own agency's relationship, and what is known of the others. */
  readonly own: RelationshipView | null;
  readonly others: readonly RelationshipView[];
  readonly followUps: FollowUpPage;
  /** Those not closed: in force, or on the way there. */
  readonly agreements: readonly AgreementSummaryView[];
  /** Agreements of the reader's agency that rest on an employer whom the person has left. */
  readonly employerMoves: readonly UnsettledMove[];
  /** The latest of those that have happened; what is planned stands in `next`. */
  readonly interactions: readonly InteractionSummaryView[];
  readonly vetting: VettingOverview;
  readonly publications: FirstPublications;
  readonly notices: readonly string[];
  readonly next: readonly NextStep[];
  /** The highest of all the above. */
  readonly marking: Marking;
  readonly shown: ShownRecords;
}

/** The first of what the person claims, the highlighted at the top, and how many there are. */
interface FirstPublications {
  readonly items: readonly (PublicationView & { readonly address: string | null })[];
  readonly total: number;
  readonly waiting: number;
}

const mostPublications = 5;

const closed: readonly AgreementStatus[] = ['withdrawn', 'terminated', 'superseded', 'expired'];
const inForce: readonly AgreementStatus[] = ['active', 'expiring', 'notice_window'];

/** Gathers a person's record from the features that keep its parts: what each shows, it decides itself. */
@Injectable()
export class ExpertRecords {
  constructor(
    private readonly experts: ExpertQueries,
    private readonly vetting: VettingQueries,
    private readonly publications: PublicationQueries,
    private readonly agreements: AgreementQueries,
    private readonly employerMoves: EmployerMoveQueries,
    private readonly interactions: InteractionQueries,
    private readonly followUps: FollowUpQueries,
    private readonly clock: Clock,
  ) {}

  async of(
    actor: UserActor,
    idOrReference: string,
    most: { readonly followUps: number; readonly interactions: number; readonly planned?: number },
  ): Promise<ExpertRecord> {
    const expert = await this.experts.show(actor, idOrReference);
    const about = { expertId: expert.id };
    const [vetting, published, covering, employerMoves, interactions, planned, followUps] = await Promise.all([
      this.vetting.of(actor, expert.id),
      this.publications.claimedOf(actor, expert.id, mostPublications),
      this.agreements.list(actor, { ...about, limit: 100 }),
      this.employerMoves.unsettledOf(actor, expert.id),
      this.interactions.lately(actor, expert.id, most.interactions),
      most.planned ? this.interactions.planned(actor, expert.id, most.planned) : [],
      this.followUps.list(actor, { ...about, state: 'to_do', limit: most.followUps }),
    ]);
    const own = ownRelationshipOf(expert, actor);
    const agreements = covering.items.filter(({ status }) => !closed.includes(status));
    const parts = [...agreements, ...employerMoves, ...interactions, ...planned, ...followUps.items];
    return {
      expert,
      name: nameOf(expert),
      own,
      others: expert.relationships.filter((one) => one !== own),
      followUps,
      agreements,
      employerMoves,
      interactions,
      vetting,
      publications: {
        ...published,
        items: published.items.map((one) => ({ ...one, address: one.doi && doiAddress(one.doi) })),
      },
      notices: handlingOf({ ...expert, told: expert.known }, this.clock.today()),
      next: this.nextOf({ expert, own, followUps: followUps.items, planned, agreements, vetting }),
      marking: highestMarking([expert.marking, ...parts.map(({ marking }) => marking)]),
      shown: {
        expert: [expert],
        relationship: expert.relationships,
        agreement: [...agreements, ...employerMoves.filter(({ id }) => agreements.every((one) => one.id !== id))],
        interaction: [...interactions, ...planned],
        follow_up: followUps.items,
        publication: published.items,
        vetting: vetting.items.map(({ id }) => ({ id, marking: 'OFFICIAL' as const })),
      },
    };
  }

  /** Those in force with what each is for, as many as a sheet of paper holds, and how many more there are. */
  async inForce(
    actor: UserActor,
    { agreements }: ExpertRecord,
    most: number,
  ): Promise<{ agreements: AgreementView[]; more: number }> {
    const found = agreements.filter(({ status }) => inForce.includes(status));
    const told = await Promise.all(found.slice(0, most).map(({ id }) => this.agreements.show(actor, id)));
    return { agreements: told, more: found.length - told.length };
  }

  private nextOf({
    expert,
    own,
    followUps,
    planned,
    agreements,
    vetting,
  }: {
    expert: ExpertView;
    own: RelationshipView | null;
    followUps: readonly FollowUpSummaryView[];
    planned: readonly InteractionSummaryView[];
    agreements: readonly AgreementSummaryView[];
    vetting: VettingOverview;
  }): NextStep[] {
    const ahead = {
      contactDueOn: own?.nextContactDueOn ?? null,
      contactOwner: own?.owner ?? null,
      doNotContact: expert.doNotContact === true,
      followUps,
      meetings: planned.map(({ id, kind, subject, happenedAt, agency }) => ({
        id,
        kind: sentence(kind),
        subject,
        agency,
        at: timeWords(happenedAt),
        on: londonDateOf(new Date(happenedAt)),
      })),
      agreements,
      vettings: vetting.items.map((one) => ({ ...one, level: levelWords[one.level] })),
    };
    return nextStepsOf(ahead, this.clock.today());
  }
}

/** The reader's own agency's, where they may read it whole. */
export function ownRelationshipOf({ relationships }: ExpertView, { agencyId }: UserActor): RelationshipView | null {
  return relationships.find(({ agency, partial }) => agency.id === agencyId && !partial) ?? null;
}

export function nameOf({ title, givenName, familyName }: ExpertView): string {
  return [title, givenName, familyName].filter((part) => part !== null).join(' ');
}
