import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { DelegableSection } from './delegate.rules.js';

/** Somebody who may edit sections of one expert's profile until a day. */
@Entity('expert_delegates')
export class ExpertDelegate {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ type: 'integer' })
  version: number;

  @Column({ type: 'uuid', update: false })
  expertId: string;

  /** The account that they sign in with. */
  @Column({ type: 'uuid', update: false })
  userId: string;

  /** As the academic gave it. */
  @Column({ type: 'text', update: false })
  name: string;

  /** In small letters. */
  @Column({ type: 'citext', update: false })
  email: string;

  @Column({ type: 'text', array: true, update: false })
  sections: DelegableSection[];

  /** The day on which the academic named them, Europe/London. */
  @Column({ type: 'date', update: false })
  namedOn: CalendarDate;

  /** The last day, Europe/London. */
  @Column({ type: 'date', update: false })
  untilOn: CalendarDate;

  /** The proposal that staff accepted. */
  @Column({ type: 'uuid', update: false })
  changeId: string;

  @Column({ type: 'uuid', update: false })
  acceptedByUserId: string;

  @Column({ type: 'timestamptz', update: false })
  startedAt: Date;

  /** When they last changed something of the profile. */
  @Column({ type: 'timestamptz', nullable: true })
  lastChangedAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  endedAt: Date | null;

  /** Null when a newer one took its place. */
  @Column({ type: 'uuid', nullable: true })
  endedByUserId: string | null;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;
}
