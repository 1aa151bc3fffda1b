import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { notFound } from '../../kernel/domain-error.js';
import type { CursorParts } from '../../kernel/page.js';
import { containing, namedRef } from '../../platform/database/fragments.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../platform/web/keyset.js';
import { visibleContacts } from './contact.visibility.js';
import type { ContactListQuery, ContactPage, ContactView } from './contacts.dto.js';

const columns = sql`c.id, c.version, c.name, c.office, ${namedRef('o')} as organisation, c.email, c.phone,
  ${namedRef('agency')} as agency, c.marking, c.handling, c.sharing, c.created_at as "createdAt", c.updated_at as "updatedAt"`;

const tables = sql`contacts c join organisations o on o.id = c.organisation_id join organisations agency on agency.id = c.agency_id`;

/** Reads of contacts: one statement each, scoped to what the actor may see. */
@Injectable()
export class ContactQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async list(actor: UserActor, query: ContactListQuery): Promise<ContactPage> {
    const limit = query.limit ?? 25;
    const conditions = [visibleContacts(actor, 'c', this.clock.today())];
    if (query.q)
      conditions.push(
        query.q.includes('@') ? sql`c.email = ${query.q}::citext` : sql`c.search like ${containing(query.q)}`,
      );
    if (query.organisationId) conditions.push(sql`c.organisation_id = ${query.organisationId}`);
    const after = cursorOf(query.cursor, 'text', 'id');
    if (after !== null) conditions.push(sql`(c.name, c.id) > (${after[0]}::text, ${after[1]}::uuid)`);
    const rows = await this.work.read<ContactView & { cursorKey: CursorParts }>(
      actor,
      sql`select ${columns}, json_build_array(c.name, c.id) as "cursorKey" from ${tables}
        where ${join(conditions, ' and ')} order by c.name, c.id limit ${limit + 1}`,
    );
    return keysetPage<ContactView>(rows, limit);
  }

  async show(actor: UserActor, id: string): Promise<ContactView> {
    const row = await this.work.readOne<ContactView>(actor, this.showSql(actor, id));
    if (row === null) throw notFound('contact');
    return row;
  }

  /** The statement behind `show`, so that a write answers from its own transaction. */
  showSql(actor: Actor, id: string): Sql {
    return sql`select ${columns} from ${tables} where c.id = ${id} and ${visibleContacts(actor, 'c', this.clock.today())}`;
  }
}
