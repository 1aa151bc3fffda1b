import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { errorsOf, statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { audienceFields, fieldAudiences } from '../experts/expert.rules.js';
import type { RightsStep } from '../experts/profile/own-profile.dto.js';
import { OwnProfileQueries } from '../experts/profile/own-profile.queries.js';
import { OwnProfileService } from '../experts/profile/own-profile.service.js';

import { audienceWords, fieldWords } from './portal.words.js';
import { AudienceForm, audienceOf, audienceValues, DoneQuery, RightsForm, rightsOf } from './profile.form.js';

const doneWords: Record<RightsStep, string> = {
  object:
    'Your objection is recorded. From now on your record is not shared with other agencies and nobody is to write to you.',
  restrict: 'The restriction is recorded. From now on your record is kept and used for nothing else.',
  withdraw_objection: 'Your objection is withdrawn.',
  withdraw_restriction: 'The restriction is withdrawn.',
};

const lawfulBasisWords: Record<string, string> = {
  public_task: 'We hold it because it is needed for a task in the public interest: public task.',
  consent: 'We hold it because you consented. You can withdraw your consent at any time.',
  legal_obligation: 'We hold it because the law requires it.',
};

/** What people decide about their record: who reads which field, and whether it is held and used at all. */
@Pages()
@Controller('me')
export class MeChoicesWebController {
  constructor(
    private readonly queries: OwnProfileQueries,
    private readonly service: OwnProfileService,
  ) {}

  @Permit('profile.own')
  @Get('audience')
  showAudience(@CurrentActor() actor: UserActor): Promise<PageView> {
    return this.audience(actor);
  }

  @Permit('profile.own')
  @Post('audience')
  async saveAudience(@CurrentActor() actor: UserActor, @Body() form: AudienceForm): Promise<PageView | Redirect> {
    try {
      await this.service.change(actor, versionOf(form.version), audienceOf(form));
      return new Redirect('/me?done=saved');
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.audience(actor, form, error);
    }
  }

  @Permit('profile.own')
  @Get('privacy')
  showPrivacy(@CurrentActor() actor: UserActor, @Query() { done }: DoneQuery): Promise<PageView> {
    return this.privacy(actor, { done });
  }

  /** Objects, restricts, or withdraws either. */
  @Permit('profile.own')
  @Post('privacy')
  async exerciseRight(@CurrentActor() actor: UserActor, @Body() form: RightsForm): Promise<PageView | Redirect> {
    try {
      const dto = rightsOf(form);
      await this.service.exerciseRight(actor, versionOf(form.version), dto);
      return new Redirect(`/me/privacy?done=${dto.step}`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.privacy(actor, { typed: form, error });
    }
  }

  private async audience(actor: UserActor, typed?: AudienceForm, error?: DomainError): Promise<PageView> {
    const profile = await this.queries.show(actor);
    const fields = audienceFields.map((field) => [`/fieldAudience/${field}`, field] as const);
    const model = {
      title: 'Who may read what',
      profile,
      fields: audienceFields.map((field) => ({ id: field, text: fieldWords[field] })),
      audiences: fieldAudiences,
      words: audienceWords,
      typed: typed ?? audienceValues(profile),
      errors: error ? errorsOf(error, fields) : [],
    };
    return page('portal/audience', model, {
      status: statusOnThePage(error) ?? 200,
      shown: { expert: [profile] },
    });
  }

  private async privacy(
    actor: UserActor,
    { done, typed, error }: { done?: string; typed?: RightsForm; error?: DomainError },
  ): Promise<PageView> {
    const profile = await this.queries.show(actor);
    const model = {
      title: 'Privacy: what we hold and why',
      profile,
      basis: lawfulBasisWords[profile.lawfulBasis],
      done: doneWords[done as RightsStep],
      typed: typed ?? {},
      errors: error ? errorsOf(error, [['/text', `${typed?.step}-text`]]) : [],
    };
    return page('portal/privacy', model, {
      status: statusOnThePage(error) ?? 200,
      shown: { expert: [profile] },
    });
  }
}
