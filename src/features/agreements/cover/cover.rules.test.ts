import {
  agencyEnded,
  against,
  agreement,
  clear,
  dataSharing,
  day,
  employer,
  facts,
  most,
  on,
  onlyNda,
  party,
  sensitive,
  vetting,
} from '../../../../test/support/cover.cases.js';
import { coverNeeds, coverOf, coverPurposes, needsOf, type CoverFacts, type CoverPurpose } from './cover.rules.js';

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
