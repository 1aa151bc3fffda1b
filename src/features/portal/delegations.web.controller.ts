import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { delegableSections, type DelegableSection } from '../experts/delegates/delegate.rules.js';
import { DelegationQueries } from '../experts/delegates/delegations.queries.js';
import { DelegationsService } from '../experts/delegates/delegations.service.js';
import { OwnProfileQueries } from '../experts/profile/own-profile.queries.js';
import { expertisePage } from './expertise.page.js';

import {
  AboutForm,
  aboutOf,
  AvailabilityForm,
  availabilityOf,
  DoneQuery,
  ExpertiseForm,
  expertiseOf,
} from './profile.form.js';
import { sectionPage } from './section.pages.js';
import { forSomebody } from './whose.js';

interface Shown {
  readonly typed?: object;
  readonly error?: DomainError;
}

const linkWords: Record<DelegableSection, string> = {
  about: 'Change what is said about them',
  availability: 'Change their availability and how to reach them',
  expertise: 'Change what they know',
};

/** What delegates see: the people who named them, and the forms of the sections that are theirs to edit. */
@Pages()
@Controller('delegations')
export class DelegationsWebController {
  constructor(
    private readonly queries: DelegationQueries,
    private readonly service: DelegationsService,
    private readonly profiles: OwnProfileQueries,
  ) {}

  @Permit('profile.delegated')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() { done }: DoneQuery): Promise<PageView> {
    const { items } = await this.queries.list(actor);
    const model = {
      title: 'Profiles that you may edit',
      items: items.map((item) => ({
        ...item,
        forms: item.sections.map((section) => ({
          href: `/delegations/${item.id}/edit/${section}`,
          text: linkWords[section],
        })),
      })),
      done: done === 'saved' ? 'Saved. It counts from now on.' : undefined,
    };
    return page('portal/delegations', model, { shown: { expert: items } });
  }

  @Permit('profile.delegated')
  @Get(':expertId/edit/:section')
  show(
    @CurrentActor() actor: UserActor,
    @Param('expertId', IdPipe) expertId: string,
    @Param('section') section: string,
  ): Promise<PageView> {
    const known = delegableSections.find((one) => one === section);
    if (known === undefined) throw notFound('page');
    return this.form(actor, expertId, known);
  }

  @Permit('profile.delegated')
  @Post(':expertId/edit/about')
  saveAbout(
    @CurrentActor() actor: UserActor,
    @Param('expertId', IdPipe) expertId: string,
    @Body() form: AboutForm,
  ): Promise<PageView | Redirect> {
    return this.keep(actor, expertId, 'about', form, () =>
      this.service.change(actor, expertId, versionOf(form.version), aboutOf(form)),
    );
  }

  @Permit('profile.delegated')
  @Post(':expertId/edit/availability')
  saveAvailability(
    @CurrentActor() actor: UserActor,
    @Param('expertId', IdPipe) expertId: string,
    @Body() form: AvailabilityForm,
  ): Promise<PageView | Redirect> {
    return this.keep(actor, expertId, 'availability', form, () =>
      this.service.change(actor, expertId, versionOf(form.version), availabilityOf(form)),
    );
  }

  @Permit('profile.delegated')
  @Post(':expertId/edit/expertise')
  saveExpertise(
    @CurrentActor() actor: UserActor,
    @Param('expertId', IdPipe) expertId: string,
    @Body() form: ExpertiseForm,
  ): Promise<PageView | Redirect> {
    return this.keep(actor, expertId, 'expertise', form, () =>
      this.service.replaceExpertise(actor, expertId, versionOf(form.version), expertiseOf(form)),
    );
  }

  private async keep(
    actor: UserActor,
    expertId: string,
    section: DelegableSection,
    typed: object,
    save: () => Promise<unknown>,
  ): Promise<PageView | Redirect> {
    // Before anything is said of what was typed: a section that is not theirs is not there.
    await this.queries.show(actor, expertId, section);
    try {
      await save();
      return new Redirect('/delegations?done=saved');
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.form(actor, expertId, section, { typed, error });
    }
  }

  private async form(
    actor: UserActor,
    expertId: string,
    section: DelegableSection,
    { typed, error }: Shown = {},
  ): Promise<PageView> {
    const profile = await this.queries.show(actor, expertId, section);
    const whose = forSomebody(profile);
    if (section !== 'expertise') return sectionPage(section, profile, whose, { typed, error });
    const { expertise = [] } = profile;
    const terms = await this.profiles.terms(actor);
    return expertisePage({ ...profile, expertise }, terms, whose, { typed: typed as ExpertiseForm, error });
  }
}
