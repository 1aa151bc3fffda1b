import { formatDate, isAfter, isBefore, type CalendarDate } from '../../../kernel/calendar-date.js';
import type { Marking } from '../../../kernel/marking.js';
import {
  employersOn,
  faultsOf,
  gives,
  postsOn,
  type AgreementFaultCode,
  type AgreementGift,
  type CoverAgency,
  type CoverAgreement,
  type CoverEmployer,
} from './cover.agreement.rules.js';

/** What may be shared with a person, from what is in the open to what would harm an operation. */
export const coverPurposes = [
  'general_discussion',
  'unpublished_findings',
  'research_data',
  'personal_data',
  'operational_detail',
] as const;
export type CoverPurpose = (typeof coverPurposes)[number];

/** What sharing can need, in the order in which it is told. */
export const coverNeeds = [
  'handling',
  'agency',
  'employer',
  'confidentiality',
  'data_sharing',
  'vetting',
  'clearance',
  'declaration',
] as const;
export type CoverNeed = (typeof coverNeeds)[number];

/** How the person may be dealt with is asked whatever is shared. */
const always: readonly CoverNeed[] = ['handling', 'agency'];

/** Which purpose and marking needs what (decision 20): OFFICIAL-SENSITIVE needs the second list as well. */
const needed: Record<CoverPurpose, Record<Marking, readonly CoverNeed[]>> = {
  general_discussion: {
    OFFICIAL: [],
    'OFFICIAL-SENSITIVE': ['employer', 'confidentiality', 'vetting', 'declaration'],
  },
  unpublished_findings: {
    OFFICIAL: ['employer', 'confidentiality'],
    'OFFICIAL-SENSITIVE': ['vetting', 'declaration'],
  },
  research_data: {
    OFFICIAL: ['employer', 'confidentiality', 'declaration'],
    'OFFICIAL-SENSITIVE': ['vetting'],
  },
  personal_data: {
    OFFICIAL: ['employer', 'confidentiality', 'data_sharing', 'declaration'],
    'OFFICIAL-SENSITIVE': ['vetting'],
  },
  operational_detail: {
    OFFICIAL: ['employer', 'confidentiality', 'clearance', 'declaration'],
    'OFFICIAL-SENSITIVE': [],
  },
};

export function needsOf(purpose: CoverPurpose, marking: Marking): CoverNeed[] {
  const all = new Set([
    ...always,
    ...needed[purpose].OFFICIAL,
    ...(marking === 'OFFICIAL' ? [] : needed[purpose]['OFFICIAL-SENSITIVE']),
  ]);
  return coverNeeds.filter((need) => all.has(need));
}

/** A vetting that the agency sponsors and the reader may read. */
export interface CoverVetting {
  /** What pages call the level. */
  readonly level: string;
  /** False for what is a screening and no clearance. */
  readonly isClearance: boolean;
  readonly status: 'in_progress' | 'granted' | 'ended';
  readonly grantedOn: CalendarDate | null;
  /** The last day on which it counts. */
  readonly expiresOn: CalendarDate | null;
}

/** All that is known to the reader; what they may not see is absent here. */
export interface CoverFacts {
  /** How the person may be handled; null when the reader's agency does not deal with the person, and so is not told. */
  readonly handling: {
    readonly restrictedOn: CalendarDate | null;
    readonly objectedOn: CalendarDate | null;
    readonly doNotContact: boolean;
    readonly privacyNoticeSentOn: CalendarDate | null;
  } | null;
  readonly agency: CoverAgency;
  readonly employers: readonly CoverEmployer[];
  readonly agreements: readonly CoverAgreement[];
  readonly vettings: readonly CoverVetting[];
  /** Another agency has the person vetted today: more of it is for the sponsor to say. */
  readonly vettedElsewhere: boolean;
  /** The last day on which the newest declaration counts; `untold` when it is for another agency to read. */
  readonly declaredUntil: CalendarDate | 'untold' | null;
}

export type CoverReasonCode =
  | AgreementFaultCode
  | 'handling_clear'
  | 'restricted'
  | 'objected'
  | 'do_not_contact'
  | 'notice_not_sent'
  | 'handling_untold'
  | 'agency_there'
  | 'agency_ended'
  | 'works_for'
  | 'no_employer'
  | 'employer_ended'
  | 'in_force'
  | 'no_agreement'
  | 'vetted'
  | 'vetting_elsewhere'
  | 'vetting_expired'
  | 'vetting_not_begun'
  | 'vetting_in_progress'
  | 'vetting_is_screening'
  | 'not_vetted'
  | 'declared'
  | 'declaration_lapsed'
  | 'not_declared'
  | 'declaration_untold';

