import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PublicationSource, PublicationState, PublicationType } from './publication.rules.js';

/** Something that one expert published, or that staff think they did. */
@Entity('publications')
export class Publication {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ type: 'integer' })
  version: number;

  @Column({ type: 'uuid', update: false })
  expertId: string;

  /** In small letters. */
  @Column({ type: 'text', nullable: true })
  doi: string | null;

  @Column({ type: 'text' })
  title: string;

  @Column({ type: 'integer', nullable: true })
  year: number | null;

  /** The journal, the publisher, the conference. */
  @Column({ type: 'text', nullable: true })
  venue: string | null;

  @Column({ type: 'text' })
  type: PublicationType;

  @Column({ type: 'text', update: false })
  source: PublicationSource;

  @Column({ type: 'text' })
  state: PublicationState;

  @Column({ type: 'boolean' })
  highlighted: boolean;

  @Column({ type: 'uuid', nullable: true, update: false })
  createdByUserId: string | null;

  @Column({ type: 'timestamptz', update: false })
  createdAt: Date;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;
}
