import { completenessOf, maskedEmail, profileParts, sectionOfPart, type ProfileFacts } from './profile.rules.js';

const complete: ProfileFacts = {
  email: 'ada@university.example',
  biography: 'Studies things.',
  interests: 'Other things.',
  languages: ['English'],
  country: 'GB',
  careerStage: 'mid',
  availability: 'available',
  affiliations: [{ current: true }],
  expertise: [{ source: 'self' }],
};
const empty: ProfileFacts = {
  email: null,
  biography: null,
  interests: null,
  languages: [],
  country: null,
  careerStage: null,
  availability: 'unknown',
  affiliations: [],
  expertise: [],
};

it('is whole when nothing is missing, and nothing when everything is', () => {
  expect(completenessOf(complete)).toEqual({ percent: 100, missing: [] });
  expect(completenessOf(empty)).toEqual({ percent: 0, missing: [...profileParts] });
});

it.each<[string, Partial<ProfileFacts>, string]>([
  ['no e-mail address', { email: null }, 'email'],
  ['a former post only', { affiliations: [{ current: false }] }, 'affiliation'],
  ['suggested terms only', { expertise: [{ source: 'suggested' }] }, 'expertise'],
  ['an unknown availability', { availability: 'unknown' }, 'availability'],
  ['a blank biography', { biography: '  \n' }, 'biography'],
  ['no languages', { languages: [] }, 'languages'],
])('%s is missed, and costs a ninth', (_what, given, part) => {
  expect(completenessOf({ ...complete, ...given })).toEqual({ percent: 88, missing: [part] });
});

it('every part is filled in a form', () => {
  expect(Object.keys(sectionOfPart).sort()).toEqual([...profileParts].sort());
});

it.each([
  ['ada.invented@university.example', 'a•••@university.example'],
  ['a@b.example', 'a•••@b.example'],
  ['"odd@name"@b.example', '"•••@b.example'],
  ['nothing', '•••'],
  ['@b.example', '•••'],
  [null, null],
])('of the address %s people see %s', (email, masked) => {
  expect(maskedEmail(email)).toBe(masked);
});
