import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';

/**
 * Walks the main job over HTTP against a running demonstration: find an expert, take an agreement from draft to active, log a
 * meeting, promise a follow-up, receive both reminders, read the report. Plain Node, so that it runs against any installation.
 *
 * `mails()` answers with the sources of all mail that has gone out so far.
 */
export async function walkMainJob({ base, mails, say = () => undefined }) {
  const people = await signInEverybody(base);
  const { liaison, approver, partner, academic, admin } = people;
  say('everybody signed in');

  const today = (await liaison.get('/dev/clock', 200)).today;
  const me = await liaison.get('/api/v1/me', 200);
  const herself = await academic.get('/api/v1/me', 200);
  const expert = await findExpert(liaison, academic, herself.expertId);
  say(`found ${expert.reference} by name`);

  const agreement = await draftAgreement(liaison, { agency: me.agency, expert, endOn: plusDays(today, 184), today });
  await approveAndSign({ liaison, approver, partner, agreement, agency: me.agency, today });
  say(`${agreement.reference} is active`);

  const seen = await academic.get(`/api/v1/agreements/${agreement.reference}`, 200);
  assert.equal(seen.approvals, null, 'the academic does not read the decision log');
  await partner.get(`/api/v1/agreements/${agreement.reference}`, 404);
  await admin.get(`/api/v1/agreements/${agreement.reference}`, 403);
  say('the academic reads it; the partner and the admin do not');

  await logMeeting(liaison, expert, today);
  const followUp = await promiseFollowUp(liaison, expert, me, plusDays(today, 3));
  say('a meeting is logged and a follow-up promised');

  await liaison.post('/dev/clock', { days: 5 }, 200);
  await expectMail(mails, `Subject: ${agreement.reference} ends on`);
  await expectMail(mails, followUp.id);
  say('the renewal and the follow-up mails have arrived');
  await expectLedger(liaison, agreement);

  await reportOf(admin, agreement);
  say('the partnership report counts it');
}

async function signInEverybody(base) {
  const password = process.env.DEMONSTRATION_PASSWORD ?? 'heather-lantern-4417-quarry';
  const addresses = {
    liaison: 'helena.marsh@nca.example',
    approver: 'gareth.llewellyn-price@nca.example',
    partner: 'daniel.osei@northshire.example',
    academic: 'amara.nwosu@wexcombe.example',
    admin: 'priya.raman@nca.example',
  };
  const people = {};
  for (const [role, email] of Object.entries(addresses)) {
    const nobody = new Person(base, null);
    const session = await nobody.post('/api/v1/auth/sign-in', { email, password }, 200);
    people[role] = new Person(base, session.accessToken);
  }
  return people;
}

async function findExpert(liaison, academic, expertId) {
  const own = await academic.get(`/api/v1/experts/${expertId}`, 200);
  const found = await liaison.get(
    `/api/v1/experts?q=${encodeURIComponent(own.familyName.slice(0, 4).toLowerCase())}`,
    200,
  );
  const expert = found.items.find(({ id }) => id === expertId);
  assert.ok(expert, 'the expert is found by the beginning of the name');
  await academic.get('/api/v1/experts?limit=1', 403);
  return expert;
}

async function draftAgreement(liaison, { agency, expert, endOn, today }) {
  const universities = await liaison.get('/api/v1/organisations?q=wexcombe', 200);
  const university = universities.items[0];
  const body = {
    type: 'research_collaboration',
    title: 'Following the money in romance fraud',
    strands: ['online'],
    topics: ['fraud'],
    keyTerms: { resultsOwnership: 'joint', publicationReviewDays: 30 },
    effectiveOn: today,
    endOn,
    parties: [{ organisationId: agency.id }, { organisationId: university.id, freedomOfInformation: true }],
    people: [
      { organisationId: agency.id, capacity: 'signatory', name: 'Deputy Director (invented)' },
      {
        organisationId: university.id,
        capacity: 'signatory',
        name: 'Contracts Officer (invented)',
        office: 'Research contracts',
      },
    ],
    coveredExpertIds: [expert.id],
  };
  const key = { 'idempotency-key': `journey-${Date.now()}` };
  const agreement = await liaison.post('/api/v1/agreements', body, 201, key);
  const again = await liaison.post('/api/v1/agreements', body, 201, key);
  assert.equal(again.id, agreement.id, 'the same key never drafts twice');
  const refused = await liaison.post('/api/v1/agreements', { ...body, title: 'SECRET' }, 400);
  assert.equal(refused.errors[0].pointer, '/title');
  return { ...agreement, universityId: university.id };
}