export interface CoverReason {
  readonly code: CoverReasonCode;
  readonly text: string;
  /** The agreement that it is about. */
  readonly agreementId: string | null;
}

export interface CoverNeedAnswer {
  readonly need: CoverNeed;
  readonly met: boolean;
  /** What meets it, or each thing that stands in the way. */
  readonly reasons: readonly CoverReason[];
}

export interface CoverAnswer {
  readonly covered: boolean;
  readonly needs: readonly CoverNeedAnswer[];
}

/** Whether something of that purpose and marking may be shared with the person on that day, with each reason. */
export function coverOf(facts: CoverFacts, purpose: CoverPurpose, marking: Marking, on: CalendarDate): CoverAnswer {
  const needs = needsOf(purpose, marking).map((need) => answers[need](facts, on, need));
  return { covered: needs.every(({ met }) => met), needs };
}

const answers: Record<CoverNeed, (facts: CoverFacts, on: CalendarDate, need: CoverNeed) => CoverNeedAnswer> = {
  handling: (facts, on) =>
    answer(
      'handling',
      true,
      [reason('handling_clear', 'Nothing speaks against dealing with this person.')],
      handlingProblems(facts, on),
    ),
  agency: ({ agency }, on) => {
    const { name, endedOn, successorName } = agency;
    const there = [reason('agency_there', `For ${name}.`)];
    if (endedOn === null || !isAfter(on, endedOn)) return answer('agency', true, there);
    const next = successorName === null ? '' : ` ${successorName} continues it: ask for that agency.`;
    return answer('agency', false, [reason('agency_ended', `${name} ended on ${formatDate(endedOn)}.${next}`)]);
  },
  employer: ({ employers }, on) => employerAnswer(employers, on),
  confidentiality: (facts, on) => agreementAnswer('confidentiality', facts, on),
  data_sharing: (facts, on) => agreementAnswer('data_sharing', facts, on),
  vetting: (facts, on, need) => vettingAnswer(facts, on, need),
  clearance: (facts, on, need) => vettingAnswer(facts, on, need),
  declaration: ({ declaredUntil }, on) => declarationAnswer(declaredUntil, on),
};

function reason(code: CoverReasonCode, text: string, agreementId: string | null = null): CoverReason {
  return { code, text, agreementId };
}

/** Met unless there are problems, which are told instead. */
function answer(
  need: CoverNeed,
  met: boolean,
  reasons: readonly CoverReason[],
  problems: readonly CoverReason[] = [],
): CoverNeedAnswer {
  return problems.length > 0 ? { need, met: false, reasons: problems } : { need, met, reasons };
}

function handlingProblems({ handling }: CoverFacts, on: CalendarDate): CoverReason[] {
  if (handling === null)
    return [
      reason(
        'handling_untold',
        'How this person may be handled is told to agencies that deal with them. Begin a relationship, or ask the agency that keeps the record.',
      ),
    ];
  const { restrictedOn, objectedOn, doNotContact, privacyNoticeSentOn } = handling;
  const problems: CoverReason[] = [];
  if (restrictedOn !== null)
    problems.push(reason('restricted', `Use of this record is restricted since ${formatDate(restrictedOn)}.`));
  if (objectedOn !== null)
    problems.push(reason('objected', `This person objected on ${formatDate(objectedOn)} to being held here.`));
  if (doNotContact) problems.push(reason('do_not_contact', 'This person is not to be contacted.'));
  // At the latest when they are first written to (UK GDPR, article 14(3)(b)).
  if (privacyNoticeSentOn === null || isAfter(privacyNoticeSentOn, on))
    problems.push(reason('notice_not_sent', 'The privacy notice has not been sent to this person. Send it first.'));
  return problems;
}

function employerAnswer(employers: readonly CoverEmployer[], on: CalendarDate): CoverNeedAnswer {
  const current = employersOn(employers, on);
  if (current.length > 0)
    return answer(
      'employer',
      true,
      current.map(({ name }) => reason('works_for', `Works for ${name}.`)),
    );
  const ended = postsOn(employers, on);
  if (ended.length === 0)
    return answer('employer', false, [
      reason('no_employer', 'No employer is recorded for that day, so no agreement of an employer covers this person.'),
    ]);
  return answer(
    'employer',
    false,
    ended.map(({ name, bodyEndedOn, successorName }) => {
      const next = successorName === null ? '' : ` ${successorName} continues it.`;
      const bring = 'Bring the affiliation up to date.';
      return reason('employer_ended', `${name} ended on ${formatDate(bodyEndedOn!)}.${next} ${bring}`);
    }),
  );
}

