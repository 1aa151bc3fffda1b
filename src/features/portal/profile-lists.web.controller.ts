import { Body, Controller, Get, Post } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { errorsOf, statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { OwnProfileQueries } from '../experts/profile/own-profile.queries.js';
import { OwnProfileService } from '../experts/profile/own-profile.service.js';
import { expertisePage } from './expertise.page.js';

import { ExpertiseForm, expertiseOf, PostForm, postOf } from './profile.form.js';
import { oneself } from './whose.js';

/** What somebody knows and where they work: lists, of which each line has fields of its own. */
@Pages()
@Controller('me/edit')
export class ProfileListsWebController {
  constructor(
    private readonly queries: OwnProfileQueries,
    private readonly service: OwnProfileService,
  ) {}

  @Permit('profile.own')
  @Get('expertise')
  showExpertise(@CurrentActor() actor: UserActor): Promise<PageView> {
    return this.expertise(actor);
  }

  /** Keeps, takes away and adds terms; all that stands is confirmed by being sent. */
  @Permit('profile.own')
  @Post('expertise')
  async saveExpertise(@CurrentActor() actor: UserActor, @Body() form: ExpertiseForm): Promise<PageView | Redirect> {
    try {
      await this.service.replaceExpertise(actor, versionOf(form.version), expertiseOf(form));
      return new Redirect('/me?done=saved');
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.expertise(actor, form, error);
    }
  }

  @Permit('profile.own')
  @Get('affiliations')
  showPosts(@CurrentActor() actor: UserActor): Promise<PageView> {
    return this.posts(actor);
  }

  /** Proposes a new post, or what changed of one that is held. */
  @Permit('profile.own')
  @Post('affiliations')
  async proposePost(@CurrentActor() actor: UserActor, @Body() form: PostForm): Promise<PageView | Redirect> {
    try {
      await this.service.propose(actor, postOf(form));
      return new Redirect('/me?done=proposed');
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.posts(actor, form, error);
    }
  }

  private async expertise(actor: UserActor, typed?: ExpertiseForm, error?: DomainError): Promise<PageView> {
    const [profile, terms] = await Promise.all([this.queries.show(actor), this.queries.terms(actor)]);
    return expertisePage(profile, terms, oneself, { typed, error });
  }

  private async posts(actor: UserActor, typed?: PostForm, error?: DomainError): Promise<PageView> {
    const [profile, employers] = await Promise.all([this.queries.show(actor), this.queries.employers(actor)]);
    const posts = profile.affiliations.filter(({ current }) => current);
    const changing = typed?.affiliationId;
    const add = (field: string): [string, string] => [`/post/${field}`, `add-${field}`];
    const change = (field: string, id = field): [string, string] => [`/postChange/${field}`, `${changing}-${id}`];
    const fields =
      changing === undefined
        ? [add('organisation'), add('department'), add('role'), ['/post/startedOn', 'add-started-day'] as const]
        : [change('department'), change('role'), change('endedOn', 'ended-day')];
    const replaces = ['/post/replacesAffiliationId', 'add-replaces'] as const;
    const model = {
      title: 'Where you work',
      profile,
      posts,
      employers,
      typed: typed ?? {},
      changing,
      errors: error ? errorsOf(error, changing === undefined ? [...fields, replaces] : fields) : [],
    };
    const status = statusOnThePage(error) ?? 200;
    return page('portal/edit-affiliations', model, { status, shown: { expert: [profile] } });
  }
}
