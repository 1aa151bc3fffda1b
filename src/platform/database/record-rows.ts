import { Column, PrimaryColumn } from 'typeorm';
import type { Marking, Sharing } from '../../kernel/marking.js';

/** The row of a record that is changed under a version. */
export abstract class VersionedRow {
  @PrimaryColumn('uuid')
  id: string;

  /** Counts the changes; the ETag. */
  @Column({ type: 'integer' })
  version: number;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;
}

/** A versioned row that keeps who made it and when. */
export abstract class AuthoredRow extends VersionedRow {
  @Column({ type: 'uuid', nullable: true, update: false })
  createdByUserId: string | null;

  @Column({ type: 'timestamptz', update: false })
  createdAt: Date;
}

/** What an agency makes and may share: marked, with handling instructions, and open to whom `sharing` says (docs/domain.md, Sharing). */
export abstract class ShareableRow extends AuthoredRow {
  @Column({ type: 'uuid', update: false })
  agencyId: string;

  @Column({ type: 'text' })
  marking: Marking;

  @Column({ type: 'text', nullable: true })
  handling: string | null;

  @Column({ type: 'text' })
  sharing: Sharing;
}
