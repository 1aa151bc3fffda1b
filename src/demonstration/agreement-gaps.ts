/**
 * What people write where a template leaves brackets, by type and by the words in the brackets. A list where the same words stand
 * twice. `{…}` is filled in: topic, specialism, data, person.
 */
export const gapWords: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>> = {
  advisory_terms: {
    'the name of the group': 'the advisory group on {topic}',
    Name: 'A member whom the others choose each year',
    'one to three years': 'two years',
    'how often': 'three times a year',
    'how many': 'five',
    'Say whether there is an honorarium.': 'There is no honorarium.',
    'Say whether and where they are published.': 'They are not published; a summary is.',
  },
  data_access: {
    name: ['{person}', 'the head of the department'],
    'the records, people or systems': '{data}',
    reference: ['on the agency’s file', 'on the same file'],
    'the board': 'the research board',
    date: 'the day before the first signature',
    'what it is given: a briefing, the results, advice': 'a briefing and the results',
    'the level': 'the level that the host asks for',
    'the place or system': 'the reading room',
  },
  data_processing: {
    'Name of the controller': 'The agency',
    'Name of the processor': 'The institution',
    'types of personal data': '{data}, without names',
    'groups of people': 'the people whom the records are about',
    'the security schedule': 'schedule 2',
    'the United Kingdom, or the places agreed': 'the United Kingdom',
  },
  data_sharing: {
    'Change this where they are joint controllers.': '',
    'each item, the people whom they are about, and how often they are shared':
      '{data}, without names, about the people in the records, once a quarter',
    'which special category or criminal offence data, or none': 'criminal offence data',
    'the condition relied upon': 'for research, with the safeguards in the annex',
    'the article of the UK GDPR, or the section of Part 3 of the Data Protection Act 2018 for law-enforcement purposes':
      'the one that is named among the key terms',
    'reference and date': 'that is named among the key terms',
    'the method': 'the agency’s exchange',
    'date or event': 'the end of the study',
    'contact of each party': 'the data protection officer of each party',
  },
  mou: { 'the subjects and activities that are meant': 'research on {topic}: advice, seminars and joint studies' },
  nda: { 'Change this where only one party discloses.': '' },
  network_membership: {
    'The name of the network': 'The research network on {topic}',
    'the kind of member': 'institutions',
    'the sponsor': 'the academic engagement team',
    'the topics': '{topic}',
    whom: 'the other members',
  },
  research_collaboration: {
    'the project plan': 'annex A',
    'the institution': 'the institution that leads the study',
    'Agree a limit for other loss.': 'Other loss is limited to £100,000.',
  },
  research_contract: {
    'each deliverable with its day': 'the deliverables on the days in annex A',
    'three months': 'three months',
    'the measures of performance': 'the measures in annex B',
    'the purchase order': 'the purchase order among the key terms',
    'the level': 'the level that annex C asks for',
    'the security aspects letter': 'the security aspects letter of the same date',
  },
  secondment: {
    'Name of the person': '{person}',
    'the role': 'visiting analyst',
    'the share of full time': 'two days a week',
    'what is repaid': 'the salary for those days, without overheads',
    'The host’s manager': 'The head of the strategic analysis team',
    'the level of vetting': 'the level that is named among the key terms',
  },
};

/** Clauses that people change beyond the brackets, by type: by code, and as the clause then reads. */
export const changedWordings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  mou: { leads: 'Each party names a lead. The leads meet every two months while a study runs, and yearly otherwise.' },
  nda: {
    recipients: 'A recipient gives the information to its named leads and to nobody else without leave in writing.',
  },
  data_sharing: {
    breach: 'A party that becomes aware of a breach tells the data protection officers of all within 12 hours.',
  },
  data_processing: { sub_processors: 'The processor engages no other processor.' },
  research_collaboration: {
    liability: 'No party is liable for indirect loss. Other loss is limited to the value of the agreement.',
  },
  research_contract: { conflicts: 'The supplier names every funder of its last three years before work begins.' },
  secondment: {
    conduct: 'The person keeps to the host’s rules of conduct, and to those of their own profession first.',
  },
  advisory_terms: {
    interests: 'Members declare what might be thought to sway them, at each meeting and in the minutes.',
  },
  network_membership: { conduct: 'Members quote each other by name only with leave.' },
  data_access: { output: 'Nothing leaves before two reviewers have read it, one of them from outside the project.' },
};

/** A clause that stands in no template. */
export const addedClause = {
  heading: 'Early-career researchers',
  wording:
    'The parties name at least one early-career researcher to each study and let them present what they found to the agency.',
};
