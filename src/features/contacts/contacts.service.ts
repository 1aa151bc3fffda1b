import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/identifier.js';
import { problemsOfSharing } from '../../kernel/marking.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { ownAgencyOf } from '../../platform/auth/own-agency.js';
import { everything } from '../../platform/auth/visibility.js';
import { requireRecords } from '../../platform/database/require-records.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Contact } from './contact.entity.js';
import { changeableContacts } from './contact.visibility.js';
import { ContactQueries } from './contacts.queries.js';
import type { ChangeContactDto, ContactView, CreateContactDto } from './contacts.dto.js';

/** Writes of contacts: one transaction each. */
@Injectable()
export class ContactsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: ContactQueries,
  ) {}

  create(actor: UserActor, dto: CreateContactDto): Promise<ContactView> {
    return this.work.transaction(actor, async (tx) => {
      const contact = newContact(tx, actor, dto);
      await refuseBad(tx, contact);
      await tx.insert(Contact, contact);
      return this.finish(tx, actor, contact, 'create', null);
    });
  }

  /** `version` is the caller's If-Match. */
  change(actor: UserActor, id: string, version: number, dto: ChangeContactDto): Promise<ContactView> {
    return this.work.transaction(actor, async (tx) => {
      const contact = await this.lockOwn(tx, actor, id, version);
      const before = { ...contact };
      Object.assign(contact, dto, { updatedAt: tx.now });
      await refuseBad(tx, contact);
      await tx.update(Contact, contact);
      return this.finish(tx, actor, contact, 'change', before);
    });
  }

  private async lockOwn(tx: Transaction, actor: UserActor, id: string, version: number): Promise<Contact> {
    const where = sql`record.id = ${id} and ${changeableContacts(actor, 'record', this.clock.today())}`;
    const contact = await tx.lock(Contact, where, version);
    if (contact !== null) return contact;
    // Hidden: as if absent. Readable but another agency's: said so.
    const [readable] = await tx.query(this.queries.showSql(actor, id));
    if (!readable) throw notFound('contact');
    throw new DomainError('forbidden', 'You can read this contact, but another agency keeps it and changes it.');
  }

  private async finish(
    tx: Transaction,
    actor: UserActor,
    contact: Contact,
    verb: string,
    before: Contact | null,
  ): Promise<ContactView> {
    await this.audit.record(
      tx,
      `contact.${verb}`,
      { kind: 'contact', id: contact.id },
      before as never,
      contact as never,
    );
    const [view] = await tx.query<ContactView>(this.queries.showSql(actor, contact.id));
    if (!view) throw new DomainError('refused', 'This would hide the contact from you. Choose a wider sharing.');
    return view;
  }
}

function newContact(tx: Transaction, actor: UserActor, dto: CreateContactDto): Contact {
  const defaults = {
    office: null,
    email: null,
    phone: null,
    marking: 'OFFICIAL' as const,
    handling: null,
    sharing: dto.marking === 'OFFICIAL-SENSITIVE' ? ('named' as const) : ('agency' as const),
  };
  return Object.assign(new Contact(), defaults, dto, {
    id: newId(),
    version: 1,
    agencyId: ownAgencyOf(actor),
    createdByUserId: actor.userId,
    createdAt: tx.now,
    updatedAt: tx.now,
  });
}

async function refuseBad(tx: Transaction, contact: Contact): Promise<void> {
  const problems = problemsOfSharing(contact);
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
  await requireRecords(tx, [
    {
      pointer: '/organisationId',
      what: 'organisation',
      table: 'organisations',
      values: [contact.organisationId],
      where: everything,
    },
  ]);
}
