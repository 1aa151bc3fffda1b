import { Inject, Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import type { Care } from '../../kernel/contracts.js';
import { notFound } from '../../kernel/domain-error.js';
import { ownAgencyOf } from '../../platform/auth/own-agency.js';
import { namedRef } from '../../platform/database/fragments.js';
import type { ShownRecords } from '../../platform/pages/page.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { bodiesOf } from '../users/user.visibility.js';
import type { CareRecordView, CareView, ColleagueInCareView } from './hand-overs.dto.js';

/** The injection token of what `app.module` collects from the features. */
export const CARES = Symbol('what is in the care of people');

/** As many of a kind as a page names. */
const mostNamed = 100;

type Colleague = Pick<CareView, 'colleague' | 'hasLeft' | 'awayFrom' | 'awayTo' | 'cover'>;

interface KindRow {
  readonly name: string;
  readonly count: number;
  readonly unseen: number;
  readonly seen: string;
  readonly records: (Omit<CareRecordView, 'href'> & { pageId: string })[];
}

/** What is in the care of the people of an agency: one statement each, which tells of what the reader may change. */
@Injectable()
export class CareQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    @Inject(CARES) readonly cares: readonly Care[],
  ) {}

  /**
   * The colleagues who can sign in, and of those who have left whoever still looks after something that the reader may change:
   * the record names them already.
   */
  colleagues(actor: UserActor): Promise<ColleagueInCareView[]> {
    const agencyId = ownAgencyOf(actor);
    const today = this.clock.today();
    const all = this.cares.map(
      ({ select }) => sql`select "userId" from (${select(actor, agencyId, today)}) c where c.mine is true`,
    );
    return this.work.read(
      actor,
      sql`select u.id, u.name, u.disabled_at is not null as "hasLeft", u.away_from as "awayFrom", u.away_to as "awayTo",
          coalesce(held.count, 0)::integer as count
        from users u
        left join (select one."userId", count(*) from (${join(all, ' union all ')}) one group by one."userId") held on held."userId" = u.id
        where held.count > 0
          or (u.disabled_at is null and u.role in ('liaison', 'partner') and u.organisation_id in (${bodiesOf(agencyId)}))
        order by u.name, u.id limit 500`,
    );
  }

  /** Everything open in the care of one of them. Whoever has left or moved, and has nothing that the reader may change, is absent. */
  async of(actor: UserActor, userId: string): Promise<CareView> {
    const agencyId = ownAgencyOf(actor);
    const [found, rows] = await Promise.all([
      this.work.readOne<Colleague & { works: boolean }>(
        actor,
        sql`select json_build_object('id', u.id, 'name', u.name) as colleague, u.disabled_at is not null as "hasLeft",
            u.away_from as "awayFrom", u.away_to as "awayTo", ${namedRef('cover')} as cover,
            u.disabled_at is null and u.role not in ('academic', 'delegate', 'host') and u.organisation_id in (${bodiesOf(agencyId)}) as works
          from users u left join users cover on cover.id = u.cover_user_id where u.id = ${userId}`,
      ),
      this.work.read<KindRow>(
        actor,
        join(
          this.cares.map((care) => this.kindSql(care, actor, userId)),
          ' union all ',
        ),
      ),
    ]);
    const kinds = this.cares.flatMap((care) => {
      const { records, unseen: _unseen, ...kind } = rows.find(({ name }) => name === care.name)!;
      if (kind.count === 0) return [];
      const named = records.map(({ pageId, ...record }) => ({ ...record, href: care.path.replace(':id', pageId) }));
      return [{ ...kind, recordKind: care.recordKind, records: named, staysBecause: care.staysBecause ?? null }];
    });
    if (found === null || (!found.works && kinds.length === 0)) throw notFound('colleague');
    const { works: _works, ...colleague } = found;
    return { ...colleague, kinds, unseen: rows.reduce((sum, { unseen }) => sum + unseen, 0) };
  }

  /** The statement that yields the ids and versions of all of one kind that the reader may change, in the order of the ids. */
  allOfSql(care: Care, actor: UserActor, userId: string): Sql {
    return sql`select c.id, c.version from (${care.select(actor, ownAgencyOf(actor), this.clock.today())}) c
      where c."userId" = ${userId} and c.mine is true order by c.id`;
  }

  /** `is true`: of a record without a deputy, that the reader is its deputy is unknown. */
  private kindSql(care: Care, actor: UserActor, userId: string): Sql {
    return sql`select ${care.name}::text as name, count(*) filter (where c.mine is true)::integer as count,
        count(*) filter (where c.mine is not true)::integer as unseen,
        md5(coalesce(string_agg(c.id || '/' || c.version, ',' order by c.id) filter (where c.mine is true), '')) as seen,
        coalesce(json_agg(json_build_object('id', c.id, 'version', c.version, 'title', c.title, 'marking', c.marking, 'pageId', c."pageId")
          order by c.place) filter (where c.mine is true and c.place <= ${mostNamed}), '[]'::json) as records
      from (select known.*, row_number() over (partition by known.mine is true order by known.title, known.id) as place
        from (${care.select(actor, ownAgencyOf(actor), this.clock.today())}) known
        where known."userId" = ${userId}) c`;
  }
}

/** The records that an answer names, by kind: for the log of readings. */
export function shownIn({ kinds }: CareView): ShownRecords {
  const shown: Record<string, CareRecordView[]> = {};
  for (const { recordKind, records } of kinds) (shown[recordKind] ??= []).push(...records);
  return shown;
}
