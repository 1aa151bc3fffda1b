import { connect } from 'node:net';
import type { Response } from 'supertest';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let university: { id: string };
let liaison: Person;
let me: Caller;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  university = await t.make.organisation();
  liaison = await t.make.user('liaison', agency.id);
  me = t.as(liaison.token);
});
afterAll(() => t.close());

const draft = (given: object = {}): object => ({
  type: 'mou',
  title: 'Joint work',
  endOn: '2029-06-30',
  parties: [{ organisationId: agency.id }, { organisationId: university.id }],
  ...given,
});
const agreement = (given: object = {}): Promise<{ id: string; reference: string; parties: string[] }> =>
  t.make.agreement({ agency_id: agency.id, created_by_user_id: liaison.id, owner_user_id: liaison.id, ...given });
const encode = (parts: unknown): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
const countAll = async (): Promise<number> =>
  Number((await t.source.query<{ count: string }[]>('select count(*) from agreements'))[0].count);

/** A problem document with this status; when given, with this pointer alone. Nothing internal is told. */
function expectProblem(answer: Response, status: number, pointer?: string): void {
  expect([answer.status, answer.body]).toEqual([status, expect.objectContaining({ type: 'about:blank', status })]);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.body.detail).toMatch(/^[A-Z].*\.$/);
  expect(JSON.stringify(answer.body)).not.toMatch(/select |insert |node_modules|class-validator|invalid|please/i);
  if (pointer !== undefined) expect(answer.body.errors.map((e: { pointer: string }) => e.pointer)).toEqual([pointer]);
}

