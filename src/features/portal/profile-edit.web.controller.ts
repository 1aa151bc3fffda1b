import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { OwnProfileQueries } from '../experts/profile/own-profile.queries.js';
import { OwnProfileService } from '../experts/profile/own-profile.service.js';
import { profileSections } from '../experts/profile/profile.rules.js';

import {
  AboutForm,
  aboutOf,
  AvailabilityForm,
  availabilityOf,
  EmailForm,
  emailOf,
  NameForm,
  nameOf,
} from './profile.form.js';
import { sectionPage, type PlainSection } from './section.pages.js';
import { oneself } from './whose.js';

/** The profile section by section. What others rely on becomes a proposal; the rest counts at once. */
@Pages()
@Controller('me/edit')
export class ProfileEditWebController {
  constructor(
    private readonly queries: OwnProfileQueries,
    private readonly service: OwnProfileService,
  ) {}

  /** The form of a section. Terms and posts have forms of another kind, and their own controllers. */
  @Permit('profile.own')
  @Get(':section')
  async show(@CurrentActor() actor: UserActor, @Param('section') section: string): Promise<PageView> {
    const known = profileSections.find((one) => one === section);
    if (known === undefined || known === 'expertise' || known === 'affiliations') throw notFound('page');
    return this.form(actor, known);
  }

  @Permit('profile.own')
  @Post('about')
  saveAbout(@CurrentActor() actor: UserActor, @Body() form: AboutForm): Promise<PageView | Redirect> {
    return this.keep(actor, 'about', form, () => this.service.change(actor, versionOf(form.version), aboutOf(form)));
  }

  @Permit('profile.own')
  @Post('availability')
  saveAvailability(@CurrentActor() actor: UserActor, @Body() form: AvailabilityForm): Promise<PageView | Redirect> {
    return this.keep(actor, 'availability', form, () =>
      this.service.change(actor, versionOf(form.version), availabilityOf(form)),
    );
  }

  @Permit('profile.own')
  @Post('name')
  proposeName(@CurrentActor() actor: UserActor, @Body() form: NameForm): Promise<PageView | Redirect> {
    return this.keep(actor, 'name', form, () => this.service.propose(actor, nameOf(form)), 'proposed');
  }

  @Permit('profile.own')
  @Post('email')
  proposeEmail(@CurrentActor() actor: UserActor, @Body() form: EmailForm): Promise<PageView | Redirect> {
    return this.keep(actor, 'email', form, () => this.service.propose(actor, emailOf(form)), 'proposed');
  }

  private async keep(
    actor: UserActor,
    section: PlainSection,
    typed: object,
    save: () => Promise<unknown>,
    done = 'saved',
  ): Promise<PageView | Redirect> {
    try {
      await save();
      return new Redirect(`/me?done=${done}`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.form(actor, section, { typed, error });
    }
  }

  private async form(
    actor: UserActor,
    section: PlainSection,
    shown: { typed?: object; error?: DomainError } = {},
  ): Promise<PageView> {
    return sectionPage(section, await this.queries.show(actor), oneself, shown);
  }
}
