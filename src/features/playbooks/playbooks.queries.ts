import { Injectable } from '@nestjs/common';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { notFound } from '../../kernel/domain-error.js';
import { namedRef } from '../../platform/database/fragments.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { visibleFollowUps } from '../follow-ups/follow-up.visibility.js';
import type { PlaybookSubject } from './playbook.rules.js';
import { changeablePlaybooks, visiblePlaybooks } from './playbook.visibility.js';
import type { PlaybookStartView, PlaybookView } from './playbooks.dto.js';

/** Reads of playbooks and of what was started: one statement each. */
@Injectable()
export class PlaybookQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  list(actor: UserActor): Promise<PlaybookView[]> {
    return this.work.read(
      actor,
      sql`${viewSql(actor, sql`true`)} order by p.retired_on is not null, p.name, p.id limit 200`,
    );
  }

  async show(actor: UserActor, id: string): Promise<PlaybookView> {
    const found = await this.work.readOne<PlaybookView>(actor, this.showSql(actor, id));
    if (found === null) throw notFound('playbook');
    return found;
  }

  /** The statement behind `show`, so that a write answers from its own transaction. */
  showSql(actor: UserActor, id: string): Sql {
    return viewSql(actor, sql`p.id = ${id}`);
  }

  /** What the reader's agency has started about a record, the latest first. That they may read the record is asked by the caller. */
  startsOf(actor: UserActor, kind: PlaybookSubject, id: string): Promise<PlaybookStartView[]> {
    return this.work.read(actor, this.startsSql(actor, sql`s.${aboutColumn(kind)} = ${id}`));
  }

  startsSql(actor: UserActor, where: Sql): Sql {
    const today = this.clock.today();
    return sql`select s.id, ${namedRef('p')} as playbook, s.starts_on as "startsOn", s.event, ${namedRef('starter')} as "startedBy",
        s.started_at as "startedAt", coalesce(made.count, 0)::integer as "followUps", coalesce(made.open, 0)::integer as "toDo"
      from playbook_starts s join playbooks p on p.id = s.playbook_id left join users starter on starter.id = s.started_by_user_id
      left join lateral (select count(*) as count, count(*) filter (where f.status = 'open') as open from follow_ups f
        where f.playbook_start_id = s.id and ${visibleFollowUps(actor, 'f', today)}) made on true
      where ${where} and s.agency_id = ${actor.agencyId}
      order by s.started_at desc, s.id desc limit 50`;
  }
}

export function aboutColumn(kind: PlaybookSubject): Sql {
  return raw(
    { expert: 'about_expert_id', agreement: 'about_agreement_id', organisation: 'about_organisation_id' }[kind],
  );
}

function viewSql(actor: UserActor, where: Sql): Sql {
  return sql`select p.id, p.version, p.name, ${namedRef('agency')} as agency, p.about_kind as "aboutKind", p.steps,
      p.begins_on as "beginsOn", p.begins_by_itself as "beginsByItself", p.retired_on as "retiredOn",
      coalesce(${changeablePlaybooks(actor, 'p')}, false) as changeable, p.updated_at as "updatedAt"
    from playbooks p left join organisations agency on agency.id = p.agency_id
    where ${where} and ${visiblePlaybooks(actor, 'p')}`;
}
