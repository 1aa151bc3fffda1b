import {
  agencyEnded,
  agreement,
  day,
  employer,
  facts,
  on,
  party,
  vetting,
} from '../../../../test/support/cover.cases.js';
import { coverOf, type CoverFacts } from './cover.rules.js';

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
