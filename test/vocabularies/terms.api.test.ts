import { loadVocabularies } from '../../src/features/vocabularies/register/load-vocabularies.js';
import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let admin: Person;
let caller: Caller;
let liaison: Person;

beforeAll(async () => {
  t = await startTestApp();
  const agency = await t.make.agency();
  admin = await t.make.user('admin', agency.id);
  liaison = await t.make.user('liaison', agency.id);
  caller = t.as(admin.token);
});
afterAll(() => t.close());

const scheme = async (): Promise<string> => {
  const name = `scheme_${t.make.next()}`;
  await t.make.term({ scheme: name, code: 'first', label: 'First' });
  return name;
};
const offered = async (name: string): Promise<string[]> => {
  const { body } = await t.as(liaison.token).get(`vocabularies/${name}`).expect(200);
  return (body as { items: { label: string }[] }).items.map(({ label }) => label);
};

describe('adding a term', () => {
  it('puts it at the end, offered to everybody, and keeps who did it', async () => {
    const name = await scheme();
    const sent = {
      code: 'money_mules',
      label: 'Money mules',
      description: 'People who pass money on.',
      synonyms: ['mules'],
    };
    const { body, headers } = await caller.post(`vocabularies/${name}/terms`, sent).expect(201);
    expect(body).toEqual({
      ...sent,
      id: expect.any(String),
      version: 1,
      scheme: name,
      edition: 'Added by administrators',
      retiredOn: null,
      uses: { experts: 0, agreements: 0, interactions: 0 },
    });
    expect(headers.etag).toBe('"1"');
    expect(await offered(name)).toEqual(['First', 'Money mules']);
    const entries = await t.source.query(
      'select actor_user_id, verb, record_kind, after from audit_entries where record_id = $1',
      [body.id],
    );
    expect(entries).toEqual([
      {
        actor_user_id: admin.id,
        verb: 'vocabulary-term.create',
        record_kind: 'vocabulary_term',
        after: expect.objectContaining({ code: 'money_mules' }),
      },
    ]);
  });

  it.each([
    [
      { code: 'first', label: 'Other' },
      '/code',
      'A term of this vocabulary has this code already. Enter another code.',
    ],
    [
      { code: 'other', label: 'FIRST' },
      '/label',
      'A term of this vocabulary has this label already. Enter another label.',
    ],
    [
      { code: 'past', label: 'New' },
      '/code',
      'A term of this vocabulary has this code already. It is retired: bring it back instead.',
    ],
  ])('refuses %j, which is there already', async (sent, pointer, detail) => {
    const name = await scheme();
    await t.make.term({ scheme: name, code: 'past', label: 'Past', retired_on: '2026-01-01' });
    const { body } = await caller.post(`vocabularies/${name}/terms`, sent).expect(409);
    expect(body.errors).toEqual([{ pointer, detail }]);
  });

  it('refuses the second of two that are added at once under one label', async () => {
    const name = await scheme();
    const both = await Promise.all(
      ['one', 'two'].map((code) => caller.post(`vocabularies/${name}/terms`, { code, label: 'Same' })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it.each([
    [{ code: 'Money Mules', label: 'x' }, '/code'],
    [{ code: 'ok', label: ' ' }, '/label'],
    [{ code: 'ok', label: 'x', synonyms: [''] }, '/synonyms'],
    [{ code: 'ok', label: 'x', retiredOn: '2026-01-01' }, '/retiredOn'],
  ])('refuses %j', async (sent, pointer) => {
    const { body } = await caller.post(`vocabularies/${await scheme()}/terms`, sent).expect(400);
    expect(body.errors.map((one: { pointer: string }) => one.pointer)).toEqual([pointer]);
  });

  it('adds once however often it is sent with one key', async () => {
    const name = await scheme();
    const add = () => caller.post(`vocabularies/${name}/terms`, { code: 'once', label: 'Once' });
    const key = newId();
    const [first, again] = [
      await add().set('idempotency-key', key).expect(201),
      await add().set('idempotency-key', key).expect(201),
    ];
    expect(again.body).toEqual(first.body);
  });

  it('has no vocabulary to add to that is not there', async () => {
    await caller.post('vocabularies/nowhere/terms', { code: 'a', label: 'A' }).expect(404);
    await caller.post(`vocabularies/${encodeURIComponent("x'--")}/terms`, { code: 'a', label: 'A' }).expect(404);
  });
});

describe('changing a term', () => {
  it('changes what people read, under its version; the code stays', async () => {
    const name = await scheme();
    const changed = { label: 'Foremost', description: null, synonyms: ['one'] };
    const { body } = await caller.patch(`vocabularies/${name}/terms/first`, changed, 1).expect(200);
    expect(body).toMatchObject({ ...changed, code: 'first', version: 2 });
    await caller.patch(`vocabularies/${name}/terms/first`, changed, 1).expect(412);
    await caller.patch(`vocabularies/${name}/terms/first`, { code: 'other' }, 2).expect(400);
    await caller.patch(`vocabularies/${name}/terms/first`, changed).expect(428);
    await caller.patch(`vocabularies/${name}/terms/absent`, changed, 1).expect(404);
  });

  it('refuses a label that another term has', async () => {
    const name = await scheme();
    await t.make.term({ scheme: name, code: 'second', label: 'Second' });
    const { body } = await caller.patch(`vocabularies/${name}/terms/second`, { label: 'first' }, 1).expect(409);
    expect(body.errors[0].pointer).toBe('/label');
    await caller.patch(`vocabularies/${name}/terms/first`, { label: 'FIRST' }, 1).expect(200);
  });
});

describe('retiring a term', () => {
  it('takes it out of what is offered and leaves what it describes; bringing it back offers it again', async () => {
    const agreement = await t.make.agreement({
      agency_id: liaison.organisationId,
      owner_user_id: liaison.id,
      strands: ['online'],
    });
    const expert = await t.make.expert({ agency_id: liaison.organisationId });
    const { body: before } = await caller.get('vocabularies/strand/terms/online').expect(200);
    await t.make.row('expertise', {
      id: newId(),
      expert_id: expert.id,
      term_id: before.id,
      level: 'primary',
      source: 'liaison',
      ...t.make.stamps(),
    });
    await t.make.interaction({ agency_id: liaison.organisationId, strand: 'online' });
    const { body } = await caller.change('vocabularies/strand/terms/online/steps', 1, { step: 'retire' }).expect(200);
    expect(body).toMatchObject({
      retiredOn: '2026-06-10',
      version: 2,
      uses: { experts: 1, agreements: 1, interactions: 1 },
    });
    expect(await offered('strand')).toEqual(['Upstream', 'Overseas']);
    const kept = await t.as(liaison.token).get(`agreements/${agreement.reference}`).expect(200);
    expect(kept.body.strands).toEqual(['online']);
    await caller.change('vocabularies/strand/terms/online/steps', 2, { step: 'retire' }).expect(409);
    await caller.change('vocabularies/strand/terms/online/steps', 2, { step: 'bring_back' }).expect(200);
    expect(await offered('strand')).toEqual(['Upstream', 'Overseas', 'Online']);
  });

  it('and every other edit survives the loading of the registers at the next start', async () => {
    await caller.change('vocabularies/threat/terms/oac/steps', 1, { step: 'retire' }).expect(200);
    await caller
      .patch('vocabularies/threat/terms/fraud', { label: 'Fraud and scams', synonyms: ['ours'] }, 1)
      .expect(200);
    await caller.post('vocabularies/threat/terms', { code: 'ours', label: 'Ours' }).expect(201);
    const before = await caller.get('vocabularies/threat?retired=true').expect(200);
    await loadVocabularies((text, values) => t.source.query(text, values), t.clock.now());
    const after = await caller.get('vocabularies/threat?retired=true').expect(200);
    expect(after.body).toEqual(before.body);
  });
});

it.each(['liaison', 'partner', 'auditor', 'academic'] as const)('the role %s only reads vocabularies', async (role) => {
  const other = t.as((await t.make.user(role, liaison.organisationId)).token);
  await other.post('vocabularies/threat/terms', { code: 'a', label: 'A' }).expect(403);
  await other.patch('vocabularies/threat/terms/fraud', { label: 'A' }, 1).expect(403);
  await other.change('vocabularies/threat/terms/fraud/steps', 1, { step: 'retire' }).expect(403);
  await other.get('vocabularies/threat/terms/fraud').expect(403);
});
