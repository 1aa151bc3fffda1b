import { Column, Entity } from 'typeorm';
import { AuthoredRow } from '../../../platform/database/record-rows.js';
import type { PublicationSource, PublicationState, PublicationType } from './publication.rules.js';

/** Something that one expert published, or that staff think they did. */
@Entity('publications')
export class Publication extends AuthoredRow {
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
}
