import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { containing } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { notEnded } from '../../organisations/organisations.queries.js';
import type { NamedOrganisation } from './entry.form.js';

/** What the form of a new expert looks up. */
@Injectable()
export class EntryQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** The organisations that somebody may mean: the one of exactly this name, short name or alias; else those that contain it. */
  async organisationsNamed(actor: UserActor, typed: string): Promise<NamedOrganisation[]> {
    const name = typed.trim().slice(0, 200);
    if (name === '') return [];
    const rows = await this.work.read<NamedOrganisation & { exact: boolean }>(
      actor,
      sql`select o.id, o.name, plain_text(${name}) in (plain_text(o.name), plain_text(coalesce(o.short_name, ''))) or exists (
            select 1 from unnest(o.aliases) alias where plain_text(alias) = plain_text(${name})) as exact
        from organisations o where o.search like ${containing(name)} and ${notEnded('o', this.clock.today())}
        order by exact desc, o.name, o.id limit 6`,
    );
    const exact = rows.filter((row) => row.exact);
    return (exact.length > 0 ? exact : rows).map(({ id, name: called }) => ({ id, name: called }));
  }
}
