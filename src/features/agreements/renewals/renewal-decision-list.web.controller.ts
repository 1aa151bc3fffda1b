import { Controller, Get, Query } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { highestMarking } from '../../../kernel/marking.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { Optional, Typed } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import { withoutBlanks } from '../../../platform/pages/forms.js';
import { listAddress } from '../../../platform/pages/list-address.js';
import { page, Pages, type PageView } from '../../../platform/pages/page.js';
import { renewalDecisions } from './renewal-decision.rules.js';
import { decidedWords } from './renewal-decision.words.js';
import { RenewalDecisionListQuery } from './renewal-decisions.dto.js';
import { RenewalDecisionQueries } from './renewal-decisions.queries.js';

class RenewalDecisionListForm {
  @Optional()
  @Typed()
  decision?: string;

  @Optional()
  @Typed()
  cursor?: string;
}

/** What the reader's agency decided about the ends of its agreements. */
@Pages()
@Controller('renewal-decisions')
export class RenewalDecisionListWebController {
  constructor(private readonly queries: RenewalDecisionQueries) {}

  @Permit('agreements.write')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() form: RenewalDecisionListForm): Promise<PageView> {
    const query = validate(RenewalDecisionListQuery, withoutBlanks(form), 'query');
    const { items, nextCursor } = await this.queries.list(actor, query);
    const view = (change: object): string => listAddress('/renewal-decisions', { decision: query.decision, ...change });
    const model = {
      title: 'Decisions on renewals',
      marking: highestMarking(items.map(({ marking }) => marking)),
      items,
      views: [
        { text: 'All decisions', href: '/renewal-decisions', current: query.decision === undefined },
        ...renewalDecisions.map((decision) => ({
          text: decidedWords[decision],
          href: view({ decision }),
          current: query.decision === decision,
        })),
      ],
      next: nextCursor === null ? null : view({ cursor: nextCursor }),
      first: form.cursor ? view({}) : null,
      words: { decision: decidedWords },
    };
    return page('agreements/renewal-decisions', model, { shown: { renewal_decision: items } });
  }
}
