import fc from 'fast-check';
import {
  audiences,
  highestMarking,
  isWiderThan,
  markings,
  problemsOfSharing,
  sharingReaches,
  sharings,
  type Audience,
  type Marking,
  type Sharing,
} from './marking.js';

describe('highestMarking', () => {
  it.each<[Marking[], Marking]>([
    [[], 'OFFICIAL'],
    [['OFFICIAL'], 'OFFICIAL'],
    [['OFFICIAL', 'OFFICIAL'], 'OFFICIAL'],
    [['OFFICIAL-SENSITIVE'], 'OFFICIAL-SENSITIVE'],
    [['OFFICIAL', 'OFFICIAL-SENSITIVE', 'OFFICIAL'], 'OFFICIAL-SENSITIVE'],
  ])('of %p is %s', (list, expected) => {
    expect(highestMarking(list)).toBe(expected);
    expect(highestMarking(new Set(list))).toBe(expected);
  });

  it('does not depend on order and never falls when something is added', () => {
    const list = fc.array(fc.constantFrom(...markings));
    fc.assert(
      fc.property(list, fc.constantFrom(...markings), (before, added) => {
        expect(highestMarking([...before].reverse())).toBe(highestMarking(before));
        const after = highestMarking([...before, added]);
        expect(markings.indexOf(after)).toBeGreaterThanOrEqual(markings.indexOf(highestMarking(before)));
      }),
    );
  });
});

describe('sharing', () => {
  it('widens in the stated order', () => {
    expect(sharings).toEqual(['named', 'agency', 'uk_law_enforcement', 'uk_government', 'all_partners']);
    for (const [index, sharing] of sharings.entries()) {
      for (const [otherIndex, other] of sharings.entries())
        expect(isWiderThan(sharing, other)).toBe(index > otherIndex);
    }
  });

  it.each<[Sharing, Audience[]]>([
    ['named', []],
    ['agency', []],
    ['uk_law_enforcement', ['uk_law_enforcement']],
    ['uk_government', ['uk_law_enforcement', 'uk_government']],
    ['all_partners', ['uk_law_enforcement', 'uk_government', 'overseas']],
  ])('%s reaches %p and no other audience', (sharing, reached) => {
    expect(audiences.filter((audience) => sharingReaches(sharing, audience))).toEqual(reached);
  });

  it('never reaches fewer when it is wider', () => {
    const anySharing = fc.constantFrom(...sharings);
    fc.assert(
      fc.property(anySharing, anySharing, fc.constantFrom(...audiences), (one, other, audience) => {
        if (isWiderThan(one, other) && sharingReaches(other, audience))
          expect(sharingReaches(one, audience)).toBe(true);
      }),
    );
  });
});

describe('problemsOfSharing', () => {
  it.each(sharings)('lets OFFICIAL be shared with %s', (sharing) => {
    expect(problemsOfSharing({ marking: 'OFFICIAL', sharing })).toEqual([]);
  });

  it.each(sharings)('lets OFFICIAL-SENSITIVE be shared with named people only, not %s', (sharing) => {
    const detail = 'What is marked OFFICIAL-SENSITIVE is shared with named people only. Set sharing to "named".';
    expect(problemsOfSharing({ marking: 'OFFICIAL-SENSITIVE', sharing })).toEqual(
      sharing === 'named' ? [] : [{ pointer: '/sharing', detail }],
    );
  });
});
