import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { errorsOf, statusOnThePage } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { dateWords } from '../../platform/pages/words.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import {
  delegableSections,
  lastDelegableDay,
  mostDelegates,
  type DelegationState,
} from '../experts/delegates/delegate.rules.js';
import type { DelegateView } from '../experts/delegates/delegates.dto.js';
import { DelegateQueries } from '../experts/delegates/delegates.queries.js';
import { DelegatesService } from '../experts/delegates/delegates.service.js';
import { OwnProfileQueries } from '../experts/profile/own-profile.queries.js';
import { DelegateForm, delegateFields, namingOf } from './me-delegates.form.js';
import { comparison, delegableWords, sectionsInWords, stateColours, stateWords } from './portal.words.js';
import { DoneQuery } from './profile.form.js';

const doneWords: Record<string, string> = {
  named: 'Sent. The agency that keeps your record looks at it, and you see here what they decide.',
  ended: 'Ended. They can edit nothing of yours any more.',
};

const endingWords: Record<DelegationState, string> = { current: '', expired: 'ran out', ended: 'ended' };

/** Whom an academic lets edit parts of their profile: named here, accepted by staff, ended here. */
@Pages()
@Controller('me/delegates')
export class MeDelegatesWebController {
  constructor(
    private readonly queries: DelegateQueries,
    private readonly service: DelegatesService,
    private readonly profiles: OwnProfileQueries,
    private readonly clock: Clock,
  ) {}

  @Permit('profile.own')
  @Get()
  show(@CurrentActor() actor: UserActor, @Query() { done }: DoneQuery): Promise<PageView> {
    return this.delegates(actor, { done });
  }

  /** Names somebody. Sent twice, the second takes the place of the first. */
  @Permit('profile.own')
  @Post()
  async name(@CurrentActor() actor: UserActor, @Body() form: DelegateForm): Promise<PageView | Redirect> {
    try {
      await this.service.name(actor, namingOf(form));
      return new Redirect('/me/delegates?done=named');
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.delegates(actor, { typed: form, error });
    }
  }

  /** Asks once: staff would have to accept them again. */
  @Permit('profile.own')
  @Get(':id/end')
  async askEnd(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<PageView> {
    const delegate = await this.queries.show(actor, id);
    const question = `End what ${delegate.name} may edit`;
    const model = {
      ...{ title: question, question },
      consequence: `They can edit nothing of yours from then on. To bring them back you name them again, and staff accept it.`,
      records: [{ text: `${delegate.email}: ${whatAndUntil(delegate)}` }],
      ...{
        action: `/me/delegates/${id}/end`,
        fields: {},
        button: 'End it now',
        warning: true,
        cancel: '/me/delegates',
      },
    };
    return page('confirm', model, { shown: { expert_delegate: [delegate] } });
  }

  @Permit('profile.own')
  @Post(':id/end')
  async end(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<Redirect> {
    await this.service.end(actor, id);
    return new Redirect('/me/delegates?done=ended');
  }

  private async delegates(
    actor: UserActor,
    { done, typed, error }: { done?: string; typed?: DelegateForm; error?: DomainError },
  ): Promise<PageView> {
    const [{ items, proposals }, profile] = await Promise.all([this.queries.list(actor), this.profiles.show(actor)]);
    const model = {
      title: 'Your delegates',
      profile,
      present: items.filter(({ state }) => state === 'current').map(described),
      former: items.filter(({ state }) => state !== 'current').map(described),
      proposals: proposals.map((change) => ({
        ...change,
        values: comparison(change).filter(({ field }) => field !== 'Delegate'),
      })),
      most: mostDelegates,
      latest: lastDelegableDay(this.clock.today()),
      sections: delegableSections.map((section) => ({ value: section, text: delegableWords[section] })),
      typed: typed ?? {},
      words: { state: stateWords },
      colours: stateColours,
      done: doneWords[done ?? ''],
      errors: error ? errorsOf(error, delegateFields) : [],
    };
    const shown = {
      expert_delegate: items,
      profile_change: proposals.map(({ id }) => ({ id, marking: 'OFFICIAL' as const })),
    };
    return page('portal/delegates', model, { status: statusOnThePage(error) ?? 200, shown });
  }
}

function whatAndUntil({ sections, untilOn }: DelegateView): string {
  return `${sectionsInWords(sections)}, until ${dateWords(untilOn)}`;
}

function described(delegate: DelegateView): DelegateView & { inWords: string; ending: string } {
  return { ...delegate, inWords: whatAndUntil(delegate), ending: endingWords[delegate.state] };
}
