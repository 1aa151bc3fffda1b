import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { Marking } from '../../../kernel/marking.js';
import {
  agencyEnded,
  agreement,
  clear,
  dataSharing,
  day,
  employer,
  facts,
  on,
  party,
  vetting,
} from '../../../../test/support/cover.cases.js';
import { coverNeeds, coverOf, coverPurposes, needsOf, type CoverFacts, type CoverPurpose } from './cover.rules.js';

const sensitive = 'OFFICIAL-SENSITIVE';

/** The codes of everything that stands in the way, in the order in which it is told. */
const against = (given: CoverFacts, purpose: CoverPurpose, marking: Marking = 'OFFICIAL', of: CalendarDate = on) => {
  const { covered, needs } = coverOf(given, purpose, marking, of);
  const missing = needs.filter(({ met }) => !met);
  expect(covered).toBe(missing.length === 0);
  return missing.flatMap(({ reasons }) => reasons.map(({ code }) => code));
};

describe('what each purpose and marking needs', () => {
  it.each<[CoverPurpose, string, string]>([
    ['general_discussion', 'handling agency', 'handling agency employer confidentiality vetting declaration'],
    [
      'unpublished_findings',
      'handling agency employer confidentiality',
      'handling agency employer confidentiality vetting declaration',
    ],
    [
      'research_data',
      'handling agency employer confidentiality declaration',
      'handling agency employer confidentiality vetting declaration',
    ],
    [
      'personal_data',
      'handling agency employer confidentiality data_sharing declaration',
      'handling agency employer confidentiality data_sharing vetting declaration',
    ],
    [
      'operational_detail',
      'handling agency employer confidentiality clearance declaration',
      'handling agency employer confidentiality clearance declaration',
    ],
  ])('%s', (purpose, official, more) => {
    expect([needsOf(purpose, 'OFFICIAL').join(' '), needsOf(purpose, sensitive).join(' ')]).toEqual([official, more]);
  });

  it('a higher marking never needs less', () => {
    for (const purpose of coverPurposes)
      for (const need of needsOf(purpose, 'OFFICIAL')) expect(needsOf(purpose, sensitive)).toContain(need);
  });

  it('every need is asked for by some purpose', () => {
    const asked = new Set(coverPurposes.flatMap((purpose) => needsOf(purpose, sensitive)));
    expect(coverNeeds.filter((need) => !asked.has(need))).toEqual([]);
  });
});

describe('with everything in order', () => {
  it.each(coverPurposes.flatMap((purpose) => [[purpose, 'OFFICIAL'] as const, [purpose, sensitive] as const]))(
    '%s, %s: covered',
    (purpose, marking) => {
      expect(against(facts(), purpose, marking)).toEqual([]);
    },
  );

  it('says what meets each need, and which agreement', () => {
    const { needs } = coverOf(facts(), 'personal_data', sensitive, on);
    expect(
      needs.map(({ need, reasons }) => [need, ...reasons.map(({ code, agreementId }) => [code, agreementId])]),
    ).toEqual([
      ['handling', ['handling_clear', null]],
      ['agency', ['agency_there', null]],
      ['employer', ['works_for', null]],
      ['confidentiality', ['in_force', 'nda']],
      ['data_sharing', ['in_force', 'dsa']],
      ['vetting', ['vetted', null]],
      ['declaration', ['declared', null]],
    ]);
  });
});

/** Personal data marked OFFICIAL-SENSITIVE asks for the most. */
const most = (given: Partial<CoverFacts>, of: CalendarDate = on) =>
  against(facts(given), 'personal_data', sensitive, of);
const onlyNda = (given: Parameters<typeof agreement>[0]) => [agreement(given), dataSharing()];

