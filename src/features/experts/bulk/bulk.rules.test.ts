import { whyNotHandedOver, type OwnRelationship } from './bulk.rules.js';

const mine: OwnRelationship = { ownerUserId: 'me', deputyUserId: null, createdByUserId: 'clerk', sharing: 'agency' };

describe('whyNotHandedOver', () => {
  it.each<[string, OwnRelationship | undefined, string, string | null]>([
    ['none', undefined, 'her', 'no_relationship'],
    ['mine', mine, 'her', null],
    ['nobody’s', { ...mine, ownerUserId: null }, 'her', null],
    ['hers already', { ...mine, ownerUserId: 'her' }, 'her', 'owned_already'],
    ['for named people, of whom I would be none', { ...mine, sharing: 'named' }, 'her', 'would_hide'],
    ['for named people, whose deputy I am', { ...mine, sharing: 'named', deputyUserId: 'me' }, 'her', null],
    ['for named people, that I entered', { ...mine, sharing: 'named', createdByUserId: 'me' }, 'her', null],
    ['for named people, to myself', { ...mine, ownerUserId: 'her', sharing: 'named' }, 'me', null],
  ])('a relationship that is %s', (_what, relationship, to, expected) => {
    expect(whyNotHandedOver(relationship, to, 'me')).toBe(expected);
  });
});
