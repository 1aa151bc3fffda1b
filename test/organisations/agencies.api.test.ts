import { roles, type Role } from '../../src/kernel/actor.js';
import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string; name: string };
const people = {} as Record<Role, Person>;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  for (const role of roles) people[role] = await t.make.user(role, agency.id);
});
afterAll(() => t.close());

const as = (role: Role) => t.as(people[role].token);
const names = (body: { items: { name: string }[] }): string[] => body.items.map(({ name }) => name);
const figures = (agreements: number, relationships: number) => [
  { figure: 'agreements.in-force', count: agreements, more: false },
  { figure: 'relationships.kept', count: relationships, more: false },
];
const executed = { stage: 'executed', executed_on: '2026-01-01' };

describe('GET /agencies', () => {
  it('lists agencies by name in pages, and neither units nor outside bodies', async () => {
    const first = await t.make.agency({ name: 'Listed Alpha' });
    await t.make.agency({ name: 'Listed Beta', kind: 'department', audience: 'uk_government' });
    await t.make.agency({ name: 'Listed Gone', valid_to: '2026-06-09' });
    await t.make.organisation({ name: 'Listed Unit', kind: 'unit', parent_id: first.id });
    await t.make.organisation({ name: 'Listed University' });
    const page = await as('liaison').get('agencies?q=listed&limit=1').expect(200);
    const next = await as('liaison').get(`agencies?q=listed&limit=1&cursor=${page.body.nextCursor}`).expect(200);
    expect([...names(page.body), ...names(next.body)]).toEqual(['Listed Alpha', 'Listed Beta']);
    expect(next.body.nextCursor).toBeNull();
    const list = async (query: string): Promise<string[]> =>
      names((await as('liaison').get(`agencies?q=listed&${query}`).expect(200)).body);
    expect(await list('kind=department')).toEqual(['Listed Beta']);
    expect(await list('audience=uk_law_enforcement')).toEqual(['Listed Alpha']);
    expect(await list('former=true')).toEqual(['Listed Alpha', 'Listed Beta', 'Listed Gone']);
  });

  it('names the lead, the deputy and the units, and nobody who has left', async () => {
    const parent = await t.make.agency({ kind: 'department' });
    const successor = await t.make.agency();
    const police = await t.make.agency({ name: 'Staffed Police', parent_id: parent.id, successor_id: successor.id });
    const unit = await t.make.organisation({ name: 'A unit', kind: 'unit', parent_id: police.id });
    const inner = await t.make.organisation({ name: 'B unit of the unit', kind: 'unit', parent_id: unit.id });
    await t.make.organisation({
      name: 'C unit that has ended',
      kind: 'unit',
      parent_id: police.id,
      valid_to: '2026-01-01',
    });
    const lead = await t.make.user('partner', inner.id);
    const gone = await t.make.user('partner', police.id, { disabled_at: t.clock.now() });
    await t.source.query('update organisations set lead_user_id = $2, deputy_user_id = $3 where id = $1', [
      police.id,
      lead.id,
      gone.id,
    ]);
    const { body } = await as('approver').get('agencies?q=staffed').expect(200);
    expect(body.items).toEqual([
      {
        id: police.id,
        version: 1,
        kind: 'territorial_force',
        name: 'Staffed Police',
        shortName: null,
        jurisdiction: null,
        country: 'GB',
        audience: 'uk_law_enforcement',
        lead: { id: lead.id, name: lead.name },
        deputy: null,
        parent: { id: parent.id, name: parent.name },
        successor: { id: successor.id, name: successor.name },
        units: [
          { id: unit.id, name: 'A unit', parentId: police.id },
          { id: inner.id, name: 'B unit of the unit', parentId: unit.id },
        ],
        activity: null,
        validTo: null,
      },
    ]);
    await t.source.query('update users set organisation_id = $2 where id = $1', [lead.id, agency.id]);
    const moved = await as('approver').get(`agencies/${police.id}`).expect(200);
    expect(moved.body.lead).toBeNull();
  });

  it('counts of what an agency has going on only what the reader may see', async () => {
    const police = await t.make.agency({ name: 'Busy Police' });
    const reader = await t.make.agency();
    const liaison = await t.make.user('liaison', reader.id);
    const officer = await t.make.user('partner', police.id);
    await t.make.agreement({ agency_id: police.id, ...executed });
    await t.make.agreement({ agency_id: police.id, ...executed, sharing: 'uk_law_enforcement' });
    await t.make.agreement({ agency_id: police.id, ...executed, sharing: 'named', owner_user_id: officer.id });
    await t.make.agreement({ agency_id: police.id });
    await t.make.agreement({ agency_id: police.id, ...executed, end_on: '2026-06-09', sharing: 'uk_law_enforcement' });
    // Kept by the reader's agency, and binding the police.
    const bound = await t.make.agreement({ agency_id: reader.id, ...executed });
    await t.make.row('agreement_parties', {
      id: newId(),
      agreement_id: bound.id,
      organisation_id: police.id,
    });
    const relationship = async (expert: object, given: object = {}): Promise<void> => {
      const { id } = await t.make.expert({ agency_id: police.id, ...expert });
      const row = { id: newId(), expert_id: id, agency_id: police.id, stage: 'partner', since_on: '2026-01-01' };
      await t.make.row('relationships', { ...row, ...t.make.stamps(), ...given });
    };
    await relationship({});
    await relationship({}, { sharing: 'named', owner_user_id: officer.id });
    await relationship({ objected_on: '2026-02-01' });
    await relationship({ privacy_notice_sent_on: null });
    const activityFor = async (token: string): Promise<unknown> =>
      (await t.as(token).get(`agencies/${police.id}`).expect(200)).body.activity;
    expect(await activityFor(officer.token)).toEqual(figures(4, 4));
    expect(await activityFor(liaison.token)).toEqual(figures(2, 1));
    const stranger = await t.make.user('partner', (await t.make.agency({ audience: 'overseas' })).id);
    expect(await activityFor(stranger.token)).toEqual(figures(0, 1));
    const { body } = await t.as(liaison.token).get('agencies?q=busy').expect(200);
    expect(body.items[0].activity).toEqual(figures(2, 1));
  });

  it('counts to a thousand and says that there are more', async () => {
    const police = await t.make.agency();
    const officer = await t.make.user('partner', police.id);
    await t.source.query(
      `insert into agreements (id, reference, type, title, agency_id, stage, executed_on, created_at, updated_at)
       select gen_random_uuid(), 'AGR-2024-' || n, 'nda', 'Many ' || n, $1, 'executed', '2026-01-01', $2, $2
       from generate_series(1, 1001) n`,
      [police.id, t.clock.now()],
    );
    const { body } = await t.as(officer.token).get(`agencies/${police.id}`).expect(200);
    expect(body.activity[0]).toEqual({ figure: 'agreements.in-force', count: 1000, more: true });
  });

  it('tells no figures to roles that do not work with records', async () => {
    for (const role of ['admin', 'auditor', 'approver', 'academic'] as const) {
      const { body } = await as(role).get(`agencies/${agency.id}`).expect(200);
      expect(body.activity).toBeNull();
    }
  });

  it('does not tell academics who works there', async () => {
    const police = await t.make.agency();
    const lead = await t.make.user('partner', police.id);
    await t.source.query('update organisations set lead_user_id = $2 where id = $1', [police.id, lead.id]);
    const { body } = await as('academic').get(`agencies/${police.id}`).expect(200);
    expect(body.lead).toBeNull();
    expect(JSON.stringify(body)).not.toContain(lead.name);
    const seen = await as('auditor').get(`agencies/${police.id}`).expect(200);
    expect(seen.body.lead).toEqual({ id: lead.id, name: lead.name });
  });

  it.each([
    ['kind=unit', '?kind'],
    ['kind=university', '?kind'],
    ['audience=everybody', '?audience'],
    ['cursor=x', '?cursor'],
    ['parentId=x', '?parentId'],
  ])('refuses ?%s', async (query, pointer) => {
    const { body } = await as('liaison').get(`agencies?${query}`).expect(400);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
  });

  it.each<[Role | null, number]>([
    ['admin', 200],
    ['liaison', 200],
    ['partner', 200],
    ['approver', 200],
    ['auditor', 200],
    ['academic', 200],
    ['host', 403],
    [null, 401],
  ])('answers %s with %i', async (role, status) => {
    const caller = role === null ? t.as(null) : as(role);
    await caller.get('agencies').expect(status);
    await caller.get(`agencies/${agency.id}`).expect(status);
  });
});

