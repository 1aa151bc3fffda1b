import { Column, Entity } from 'typeorm';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { AuthoredRow } from '../../../platform/database/record-rows.js';
import type { VettingLevel, VettingStatus } from './vetting.rules.js';

/** To what level one agency has one person vetted. Level, status and dates: there is no column for anything else. */
@Entity('vettings')
export class Vetting extends AuthoredRow {
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
}
