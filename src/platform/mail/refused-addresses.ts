import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor } from '../../kernel/actor.js';
import type { Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';

const actor = systemActor('mail');

/**
 * Addresses that the next server refused for good. Sending to them again and again would get the mail of everybody else taken for
 * junk, and nobody would learn that they are not reached.
 */
@Injectable()
export class RefusedAddresses {
  constructor(private readonly work: UnitOfWork) {}

  async has(address: string): Promise<boolean> {
    const found = await this.work.readOne(actor, sql`select 1 from refused_addresses where address = ${address}`);
    return found !== null;
  }

  /** In a transaction of its own: what was refused stays refused, whatever becomes of the work that sent it. */
  async mark(address: string): Promise<void> {
    await this.work.transaction(actor, (tx) =>
      tx.query(sql`
        insert into refused_addresses (address, refused_at) values (${address}, ${tx.now}) on conflict (address) do nothing`),
    );
  }

  /** Answers with whether there was a mark. */
  async lift(tx: Transaction, address: string): Promise<boolean> {
    const lifted = await tx.query(sql`delete from refused_addresses where address = ${address} returning 1`);
    return lifted.length > 0;
  }
}