describe('a draft that is not right is refused with the field, and nothing is kept', () => {
  const someId = '01890000-0000-7000-8000-000000000000';
  it.each<[string, object, string]>([
    ['an unknown field', { colour: 'red' }, '/colour'],
    ['a column that is not a field', { stage: 'executed' }, '/stage'],
    ['the version', { version: 7 }, '/version'],
    ['the agency', { agencyId: someId }, '/agencyId'],
    ['the reference', { reference: 'AGR-2026-0001' }, '/reference'],
    ['a title that is a number', { title: 5 }, '/title'],
    ['a title that is an object', { title: { toString: 1 } }, '/title'],
    ['a blank title', { title: ' \n ' }, '/title'],
    ['a title too long', { title: 'x'.repeat(201) }, '/title'],
    ['no title', { title: undefined }, '/title'],
    ['a wrong type', { type: 'treaty' }, '/type'],
    ['a list for one choice', { type: ['mou'] }, '/type'],
    ['a marking above ours', { marking: 'SECRET-ISH' }, '/marking'],
    ['a wide sharing of a sensitive one', { marking: 'OFFICIAL-SENSITIVE', sharing: 'agency' }, '/sharing'],
    ['the year 0001', { endOn: '0001-01-01' }, '/endOn'],
    ['the year 9999', { endOn: '9999-12-31' }, '/endOn'],
    ['30 February', { endOn: '2027-02-30' }, '/endOn'],
    ['an instant for a day', { endOn: '2027-02-03T00:00:00Z' }, '/endOn'],
    ['a day that is a number', { endOn: 20270203 }, '/endOn'],
    ['an end before the beginning', { effectiveOn: '2029-07-01' }, '/endOn'],
    ['notice without its unit', { noticeCount: 3 }, '/noticeUnit'],
    ['no notice', { noticeCount: 0, noticeUnit: 'days' }, '/noticeCount'],
    ['notice longer than ten years', { noticeCount: 3660, noticeUnit: 'months' }, '/noticeCount'],
    ['part of a day', { noticeCount: 1.5, noticeUnit: 'days' }, '/noticeCount'],
    ['a number as text', { noticeCount: '3', noticeUnit: 'days' }, '/noticeCount'],
    ['a value below nought', { valuePence: -1, currency: 'GBP' }, '/valuePence'],
    ['a value beyond counting', { valuePence: 1e300, currency: 'GBP' }, '/valuePence'],
    ['a value without currency', { valuePence: 1 }, '/currency'],
    ['a currency that is none', { valuePence: 1, currency: 'gbp' }, '/currency'],
    ['a strand that is not there', { strands: ['nowhere'] }, '/strands'],
    ['the same strand twice', { strands: ['upstream', 'upstream'] }, '/strands'],
    ['a strand that is an object', { strands: [{}] }, '/strands'],
    ['an owner who is not there', { ownerUserId: someId }, '/ownerUserId'],
    ['an owner that is no id', { ownerUserId: "' or 1=1 --" }, '/ownerUserId'],
    ['one party', { parties: [{ organisationId: someId }] }, '/parties'],
    ['no list of parties', { parties: { length: 2 } }, '/parties'],
    ['parties that are text', { parties: ['a', 'b'] }, '/parties'],
    ['a party that is not there', { parties: [{ organisationId: someId }, { organisationId: someId.replace('0', '1') }] }, '/parties'], // prettier-ignore
    ['an expert who is not there', { coveredExpertIds: [someId] }, '/coveredExpertIds'],
    ['a person of no party', { people: [{ organisationId: someId, capacity: 'lead', name: 'X' }] }, '/people/0/organisationId'], // prettier-ignore
    ['a NUL', { purpose: 'a\0b' }, '/purpose'],
    ['an escape character', { purpose: 'a\u001b[31mb' }, '/purpose'],
    ['half a character', { purpose: 'a\ud800b' }, '/purpose'],
    ['a text marked SECRET', { purpose: 'SECRET\nSomething' }, '/purpose'],
    ['a text marked after a label', { purpose: 'Classification: Top Secret' }, '/purpose'],
  ])('%s', async (_what, given, pointer) => {
    const before = await countAll();
    expectProblem(await me.post('agreements', draft(given)), 400, pointer);
    expect(await countAll()).toBe(before);
  });

  it.each(['title', 'strands', 'topics', 'marking', 'sharing', 'renewalType'])(
    'a change of %s to null',
    async (field) => {
      const { id } = await agreement();
      expectProblem(await me.patch(`agreements/${id}`, { [field]: null }, 1), 400, `/${field}`);
      expect((await me.get(`agreements/${id}`)).body.version).toBe(1);
    },
  );

  it.each(['constructor', 'hasOwnProperty', 'toString', 'valueOf'])(
    'a field called %s, which every object has',
    async (name) => {
      expectProblem(await me.post('agreements', draft({ [name]: 1 })), 400, '');
      expectProblem(await me.get(`agreements?${name}=1`), 400);
    },
  );

  it('accepts ordinary words that look like a marking', async () => {
    const purpose = 'Protects trade secrets and the work of the Secret Intelligence Service.';
    await me.post('agreements', draft({ purpose })).expect(201);
  });

  it('repeats neither a marked text nor a marked field name, in the answer or in the audit', async () => {
    for (const given of [{ purpose: 'TOP SECRET\ncanary-text' }, { 'TOP SECRET\ncanary-text': 1 }]) {
      const answer = await me.post('agreements', draft(given));
      expectProblem(answer, 400);
      expect(JSON.stringify(answer.body)).not.toContain('canary-text');
    }
    const kept = await t.source.query("select 1 from audit_entries where after::text like '%canary-text%'");
    expect(kept).toEqual([]);
  });
});

