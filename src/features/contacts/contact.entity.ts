import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Marking, Sharing } from '../../kernel/marking.js';

/** Somebody who is neither expert nor user: a contracts office, a signatory, an official without an account. */
@Entity('contacts')
export class Contact {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ type: 'integer' })
  version: number;

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

  @Column({ type: 'uuid', update: false })
  agencyId: string;

  @Column({ type: 'text' })
  marking: Marking;

  @Column({ type: 'text', nullable: true })
  handling: string | null;

  @Column({ type: 'text' })
  sharing: Sharing;

  @Column({ type: 'uuid', nullable: true, update: false })
  createdByUserId: string | null;

  @Column({ type: 'timestamptz', update: false })
  createdAt: Date;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;
}
