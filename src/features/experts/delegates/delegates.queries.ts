import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { notFound } from '../../../kernel/domain-error.js';
import { instant, listOf } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { expertOf } from '../profile/own-profile.queries.js';
import { stateOfDelegation } from './delegate.rules.js';
import type { DelegateList, DelegateView } from './delegates.dto.js';

interface Row {
  items: (Omit<DelegateView, 'state' | 'marking'> & { endedAt: Date | null })[];
  proposals: DelegateList['proposals'];
}

const mostShown = 20;

/** Whom academics have named to edit for them: read by themselves. */
@Injectable()
export class DelegateQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async list(actor: UserActor): Promise<DelegateList> {
    const today = this.clock.today();
    const expertId = expertOf(actor);
    const row = await this.work.readOne<Row>(
      actor,
      sql`select ${listOf(sql`select json_agg(json_build_object('id', d.id, 'name', d.name, 'email', d.email, 'sections', d.sections,
            'untilOn', d.until_on, 'startedAt', ${instant(sql`d.started_at`)}, 'lastChangedAt', ${instant(sql`d.last_changed_at`)},
            'endedAt', ${instant(sql`d.ended_at`)}) order by d.present desc, d.started_at desc, d.id desc)
          from (select own.*, own.ended_at is null and own.until_on >= ${today} as present from expert_delegates own
            where own.expert_id = e.id order by present desc, own.started_at desc, own.id desc limit ${mostShown}) d`)} as items,
          ${listOf(sql`select json_agg(json_build_object('id', p.id, 'version', p.version, 'section', p.section, 'before', p.before,
            'after', p.after, 'state', p.state, 'reason', p.reason, 'proposedAt', ${instant(sql`p.proposed_at`)},
            'decidedAt', ${instant(sql`p.decided_at`)}) order by p.proposed_at desc, p.id desc)
          from (select latest.* from (select distinct on (own.after ->> 'email') own.* from profile_changes own
                where own.expert_id = e.id and own.section = 'delegate'
                order by own.after ->> 'email', own.proposed_at desc, own.id desc) latest
            where latest.state in ('proposed', 'refused')
            order by latest.proposed_at desc, latest.id desc limit ${mostShown}) p`)} as proposals
        from experts e where e.id = ${expertId}`,
    );
    if (row === null) throw notFound('profile');
    const items = row.items.map((item) => ({
      ...item,
      state: stateOfDelegation(item, today),
      marking: 'OFFICIAL' as const,
    }));
    return { items, proposals: row.proposals };
  }

  /** One who may edit now. */
  async show(actor: UserActor, id: string): Promise<DelegateView> {
    const { items } = await this.list(actor);
    const found = items.find((item) => item.id === id && item.state === 'current');
    if (found === undefined) throw notFound('delegate');
    return found;
  }
}
