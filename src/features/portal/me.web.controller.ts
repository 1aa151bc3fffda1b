import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { countryName } from '../../platform/pages/countries.js';
import { statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { highestMarking } from '../../kernel/marking.js';
import { statusColours } from '../agreements/agreement.words.js';
import { AgreementQueries } from '../agreements/agreements.queries.js';
import { careerStageWords } from '../experts/expert.words.js';
import { expertOf, OwnProfileQueries } from '../experts/profile/own-profile.queries.js';
import { OwnProfileService } from '../experts/profile/own-profile.service.js';
import { PublicationQueries } from '../experts/publications/publications.queries.js';
import { sectionOfPart } from '../experts/profile/profile.rules.js';
import { levelWords } from '../experts/vetting/vetting.words.js';
import { VettingQueries } from '../experts/vetting/vetting.queries.js';

import {
  availabilityWords,
  comparison,
  partWords,
  schemeWords,
  sectionWords,
  stageWords,
  stateColours,
  stateWords,
} from './portal.words.js';
import { DoneQuery, VersionForm } from './profile.form.js';

const mostAgreements = 5;

const doneWords: Record<string, string> = {
  confirmed: 'Thank you. We have noted today that your profile is correct.',
  saved: 'Saved. It counts from now on.',
  proposed: 'Sent. The agency that keeps your record looks at it, and you see here what they decide.',
  withdrawn: 'Taken back.',
};

/** What an academic sees first: themselves, as the agencies hold them, and one button to say that it is right. */
@Pages()
@Controller('me')
export class MeWebController {
  constructor(
    private readonly queries: OwnProfileQueries,
    private readonly service: OwnProfileService,
    private readonly agreements: AgreementQueries,
    private readonly vetting: VettingQueries,
    private readonly publications: PublicationQueries,
    private readonly clock: Clock,
  ) {}

  @Permit('profile.own')
  @Get()
  show(@CurrentActor() actor: UserActor, @Query() { done }: DoneQuery): Promise<PageView> {
    return this.profile(actor, done);
  }

  /** "Yes, this is all still correct": of the version that was on the page. */
  @Permit('profile.own')
  @Post('confirmation')
  confirm(@CurrentActor() actor: UserActor, @Body() { version }: VersionForm): Promise<PageView | Redirect> {
    return this.act(actor, 'confirmed', () => this.service.change(actor, versionOf(version), { confirmed: true }));
  }

  /** Takes a proposal back. */
  @Permit('profile.own')
  @Post('changes/:id/withdrawal')
  withdraw(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() { version }: VersionForm,
  ): Promise<PageView | Redirect> {
    return this.act(actor, 'withdrawn', () => this.service.withdraw(actor, id, versionOf(version)));
  }

  private async act(actor: UserActor, done: string, perform: () => Promise<unknown>): Promise<PageView | Redirect> {
    try {
      await perform();
      return new Redirect(`/me?done=${done}`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.profile(actor, undefined, error);
    }
  }

  private async profile(actor: UserActor, done?: string, error?: DomainError): Promise<PageView> {
    const expertId = expertOf(actor);
    const [profile, agreements, vetting, publications] = await Promise.all([
      this.queries.show(actor),
      this.agreements.list(actor, { limit: mostAgreements }),
      this.vetting.of(actor, expertId),
      this.publications.claimedOf(actor, expertId, 0),
    ]);
    const model = {
      title: 'My profile',
      marking: highestMarking(agreements.items.map(({ marking }) => marking)),
      profile,
      agreements: agreements.items,
      moreAgreements: agreements.nextCursor !== null,
      vetting: vetting.items,
      publications,
      today: this.clock.today(),
      posts: profile.affiliations.filter(({ current }) => current),
      missing: profile.completeness.missing.map((part) => ({ text: partWords[part], section: sectionOfPart[part] })),
      changes: profile.changes.map((change) => ({ ...change, values: comparison(change) })),
      country: profile.country && countryName(profile.country),
      words: {
        availability: availabilityWords,
        careerStage: careerStageWords,
        level: levelWords,
        stage: stageWords,
        scheme: schemeWords,
        section: sectionWords,
        state: stateWords,
      },
      colours: { state: stateColours, agreement: statusColours },
      done: doneWords[done ?? ''],
      errors: error ? [{ text: error.detail }] : [],
    };
    const status = statusOnThePage(error) ?? 200;
    const vettings = vetting.items.map(({ id }) => ({ id, marking: 'OFFICIAL' as const }));
    const shown = { expert: [profile], agreement: agreements.items, vetting: vettings };
    return page('portal/me', model, { status, shown });
  }
}
