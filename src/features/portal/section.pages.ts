import type { DomainError } from '../../kernel/domain-error.js';
import { countries } from '../../platform/pages/countries.js';
import { errorsOf, statusOnThePage } from '../../platform/pages/forms.js';
import { page, type PageView } from '../../platform/pages/page.js';
import { availabilities, careerStages } from '../experts/expert.rules.js';
import { careerStageWords } from '../experts/expert.words.js';
import type { OwnChangeView, OwnProfileView } from '../experts/profile/own-profile.dto.js';
import type { ProfileSection } from '../experts/profile/profile.rules.js';
import { availabilityWords } from './portal.words.js';
import { aboutFields, availabilityFields } from './profile.form.js';
import type { Whose } from './whose.js';

/** By name, the United Kingdom first: most are there. */
const countryChoices = [
  { value: '', text: 'Not said' },
  ...[...countries]
    .sort((one, other) => Number(other.id === 'GB') - Number(one.id === 'GB'))
    .map(({ id, name }) => ({ value: id, text: name })),
];

type Field = string | readonly [pointer: string, id: string];

/** The sections with fields of their own each. Terms and posts are lists. */
export type PlainSection = Exclude<ProfileSection, 'expertise' | 'affiliations'>;

const titles: Record<PlainSection, (name: string | null) => string> = {
  about: (name) => `About ${name ?? 'you'}`,
  availability: (name) => (name === null ? 'Availability and how to reach you' : `Availability of ${name}`),
  name: () => 'Your name',
  email: () => 'Your e-mail address',
};

/** The fields of each form in the order of the page, for the error summary. */
const fieldsOf: Record<PlainSection, readonly Field[]> = {
  about: ['knownAs', 'biography', 'interests', 'languages', 'country', 'careerStage', 'website', 'phone'],
  availability: ['availability', ['/availableUntil', 'until-day'], 'contactPreferences'],
  name: [
    ['/name/title', 'title'],
    ['/name/givenName', 'givenName'],
    ['/name/familyName', 'familyName'],
  ],
  email: ['email'],
};

const valuesOf: Record<PlainSection, (profile: OwnProfileView) => object> = {
  about: aboutFields,
  availability: availabilityFields,
  name: ({ title, givenName, familyName }) => ({ title: title ?? '', givenName, familyName }),
  email: ({ email }) => ({ email: email ?? '' }),
};

interface Shown {
  readonly typed?: object;
  readonly error?: DomainError;
}

/** A profile as far as the form of one section needs it: a delegate's holds no more than that section. */
export type SectionProfile = Pick<OwnProfileView, 'id' | 'version' | 'marking'> & {
  changes?: readonly OwnChangeView[];
};

/** The form of a section, for the person themselves and for whoever edits for them. */
export function sectionPage(
  section: PlainSection,
  profile: SectionProfile,
  whose: Whose,
  { typed, error }: Shown,
): PageView {
  const model = {
    title: titles[section](whose.name),
    whose,
    profile,
    typed: typed ?? valuesOf[section](profile as OwnProfileView),
    waiting: profile.changes?.find((change) => change.section === section && change.state === 'proposed'),
    errors: error ? errorsOf(error, fieldsOf[section]) : [],
    ...{ availabilities, careerStages, countries: countryChoices },
    words: { availability: availabilityWords, careerStage: careerStageWords },
  };
  const status = statusOnThePage(error) ?? 200;
  return page(`portal/edit-${section}`, model, { status, shown: { expert: [profile] } });
}
