import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError, invalidField, notFound, type FieldProblem } from '../../kernel/domain-error.js';
import { problemsOfSharing } from '../../kernel/marking.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { ownAgencyOf } from '../../platform/auth/own-agency.js';
import { AccessPolicy } from '../../platform/auth/permissions.js';
import { everything } from '../../platform/auth/visibility.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { InteractionsService } from '../interactions/interactions.service.js';
import { FollowUp } from './follow-up.entity.js';
import { followUpLifecycle, goesOnElsewhere, problemsOfStep } from './follow-up.lifecycle.js';
import { given, handedOn, newFollowUp, type Given } from './follow-up.new.js';
import { aboutColumns, FollowUpParts } from './follow-up.parts.js';
import { changeableFollowUps, visibleFollowUps } from './follow-up.visibility.js';
import { followUpChanged } from './follow-ups.jobs.js';
import {
  nextOf,
  placeAfter,
  problemsOfRecurrence,
  type PlaceInSeries,
} from './recurrence/follow-up.recurrence.rules.js';
import { columnsOfPlace, placeOf } from './recurrence/recurrence.columns.js';
import type { RecurrenceDto } from './recurrence/recurrence.dto.js';
import { FollowUpQueries, type FollowUpRow } from './follow-ups.queries.js';
import type {
  ChangeFollowUpDto,
  CreateFollowUpDto,
  FollowUpAboutDto,
  FollowUpStepDto,
  FollowUpView,
  NextFollowUpDto,
} from './follow-ups.dto.js';

