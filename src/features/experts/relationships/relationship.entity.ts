import { Column, Entity } from 'typeorm';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { ShareableRow } from '../../../platform/database/record-rows.js';
import type { RelationshipStage } from './relationship.rules.js';

/** What one agency has with one person. Stages passed are kept beside it. */
@Entity('relationships')
export class Relationship extends ShareableRow {
  @Column({ type: 'uuid', update: false })
  expertId: string;

  @Column({ type: 'text' })
  stage: RelationshipStage;

  @Column({ type: 'date', update: false })
  sinceOn: CalendarDate;

  @Column({ type: 'uuid', nullable: true })
  ownerUserId: string | null;

  @Column({ type: 'uuid', nullable: true })
  deputyUserId: string | null;

  @Column({ type: 'integer', nullable: true })
  cadenceDays: number | null;

  /** Moved by interactions alone, without touching the version. */
  @Column({ type: 'timestamptz', nullable: true, update: false })
  lastContactAt: Date | null;

  /** Contact is not due before this day, whatever the cadence says. */
  @Column({ type: 'date', nullable: true })
  contactDeferredUntil: CalendarDate | null;

  @Column({ type: 'text', nullable: true })
  source: string | null;

  @Column({ type: 'text', nullable: true })
  notes: string | null;

  @Column({ type: 'text', nullable: true })
  assessment: string | null;
}
