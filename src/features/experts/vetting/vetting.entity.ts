import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { VettingLevel, VettingStatus } from './vetting.rules.js';

/** To what level one agency has one person vetted. Level, status and dates: there is no column for anything else. */
@Entity('vettings')
export class Vetting {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ type: 'integer' })
  version: number;

  @Column({ type: 'uuid', update: false })
  expertId: string;

  /** The sponsor. */
  @Column({ type: 'uuid', update: false })
  agencyId: string;

  @Column({ type: 'text', update: false })
  level: VettingLevel;

  @Column({ type: 'text' })
  status: VettingStatus;

  @Column({ type: 'date', nullable: true })
  grantedOn: CalendarDate | null;

  @Column({ type: 'date', nullable: true })
  expiresOn: CalendarDate | null;

  @Column({ type: 'uuid', nullable: true, update: false })
  createdByUserId: string | null;

  @Column({ type: 'timestamptz', update: false })
  createdAt: Date;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;
}
