import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/domain-error.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ownTags } from './tag.sql.js';
import type { TagView } from './tags.dto.js';

/** Reads of the agency's own tags. */
@Injectable()
export class TagQueries {
  constructor(private readonly work: UnitOfWork) {}

  list(actor: UserActor): Promise<TagView[]> {
    return this.work.read<TagView>(
      actor,
      sql`select g.id, g.name from tags g where ${ownTags(actor, 'g')} order by g.name, g.id`,
    );
  }

  async show(actor: UserActor, id: string): Promise<TagView> {
    const tag = await this.work.readOne<TagView>(
      actor,
      sql`select g.id, g.name from tags g where g.id = ${id} and ${ownTags(actor, 'g')}`,
    );
    if (tag === null) throw notFound('tag');
    return tag;
  }
}