describe('each reason alone', () => {
  it.each<[string, Partial<CoverFacts>, string[]]>([
    ['a restriction', { handling: { ...clear, restrictedOn: day('2026-05-01') } }, ['restricted']],
    ['an objection', { handling: { ...clear, objectedOn: day('2026-05-01') } }, ['objected']],
    ['do not contact', { handling: { ...clear, doNotContact: true } }, ['do_not_contact']],
    ['no privacy notice', { handling: { ...clear, privacyNoticeSentOn: null } }, ['notice_not_sent']],
    ['a reader who is not told of the handling', { handling: null }, ['handling_untold']],
    ['an agency that has ended', { agency: agencyEnded('2026-06-09') }, ['agency_ended']],
    [
      'no employer, on which every agreement rests',
      { employers: [], agreements: [dataSharing({ survivalMonths: 12 })] },
      ['no_employer', 'employer_not_party', 'employer_not_party'],
    ],
    ['no agreement', { agreements: [] }, ['no_agreement', 'no_agreement']],
    ['no NDA: the other agreement has no confidentiality', { agreements: [dataSharing()] }, ['no_confidentiality']],
    ['no data-sharing agreement', { agreements: [agreement()] }, ['no_data_sharing']],
    [
      'an NDA that waits for signatures',
      { agreements: onlyNda({ stage: 'awaiting_signature' }) },
      ['not_signed', 'no_confidentiality'],
    ],
    ['an NDA in approval', { agreements: onlyNda({ stage: 'in_approval' }) }, ['not_signed', 'no_confidentiality']],
    ['an NDA in draft', { agreements: onlyNda({ stage: 'draft' }) }, ['not_signed', 'no_confidentiality']],
    ['an NDA that was withdrawn', { agreements: onlyNda({ stage: 'withdrawn' }) }, ['withdrawn', 'no_confidentiality']],
    [
      'an NDA that does not name the person',
      { agreements: onlyNda({ namesPerson: false }) },
      ['person_not_named', 'no_confidentiality'],
    ],
    [
      'an NDA with another employer',
      { agreements: onlyNda({ parties: [party('agency'), party('elsewhere')] }) },
      ['employer_not_party', 'no_confidentiality'],
    ],
    [
      'an NDA of other agencies',
      { agreements: onlyNda({ agencyIs: 'stranger' }) },
      ['agency_not_bound', 'no_confidentiality'],
    ],
    [
      'an NDA to which the agency may adhere',
      { agreements: onlyNda({ agencyIs: 'beneficiary' }) },
      ['agency_not_adhered', 'no_confidentiality'],
    ],
    ['no vetting', { vettings: [] }, ['not_vetted']],
    ['vetting that ended', { vettings: [vetting({ status: 'ended' })] }, ['not_vetted']],
    [
      'vetting in progress',
      { vettings: [vetting({ status: 'in_progress', grantedOn: null, expiresOn: null })] },
      ['vetting_in_progress'],
    ],
    ['vetting that another agency sponsors', { vettings: [], vettedElsewhere: true }, ['vetting_elsewhere']],
    ['no declaration', { declaredUntil: null }, ['not_declared']],
    ['a declaration that another agency reads', { declaredUntil: 'untold' }, ['declaration_untold']],
  ])('%s', (_what, given, codes) => {
    expect(most(given)).toEqual(codes);
  });

  it('a screening is enough for OFFICIAL-SENSITIVE, and not for operational detail', () => {
    const screened = facts({ vettings: [vetting({ isClearance: false, level: 'BPSS' })] });
    expect(against(screened, 'personal_data', sensitive)).toEqual([]);
    expect(against(screened, 'operational_detail')).toEqual(['vetting_is_screening']);
  });
});

