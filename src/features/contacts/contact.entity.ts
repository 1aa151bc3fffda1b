import { Column, Entity } from 'typeorm';
import { ShareableRow } from '../../platform/database/record-rows.js';

/** Somebody who is neither expert nor user: a contracts office, a signatory, an official without an account. */
@Entity('contacts')
export class Contact extends ShareableRow {
  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text', nullable: true })
  office: string | null;

  @Column({ type: 'uuid' })
  organisationId: string;

  @Column({ type: 'citext', nullable: true })
  email: string | null;

  @Column({ type: 'text', nullable: true })
  phone: string | null;
}
