import { Column, Entity } from 'typeorm';
import type { Role } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { VersionedRow } from '../../platform/database/record-rows.js';

/** Somebody who signs in. */
@Entity('users')
export class User extends VersionedRow {
  @Column({ type: 'citext' })
  email: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  role: Role;

  @Column({ type: 'uuid' })
  organisationId: string;

  @Column({ type: 'uuid', nullable: true })
  expertId: string | null;

  @Column({ type: 'text', nullable: true })
  passwordHash: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  passwordChangedAt: Date | null;

  @Column({ type: 'date', nullable: true })
  awayFrom: CalendarDate | null;

  @Column({ type: 'date', nullable: true })
  awayTo: CalendarDate | null;

  @Column({ type: 'uuid', nullable: true })
  coverUserId: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  disabledAt: Date | null;

  @Column({ type: 'timestamptz', update: false })
  createdAt: Date;
}