describe('two reasons at once', () => {
  it.each<[string, Partial<CoverFacts>, string[]]>([
    [
      'objected and restricted: restriction first',
      { handling: { ...clear, objectedOn: on, restrictedOn: on } },
      ['restricted', 'objected'],
    ],
    [
      'do not contact, and no notice',
      { handling: { ...clear, doNotContact: true, privacyNoticeSentOn: null } },
      ['do_not_contact', 'notice_not_sent'],
    ],
    [
      'objected, and no declaration',
      { handling: { ...clear, objectedOn: on }, declaredUntil: null },
      ['objected', 'not_declared'],
    ],
    ['no vetting, no declaration', { vettings: [], declaredUntil: null }, ['not_vetted', 'not_declared']],
    [
      'vetting expired, and vetted elsewhere',
      { vettings: [vetting({ expiresOn: day('2026-06-09') })], vettedElsewhere: true },
      ['vetting_expired', 'vetting_elsewhere'],
    ],
    [
      'vetting expired, and another in progress',
      {
        vettings: [
          vetting({ expiresOn: day('2026-06-09') }),
          vetting({ status: 'in_progress', grantedOn: null, expiresOn: null }),
        ],
      },
      ['vetting_expired', 'vetting_in_progress'],
    ],
    [
      'the NDA over, and the person not named',
      { agreements: onlyNda({ endOn: day('2026-06-09'), namesPerson: false }) },
      ['no_confidentiality', 'over', 'person_not_named'],
    ],
    [
      'the NDA not begun, and the agency not adhered',
      { agreements: onlyNda({ effectiveOn: day('2026-06-11'), agencyIs: 'beneficiary' }) },
      ['no_confidentiality', 'not_begun', 'agency_not_adhered'],
    ],
    [
      'both agreements over',
      { agreements: [agreement({ endOn: day('2026-06-09') }), dataSharing({ endOn: day('2026-06-09') })] },
      ['over', 'no_confidentiality', 'over', 'over', 'no_data_sharing', 'over'],
    ],
    ['no agreement, no vetting', { agreements: [], vettings: [] }, ['no_agreement', 'no_agreement', 'not_vetted']],
  ])('%s', (_what, given, codes) => {
    expect(most(given)).toEqual(codes);
  });
});

describe('the day before, on and after each date', () => {
  const nda = (given: Parameters<typeof agreement>[0]): Partial<CoverFacts> => ({ agreements: onlyNda(given) });
  it.each<[string, Partial<CoverFacts>, (string | null)[]]>([
    // One answer each for 9, 10 and 11 June.
    ['the agreement begins', nda({ effectiveOn: on }), ['not_begun', null, null]],
    ['the last day in force', nda({ endOn: on }), [null, null, 'over']],
    ['terminated: the first day not in force', nda({ terminatedOn: on }), [null, 'over', 'over']],
    ['superseded: the first day not in force', nda({ supersededOn: on }), [null, 'over', 'over']],
    ['the agency adheres', nda({ agencyIs: 'beneficiary', adheredOn: on }), ['agency_adheres_later', null, null]],
    ['the post begins', { employers: [{ ...employer, from: on }] }, ['no_employer', null, null]],
    ['the last day of the post', { employers: [{ ...employer, to: on }] }, [null, null, 'no_employer']],
    [
      'the last day of the employer itself',
      { employers: [{ ...employer, bodyEndedOn: on }] },
      [null, null, 'employer_ended'],
    ],
    ['the last day of the agency', { agency: agencyEnded('2026-06-10') }, [null, null, 'agency_ended']],
    ['the vetting is granted', { vettings: [vetting({ grantedOn: on })] }, ['vetting_not_begun', null, null]],
    ['the last day of the vetting', { vettings: [vetting({ expiresOn: on })] }, [null, null, 'vetting_expired']],
    ['vetting without an end', { vettings: [vetting({ expiresOn: null })] }, [null, null, null]],
    ['the last day of the declaration', { declaredUntil: on }, [null, null, 'declaration_lapsed']],
    [
      'the privacy notice is sent',
      { handling: { ...clear, privacyNoticeSentOn: on } },
      ['notice_not_sent', null, null],
    ],
  ])('%s', (_what, given, codes) => {
    const days = [day('2026-06-09'), on, day('2026-06-11')];
    const found = days.map((of) => most(given, of));
    expect(found.map((all) => all.length === 0)).toEqual(codes.map((code) => code === null));
    for (const [index, code] of codes.entries()) if (code !== null) expect(found[index]).toContain(code);
  });
});

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