/** Writes of follow-ups: one transaction each, the row locked, the rule asked, the change audited and published. */
@Injectable()
export class FollowUpsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: FollowUpQueries,
    private readonly parts: FollowUpParts,
    private readonly interactions: InteractionsService,
    private readonly policy: AccessPolicy,
  ) {}

  /** With `interaction`, what was said and what was promised are kept together or not at all. */
  create(actor: UserActor, dto: CreateFollowUpDto): Promise<FollowUpView> {
    const { about: named, interaction, repeats, ...terms } = dto;
    if (named && interaction) throw invalidField('/about', 'Send either what it is about or the interaction to log.');
    if (interaction && !this.policy.allows(actor.role, 'interactions.write'))
      throw new DomainError('forbidden', 'Your role does not log interactions.');
    const agencyId = ownAgencyOf(actor);
    return this.work.transaction(actor, async (tx) => {
      const sharing = terms.marking === 'OFFICIAL-SENSITIVE' ? 'named' : 'agency';
      const about = interaction ? await this.logInteraction(tx, actor, interaction) : (named ?? null);
      const series = seriesOf(repeats ?? null, terms.dueOn);
      const followUp = newFollowUp(tx, actor, { sharing, ...terms, ...aboutColumns(about), ...series, agencyId });
      refuse(problemsOfSharing(followUp));
      await this.parts.requireNamed(tx, actor, agencyId, { ...terms, about });
      await tx.insert(FollowUp, followUp);
      return this.finish(tx, actor, followUp, 'create', null, followUp);
    });
  }

  /** Changes what is promised. `version` is the caller's If-Match. */
  change(actor: UserActor, id: string, version: number, dto: ChangeFollowUpDto): Promise<FollowUpView> {
    const { repeats, ...terms } = dto;
    return this.work.transaction(actor, async (tx) => {
      const followUp = await this.lockOwn(tx, actor, id, version);
      if (followUp.status !== 'open')
        throw new DomainError('refused', `This follow-up is ${followUp.status}. Reopen it before you change it.`);
      const before = { ...followUp };
      Object.assign(followUp, terms, { updatedAt: tx.now });
      const dueDaySaid = terms.dueOn !== undefined;
      if (repeats !== undefined)
        Object.assign(followUp, seriesOf(repeats, followUp.dueOn, { before: placeOf(before), dueDaySaid }));
      await tx.update(FollowUp, followUp);
      return this.finish(tx, actor, followUp, 'change', before, followUp);
    });
  }

  /** Takes one lifecycle step. The row is locked, so two people cannot both succeed. */
  perform(actor: UserActor, id: string, version: number, dto: FollowUpStepDto): Promise<FollowUpView> {
    return this.work.transaction(actor, (tx) => this.performWithin(tx, actor, { id, version }, dto));
  }

  /** Takes the step as part of another transaction. */
  async performWithin(
    tx: Transaction,
    actor: UserActor,
    { id, version }: { readonly id: string; readonly version: number },
    dto: FollowUpStepDto,
  ): Promise<FollowUpView> {
    if (!this.policy.allows(actor.role, followUpLifecycle.needs(dto.step)))
      throw new DomainError('forbidden', 'Your role does not allow this step.');
    const today = this.clock.today();
    refuse(problemsOfStep(dto, today));
    const followUp = await this.lockOwn(tx, actor, id, version);
    const before = { ...followUp };
    const { facts } = await this.rowOf(tx, actor, id);
    const taken = followUpLifecycle.take(dto.step, facts, { assigneeUserId: dto.assigneeUserId?.toLowerCase() });
    if (!taken.allowed) throw new DomainError('refused', taken.reason);
    if (dto.next && !dto.endsRecurrence && placeOf(followUp) !== null)
      throw invalidField('/next', 'It comes round again by itself. Remove this, or say that it no longer does.');
    Object.assign(followUp, { status: taken.to, updatedAt: tx.now });
    const closed = { completedOn: dto.on ?? today, completedAt: tx.now, completedByUserId: actor.userId };
    switch (dto.step) {
      case 'complete':
        Object.assign(followUp, closed, { outcome: dto.outcome });
        if (dto.next) await this.scheduleNext(tx, actor, followUp, dto.next);
        await this.goOn(tx, followUp, dto);
        break;
      case 'cancel':
        Object.assign(followUp, closed, { outcome: dto.reason });
        await this.goOn(tx, followUp, dto);
        break;
      case 'reopen':
        await this.takeBackNext(tx, followUp);
        Object.assign(followUp, { completedOn: null, completedAt: null, completedByUserId: null });
        Object.assign(followUp, { outcome: null, snoozedUntil: null });
        break;
      case 'snooze':
        followUp.snoozedUntil = dto.until!;
        break;
      case 'reassign':
        await this.parts.requireNamed(tx, actor, followUp.agencyId, { assigneeUserId: dto.assigneeUserId });
        Object.assign(followUp, given(tx, actor, dto.assigneeUserId!));
        break;
    }
    await tx.update(FollowUp, followUp);
    return this.finish(tx, actor, followUp, dto.step, before, { ...followUp, step: { ...dto } });
  }

  /** Opened by the product itself: with no assignee it falls to whoever looks after what it is about. */
  async openWithin(tx: Transaction, terms: Given): Promise<void> {
    const followUp = newFollowUp(tx, { userId: null }, { ...aboutColumns(null), ...terms });
    await tx.insert(FollowUp, followUp);
    await this.tell(tx, followUp, 'create', null, followUp);
  }

  private async logInteraction(
    tx: Transaction,
    actor: UserActor,
    interaction: NonNullable<CreateFollowUpDto['interaction']>,
  ): Promise<FollowUpAboutDto> {
    return { kind: 'interaction', id: await this.interactions.logWithin(tx, actor, interaction, '/interaction') };
  }

  /** About the same, shared alike and for the same people as the one that is done, unless told otherwise. */
  private async scheduleNext(tx: Transaction, actor: UserActor, done: FollowUp, dto: NextFollowUpDto): Promise<void> {
    await this.parts.requireNamed(tx, actor, done.agencyId, dto, '/next');
    const { repeats, ...terms } = dto;
    const series = seriesOf(repeats ?? null, terms.dueOn, { at: '/next/repeats' });
    const next = newFollowUp(tx, actor, { ...handedOn(done), ...terms, ...series });
    await tx.insert(FollowUp, next);
    await this.tell(tx, next, 'create', null, next);
  }

  /** Opens the next time of what comes round again, as whoever promised it did: to nobody is it anything new. Or ends it. */
  private async goOn(tx: Transaction, closed: FollowUp, { endsRecurrence }: FollowUpStepDto): Promise<void> {
    const place = placeOf(closed);
    if (endsRecurrence) Object.assign(closed, columnsOfPlace(null));
    const following = place === null || endsRecurrence ? null : nextOf(place, this.clock.today());
    if (place === null || following === null) return;
    const { title, details, priority, assignedAt, assignedByUserId } = closed;
    const series = columnsOfPlace({ ...place, number: following.number });
    const terms = { ...handedOn(closed), ...series, title, details, priority, dueOn: following.dueOn };
    const next = newFollowUp(tx, { userId: closed.createdByUserId }, terms);
    await tx.insert(FollowUp, Object.assign(next, { assignedAt, assignedByUserId }));
    await this.tell(tx, next, 'come-round', null, next);
  }

  /** Of what is reopened: the next time that opened by itself goes again, unless something has happened to it this very moment. */
  private async takeBackNext(tx: Transaction, reopened: FollowUp): Promise<void> {
    const next = await tx.lock(FollowUp, sql`record.continues_id = ${reopened.id}`);
    if (next === null) return;
    if (next.version > 1) throw new DomainError('refused', goesOnElsewhere);
    await tx.query(sql`delete from follow_ups where id = ${next.id}`);
    await this.tell(tx, next, 'take-back-next', next, null);
  }

  private async lockOwn(tx: Transaction, actor: UserActor, id: string, version: number): Promise<FollowUp> {
    const today = this.clock.today();
    const where = sql`record.id = ${id} and ${changeableFollowUps(actor, 'record', today)}`;
    const followUp = await tx.lock(FollowUp, where, version);
    if (followUp !== null) return followUp;
    // Hidden: as if absent. Readable but another agency's: said so.
    const [readable] = await tx.query(
      sql`select 1 from follow_ups f where f.id = ${id} and ${visibleFollowUps(actor, 'f', today)}`,
    );
    if (!readable) throw notFound('follow-up');
    throw new DomainError('forbidden', 'You can read this follow-up, but another agency keeps it and changes it.');
  }

  /** Of a follow-up that the caller has locked or made. */
  private async rowOf(tx: Transaction, actor: UserActor, id: string): Promise<FollowUpRow> {
    const [row] = await tx.query<FollowUpRow>(this.queries.showSql(actor, id, everything));
    return row;
  }

  private async finish(
    tx: Transaction,
    actor: UserActor,
    followUp: FollowUp,
    verb: string,
    before: object | null,
    after: object,
  ): Promise<FollowUpView> {
    await this.tell(tx, followUp, verb, before, after);
    return this.queries.viewOf(actor, await this.rowOf(tx, actor, followUp.id));
  }

  private async tell(
    tx: Transaction,
    followUp: FollowUp,
    verb: string,
    before: object | null,
    after: object | null,
  ): Promise<void> {
    const record = { kind: 'follow_up', id: followUp.id };
    await this.audit.record(tx, `follow-up.${verb}`, record, before as never, after as never);
    await tx.publish(followUpChanged, { followUpId: followUp.id });
  }
}

function refuse(problems: readonly FieldProblem[]): void {
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
}

interface Around {
  readonly before?: PlaceInSeries | null;
  /** True when the due day is said together with how it comes round again. */
  readonly dueDaySaid?: boolean;
  /** Where it stands in the request. */
  readonly at?: string;
}

/** The columns of how a follow-up that is due on a day comes round again; what is wrong with it is refused. */
function seriesOf(
  said: RecurrenceDto | null,
  dueOn: CalendarDate,
  { before = null, dueDaySaid = false, at }: Around = {},
): ReturnType<typeof columnsOfPlace> {
  if (said === null) return columnsOfPlace(null);
  const { everyCount, everyUnit, untilOn = null, times = null } = said;
  const place = placeAfter({ everyCount, everyUnit, untilOn, times }, dueOn, before, dueDaySaid);
  refuse(problemsOfRecurrence(place, dueOn, at));
  return columnsOfPlace(place);
}
