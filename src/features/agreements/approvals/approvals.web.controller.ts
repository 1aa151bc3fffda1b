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
import { sentence } from '../../../platform/pages/words.js';
import { decisionWords, typeWords } from '../agreement.words.js';
import { approvalWords } from './approval.rules.js';
import { ApprovalListQuery } from './approvals.dto.js';
import { ApprovalQueries } from './approvals.queries.js';

class ApprovalListForm {
  @Optional()
  @Typed()
  state?: string;

  @Optional()
  @Typed()
  whose?: string;

  @Optional()
  @Typed()
  cursor?: string;
}

/** What waits for the reader's decision, and what was decided. */
@Pages()
@Controller('approvals')
export class ApprovalsWebController {
  constructor(private readonly queries: ApprovalQueries) {}

  @Permit('agreements.decide')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() form: ApprovalListForm): Promise<PageView> {
    const query = validate(ApprovalListQuery, withoutBlanks(form), 'query');
    const { items, nextCursor } = await this.queries.list(actor, query);
    const { state = 'open', whose = 'mine' } = query;
    const view = (change: object): string => listAddress('/approvals', { state, whose, ...change });
    const model = {
      title: 'Approvals',
      marking: highestMarking(items.map(({ marking }) => marking)),
      items,
      open: state === 'open',
      views: [
        { text: 'Waiting for me', href: '/approvals', current: state === 'open' && whose === 'mine' },
        {
          text: 'Decided by me or put to me',
          href: view({ state: 'decided', whose: 'mine' }),
          current: state === 'decided' && whose === 'mine',
        },
        // An approver sees what is put to them and nothing else.
        ...(actor.role === 'approver'
          ? []
          : [
              {
                text: 'Waiting in my agency',
                href: view({ state: 'open', whose: 'agency' }),
                current: state === 'open' && whose === 'agency',
              },
              {
                text: 'Decided in my agency',
                href: view({ state: 'decided', whose: 'agency' }),
                current: state === 'decided' && whose === 'agency',
              },
            ]),
      ],
      next: nextCursor === null ? null : view({ cursor: nextCursor }),
      first: form.cursor ? view({}) : null,
      words: { kind: kindWords, type: typeWords, decision: decisionWords },
    };
    return page('agreements/approvals', model, { shown: { approval: items } });
  }
}

const kindWords = Object.fromEntries(Object.entries(approvalWords).map(([kind, words]) => [kind, sentence(words)]));
