/** Words for invented interactions. `{…}` is filled in: topic, specialism, person, university, data. */
export const subjectTexts: Readonly<Record<string, readonly string[]>> = {
  meeting: [
    'Planning meeting on {topic} with {person}',
    'Quarterly review with {university}',
    'Scoping a joint study of {specialism}',
    'Early findings on {specialism}',
    'Terms for access to {data}',
  ],
  call: [
    'Call with {person} about {topic}',
    'Question from an officer on {specialism}',
    'Catch-up with {person}',
    'Call to agree dates for a briefing on {topic}',
  ],
  email: [
    'Draft paper on {specialism} sent for comment',
    'Reply to a question about {data}',
    'Introduction of {person} to the policy lead',
    'Comments returned on the research plan for {topic}',
  ],
  briefing: [
    'Briefing on {specialism}',
    'Seminar for analysts: {topic}',
    'Evidence briefing on {topic} for senior officers',
  ],
  visit: [
    'Visit to {university}',
    'Researchers from {university} visit the operations floor',
    'Visit to the laboratory of {person}',
  ],
  event: ['Panel on {topic} with {person}', 'Workshop on {specialism}', 'Roundtable hosted by {university}'],
  peer_review: ['Peer review of an internal paper on {topic}', 'Second opinion on the method of a {topic} study'],
  data_access: ['Data access request for {data}', 'Review of conditions for using {data}'],
  other: ['Reference for a funding bid by {person}', 'Student placement at {university} discussed'],
};

export const noteTexts: readonly string[] = [
  'Agreed to keep the question narrow: what changes the decision, rather than everything that is known about {topic}.',
  '{person} set out the limits of {data} and what they can and cannot show.',
  'The strongest evidence is on {specialism}; almost nothing is known about displacement.',
  'Asked for a two-page summary that an operational team could use without the annexes.',
  '{person} would like feedback on which of the findings were used, and by whom.',
  'Ethics approval at {university} is expected to take six weeks; no data will move before then.',
  'Discussed what could be published and when. A sixty-day review window is acceptable to both sides.',
  'We explained that casework advice is outside this arrangement and goes through another route.',
  'Both sides would like a mid-point review before the next funding decision.',
  '{person} suggested two further researchers to speak to; introductions to follow.',
];

export const actionTexts: readonly string[] = [
  '- send the draft terms to the research contracts office',
  '- share the published annex',
  '- find a practitioner to comment on the findings',
  '- confirm dates for the next conversation',
];

export const outcomeTexts: readonly string[] = [
  'Next conversation agreed.',
  'Summary to be circulated within the team.',
  'Question answered; nothing further needed.',
  'Proposal to follow from the university.',
  'Parked until the data protection assessment is done.',
];

/** Short names of the threats, as they read inside a sentence. */
export const topicWords: Readonly<Record<string, string>> = {
  csa: 'child sexual abuse',
  msht: 'modern slavery',
  oic: 'organised immigration crime',
  drugs: 'drug supply',
  firearms: 'illegal firearms',
  oac: 'organised acquisitive crime',
  cyber: 'cyber crime',
  fraud: 'fraud',
  ml: 'money laundering',
  bcse: 'corruption and sanctions evasion',
};

export function fill(template: string, words: Readonly<Record<string, string>>): string {
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => words[name]);
  return text[0].toUpperCase() + text.slice(1);
}
