import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { notFound } from '../../../kernel/domain-error.js';
import { listOf } from '../../../platform/database/fragments.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { DelegableSection } from './delegate.rules.js';
import { openDelegations } from './delegate.visibility.js';
import type { DelegatedProfileView, DelegationList, DelegationView } from './delegations.dto.js';

type Row = DelegatedProfileView & { facts: Partial<DelegatedProfileView> };

const mostShown = 100;

/** What delegates read: whom they may edit for, and of each the delegated sections and nothing else. */
@Injectable()
export class DelegationQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async list(actor: UserActor): Promise<DelegationList> {
    const items = await this.work.read<DelegationView>(
      actor,
      sql`select e.id, ${personName} as name, d.sections, d.until_on as "untilOn", d.last_changed_at as "lastChangedAt",
          'OFFICIAL' as marking
        from expert_delegates d join experts e on ${openDelegations(actor, 'd', 'e', this.clock.today())}
        order by e.family_name, e.given_name, e.id limit ${mostShown}`,
    );
    return { items };
  }

  /** With `section`, only if that is among what is delegated. */
  async show(actor: UserActor, expertId: string, section?: DelegableSection): Promise<DelegatedProfileView> {
    const view = viewOf(await this.work.readOne<Row>(actor, this.showSql(actor, expertId)));
    if (section !== undefined && !view.sections.includes(section)) throw notFound('profile');
    return view;
  }

  async showWithin(tx: Transaction, actor: UserActor, expertId: string): Promise<DelegatedProfileView> {
    const [row] = await tx.query<Row>(this.showSql(actor, expertId));
    return viewOf(row ?? null);
  }

  private showSql(actor: UserActor, expertId: string): Sql {
    const held = (section: DelegableSection, value: Sql): Sql =>
      sql`case when ${section} = any(d.sections) then ${value} end`;
    return sql`select e.id, e.version, ${personName} as name, d.sections, d.until_on as "untilOn", 'OFFICIAL' as marking,
        coalesce(${held(
          'about',
          sql`jsonb_build_object('knownAs', e.known_as, 'phone', e.phone, 'biography', e.biography, 'interests', e.interests,
            'languages', e.languages, 'country', e.country, 'website', e.website, 'careerStage', e.career_stage)`,
        )}, '{}')
        || coalesce(${held(
          'availability',
          sql`jsonb_build_object('availability', e.availability, 'availableUntil', e.available_until,
            'contactPreferences', e.contact_preferences)`,
        )}, '{}')
        || coalesce(${held(
          'expertise',
          sql`jsonb_build_object('expertise', ${listOf(sql`select json_agg(json_build_object('scheme', t.scheme, 'code', t.code,
              'label', t.label, 'level', x.level, 'source', x.source, 'confirmedOn', x.confirmed_on)
              order by x.level, t.scheme, t.position, t.code)
            from expertise x join vocabulary_terms t on t.id = x.term_id where x.expert_id = e.id`)})`,
        )}, '{}') as facts
      from expert_delegates d join experts e on ${openDelegations(actor, 'd', 'e', this.clock.today())}
      where e.id = ${expertId}`;
  }
}

const personName = sql`concat_ws(' ', e.title, e.given_name, e.family_name)`;

function viewOf(row: Row | null): DelegatedProfileView {
  if (row === null) throw notFound('profile');
  const { facts, ...view } = row;
  return { ...view, ...facts };
}
