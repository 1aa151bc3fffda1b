import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { ShownRecords } from '../../platform/pages/page.js';
import { currentAffiliation } from './expert.sql.js';
import { visibleExperts } from './expert.visibility.js';

/** A person whom a typed text may mean. */
export interface NamedExpert {
  readonly id: string;
  readonly reference: string;
  readonly name: string;
  /** Where they work now, to tell two of one name apart. */
  readonly organisation: string | null;
}

/** More than a person would read through: then the text has to say more. */
export const mostCandidates = 8;

/** Finds the people whom typed texts mean, among those that the reader may see. */
@Injectable()
export class ExpertNames {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** For each text up to one candidate more than `mostCandidates`, in the order of names. One statement for all of them. */
  async find(actor: UserActor, texts: readonly string[]): Promise<NamedExpert[][]> {
    if (texts.length === 0) return [];
    const today = this.clock.today();
    const patterns = texts.map((text) => text.replaceAll(/[\\%_]/g, (character) => `\\${character}`));
    const rows = await this.work.read<NamedExpert & { place: number }>(
      actor,
      sql`select wanted.place::integer as place, found.id, found.reference, found.name, found.organisation
        from unnest(${patterns}::text[]) with ordinality wanted (text, place)
        cross join lateral (
          select e.id, e.reference, concat_ws(' ', e.title, e.given_name, e.family_name) as name,
            (select o.name from affiliations f join organisations o on o.id = f.organisation_id
              where f.expert_id = e.id and ${currentAffiliation(today)} order by f.is_primary desc, o.name limit 1) as organisation
          from experts e where e.search like '%' || plain_text(wanted.text) || '%' and ${visibleExperts(actor, 'e', today)}
          order by e.family_name, e.given_name, e.id limit ${mostCandidates + 1}) found
        order by wanted.place`,
    );
    return texts.map((_text, index) =>
      rows
        .filter(({ place }) => place === index + 1)
        .map(({ id, reference, name, organisation }) => ({ id, reference, name, organisation })),
    );
  }
}

/** People whom a page names, for the log of readings. A name and where they work have no marking of their own. */
export function namedOnThePage(people: readonly { readonly id: string }[]): ShownRecords[string] {
  return people.map(({ id }) => ({ id, marking: 'OFFICIAL' }));
}
