import fc from 'fast-check';
import { normaliseOrcid, orcidUrl } from './orcid.rules.js';

// The first is ORCID's fictitious demonstration account; the others are examples of its documentation.
const ids = ['0000-0002-1825-0097', '0000-0001-5109-3700', '0000-0002-1694-233X'];

describe('normaliseOrcid', () => {
  it.each(ids)('accepts %s', (id) => {
    expect(normaliseOrcid(id)).toBe(id);
    expect(normaliseOrcid(orcidUrl(id))).toBe(id);
    expect(normaliseOrcid(id.replaceAll('-', ''))).toBe(id);
    expect(normaliseOrcid(id.toLowerCase())).toBe(id);
  });

  it.each([
    ['https://orcid.org/0000-0002-1694-233X'],
    ['http://orcid.org/0000-0002-1694-233X'],
    ['https://www.orcid.org/0000-0002-1694-233x/'],
    ['HTTPS://ORCID.ORG/0000-0002-1694-233X'],
    ['orcid.org/0000-0002-1694-233X'],
    ['000000021694233x'],
    ['https://orcid.org/000000021694233X'],
    ['\t0000-0002-1694-233X '],
  ])('reads %j', (text) => {
    expect(normaliseOrcid(text)).toBe('0000-0002-1694-233X');
  });

  it('accepts an iD that passes the check although it looks made up', () => {
    expect(normaliseOrcid('0000-0001-2345-6789')).toBe('0000-0001-2345-6789');
  });

  it.each([
    ['nothing', ''],
    ['a wrong check digit', '0000-0002-1825-0098'],
    ['X where a digit belongs', '0000-0002-1825-009X'],
    ['a digit where X belongs', '0000-0002-1694-2330'],
    ['X before the end', '0000-000X-1825-0097'],
    ['two digits exchanged', '0000-0002-1852-0097'],
    ['all noughts', '0000-0000-0000-0000'],
    ['too short', '0000-0002-1825-009'],
    ['too long', '0000-0002-1825-00977'],
    ['some of the hyphens', '0000-00021825-0097'],
    ['another site', 'https://example.org/0000-0002-1825-0097'],
    ['a site that only ends alike', 'https://notorcid.org/0000-0002-1825-0097'],
    ['the sandbox', 'https://sandbox.orcid.org/0000-0002-1825-0097'],
    ['an address before the address', 'https://orcid.org/orcid.org/0000-0002-1825-0097'],
    ['full-width digits', '００００-0002-1825-0097'],
    ['a ROR id', '015m2p889'],
  ])('refuses %s', (_what, text) => {
    expect(normaliseOrcid(text)).toBeNull();
  });

  it('gives the address', () => {
    expect(orcidUrl('0000-0002-1825-0097')).toBe('https://orcid.org/0000-0002-1825-0097');
  });

  it('finds every single wrong digit and every exchange of two neighbours', () => {
    const bare = ids.map((id) => id.replaceAll('-', ''));
    fc.assert(
      fc.property(fc.constantFrom(...bare), fc.nat({ max: 14 }), fc.nat({ max: 9 }), (id, at, digit) => {
        if (id[at] !== String(digit)) expect(normaliseOrcid(id.slice(0, at) + digit + id.slice(at + 1))).toBeNull();
        const exchanged = id.slice(0, at) + id[at + 1] + id[at] + id.slice(at + 2);
        if (exchanged !== id) expect(normaliseOrcid(exchanged)).toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });
});
