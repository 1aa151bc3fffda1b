import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { amendmentStageColours } from './amendment.words.js';
import type { AmendmentSummaryView } from './amendment.views.dto.js';
import { AmendmentQueries } from './amendments.queries.js';

/** What the page of an agreement says of its amendments. */
export interface AmendmentsOfAgreement {
  readonly items: readonly AmendmentSummaryView[];
  readonly colours: Readonly<Record<string, string>>;
}

@Injectable()
export class AmendmentSection {
  constructor(private readonly queries: AmendmentQueries) {}

  async of(actor: UserActor, agreementId: string): Promise<AmendmentsOfAgreement> {
    const { items } = await this.queries.of(actor, agreementId);
    return { items, colours: amendmentStageColours };
  }
}
