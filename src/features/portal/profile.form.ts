import { Optional, Typed, TypedList } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import { audienceFields, type AudienceField } from '../experts/expert.rules.js';
import {
  ChangeOwnProfileDto,
  ProposeChangeDto,
  ReplaceOwnExpertiseDto,
  RightsStepDto,
  type OwnProfileView,
} from '../experts/profile/own-profile.dto.js';
import { dateFields, dateOf, orNull, refuse } from './portal.form.js';

/** What was just done. */
export class DoneQuery {
  @Optional()
  @Typed()
  done?: string;
}

export class VersionForm {
  /** The version that the page showed. */
  @Typed()
  version: string;
}

export class AboutForm extends VersionForm {
  @Typed()
  knownAs: string;

  @Typed()
  biography: string;

  @Typed()
  interests: string;

  /** Several, with commas between them. */
  @Typed()
  languages: string;

  @Typed()
  country: string;

  @Typed()
  careerStage: string;

  @Typed()
  website: string;

  @Typed()
  phone: string;
}

export class AvailabilityForm extends VersionForm {
  @Typed()
  availability: string;

  @Typed()
  'until-day': string;

  @Typed()
  'until-month': string;

  @Typed()
  'until-year': string;

  @Typed()
  contactPreferences: string;
}

/** A row for each term: the term and its level, or "away". */
export class ExpertiseForm extends VersionForm {
  @Optional()
  @TypedList(60)
  term?: string[];

  @Optional()
  @TypedList(60)
  level?: string[];
}

export class NameForm {
  @Typed()
  title: string;

  @Typed()
  givenName: string;

  @Typed()
  familyName: string;
}

export class EmailForm {
  @Typed()
  email: string;
}

/** A new post, or what changed of one that is held. */
export class PostForm {
  @Optional()
  @Typed()
  affiliationId?: string;

  @Optional()
  @Typed()
  organisation?: string;

  @Typed()
  department: string;

  @Typed()
  role: string;

  @Optional()
  @Typed()
  replaces?: string;

  @Optional()
  @Typed()
  'started-day'?: string;

  @Optional()
  @Typed()
  'started-month'?: string;

  @Optional()
  @Typed()
  'started-year'?: string;

  @Optional()
  @Typed()
  'ended-day'?: string;

  @Optional()
  @Typed()
  'ended-month'?: string;

  @Optional()
  @Typed()
  'ended-year'?: string;
}

export class AudienceForm extends VersionForm {
  @Typed()
  email: string;

  @Typed()
  phone: string;

  @Typed()
  orcid: string;

  @Typed()
  biography: string;

  @Typed()
  interests: string;

  @Typed()
  languages: string;

  @Typed()
  country: string;

  @Typed()
  website: string;

  @Typed()
  availability: string;

  @Typed()
  careerStage: string;

  @Typed()
  contactPreferences: string;
}

export class RightsForm extends VersionForm {
  @Typed()
  step: string;

  @Optional()
  @Typed()
  text?: string;
}

export function aboutOf(form: AboutForm): ChangeOwnProfileDto {
  return validate(ChangeOwnProfileDto, {
    knownAs: orNull(form.knownAs),
    biography: orNull(form.biography),
    interests: orNull(form.interests),
    languages: form.languages
      .split(/[,;\n]/)
      .map((one) => one.trim())
      .filter((one) => one !== ''),
    country: orNull(form.country),
    careerStage: orNull(form.careerStage),
    website: orNull(form.website),
    phone: orNull(form.phone),
  });
}

export function aboutFields(profile: OwnProfileView): Record<string, string> {
  const { knownAs, biography, interests, country, careerStage, website, phone } = profile;
  const facts = { knownAs, biography, interests, country, careerStage, website, phone };
  const blanked = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, value ?? '']));
  return { ...blanked, languages: profile.languages.join(', ') };
}

export function availabilityOf(form: AvailabilityForm): ChangeOwnProfileDto {
  const { date: availableUntil, problems } = dateOf(form, 'until', '/availableUntil');
  refuse(problems);
  const { availability } = form;
  return validate(ChangeOwnProfileDto, {
    ...{ availability, availableUntil },
    contactPreferences: orNull(form.contactPreferences),
  });
}

export function availabilityFields(profile: OwnProfileView): Record<string, string> {
  const { availability, availableUntil, contactPreferences } = profile;
  return { availability, ...dateFields('until', availableUntil), contactPreferences: contactPreferences ?? '' };
}

/** A row of the form of terms. */
export interface TermRow {
  readonly term: string;
  readonly level: string;
}

export function termRows({ term = [], level = [] }: ExpertiseForm): TermRow[] {
  return term.map((one, index) => ({ term: one, level: level[index] ?? '' }));
}

/** Rows without a term were not filled; rows that are "away" are to go. */
export function expertiseOf(form: ExpertiseForm): ReplaceOwnExpertiseDto {
  const kept = termRows(form).filter(({ term, level }) => term !== '' && level !== 'away');
  return validate(ReplaceOwnExpertiseDto, {
    expertise: kept.map(({ term, level }) => {
      const [scheme, ...code] = term.split(':');
      return { scheme, code: code.join(':'), level };
    }),
  });
}

export function nameOf({ title, givenName, familyName }: NameForm): ProposeChangeDto {
  return validate(ProposeChangeDto, { name: { title: orNull(title), givenName, familyName } });
}

export function emailOf({ email }: EmailForm): ProposeChangeDto {
  return validate(ProposeChangeDto, { email });
}

export function postOf(form: PostForm): ProposeChangeDto {
  const { affiliationId, organisation = '', replaces } = form;
  const facts = { department: orNull(form.department), role: orNull(form.role) };
  if (affiliationId !== undefined) {
    const { date: endedOn, problems } = dateOf(form, 'ended', '/postChange/endedOn');
    refuse(problems);
    return validate(ProposeChangeDto, { postChange: { affiliationId, ...facts, endedOn } });
  }
  const { date: startedOn, problems } = dateOf(form, 'started', '/post/startedOn');
  refuse(problems);
  return validate(ProposeChangeDto, {
    post: { organisation, ...facts, startedOn, replacesAffiliationId: orNull(replaces) },
  });
}

export function audienceOf({ version: _version, ...fieldAudience }: AudienceForm): ChangeOwnProfileDto {
  return validate(ChangeOwnProfileDto, { fieldAudience });
}

export function audienceValues({ fieldAudience }: OwnProfileView): Record<AudienceField, string> {
  return Object.fromEntries(audienceFields.map((field) => [field, fieldAudience[field] ?? 'agency'])) as Record<
    AudienceField,
    string
  >;
}

export function rightsOf({ step, text }: RightsForm): RightsStepDto {
  return validate(RightsStepDto, { step, text: orNull(text) });
}