describe('general discussion', () => {
  it.each<[string, Partial<CoverFacts>, string[]]>([
    ['needs no agreement', { agreements: [], employers: [], vettings: [], declaredUntil: null }, []],
    ['not with somebody who objected', { handling: { ...clear, objectedOn: on } }, ['objected']],
    ['not before the privacy notice', { handling: { ...clear, privacyNoticeSentOn: null } }, ['notice_not_sent']],
    [
      'not with somebody who is not to be contacted',
      { handling: { ...clear, doNotContact: true } },
      ['do_not_contact'],
    ],
  ])('%s', (_what, given, codes) => {
    expect(against(facts(given), 'general_discussion')).toEqual(codes);
  });
});

it('says each reason in plain words', () => {
  const next = 'Next Body';
  const screening = vetting({ isClearance: false, level: 'Baseline personnel security standard (BPSS)' });
  const given: Partial<CoverFacts>[] = [
    {},
    { handling: { restrictedOn: on, objectedOn: on, doNotContact: true, privacyNoticeSentOn: null } },
    { handling: null, declaredUntil: 'untold', vettings: [], vettedElsewhere: true },
    { agency: { ...agencyEnded('2026-06-09'), successorName: next }, employers: [], declaredUntil: null, vettings: [] },
    {
      employers: [{ ...employer, bodyEndedOn: day('2026-06-09'), successorName: next }],
      declaredUntil: day('2026-06-09'),
    },
    { agreements: [], vettings: [screening] },
    { vettings: [vetting({ expiresOn: day('2026-06-09') }), vetting({ grantedOn: day('2026-06-11') })] },
    { vettings: [vetting({ status: 'in_progress', grantedOn: null, expiresOn: null })] },
    ...[
      { stage: 'draft' as const },
      { stage: 'withdrawn' as const },
      { effectiveOn: day('2026-06-11') },
      { terminatedOn: on },
      { namesPerson: false },
      { parties: [party('agency'), party('elsewhere')] },
      { parties: [party('agency'), party('former', 'university')] },
      { agencyIs: 'stranger' as const },
      { agencyIs: 'beneficiary' as const },
      { agencyIs: 'beneficiary' as const, adheredOn: day('2026-06-11') },
    ].map((one) => ({ agreements: [agreement(one)] })),
  ];
  const told = new Map<string, string>();
  for (const one of given)
    for (const purpose of ['personal_data', 'operational_detail'] as const)
      for (const { need, reasons } of coverOf(facts(one), purpose, 'OFFICIAL', on).needs)
        for (const { code, text } of reasons) {
          const key = ['in_force', 'no_agreement'].includes(code) ? `${code} ${need}` : code;
          if (!told.has(key)) told.set(key, text);
        }
  expect(Object.fromEntries(told)).toEqual({
    agency_adheres_later: 'AGR-2026-0001: Lead Agency adheres to it from 11 June 2026 on.',
    agency_ended: 'Lead Agency ended on 9 June 2026. Next Body continues it: ask for that agency.',
    agency_not_adhered: 'AGR-2026-0001: Lead Agency may adhere to it and has not.',
    agency_not_bound: 'AGR-2026-0001: Lead Agency is neither a party nor an agency that may adhere.',
    agency_there: 'For Lead Agency.',
    declaration_lapsed: 'The last declaration counts until 9 June 2026. Ask for a new one.',
    declaration_untold: 'Declarations are read by the agency that keeps this person’s record. Ask it.',
    declared: 'Interests declared, in date until 31 December 2026.',
    do_not_contact: 'This person is not to be contacted.',
    employer_ended: 'Old University ended on 9 June 2026. Next Body continues it. Bring the affiliation up to date.',
    employer_not_party: 'AGR-2026-0001: No body where this person works on that day is a party to it.',
    employer_succeeded_party:
      'AGR-2026-0001: It binds Party former, which the present employer continues. Have the agreement name the employer as it is now.',
    handling_clear: 'Nothing speaks against dealing with this person.',
    handling_untold:
      'How this person may be handled is told to agencies that deal with them. Begin a relationship, or ask the agency that keeps the record.',
    'in_force confidentiality': 'AGR-2026-0001 is in force until 31 December 2027.',
    'in_force data_sharing': 'AGR-2026-0002 is in force until 31 December 2027.',
    'no_agreement confidentiality': 'No agreement with confidentiality covers this person where they work.',
    'no_agreement data_sharing':
      'No agreement on sharing or processing personal data covers this person where they work.',
    no_confidentiality:
      'AGR-2026-0002: It has no confidentiality: it is no NDA and does not say how long confidentiality lasts.',
    no_data_sharing: 'AGR-2026-0001: It is no agreement on sharing or processing personal data.',
    no_employer: 'No employer is recorded for that day, so no agreement of an employer covers this person.',
    not_begun: 'AGR-2026-0001: It takes effect on 11 June 2026.',
    not_declared: 'This person has declared no interests yet. Ask them to.',
    not_signed: 'AGR-2026-0001: Not every party has signed it.',
    not_vetted: 'No vetting of this person is recorded that you may know of.',
    notice_not_sent: 'The privacy notice has not been sent to this person. Send it first.',
    objected: 'This person objected on 10 June 2026 to being held here.',
    over: 'AGR-2026-0001: It was terminated from 10 June 2026 on. Confidentiality may still protect what was shared until then; it does not allow sharing more.',
    person_not_named: 'AGR-2026-0001: It does not name this person among those it covers. Add them by an amendment.',
    restricted: 'Use of this record is restricted since 10 June 2026.',
    vetted: 'Security check (SC), in date until 1 March 2027.',
    vetting_elsewhere: 'Vetted by another agency: ask the sponsor.',
    vetting_expired: 'Security check (SC) counts until 9 June 2026.',
    vetting_in_progress: 'Security check (SC) is in progress.',
    vetting_is_screening: 'Baseline personnel security standard (BPSS) is a screening. This needs a clearance.',
    vetting_not_begun: 'Security check (SC) is granted from 11 June 2026 on.',
    withdrawn: 'AGR-2026-0001: It was withdrawn and never came into force.',
    works_for: 'Works for Old University.',
  });
});