/** The agreements that give it; else everything that keeps those from it that come near. */
function agreementAnswer(gift: AgreementGift, facts: CoverFacts, on: CalendarDate): CoverNeedAnswer {
  const { agency, employers, agreements } = facts;
  const judged = agreements.map((agreement) => ({
    agreement,
    faults: faultsOf(agreement, gift, { agency, employers, on }),
  }));
  const serving = judged.filter(({ faults }) => faults.length === 0);
  if (serving.length > 0)
    return answer(
      gift,
      true,
      serving.map(({ agreement: { id, reference, endOn } }) =>
        reason('in_force', `${reference} is in force${endOn === null ? '' : ` until ${formatDate(endOn)}`}.`, id),
      ),
    );
  // One that neither names the person nor gives it is some other business of the employer's.
  const near = judged
    .filter(({ agreement }) => agreement.namesPerson || gives(agreement, gift))
    .sort((one, other) => one.faults.length - other.faults.length);
  if (near.length === 0) return answer(gift, false, [reason('no_agreement', noAgreement[gift])]);
  return answer(
    gift,
    false,
    near.flatMap(({ agreement: { id, reference }, faults }) =>
      faults.map(({ code, text }) => reason(code, `${reference}: ${text}`, id)),
    ),
  );
}

const noAgreement: Record<AgreementGift, string> = {
  confidentiality: 'No agreement with confidentiality covers this person where they work.',
  data_sharing: 'No agreement on sharing or processing personal data covers this person where they work.',
};

function vettingAnswer({ vettings, vettedElsewhere }: CoverFacts, on: CalendarDate, need: CoverNeed): CoverNeedAnswer {
  const granted = vettings.filter(({ status }) => status === 'granted');
  const counting = granted.filter(
    ({ grantedOn, expiresOn }) =>
      (grantedOn === null || !isAfter(grantedOn, on)) && (expiresOn === null || !isBefore(expiresOn, on)),
  );
  const enough = counting.filter(({ isClearance }) => need === 'vetting' || isClearance);
  if (enough.length > 0)
    return answer(
      need,
      true,
      enough.map(({ level, expiresOn }) =>
        reason('vetted', `${level}${expiresOn === null ? '' : `, in date until ${formatDate(expiresOn)}`}.`),
      ),
    );
  const problems = [
    ...counting.map(({ level }) => reason('vetting_is_screening', `${level} is a screening. This needs a clearance.`)),
    ...granted.flatMap(({ level, grantedOn, expiresOn }) => [
      ...(expiresOn !== null && isBefore(expiresOn, on)
        ? [reason('vetting_expired', `${level} counts until ${formatDate(expiresOn)}.`)]
        : []),
      ...(grantedOn !== null && isAfter(grantedOn, on)
        ? [reason('vetting_not_begun', `${level} is granted from ${formatDate(grantedOn)} on.`)]
        : []),
    ]),
    ...vettings
      .filter(({ status }) => status === 'in_progress')
      .map(({ level }) => reason('vetting_in_progress', `${level} is in progress.`)),
    ...(vettedElsewhere ? [reason('vetting_elsewhere', 'Vetted by another agency: ask the sponsor.')] : []),
  ];
  return answer(
    need,
    false,
    [reason('not_vetted', 'No vetting of this person is recorded that you may know of.')],
    problems,
  );
}

function declarationAnswer(until: CoverFacts['declaredUntil'], on: CalendarDate): CoverNeedAnswer {
  if (until === 'untold')
    return answer('declaration', false, [
      reason('declaration_untold', 'Declarations are read by the agency that keeps this person’s record. Ask it.'),
    ]);
  if (until === null)
    return answer('declaration', false, [
      reason('not_declared', 'This person has declared no interests yet. Ask them to.'),
    ]);
  return isBefore(until, on)
    ? answer('declaration', false, [
        reason('declaration_lapsed', `The last declaration counts until ${formatDate(until)}. Ask for a new one.`),
      ])
    : answer('declaration', true, [reason('declared', `Interests declared, in date until ${formatDate(until)}.`)]);
}
