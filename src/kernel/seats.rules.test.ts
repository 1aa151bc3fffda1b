import { seatsAfter } from './seats.rules.js';

const [leaver, taker, third] = ['leaver', 'taker', 'third'];

describe('a seat that is handed over', () => {
  it.each([
    ['the owner’s', 'owner', leaver, third, { ownerUserId: taker }],
    ['the owner’s, to the deputy', 'owner', leaver, taker, { ownerUserId: taker, deputyUserId: null }],
    ['both of one person', 'owner', leaver, leaver, { ownerUserId: taker, deputyUserId: null }],
    ['the owner’s, without a deputy', 'owner', leaver, null, { ownerUserId: taker }],
    ['the deputy’s', 'deputy', third, leaver, { deputyUserId: taker }],
    ['the deputy’s, to the owner', 'deputy', taker, leaver, { deputyUserId: null }],
    ['the deputy’s, without an owner', 'deputy', null, leaver, { deputyUserId: taker }],
  ] as const)('%s', (_what, seat, ownerUserId, deputyUserId, expected) => {
    expect(seatsAfter({ ownerUserId, deputyUserId }, seat, leaver, taker)).toEqual(expected);
  });
});
