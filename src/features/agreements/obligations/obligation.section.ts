import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { obligationStateColours, obligationStateWords } from './obligation.words.js';
import type { ObligationSummaryView } from './obligations.dto.js';
import { ObligationQueries } from './obligations.queries.js';

/** As many as the page of an agreement names. */
const lines = 5;

/** What the page of an agreement says of its obligations. */
export interface ObligationsOfAgreement {
  /** Those neither fulfilled nor lapsed, next due first. */
  readonly open: readonly ObligationSummaryView[];
  /** How many there are, whatever their state. */
  readonly total: number;
  readonly words: Readonly<Record<string, string>>;
  readonly colours: Readonly<Record<string, string>>;
}

@Injectable()
export class ObligationSection {
  constructor(private readonly queries: ObligationQueries) {}

  async of(actor: UserActor, agreementId: string): Promise<ObligationsOfAgreement> {
    const { items } = await this.queries.of(actor, agreementId);
    const open = items.filter(({ state }) => state !== 'fulfilled' && state !== 'lapsed');
    return {
      open: open.slice(0, lines),
      total: items.length,
      words: obligationStateWords,
      colours: obligationStateColours,
    };
  }
}