it.each<[string, Parameters<typeof agreement>[0], string]>([
  ['an NDA that was terminated', { terminatedOn: on }, 'It was terminated from 10 June 2026 on. Confidentiality may'],
  ['an NDA that was superseded', { supersededOn: on }, 'It was superseded from 10 June 2026 on. Confidentiality may'],
  ['an NDA that has ended', { endOn: day('2026-06-09') }, 'Its last day in force is 9 June 2026. Confidentiality may'],
  [
    'a memorandum without confidentiality',
    { type: 'mou', endOn: day('2026-06-09') },
    'Its last day in force is 9 June 2026.',
  ],
])('of %s it says since when, and what still holds', (_what, given, text) => {
  const { needs } = coverOf(facts({ agreements: [agreement(given)] }), 'unpublished_findings', 'OFFICIAL', on);
  const over = needs.at(-1)!.reasons.find(({ code }) => code === 'over')!.text;
  expect(over.startsWith(`AGR-2026-0001: ${text}`)).toBe(true);
  expect(over.endsWith('it does not allow sharing more.')).toBe(text.endsWith('may'));
});

it('gives no day where there is none', () => {
  const endless = facts({ agreements: [agreement({ endOn: null })], vettings: [vetting({ expiresOn: null })] });
  const said = coverOf(endless, 'operational_detail', 'OFFICIAL', on).needs.map(({ reasons }) => reasons[0].text);
  expect(said).toContain('AGR-2026-0001 is in force.');
  expect(said).toContain('Security check (SC).');
  const body = { ...employer, bodyEndedOn: day('2026-06-09') };
  const ended = coverOf(
    facts({ employers: [body], agency: agencyEnded('2026-06-09') }),
    'personal_data',
    'OFFICIAL',
    on,
  );
  expect(ended.needs.slice(1, 3).map(({ reasons }) => reasons[0].text)).toEqual([
    'Lead Agency ended on 9 June 2026.',
    'Old University ended on 9 June 2026. Bring the affiliation up to date.',
  ]);
});