describe('a body that is not one', () => {
  const send = (body: string | Buffer, type = 'application/json'): ReturnType<Caller['send']> =>
    me.send('post', 'agreements').set('content-type', type).send(body);

  it.each([
    ['a missing bracket', '{"type": "mou"', 400],
    ['nothing', '', 400],
    ['a list', '[]', 400],
    ['a text', '"mou"', 400],
    ['a number', '7', 400],
    ['null', 'null', 400],
    ['the prototype', '{"__proto__": {"stage": "executed"}}', 400],
    ['the prototype of the constructor', '{"constructor": {"prototype": {"stage": "executed"}}}', 400],
    ['eleven levels', `{"title": ${'['.repeat(11)}${']'.repeat(11)}}`, 400],
    ['ten thousand levels', `{"title": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 400],
    ['2 MB', JSON.stringify({ title: 'x'.repeat(2_000_000) }), 413],
  ])('%s', async (_what, body, status) => {
    expectProblem(await send(body), status);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/xml', 'nonsense'])(
    'of type %s is 415',
    async (type) => expectProblem(await send('{"type":"mou"}', type), 415),
  );

  it('of hundreds of thousands of values is refused before they are checked one by one', async () => {
    const before = process.cpuUsage();
    expectProblem(await me.post('agreements', draft({ parties: Array(300_000).fill({}) })), 400);
    const many = await me.post(
      'agreements',
      draft(Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`field${index}`, 1]))),
    );
    expectProblem(many, 400);
    expect(many.body.errors.length).toBeLessThanOrEqual(100);
    // They took 14 s before they were counted; the bound only has to tell seconds from a fraction of one. Processor time, because a
    // busy machine stretches the clock's.
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });
});

describe('an address that is not one', () => {
  it.each([
    ['not an id', 'agreements/1'],
    ['a reference of nobody’s', 'agreements/AGR-2026-999999'],
    ['a quote', "agreements/'"],
    ['a NUL', 'agreements/%00'],
    ['a very long one', `agreements/${'a'.repeat(300)}`],
    ['no route', 'agreement'],
  ])('%s is 404', async (_what, path) => expectProblem(await me.get(path), 404));

  it('with a broken percent sign is 400', async () => expectProblem(await me.get('agreements/%zz'), 400));

  it.each([
    ['a repeated key', '?status=active&status=draft', '?status'],
    ['a key with brackets', '?status[]=active', '?status[]'],
    ['an unknown key', '?where=1', '?where'],
    ['a limit of nought', '?limit=0', '?limit'],
    ['a limit of 101', '?limit=101', '?limit'],
    ['a limit in words', '?limit=ten', '?limit'],
    ['a limit in another notation', '?limit=1e1', '?limit'],
    ['a sort that is a column', '?sort=agency_id', '?sort'],
    ['a status that is none', '?status=executed', '?status'],
    ['an organisation that is no id', '?organisationId=1', '?organisationId'],
    ['a day that is none', '?endsBefore=2026-02-30', '?endsBefore'],
    ['a NUL', '?q=%00', '?q'],
    ['a blank search', '?q=%20', '?q'],
  ])('%s is 400', async (_what, query, pointer) => {
    expectProblem(await me.get(`agreements${query}`), 400, pointer);
    if (!/limit/.test(query)) expectProblem(await me.get(`agreements/count${query}`), 400, pointer);
  });

  it.each(['%25', '_', '\\', "'", '％', '＼', '\u{1F98A}', 'a'.repeat(200)])('a search for %j is a search', (q) =>
    me.get(`agreements?q=${q === '%25' ? q : encodeURIComponent(q)}`).expect(200),
  );

  const id = '01890000-0000-7000-8000-000000000000';
  it.each<[string, string]>([
    ['words', 'nonsense'],
    ['nothing', ''],
    ['too long', 'a'.repeat(3000)],
    ['not JSON', Buffer.from('{').toString('base64url')],
    ['an object', encode({ 0: '2026-01-01 00:00:00+00', 1: id })],
    ['one part', encode(['2026-01-01 00:00:00+00'])],
    ['three parts', encode(['2026-01-01 00:00:00+00', id, id])],
    ['no id', encode(['2026-01-01 00:00:00+00', 'x'])],
    ['hour 99', encode(['2026-01-01 99:99:99+00', id])],
    ['hour 24', encode(['2026-01-01 24:00:01+00', id])],
    ['second 60', encode(['2026-01-01 23:59:60+00', id])],
    ['30 February', encode(['2026-02-30 00:00:00+00', id])],
    ['infinity', encode(['infinity', id])],
    ['null', encode([null, id])],
    ['statement', encode(["2026-01-01 00:00:00+00'; drop table agreements", id])],
    ['another sort', encode(['2026-01-01', id])],
    ['other spacing', Buffer.from(`[ "2026-01-01 00:00:00+00","${id}"]`).toString('base64url')],
  ])('a cursor with %s is 400', async (_what, cursor) => {
    expectProblem(await me.get(`agreements?cursor=${cursor}`), 400, '?cursor');
  });
});

describe('headers', () => {
  it.each(['3', '*', 'W/"1"', '"1", "2"', '""', '"-1"', '"1e3"', '"99999999999999999999"', '"1"x', 'null', "'1'"])(
    'If-Match %s is 400 and changes nothing',
    async (header) => {
      const { id } = await agreement();
      const answer = await me.send('patch', `agreements/${id}`, { title: 'New' }).set('if-match', header);
      expectProblem(answer, 400);
      expect((await me.get(`agreements/${id}`)).body.version).toBe(1);
    },
  );

  it('no If-Match is 428, a stale one 412, whatever the change', async () => {
    const { id } = await agreement();
    expectProblem(await me.patch(`agreements/${id}`, { title: 'New' }), 428);
    for (const version of [0, 2, 999_999_999]) {
      expectProblem(await me.patch(`agreements/${id}`, { title: 'New' }, version), 412);
      expectProblem(await me.put(`agreements/${id}/parties`, { parties: [] }, version), 412); // prettier-ignore
      expectProblem(await me.put(`agreements/${id}/people`, { people: [] }, version), 412);
      expectProblem(await me.change(`agreements/${id}/steps`, version, { step: 'withdraw', reason: 'x' }), 412);
    }
    expect((await me.get(`agreements/${id}`)).body).toMatchObject({ version: 1, status: 'draft' });
  });

  it.each(['', ' ', 'a b', 'é', 'x'.repeat(101), 'tab\there'])('Idempotency-Key %j is 400', async (key) => {
    const before = await countAll();
    const answer = await me.post('agreements', draft()).set('idempotency-key', Buffer.from(key).toString('latin1'));
    expectProblem(answer, 400);
    expect(await countAll()).toBe(before);
  });

  it.each([
    'evil.example',
    'localhost.evil.example',
    'evil.example:3000',
    'localhost@evil.example',
    'evil@localhost',
    ':password@localhost',
    'localhost#evil.example',
    'localhost/evil',
    'localhost?evil',
    '127.1',
    '0.0.0.0',
  ])('Host %s is 421 for signed-in people too', async (host) => {
    const answer = await me.get('agreements').set('host', host);
    if (host === '127.1') expect([200, 421]).toContain(answer.status);
    else expectProblem(answer, 421);
    expect(JSON.stringify(answer.body) + JSON.stringify(answer.headers)).not.toContain('evil');
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'bearer x',
    'Basic YTpi',
    `Bearer ${'A'.repeat(43)}`,
    `Bearer ${'A'.repeat(4000)}`,
  ])('Authorization %j is 401', async (authorization) => {
    const answer = await t.as(null).get('agreements').set('authorization', authorization);
    expectProblem(answer, 401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('a request without a Host, as HTTP/1.0 allows, is 421', async () => {
    const port = Number(new URL(await t.app.getUrl()).port);
    const answer = await new Promise<string>((resolve) => {
      let received = '';
      const socket = connect(port, '127.0.0.1', () => socket.write('GET /api/v1/agreements HTTP/1.0\r\n\r\n'));
      socket.on('data', (part) => (received += String(part)));
      socket.on('close', () => resolve(received));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 421/);
  });
});

describe('a step that is not right', () => {
  it.each<[string, object, string[]]>([
    ['no step', {}, ['/step']],
    ['the step that nobody takes', { step: 'execute' }, ['/step']],
    ['a submission to nobody', { step: 'submit' }, ['/assigneeUserId']],
    ['a return without a reason', { step: 'return' }, ['/reason']],
    ['a signature without its day and signatory', { step: 'sign', organisationId: '01890000-0000-7000-8000-000000000000' }, ['/on', '/signatoryName']], // prettier-ignore
    ['a withdrawal with a blank reason', { step: 'withdraw', reason: '  ' }, ['/reason']],
    ['a termination without day and reason', { step: 'terminate' }, ['/on', '/reason']],
    ['a termination in the year 0001', { step: 'terminate', on: '0001-01-01', reason: 'x' }, ['/on']],
    ['an unknown field', { step: 'withdraw', reason: 'x', stage: 'executed' }, ['/stage']],
  ])('%s is 400', async (_what, step, pointers) => {
    const { id } = await agreement();
    const answer = await me.change(`agreements/${id}/steps`, 1, step);
    expectProblem(answer, 400);
    expect(answer.body.errors.map((e: { pointer: string }) => e.pointer)).toEqual(pointers);
    expect((await me.get(`agreements/${id}`)).body).toMatchObject({ version: 1, status: 'draft' });
  });

  it.each(['approve', 'sign', 'terminate', 'return'])('%s of a draft is refused and changes nothing', async (step) => {
    const made = await agreement();
    const answers = { on: '2026-06-01', reason: 'x', organisationId: made.parties[0], signatoryName: 'x' };
    expectProblem(await me.change(`agreements/${made.id}/steps`, 1, { step, ...answers }), 409);
    expect((await me.get(`agreements/${made.id}`)).body).toMatchObject({ version: 1, status: 'draft' });
  });

  it('a signature that would put the beginning after the end is refused whole', async () => {
    const made = await agreement({ stage: 'awaiting_signature', effective_on: null, end_on: '2026-06-01' });
    const sign = (version: number, organisationId: string): ReturnType<Caller['change']> =>
      me.change(`agreements/${made.id}/steps`, version, { step: 'sign', organisationId, on: '2026-06-09', signatoryName: 'S' }); // prettier-ignore
    await sign(1, made.parties[0]).expect(200);
    expectProblem(await sign(2, made.parties[1]), 409);
    const seen = await me.get(`agreements/${made.id}`).expect(200);
    expect(seen.body).toMatchObject({ version: 2, status: 'awaiting_signature' });
    expect(seen.body.parties.filter((party: { signedOn: string | null }) => party.signedOn !== null)).toHaveLength(1);
  });

  it('clears no review date of an agreement that has no end', async () => {
    const made = await agreement({
      stage: 'executed',
      executed_on: '2026-01-01',
      renewal_type: 'evergreen',
      end_on: null,
      review_on: '2027-01-01',
    });
    expectProblem(await me.patch(`agreements/${made.id}`, { reviewOn: null }, 1), 400, '/reviewOn');
  });
});

describe('what was right when it was written', () => {
  it('stands in nobody’s way: an owner who has left, a strand that was retired', async () => {
    const gone = await t.make.user('liaison', agency.id);
    await t.make.row('vocabulary_terms', {
      id: '01890000-0000-7000-8000-00000000abcd',
      scheme: 'strand',
      code: 'retired-strand',
      label: 'Retired',
      edition: 'test',
      retired_on: '2026-01-01',
    });
    const made = await agreement({
      owner_user_id: gone.id,
      strands: ['retired-strand'],
      stage: 'executed',
      executed_on: '2026-01-01',
    });
    await t.source.query('update users set disabled_at = $1 where id = $2', [t.clock.now(), gone.id]);
    const changed = await me.patch(`agreements/${made.id}`, { releasableSummary: 'A summary' }, 1).expect(200);
    expect(changed.body).toMatchObject({ releasableSummary: 'A summary', strands: ['retired-strand'] });
    expectProblem(await me.patch(`agreements/${made.id}`, { ownerUserId: gone.id }, 2), 400, '/ownerUserId');
  });

  it.each(['approver', 'auditor', 'admin', 'host'] as const)(
    'is never owned by an %s, who could not read it',
    async (role) => {
      const person = await t.make.user(role, agency.id);
      expectProblem(await me.post('agreements', draft({ ownerUserId: person.id })), 400, '/ownerUserId');
      expectProblem(await me.post('agreements', draft({ deputyUserId: person.id })), 400, '/deputyUserId');
    },
  );
});
