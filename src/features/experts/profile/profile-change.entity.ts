import { Column, Entity } from 'typeorm';
import { VersionedRow } from '../../../platform/database/record-rows.js';
import type { ChangeSection, ChangeState, ProfileValues } from './profile-change.rules.js';

/** What a person wants to have changed of their record, and what became of it. */
@Entity('profile_changes')
export class ProfileChange extends VersionedRow {
  @Column({ type: 'uuid', update: false })
  expertId: string;

  @Column({ type: 'text', update: false })
  section: ChangeSection;

  /** What the record said then. */
  @Column({ type: 'jsonb', update: false })
  before: ProfileValues;

  @Column({ type: 'jsonb', update: false })
  after: ProfileValues;

  @Column({ type: 'text' })
  state: ChangeState;

  /** Why it was refused, for the person. */
  @Column({ type: 'text', nullable: true })
  reason: string | null;

  /** Null when it came by a link that was sent to the person. */
  @Column({ type: 'uuid', nullable: true, update: false })
  proposedByUserId: string | null;

  @Column({ type: 'timestamptz', update: false })
  proposedAt: Date;

  @Column({ type: 'uuid', nullable: true })
  decidedByUserId: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  decidedAt: Date | null;
}
