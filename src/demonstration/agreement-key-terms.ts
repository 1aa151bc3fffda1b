import type { KeyTerms, KeyTermValue } from '../features/agreements/types/key-terms.rules.js';
import type { InventedAgreement } from './invented-agreement.js';
import { topicWords } from './interaction-texts.js';
import type { Timeline } from './timeline.js';

type Settled = Record<string, KeyTermValue>;

const settledByType: Readonly<Record<string, (time: Timeline, one: InventedAgreement) => Settled>> = {
  mou: (_time, one) => ({
    scope: `Advice, seminars and joint studies on ${topicWords[one.threat]}; no casework.`,
    governance: 'The leads meet twice a year and report once.',
    costs: 'They lie where they fall.',
    publicity: 'Either side may say that the memorandum exists; anything more is agreed first.',
  }),
  nda: (time, { plan, threat }) => ({
    direction: 'mutual',
    permittedPurpose: `To find out whether a joint study on ${topicWords[threat]} makes sense.`,
    permittedRecipients: 'The named leads and those who work for them on this.',
    ...(plan.endsIn === undefined ? {} : { returnOrDestroyOn: time.day(plan.endsIn + 30) }),
    officialSecretsAcknowledged: true,
  }),
  data_sharing: (_time, { number, plan }) => ({
    lawfulBasis: number % 4 === 0 ? 'law_enforcement' : 'public_task',
    dpiaReference: `DPIA-${1400 + number}`,
    dataItems: 'Record-level data without names, as listed in the annex.',
    specialCategoryOrCriminal: true,
    transferMethod: plan.sensitive ? 'By hand, on an encrypted disk' : 'Encrypted, through the agency’s exchange',
    retentionMonths: 24,
    breachContact: 'The data protection officer of each party',
  }),
  data_processing: (_time, { number }) => ({
    lawfulBasis: 'public_task',
    dpiaReference: `DPIA-${1400 + number}`,
    natureAndPurpose: 'Linking and counting records; nobody is identified in what comes out.',
    dataItems: 'Record-level data without names, as listed in the annex.',
    location: 'The United Kingdom',
    subProcessors: 'None',
    deletionAtTheEnd: 'Within 30 days, confirmed in writing',
  }),
  research_collaboration: () => ({
    projectPlan: 'Annex A, in three stages with a review after each.',
    backgroundIntellectualProperty: 'The institution brings its method, the agency its data dictionary.',
    resultsOwnership: 'joint',
    publicationReviewDays: 60,
    liability: 'For indirect loss, none; otherwise up to £100,000.',
  }),
  research_contract: (_time, { number }) => ({
    milestones: 'Inception note, interim report at half time, final report and a published summary.',
    payment: 'In three instalments, as deliverables are accepted.',
    purchaseOrder: `PO-${70_000 + number * 13}`,
    resultsOwnership: 'crown',
    publicationReviewDays: 30,
    securityAspects: 'As in the letter of the same date.',
  }),
  secondment: (_time, { number }) => ({
    role: 'Visiting analyst',
    hostManager: 'Head of the strategic analysis team',
    vettingLevel: number % 2 === 0 ? 'sc' : 'ctc',
    fullTimePercent: number % 3 === 0 ? 100 : 40,
    systemsAccess: 'The analysts’ workspace, without case systems',
    leaverChecklist: 'Pass, laptop, notebooks',
  }),
  advisory_terms: (_time, { threat }) => ({
    remit: `Comments on research plans about ${topicWords[threat]}; decides nothing.`,
    chair: 'Chosen by the members for two years',
    quorum: 5,
    chathamHouseRule: true,
    memberTermMonths: 24,
    minutesPublished: false,
  }),
  network_membership: () => ({
    memberType: 'Institution',
    sponsor: 'The academic engagement team',
    listedInDirectory: true,
  }),
  data_access: (_time, { number }) => ({
    ethicsReference: `REC-${2200 + number}`,
    supervisor: 'The head of the department',
    resources: 'The extract that is named in the request, in the reading room.',
    conditions: 'No copies, no devices, and an escort.',
    outputsReviewed: true,
  }),
};

/** What its type asks to be settled: all of it once it has left draft; of a draft a part, and of some nothing yet. */
export function keyTermsOf(time: Timeline, one: InventedAgreement): KeyTerms {
  const all = settledByType[one.plan.type](time, one);
  if (one.plan.status !== 'draft' || one.plan.succeeds !== undefined) return all;
  if (one.number % 3 === 0) return {};
  return Object.fromEntries(Object.entries(all).slice(1));
}