describe('GET /agencies/:id', () => {
  it('shows the bodies above it, the nearest first, and what came before it', async () => {
    const top = await t.make.agency({ name: 'Top department', kind: 'department' });
    const middle = await t.make.agency({ name: 'Middle agency', kind: 'national_agency', parent_id: top.id });
    const signatory = await t.make.agency({ name: 'Signing police' });
    const old = await t.make.agency({ name: 'Old agency', valid_to: '2025-12-31' });
    const { id } = await t.make.agency({
      name: 'Shown agency',
      kind: 'rocu',
      parent_id: middle.id,
      predecessor_id: old.id,
      signs_through_id: signatory.id,
    });
    await t.make.agency({ name: 'Merged agency', successor_id: id, valid_to: '2025-12-31' });
    const { body, headers } = await as('partner').get(`agencies/${id}`).expect(200);
    expect(headers.etag).toBe('"1"');
    expect(body).toMatchObject({
      ancestors: [
        { id: middle.id, name: 'Middle agency', kind: 'national_agency' },
        { id: top.id, name: 'Top department', kind: 'department' },
      ],
      predecessor: { id: old.id, name: 'Old agency' },
      absorbed: [{ name: 'Merged agency' }],
      signsThrough: { id: signatory.id },
      jointControllerFrom: '2020-01-01',
      units: [],
    });
  });

  it('has neither units nor outside bodies, as if they were not there', async () => {
    const unit = await t.make.organisation({ kind: 'unit', parent_id: agency.id });
    const university = await t.make.organisation();
    for (const id of [unit.id, university.id, '01900000-0000-7000-8000-000000000000', 'x']) {
      const { body } = await as('liaison').get(`agencies/${id}`).expect(404);
      expect(body.detail).toMatch(/that you can see/);
    }
  });
});
