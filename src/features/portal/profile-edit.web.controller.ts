import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { errorsOf, statusOnThePage } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { availabilities, careerStages } from '../experts/expert.rules.js';
import type { OwnProfileView } from '../experts/profile/own-profile.dto.js';
import { OwnProfileQueries } from '../experts/profile/own-profile.queries.js';
import { OwnProfileService } from '../experts/profile/own-profile.service.js';
import { profileSections, type ProfileSection } from '../experts/profile/profile.rules.js';
import { countries } from './countries.js';
import { versionOf } from './portal.form.js';
import { availabilityWords, careerStageWords } from './portal.words.js';
import {
  aboutFields,
  AboutForm,
  aboutOf,
  availabilityFields,
  AvailabilityForm,
  availabilityOf,
  EmailForm,
  emailOf,
  NameForm,
  nameOf,
} from './profile.form.js';

type Field = string | readonly [pointer: string, id: string];
type Plain = Exclude<ProfileSection, 'expertise' | 'affiliations'>;

const titles: Record<Plain, string> = {
  about: 'About you',
  availability: 'Availability and how to reach you',
  name: 'Your name',
  email: 'Your e-mail address',
};

/** The fields of each form in the order of the page, for the error summary. */
const fieldsOf: Record<Plain, readonly Field[]> = {
  about: ['knownAs', 'biography', 'interests', 'languages', 'country', 'careerStage', 'website', 'phone'],
  availability: ['availability', ['/availableUntil', 'until-day'], 'contactPreferences'],
  name: [
    ['/name/title', 'title'],
    ['/name/givenName', 'givenName'],
    ['/name/familyName', 'familyName'],
  ],
  email: ['email'],
};

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
    if (known === undefined || !(known in titles)) throw notFound('page');
    return this.form(actor, known as Plain);
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
    section: Plain,
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
    section: Plain,
    { typed, error }: { typed?: object; error?: DomainError } = {},
  ): Promise<PageView> {
    const profile = await this.queries.show(actor);
    const model = {
      title: titles[section],
      profile,
      section,
      typed: typed ?? valuesOf[section](profile),
      waiting: profile.changes.find((change) => change.section === section && change.state === 'proposed'),
      errors: error ? errorsOf(error, fieldsOf[section]) : [],
      ...{ availabilities, careerStages, countries },
      words: { availability: availabilityWords, careerStage: careerStageWords },
    };
    const status = statusOnThePage(error) ?? 200;
    return page(`portal/edit-${section}`, model, { status, shown: { expert: [profile] } });
  }
}

const valuesOf: Record<Plain, (profile: OwnProfileView) => object> = {
  about: aboutFields,
  availability: availabilityFields,
  name: ({ title, givenName, familyName }) => ({ title: title ?? '', givenName, familyName }),
  email: ({ email }) => ({ email: email ?? '' }),
};
