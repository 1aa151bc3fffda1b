import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/identifier.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { ownAgencyOf } from '../../platform/auth/own-agency.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Playbook } from './playbook.entity.js';
import { problemsOfPlaybook } from './playbook.rules.js';
import { changeablePlaybooks, visiblePlaybooks } from './playbook.visibility.js';
import { PlaybookQueries } from './playbooks.queries.js';
import type { ChangePlaybookDto, CreatePlaybookDto, PlaybookView } from './playbooks.dto.js';

/** Writes of playbooks: one transaction each. What was started of one stays as it is. */
@Injectable()
export class PlaybooksService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: PlaybookQueries,
  ) {}

  /** Of the actor's agency; of an administrator for all. */
  create(actor: UserActor, dto: CreatePlaybookDto): Promise<PlaybookView> {
    return this.work.transaction(actor, async (tx) => {
      const playbook = Object.assign(new Playbook(), { beginsOn: null, beginsByItself: false }, dto, {
        id: newId(),
        version: 1,
        agencyId: actor.role === 'admin' ? null : ownAgencyOf(actor),
        retiredOn: null,
        createdByUserId: actor.userId,
        createdAt: tx.now,
        updatedAt: tx.now,
      });
      refuseBad(playbook);
      await tx.insert(Playbook, playbook);
      return this.finish(tx, actor, playbook, 'create', null);
    });
  }

  /** `version` is the caller's If-Match. */
  change(actor: UserActor, id: string, version: number, dto: ChangePlaybookDto): Promise<PlaybookView> {
    return this.work.transaction(actor, async (tx) => {
      const playbook = await this.lockOwn(tx, actor, id, version);
      const before = { ...playbook };
      const { retired, ...terms } = dto;
      Object.assign(playbook, terms, { updatedAt: tx.now });
      if (retired !== undefined) playbook.retiredOn = retired ? (playbook.retiredOn ?? this.clock.today()) : null;
      refuseBad(playbook);
      await tx.update(Playbook, playbook);
      const turned = (before.retiredOn === null) !== (playbook.retiredOn === null);
      const verb = !turned ? 'change' : playbook.retiredOn === null ? 'bring-back' : 'retire';
      return this.finish(tx, actor, playbook, verb, before);
    });
  }

  private async lockOwn(tx: Transaction, actor: UserActor, id: string, version: number): Promise<Playbook> {
    const where = sql`record.id = ${id} and ${changeablePlaybooks(actor, 'record')}`;
    const playbook = await tx.lock(Playbook, where, version);
    if (playbook !== null) return playbook;
    const [readable] = await tx.query(
      sql`select 1 from playbooks p where p.id = ${id} and ${visiblePlaybooks(actor, 'p')}`,
    );
    if (!readable) throw notFound('playbook');
    throw new DomainError('forbidden', 'This playbook is for all agencies, and administrators keep it.');
  }

  private async finish(
    tx: Transaction,
    actor: UserActor,
    playbook: Playbook,
    verb: string,
    before: Playbook | null,
  ): Promise<PlaybookView> {
    const record = { kind: 'playbook', id: playbook.id };
    await this.audit.record(tx, `playbook.${verb}`, record, before as never, { ...playbook } as never);
    const [view] = await tx.query<PlaybookView>(this.queries.showSql(actor, playbook.id));
    return view;
  }
}

function refuseBad(playbook: Playbook): void {
  const problems = problemsOfPlaybook(playbook);
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
}
