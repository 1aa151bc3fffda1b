import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import type { Marking } from '../../kernel/marking.js';
import { IdPipe, RecordIdPipe } from '../../platform/web/record-id.pipe.js';
import { AgreementQueries } from '../agreements/agreements.queries.js';
import { ExpertQueries } from '../experts/experts.queries.js';
import { InteractionQueries } from '../interactions/interactions.queries.js';
import { OrganisationQueries } from '../organisations/organisations.queries.js';
import type { FollowUpSubject } from './follow-ups.dto.js';

/** The record that something is to be about, as a page names it. */
export interface AboutRecord {
  readonly kind: FollowUpSubject;
  readonly id: string;
  readonly label: string;
  readonly href: string;
  readonly marking: Marking;
}

/** Finds what a form is opened from. Whatever is hidden or absent is the same 404. */
@Injectable()
export class AboutRecords {
  constructor(
    private readonly experts: ExpertQueries,
    private readonly agreements: AgreementQueries,
    private readonly interactions: InteractionQueries,
    private readonly organisations: OrganisationQueries,
  ) {}

  /** Null when it is to be about nothing in particular. */
  async of(actor: UserActor, kind?: string, id?: string): Promise<AboutRecord | null> {
    if (!id) return null;
    switch (kind) {
      case 'expert': {
        const found = await this.experts.show(actor, new RecordIdPipe().transform(id));
        const label = [found.title, found.givenName, found.familyName].filter(Boolean).join(' ');
        return { kind, id: found.id, label, href: `/experts/${found.reference}`, marking: found.marking };
      }
      case 'agreement': {
        const found = await this.agreements.show(actor, new RecordIdPipe().transform(id));
        const label = `${found.reference} ${found.title}`;
        return { kind, id: found.id, label, href: `/agreements/${found.reference}`, marking: found.marking };
      }
      case 'interaction': {
        const found = await this.interactions.show(actor, new IdPipe().transform(id));
        return { kind, id: found.id, label: found.subject, href: `/interactions/${found.id}`, marking: found.marking };
      }
      case 'organisation': {
        const found = await this.organisations.show(actor, new IdPipe().transform(id));
        return { kind, id: found.id, label: found.name, href: `/organisations/${found.id}`, marking: 'OFFICIAL' };
      }
      default:
        return null;
    }
  }
}
