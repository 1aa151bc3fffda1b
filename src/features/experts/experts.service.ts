import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError, notFound, type FieldProblem } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/identifier.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { ownAgencyOf } from '../../platform/auth/own-agency.js';
import { SingleUseLinks } from '../../platform/auth/single-use-links.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { identifiedBy } from '../../platform/web/record-id.pipe.js';
import { Expert } from './expert.entity.js';
import { problemsOfExpert } from './expert.rules.js';
import { changeableExperts, readableField, visibleExperts } from './expert.visibility.js';
import type { ExpertView } from './expert.views.dto.js';
import type { ChangeExpertDto, CreateExpertDto, FieldAudienceDto } from './experts.dto.js';
import { expertChanged, expertEntered } from './experts.jobs.js';
import { ExpertQueries } from './experts.queries.js';
import { confirmProfile } from './profile/confirmation.jobs.js';
import { isReachedAlike, type ReachableFacts } from './profile/confirmation.rules.js';

/** What a change was, for the audit. */
export interface Change {
  readonly before: object | null;
  readonly after: object;
}

/** Whose an e-mail address or iD is, as far as the caller may know. */
interface Holder {
  readonly reference: string | null;
}

/** Writes of people: one transaction each, the row locked, the rule asked, the change audited and published. */
@Injectable()
export class ExpertsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: ExpertQueries,
    private readonly links: SingleUseLinks,
  ) {}

  /** A new person's row, for whoever enters them with what stands around them: `entered` is still to come. */
  async insert(tx: Transaction, actor: UserActor, dto: CreateExpertDto): Promise<Expert> {
    const expert = await this.newExpert(tx, actor, dto);
    await this.refuseBad(tx, actor, expert);
    await tx.insert(Expert, expert);
    return expert;
  }

  /** Audits and publishes a new person with what stands around them, and answers with them. */
  async entered(tx: Transaction, actor: UserActor, { id }: Expert, after: object): Promise<ExpertView> {
    await this.audit.record(tx, 'expert.create', { kind: 'expert', id }, null, after as never);
    await tx.publish(expertChanged, { expertId: id });
    await tx.publish(expertEntered, { expertId: id });
    return this.viewWithin(tx, actor, id);
  }

  /** `version` is the caller's If-Match. */
  change(actor: UserActor, id: string, version: number, dto: ChangeExpertDto): Promise<ExpertView> {
    return this.underVersion(actor, id, version, 'change', async (tx, expert) => {
      const before = { ...expert };
      const { fieldAudience, ...facts } = dto;
      Object.assign(expert, facts, { fieldAudience: { ...expert.fieldAudience, ...given(fieldAudience) } });
      // What ORCID confirmed was the other iD.
      if (expert.orcid !== before.orcid) expert.orcidVerifiedAt = null;
      // The words go with what they were said about.
      if (expert.objectedOn === null) expert.objectionText = null;
      if (expert.restrictedOn === null) expert.restrictionText = null;
      await this.refuseBad(tx, actor, expert);
      return { before, after: expert };
    });
  }

  /**
   * One change of a person or of what stands around them under their version, which moves on by one. Throws what a change of
   * the person would: not found, forbidden, stale.
   */
  underVersion(
    actor: UserActor,
    id: string,
    version: number | undefined,
    verb: string,
    change: (tx: Transaction, expert: Expert) => Promise<Change>,
  ): Promise<ExpertView> {
    return this.work.transaction(actor, async (tx) => {
      const expert = await this.lockOwn(tx, actor, id, version);
      const made = await change(tx, expert);
      return this.finish(tx, actor, expert, verb, made);
    });
  }

  /** Keeps the changed row of a person whom the caller has locked: version, audit and event, as for any change. */
  async keepWithin(tx: Transaction, expert: Expert, verb: string, { before, after }: Change): Promise<void> {
    const { id } = expert;
    await this.withdrawLink(tx, expert);
    await tx.update(Expert, Object.assign(expert, { updatedAt: tx.now }));
    await this.audit.record(tx, `expert.${verb}`, { kind: 'expert', id }, before as never, after as never);
    await tx.publish(expertChanged, { expertId: id });
  }

  /** A link that asks whether the profile is correct ends with the address and the permission that it was sent on. */
  private async withdrawLink(tx: Transaction, expert: Expert): Promise<void> {
    const [kept] = await tx.query<ReachableFacts>(sql`
      select e.email, e.do_not_contact as "doNotContact", e.objected_on as "objectedOn", e.restricted_on as "restrictedOn"
      from experts e where e.id = ${expert.id}`);
    if (!isReachedAlike(kept, expert)) await this.links.withdraw(tx, confirmProfile, expert.id);
  }

  private async newExpert(tx: Transaction, actor: UserActor, dto: CreateExpertDto): Promise<Expert> {
    const [{ number }] = await tx.query<{ number: number }>(sql`select nextval('expert_references') as number`);
    const { fieldAudience, ...facts } = dto;
    const defaults = {
      title: null,
      knownAs: null,
      email: null,
      phone: null,
      orcid: null,
      orcidVerifiedAt: null,
      biography: null,
      interests: null,
      languages: [],
      country: null,
      website: null,
      availability: 'unknown' as const,
      availableUntil: null,
      careerStage: null,
      lawfulBasis: 'public_task' as const,
      privacyNoticeSentOn: null,
      objectedOn: null,
      restrictedOn: null,
      objectionText: null,
      restrictionText: null,
      profileConfirmedOn: null,
      confirmationAskedOn: null,
      doNotContact: false,
      contactPreferences: null,
    };
    return Object.assign(new Expert(), defaults, facts, {
      id: newId(),
      version: 1,
      reference: `EXP-${String(number).padStart(6, '0')}`,
      fieldAudience: given(fieldAudience),
      agencyId: ownAgencyOf(actor),
      createdByUserId: actor.userId,
      createdAt: tx.now,
      updatedAt: tx.now,
    });
  }

  /** Refuses facts that do not fit together, and an address or iD that is somebody else's. */
  async refuseBad(tx: Transaction, actor: UserActor, expert: Expert): Promise<void> {
    const problems = problemsOfExpert(expert, this.clock.today());
    if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
    await this.refuseDuplicate(tx, actor, expert);
  }

  /**
   * An e-mail address or ORCID iD belongs to one person. Who that is, is said only to those who may read it of them: otherwise
   * adding a person would find out what reading one hides.
   */
  private async refuseDuplicate(tx: Transaction, actor: UserActor, expert: Expert): Promise<void> {
    const email = await this.holderOf(tx, actor, expert, 'email', sql`e.email = ${expert.email}::citext`);
    const orcid = await this.holderOf(tx, actor, expert, 'orcid', sql`e.orcid = ${expert.orcid}`);
    const problems: FieldProblem[] = [];
    if (email) problems.push({ pointer: '/email', detail: held('this e-mail address', email) });
    if (orcid) problems.push({ pointer: '/orcid', detail: held('this ORCID iD', orcid) });
    if (problems.length > 0) throw new DomainError('conflict', problems[0].detail, problems);
  }

  private async holderOf(
    tx: Transaction,
    actor: UserActor,
    { id }: Expert,
    field: 'email' | 'orcid',
    where: Sql,
  ): Promise<Holder | undefined> {
    const readable = sql`${visibleExperts(actor, 'e', this.clock.today())} and ${readableField(actor, 'e', field)}`;
    const [holder] = await tx.query<Holder>(
      sql`select case when ${readable} then e.reference end as reference from experts e where ${where} and e.id <> ${id}`,
    );
    return holder;
  }

  /** The person's row, locked for a change by the agency that keeps it. Hidden is not found, another agency's forbidden. */
  async lockOwn(tx: Transaction, actor: UserActor, id: string, version?: number): Promise<Expert> {
    const where = sql`${identifiedBy('record', id)} and ${changeableExperts(actor, 'record')}`;
    const expert = await tx.lock(Expert, where, version);
    if (expert !== null) return expert;
    // Hidden: as if absent. Readable but another agency's: said so.
    const [readable] = await tx.query(
      sql`select 1 from experts e where ${identifiedBy('e', id)} and ${visibleExperts(actor, 'e', this.clock.today())}`,
    );
    if (!readable) throw notFound('expert');
    throw new DomainError(
      'forbidden',
      'You can read this person’s record, but another agency keeps it and changes it.',
    );
  }

  private async finish(
    tx: Transaction,
    actor: UserActor,
    expert: Expert,
    verb: string,
    made: Change,
  ): Promise<ExpertView> {
    await this.keepWithin(tx, expert, verb, made);
    return this.viewWithin(tx, actor, expert.id);
  }

  private async viewWithin(tx: Transaction, actor: UserActor, id: string): Promise<ExpertView> {
    const [view] = await tx.query<ExpertView>(this.queries.showSql(actor, sql`e.id = ${id}`));
    return view;
  }
}

/** The fields that were given; the others exist on a DTO as undefined. */
function given(audiences: FieldAudienceDto = {}): FieldAudienceDto {
  return Object.fromEntries(Object.entries(audiences).filter(([, audience]) => audience !== undefined));
}

function held(what: string, { reference }: Holder): string {
  return `Somebody with ${what} is held already${reference === null ? '' : `: ${reference}`}.`;
}
