import fc from 'fast-check';
import { normaliseRor, rorUrl } from './ror.rules.js';

// Universities of the registry; City, University of London is inactive and its id stays valid.
const ids = ['04mwwnx67', '015m2p889', '0009t4v78', '05j0ve876', '04489at23', '047ybhc09', '010jbqd54', '02jx3x895'];

describe('normaliseRor', () => {
  it.each(ids)('accepts %s', (id) => {
    expect(normaliseRor(id)).toBe(id);
    expect(normaliseRor(rorUrl(id))).toBe(id);
  });

  it.each([
    ['https://ror.org/015m2p889'],
    ['http://ror.org/015m2p889'],
    ['https://www.ror.org/015m2p889'],
    ['https://ror.org/015m2p889/'],
    ['ror.org/015m2p889'],
    ['015M2P889'],
    ['HTTPS://ROR.ORG/015M2P889'],
    ['  015m2p889\n'],
  ])('reads %j', (text) => {
    expect(normaliseRor(text)).toBe('015m2p889');
  });

  it.each([
    ['nothing', ''],
    ['wrong check digits', '015m2p888'],
    ['two characters exchanged', '051m2p889'],
    ['another first character', '115m2p889'],
    ['another first character with its own check digits', '115m2p887'],
    ['the letter i, which Crockford base32 leaves out', '0i5m2p889'],
    ['the letter l', '0l5m2p889'],
    ['the letter o', '0o5m2p889'],
    ['the letter u', '0u5m2p889'],
    ['too short', '015m2p88'],
    ['too long', '015m2p8890'],
    ['letters as check digits', '015m2p8x9'],
    ['another site', 'https://example.org/015m2p889'],
    ['a site that only ends alike', 'https://notror.org/015m2p889'],
    ['another scheme', 'ftp://ror.org/015m2p889'],
    ['an address before the address', 'https://ror.org/https://ror.org/015m2p889'],
    ['a query', 'https://ror.org/015m2p889?x=1'],
    ['a space inside', '015m2 p889'],
    ['an ORCID iD', '0000-0002-1825-0097'],
  ])('refuses %s', (_what, text) => {
    expect(normaliseRor(text)).toBeNull();
  });

  it('gives the address', () => {
    expect(rorUrl('015m2p889')).toBe('https://ror.org/015m2p889');
  });

  it('finds every single wrong character', () => {
    const alphabet = fc.constantFrom(...'0123456789abcdefghjkmnpqrstvwxyz');
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.integer({ min: 1, max: 8 }), alphabet, (id, at, letter) => {
        fc.pre(id[at] !== letter);
        expect(normaliseRor(id.slice(0, at) + letter + id.slice(at + 1))).toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });

  it('answers null or an id that stays the same', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const id = normaliseRor(text);
        if (id !== null) expect(normaliseRor(id)).toBe(id);
      }),
    );
  });
});
