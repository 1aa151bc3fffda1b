const some = '01920000-0000-7000-8000-000000000001';
const another = '01920000-0000-7000-8000-000000000002';

/** The addresses that take a form with a file. What is sent there is refused for its file, once it is settled who may. */
export const takesFile = /^\/api\/v1\/(agreements\/[^/]+\/documents|documents\/[^/]+\/versions)$/;

/**
 * A plausible body for each route that writes, with every object that it may hold. The records that it names need not be
 * there: a stale version, or a field that does not exist, is refused before anybody looks.
 */
export const bodies: Record<string, object> = {
  'POST /dev/clock': { days: 1 },
  'POST /api/v1/auth/sign-in': { email: 'nobody@agency.example', password: 'not a password' },
  'POST /api/v1/auth/refresh': { refreshToken: 'not a refresh value' },
  'POST /api/v1/auth/password': { currentPassword: 'not a password', newPassword: 'not one either' },

  'PUT /api/v1/me/mail-preferences': { delivery: 'daily', dutiesOnly: false },
  'PUT /api/v1/me/absence': { awayFrom: '2026-07-01', awayTo: null, coverUserId: null },
  'POST /api/v1/vocabularies/:scheme/terms': { code: 'another', label: 'Another term', synonyms: ['one more'] },
  'PATCH /api/v1/reminder-rules/:id': { enabled: true },
  'POST /api/v1/bank-holidays': { scotland: { events: [{ date: '2019-01-01', title: 'New Year’s Day' }] } },
  'PATCH /api/v1/vocabularies/:scheme/terms/:code': { label: 'Another term' },
  'POST /api/v1/vocabularies/:scheme/terms/:code/steps': { step: 'retire' },

  'POST /api/v1/jobs/retries': { deliveryId: some },

  'POST /api/v1/organisations': { kind: 'university', name: 'Another university' },
  'PATCH /api/v1/organisations/:id': { website: 'https://www.example.org' },

  'POST /api/v1/users': {
    name: 'Somebody New',
    email: 'new@agency.example',
    role: 'partner',
    organisationId: some,
  },
  'PATCH /api/v1/users/:id': { awayFrom: '2026-07-01' },
  'POST /api/v1/users/:id/steps': { step: 'disable', reason: 'They left.' },
  'POST /api/v1/users/:id/mail-again': { reason: 'The mailbox is there again.' },
  'POST /api/v1/users/:id/invitation': { reason: 'It was lost.' },
  'POST /api/v1/users/:id/password-reset': { reason: 'They rang.' },

  'POST /api/v1/experts': {
    kind: 'academic',
    givenName: 'Somebody',
    familyName: 'New',
    fieldAudience: { email: 'agency' },
    affiliation: { organisationId: some },
    expertise: [{ scheme: 'threat', code: 'fraud', level: 'primary' }],
    relationship: { ownerUserId: some },
  },
  'POST /api/v1/experts/bulk': { experts: [some], act: 'add_tag', tagName: 'Conference' },
  'POST /api/v1/tags': { name: 'Conference' },
  'POST /api/v1/saved-views': { page: 'experts', name: 'Fraud', query: 'topic=fraud' },
  'PATCH /api/v1/experts/:id': { interests: 'Something else', fieldAudience: { email: 'agency' } },
  'POST /api/v1/experts/:id/affiliations': { organisationId: some },
  'PATCH /api/v1/experts/:id/affiliations/:affiliationId': { department: 'Another department' },
  'PUT /api/v1/experts/:id/expertise': { expertise: [{ scheme: 'threat', code: 'fraud', level: 'primary' }] },
  // A day to come is refused, once it is settled whether the caller sees the person.
  'POST /api/v1/experts/:id/relationships': { sinceOn: '2027-01-01' },
  'PATCH /api/v1/experts/:id/relationships/:relationshipId': { notes: 'Something else' },
  // Likewise.
  'POST /api/v1/experts/:id/vetting': { level: 'sc', status: 'granted', grantedOn: '2027-01-01' },
  'PATCH /api/v1/experts/:id/vetting/:vettingId': { expiresOn: '2031-01-01' },

  'POST /api/v1/experts/:id/confirmation-requests': { by: 'email' },

  'PATCH /api/v1/me/profile': { interests: 'Something else', fieldAudience: { email: 'agency' } },
  'PUT /api/v1/me/profile/expertise': { expertise: [{ scheme: 'threat', code: 'fraud', level: 'primary' }] },
  'POST /api/v1/me/profile/rights': { step: 'object', text: 'Something else' },
  'POST /api/v1/me/profile/changes': {
    name: { givenName: 'Somebody', familyName: 'New' },
    post: { organisation: 'Another university' },
    postChange: { affiliationId: some },
  },
  'POST /api/v1/me/profile/changes/:id/steps': { step: 'withdraw' },
  'POST /api/v1/me/delegates': {
    name: 'Somebody New',
    email: 'new@campus.example',
    sections: ['about'],
    untilOn: '2026-12-31',
  },
  'PATCH /api/v1/delegations/:expertId': { interests: 'Something else' },
  'PUT /api/v1/delegations/:expertId/expertise': {
    expertise: [{ scheme: 'threat', code: 'fraud', level: 'primary' }],
  },
  'POST /api/v1/me/declarations': { funding: 'Nobody', complete: true },
  'POST /api/v1/me/publications': { title: 'Another publication', type: 'article' },
  'PATCH /api/v1/me/publications/:id': { state: 'claimed' },
  'PATCH /api/v1/publications/:id': { title: 'A corrected title' },
  // A year that is far off is refused, once it is settled whether the caller may change the person.
  'POST /api/v1/experts/:id/publications': { title: 'Another publication', type: 'article', year: 2199 },
  'POST /api/v1/profile-changes/:id/decisions': { decision: 'refuse', reason: 'It is not so.' },

  'POST /api/v1/contacts': { name: 'Somebody New', organisationId: some },
  'PATCH /api/v1/contacts/:id': { office: 'Another office' },

  'POST /api/v1/agreements': {
    type: 'mou',
    title: 'Another agreement',
    parties: [{ organisationId: some }, { organisationId: another }],
    people: [{ organisationId: some, capacity: 'signatory', name: 'Somebody New' }],
  },
  'POST /api/v1/agreements/:id/documents': { kind: 'other', title: 'Another document' },
  'POST /api/v1/documents/:id/versions': { note: 'Something else' },
  'PUT /api/v1/agreements/:id/text': { clauses: [{ heading: 'Another clause', wording: 'Something else' }] },
  'PATCH /api/v1/agreements/:id': { releasableSummary: 'Something else' },
  'PUT /api/v1/agreements/:id/parties': { parties: [{ organisationId: some }, { organisationId: another }] },
  'PUT /api/v1/agreements/:id/people': {
    people: [{ organisationId: some, capacity: 'signatory', name: 'Somebody New' }],
  },
  'POST /api/v1/agreements/:id/renewal-decisions': { decision: 'let_lapse', reason: 'It has done its work.' },
  'PUT /api/v1/agreements/:id/beneficiaries': { organisationIds: [some] },
  'PUT /api/v1/agreements/:id/adherences': {
    organisationId: some,
    adheredOn: '2026-06-09',
    adheredBy: 'Deed of adherence',
  },
  'POST /api/v1/agreements/:id/employer-moves/settlements': {
    employerMoveId: some,
    outcome: 'nothing_needed',
    reason: 'The new employer has signed already.',
  },
  'POST /api/v1/agreements/:id/steps approve': { step: 'approve' },
  'POST /api/v1/agreements/:id/steps withdraw': { step: 'withdraw', reason: 'It is not needed.' },

  // Somebody who is not there is refused, once it is settled whether the caller may change the agreement.
  'POST /api/v1/agreements/:id/amendments': {
    title: 'Another amendment',
    reason: 'Something else',
    changes: { addCoveredExpertIds: [some] },
  },
  'PATCH /api/v1/agreements/:id/amendments/:number': { title: 'Another', changes: { endOn: '2028-01-01' } },
  'POST /api/v1/agreements/:id/amendments/:number/steps approve': { step: 'approve' },
  'POST /api/v1/agreements/:id/amendments/:number/steps withdraw': { step: 'withdraw', reason: 'It is not needed.' },

  'POST /api/v1/reminders/:id/resend': { reason: 'They never got it.' },
  'POST /api/v1/notifications/read': { until: '2026-06-10T09:00:00Z' },
  'POST /api/v1/me/calendar-feeds': { label: 'On my telephone' },
  // A day that is far off is refused, once it is settled whether the caller may change the agreement.
  'POST /api/v1/agreements/:id/obligations': {
    what: 'Another report',
    organisationId: some,
    ownerUserId: another,
    dueOn: '2099-01-01',
  },
  'PATCH /api/v1/obligations/:id': { sharedWithAcademic: true },
  'POST /api/v1/obligations/:id/progress': { dueOn: '2026-06-17', progress: 'partly', evidence: 'Half of it' },
  'POST /api/v1/obligations/:id/steps': { step: 'lapse', reason: 'It is not needed.' },

  'POST /api/v1/interactions': {
    kind: 'meeting',
    happenedAt: '2026-06-09T10:00:00Z',
    subject: 'Another meeting',
    participants: [{ organisationId: some }],
    about: { kind: 'organisation', id: some },
  },
  'PATCH /api/v1/interactions/:id': {
    notes: 'Something else',
    correctionReason: 'It was wrong.',
    participants: [{ organisationId: some }],
    about: { kind: 'organisation', id: some },
  },

  'POST /api/v1/playbooks': {
    name: 'Another playbook',
    aboutKind: 'organisation',
    steps: [{ title: 'Call them', offsetDays: 1, dayCount: 'calendar', priority: 'normal', assignee: 'owner' }],
  },
  'PATCH /api/v1/playbooks/:id': {
    name: 'Another name',
    steps: [{ title: 'Call them', offsetDays: 1, dayCount: 'calendar', priority: 'normal', assignee: 'owner' }],
  },
  'POST /api/v1/playbooks/:id/starts': { about: { kind: 'organisation', id: some }, startsOn: '2026-07-01' },

  'POST /api/v1/hand-overs/:id': {
    toUserId: some,
    reason: 'They are leaving.',
    kinds: [{ name: 'follow-ups.assigned', records: [{ id: another, version: 1 }] }],
  },

  'POST /api/v1/follow-ups': {
    title: 'Another promise',
    dueOn: '2026-07-01',
    about: { kind: 'organisation', id: some },
    interaction: {
      kind: 'meeting',
      happenedAt: '2026-06-09T10:00:00Z',
      subject: 'Another meeting',
      participants: [{ organisationId: some }],
      about: { kind: 'organisation', id: some },
    },
    repeats: { everyCount: 1, everyUnit: 'months' },
  },
  'POST /api/v1/follow-ups/hand-overs': {
    followUps: [{ id: some, version: 1 }],
    assigneeUserId: another,
    reason: 'They are away.',
  },
  'POST /api/v1/follow-ups/hand-overs/undo': { handOverId: some },
  'PATCH /api/v1/follow-ups/:id': {
    details: 'Something else',
    repeats: { everyCount: 1, everyUnit: 'months' },
  },
  'POST /api/v1/follow-ups/:id/steps': {
    step: 'complete',
    outcome: 'It was done.',
    next: { title: 'The next promise', dueOn: '2026-07-01' },
  },
};
