/** What invented research is about, by the code of the threat it concerns. */
export interface Subject {
  departments: readonly string[];
  /** Completes "studies …", "on …" and the like. */
  specialisms: readonly string[];
  dataSets: readonly string[];
}

export const subjects: Readonly<Record<string, Subject>> = {
  csa: {
    departments: ['Department of Psychology', 'School of Social Work', 'Centre for Child Protection Research'],
    specialisms: [
      'how offenders move from viewing to contact abuse',
      'the live-streaming of abuse and its payment trails',
      'deterrence messages on platforms that young people use',
      'recovery and disclosure among children abused online',
    ],
    dataSets: ['anonymised helpline calls', 'sentencing remarks', 'platform transparency reports'],
  },
  msht: {
    departments: ['School of Law', 'Department of Sociology', 'Centre for Labour Rights'],
    specialisms: [
      'labour exploitation in food processing and care',
      'the recruitment of victims through informal agencies',
      'identification of victims at the first point of contact',
      'debt as a means of control in domestic servitude',
    ],
    dataSets: ['referral statistics', 'labour inspection records', 'interviews with survivors'],
  },
  oic: {
    departments: [
      'Department of Geography',
      'Department of Politics and International Relations',
      'Centre for Migration Research',
    ],
    specialisms: [
      'the business model of small-boat facilitators',
      'online advertising of irregular journeys',
      'document fraud and the market for identities',
      'how enforcement displaces smuggling routes',
    ],
    dataSets: ['open-source advertisements', 'court transcripts', 'vessel tracking data'],
  },
  drugs: {
    departments: ['Department of Criminology', 'School of Health Sciences', 'Department of Geography'],
    specialisms: [
      'county lines and the exploitation of young people',
      'synthetic opioids in wastewater and seizures',
      'cocaine supply through container ports',
      'price and purity in online drug markets',
    ],
    dataSets: ['wastewater samples', 'hospital admissions', 'dark-web listings'],
  },
  firearms: {
    departments: ['Department of Forensic Science', 'Department of Criminology', 'School of Engineering'],
    specialisms: [
      'the conversion of blank-firing weapons',
      'home-made and 3D-printed firearms',
      'networks that hire out weapons between groups',
      'community responses to shootings',
    ],
    dataSets: ['recovered-weapon statistics', 'ballistic comparison results', 'local survey data'],
  },
  oac: {
    departments: ['Department of Security and Crime Science', 'Department of Criminology', 'School of Architecture'],
    specialisms: [
      'keyless vehicle theft and its export markets',
      'cargo crime at motorway service areas',
      'organised retail theft across force boundaries',
      'the resale of stolen plant and metal',
    ],
    dataSets: ['insurance claims', 'recorded crime by small area', 'online resale listings'],
  },
  cyber: {
    departments: ['School of Computer Science', 'Department of Criminology', 'Cyber Security Research Group'],
    specialisms: [
      'the labour market of ransomware groups',
      'pathways of young people into computer misuse',
      'malware supply and its hosting',
      'what victims of intrusion do and do not report',
    ],
    dataSets: ['forum archives', 'incident reports', 'honeypot logs'],
  },
  fraud: {
    departments: ['Business School', 'Department of Psychology', 'Department of Criminology'],
    specialisms: [
      'why people answer authorised push payment scams',
      'scam call centres and forced criminality',
      'repeat victimisation among older people',
      'warnings in banking applications and what they change',
    ],
    dataSets: ['bank warning experiments', 'crime reports', 'victim interviews'],
  },
  ml: {
    departments: ['Department of Economics', 'Business School', 'School of Law'],
    specialisms: [
      'trade-based laundering and mis-invoicing',
      'cryptoasset mixing and cash-out',
      'professional enablers in company formation',
      'informal value transfer and its regulation',
    ],
    dataSets: ['company registers', 'blockchain data', 'customs declarations'],
  },
  bcse: {
    departments: [
      'Department of Politics and International Relations',
      'School of Law',
      'Centre for the Study of Corruption',
    ],
    specialisms: [
      'the circumvention of sanctions through third countries',
      'property owned through offshore companies',
      'bribery in large infrastructure contracts',
      'civil recovery of the proceeds of grand corruption',
    ],
    dataSets: ['property registers', 'leaked-ownership archives', 'trade statistics'],
  },
};

export const threatCodes = Object.keys(subjects);

/** Method terms that invented experts use, with the words for a sentence. */
export const methodPhrases: Readonly<Record<string, string>> = {
  systematic_review: 'systematic review',
  rapid_evidence_assessment: 'rapid evidence assessment',
  randomised_controlled_trial: 'randomised trials',
  quasi_experiment: 'quasi-experimental designs',
  process_evaluation: 'process evaluation',
  economic_evaluation: 'economic evaluation',
  ethnography: 'ethnography',
  interviews: 'interviews',
  survey: 'survey research',
  secondary_data_analysis: 'analysis of recorded crime',
  administrative_data_linkage: 'linked administrative data',
  social_network_analysis: 'social network analysis',
  crime_script_analysis: 'crime scripts',
  geospatial_analysis: 'geospatial analysis',
  machine_learning: 'machine learning',
  text_mining_nlp: 'text mining',
  osint: 'open-source research',
  horizon_scanning_foresight: 'horizon scanning',
  legal_doctrinal: 'legal analysis',
  mixed_methods: 'mixed methods',
};

export const methodCodes = Object.keys(methodPhrases);

/** The strand that work on a threat most often falls under. */
export const strandOf: Readonly<Record<string, string>> = {
  csa: 'online',
  msht: 'upstream',
  oic: 'overseas',
  drugs: 'upstream',
  firearms: 'upstream',
  oac: 'upstream',
  cyber: 'online',
  fraud: 'online',
  ml: 'overseas',
  bcse: 'overseas',
};