async function approveAndSign({ liaison, approver, partner, agreement, agency, today }) {
  const path = `/api/v1/agreements/${agreement.reference}`;
  const users = await liaison.get('/api/v1/users?q=gareth', 200);
  await liaison.post(
    `${path}/steps`,
    { step: 'submit', assigneeUserId: (await liaison.get('/api/v1/me', 200)).id },
    409,
    ifMatch(1),
  );
  await liaison.post(`${path}/steps`, { step: 'submit', assigneeUserId: users.items[0].id }, 200, ifMatch(1));
  await liaison.post(`${path}/steps`, { step: 'approve' }, 409, ifMatch(2));
  await partner.post(`${path}/steps`, { step: 'approve' }, 404, ifMatch(2));
  await approver.post(`${path}/steps`, { step: 'approve', reason: 'In good order.' }, 200, ifMatch(2));
  await liaison.post(
    `${path}/steps`,
    { step: 'sign', organisationId: agency.id, on: today, signatoryName: 'Deputy Director (invented)' },
    412,
    ifMatch(2),
  );
  await liaison.post(
    `${path}/steps`,
    { step: 'sign', organisationId: agency.id, on: today, signatoryName: 'Deputy Director (invented)' },
    200,
    ifMatch(3),
  );
  const executed = await liaison.post(
    `${path}/steps`,
    { step: 'sign', organisationId: agreement.universityId, on: today, signatoryName: 'Contracts Officer (invented)' },
    200,
    ifMatch(4),
  );
  assert.equal(executed.status, 'active');
}

async function logMeeting(liaison, expert, today) {
  const interaction = await liaison.post(
    '/api/v1/interactions',
    {
      kind: 'meeting',
      happenedAt: `${today}T00:30:00Z`,
      durationMinutes: 45,
      subject: 'Opening conversation',
      notes: 'Agreed to share the survey instrument.',
      participants: [{ expertId: expert.id }],
      about: { kind: 'expert', id: expert.id },
      strand: 'online',
    },
    201,
  );
  const read = await liaison.get(`/api/v1/interactions/${interaction.id}`, 200);
  assert.equal(read.participants.length, 1);
}

async function promiseFollowUp(liaison, expert, me, dueOn) {
  return liaison.post(
    '/api/v1/follow-ups',
    { title: 'Send the data dictionary', dueOn, assigneeUserId: me.id, about: { kind: 'expert', id: expert.id } },
    201,
  );
}

async function expectLedger(liaison, agreement) {
  const ledger = await liaison.get(`/api/v1/reminders?recordId=${agreement.id}`, 200);
  const ofItsEnd = ledger.items.filter(({ rule }) => rule.code === 'agreement-end');
  const states = Object.fromEntries(ofItsEnd.map(({ offsetDays, state }) => [offsetDays, state]));
  assert.deepEqual(states, { '-180': 'sent', '-90': 'scheduled', '-30': 'scheduled', '-7': 'scheduled' });
}

async function reportOf(admin, agreement) {
  const report = await admin.get('/api/v1/reports/partnerships', 200);
  assert.ok(JSON.stringify(report).length > 200);
  assert.ok(!JSON.stringify(report).includes(agreement.title), 'figures only: the admin does not read the record');
  const csv = await admin.text('/api/v1/reports/partnerships.csv', 200);
  assert.match(csv, /OFFICIAL/);
}

/** Mail is handed over before the clock's answer, but the mail's own server may take a moment to file it. */
async function expectMail(mails, text) {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    // A long line, such as a link, is folded in a mail's source.
    if ((await mails()).some((source) => source.replaceAll(/=\r?\n/g, '').includes(text))) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`no mail contains ${text}`);
}

function ifMatch(version) {
  return { 'if-match': `"${version}"` };
}

function plusDays(date, days) {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

class Person {
  constructor(base, token) {
    this.base = base;
    this.token = token;
  }

  async get(path, status) {
    return JSON.parse(await this.text(path, status));
  }

  async text(path, status) {
    return this.send('GET', path, undefined, status, {});
  }

  async post(path, body, status, headers = {}) {
    return JSON.parse(await this.send('POST', path, body, status, headers));
  }

  async send(method, path, body, status, headers) {
    const response = await fetch(new URL(path, this.base), {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    assert.equal(response.status, status, `${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
    return text;
  }
}

/** The mail that a demonstration without a mail server keeps as files. */
export function keptMails(base) {
  return async () => {
    const { items } = await (await fetch(new URL('/dev/mail', base))).json();
    return Promise.all(items.map(async (name) => (await fetch(new URL(`/dev/mail/${name}`, base))).text()));
  };
}

async function walkGivenAddress() {
  const base = process.env.BASE;
  assert.ok(base, 'BASE is the address of a running demonstration');
  await walkMainJob({ base, mails: keptMails(base), say: (line) => console.log(`  ${line}`) });
  console.log('The main job works from end to end.');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  walkGivenAddress().catch((error) => {
    console.error(error);
    process.exit(1);
  });
}
