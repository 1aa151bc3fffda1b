import {
  against,
  agencyEnded,
  agreement,
  dataSharing,
  day,
  employer,
  facts,
  on,
  party,
  sensitive,
} from '../../../../test/support/cover.cases.js';
import { coverOf, type CoverFacts } from './cover.rules.js';

describe('several agreements', () => {
  const lapsed = agreement({ id: 'old', endOn: day('2025-12-31') });
  it('of which one is enough', () => {
    const { needs } = coverOf(facts({ agreements: [lapsed, agreement()] }), 'unpublished_findings', 'OFFICIAL', on);
    expect(needs.find(({ need }) => need === 'confidentiality')).toMatchObject({
      met: true,
      reasons: [{ agreementId: 'nda' }],
    });
  });

  it('of which two are: both are named', () => {
    const two = facts({ agreements: [agreement(), agreement({ id: 'second' })] });
    const { needs } = coverOf(two, 'unpublished_findings', 'OFFICIAL', on);
    expect(needs.at(-1)!.reasons.map(({ agreementId }) => agreementId)).toEqual(['nda', 'second']);
  });

  it('none of which is enough by itself do not add up: one has the person, another the employer', () => {
    const halves = [
      agreement({ id: 'person', parties: [party('agency'), party('elsewhere')] }),
      agreement({ id: 'employer', namesPerson: false }),
    ];
    expect(against(facts({ agreements: halves }), 'unpublished_findings')).toEqual([
      'employer_not_party',
      'person_not_named',
    ]);
  });

  it('the nearest is told first', () => {
    const far = agreement({ id: 'far', stage: 'draft', namesPerson: false, agencyIs: 'stranger' });
    const near = agreement({ id: 'near', endOn: day('2026-06-09') });
    const { needs } = coverOf(facts({ agreements: [far, near] }), 'unpublished_findings', 'OFFICIAL', on);
    expect(needs.at(-1)!.reasons[0].agreementId).toBe('near');
  });

  it('of other business with the employer are not told', () => {
    const other = agreement({ id: 'other', type: 'research_contract', namesPerson: false });
    expect(against(facts({ agreements: [other] }), 'unpublished_findings')).toEqual(['no_agreement']);
  });

  it('one agreement can be enough for confidentiality and for data', () => {
    const both = dataSharing({ survivalMonths: 36 });
    expect(against(facts({ agreements: [both] }), 'personal_data', sensitive)).toEqual([]);
  });
});

describe('which agreements have confidentiality', () => {
  it.each<[string, Parameters<typeof agreement>[0], boolean]>([
    ['an NDA', {}, true],
    ['an NDA that says how long it survives', { survivalMonths: 60 }, true],
    ['a memorandum of understanding', { type: 'mou' }, false],
    ['a memorandum that says how long confidentiality survives', { type: 'mou', survivalMonths: 12 }, true],
    ['a research collaboration that says so', { type: 'research_collaboration', survivalMonths: 36 }, true],
    ['a research collaboration that does not', { type: 'research_collaboration' }, false],
    ['a secondment that does not', { type: 'secondment' }, false],
    ['network membership', { type: 'network_membership' }, false],
    ['a data-processing agreement that does not', { type: 'data_processing' }, false],
  ])('%s', (_what, given, enough) => {
    const codes = against(facts({ agreements: [agreement(given)] }), 'unpublished_findings');
    expect(codes).toEqual(enough ? [] : ['no_confidentiality']);
  });

  it.each<[Parameters<typeof agreement>[0], boolean]>([
    [{ type: 'data_sharing' }, true],
    [{ type: 'data_processing' }, true],
    [{ type: 'data_access' }, false],
    [{ type: 'research_collaboration' }, false],
    [{ type: 'mou' }, false],
  ])('personal data under %j: %s', (given, enough) => {
    const codes = against(facts({ agreements: [agreement(), agreement({ id: 'other', ...given })] }), 'personal_data');
    expect(codes.length === 0).toBe(enough);
  });

  it('survival after the end protects what was shared, and allows no more', () => {
    const over = agreement({ type: 'mou', survivalMonths: 60, endOn: day('2026-06-09') });
    const { covered, needs } = coverOf(facts({ agreements: [over] }), 'unpublished_findings', 'OFFICIAL', on);
    expect([covered, needs.at(-1)!.reasons[0].text]).toEqual([
      false,
      'AGR-2026-0001: Its last day in force is 9 June 2026. Confidentiality may still protect what was shared until then; it does not allow sharing more.',
    ]);
  });
});

describe('a change of employer', () => {
  const moved = { ...employer, organisationId: 'new', name: 'New University', from: day('2026-06-01') };
  const left = { ...employer, to: day('2026-05-31') };
  it.each<[string, Partial<CoverFacts>, string[]]>([
    ['takes the old agreements with it', { employers: [left, moved] }, ['employer_not_party']],
    [
      'until the new employer is a party',
      { employers: [left, moved], agreements: [agreement({ parties: [party('agency'), party('new')] })] },
      [],
    ],
    [
      'a second post with the old employer keeps them',
      { employers: [left, moved, { ...employer, from: day('2026-06-01') }] },
      [],
    ],
    ['nowhere', { employers: [left] }, ['no_employer', 'employer_not_party']],
    [
      'the employer became another body, the agreement names the old one',
      {
        employers: [{ ...employer, organisationId: 'next', name: 'Next University' }],
        agreements: [agreement({ parties: [party('agency'), party('university', 'next')] })],
      },
      ['employer_succeeded_party'],
    ],
    [
      'the record still says the body that ended',
      { employers: [{ ...employer, bodyEndedOn: day('2026-01-31'), successorName: 'Next University' }] },
      ['employer_ended', 'employer_not_party'],
    ],
  ])('%s', (_what, given, codes) => {
    const asked = facts({ agreements: [agreement()], ...given });
    expect(against(asked, 'unpublished_findings')).toEqual(codes);
  });

  it('names the body that continues an employer or an agency', () => {
    const ended = { bodyEndedOn: day('2026-01-31'), successorName: 'Next University' };
    const { needs } = coverOf(
      facts({
        employers: [{ ...employer, ...ended }],
        agency: { ...agencyEnded('2026-06-09'), successorName: 'National Service' },
      }),
      'unpublished_findings',
      'OFFICIAL',
      on,
    );
    expect(needs.map(({ reasons }) => reasons[0].text).slice(1, 3)).toEqual([
      'Lead Agency ended on 9 June 2026. National Service continues it: ask for that agency.',
      'Old University ended on 31 January 2026. Next University continues it. Bring the affiliation up to date.',
    ]);
  });
});

describe('regional units and adherence', () => {
  it.each<[string, Parameters<typeof agreement>[0], string[]]>([
    ['the unit is a party itself, though its lead force signed', { agencyIs: 'party' }, []],
    ['the lead force alone is a party: the unit is not', { agencyIs: 'stranger' }, ['agency_not_bound']],
    ['the unit may adhere', { agencyIs: 'beneficiary' }, ['agency_not_adhered']],
    ['the unit has adhered', { agencyIs: 'beneficiary', adheredOn: day('2026-02-01') }, []],
    [
      'the unit adhered, and the agreement is over',
      { agencyIs: 'beneficiary', adheredOn: day('2026-02-01'), endOn: day('2026-06-09') },
      ['over'],
    ],
  ])('%s', (_what, given, codes) => {
    expect(against(facts({ agreements: [agreement(given)] }), 'unpublished_findings')).toEqual(codes);
  });
});
