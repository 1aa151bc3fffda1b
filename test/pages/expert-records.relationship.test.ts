import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let liaison: Person;
let colleague: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  const agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  colleague = await t.make.user('liaison', agency.id);
  browser = await t.asBrowser(liaison);
});
afterAll(() => t.close());

type Expert = Awaited<ReturnType<TestApp['make']['expert']>>;
const own = () => ({ agency_id: liaison.organisationId });
const somebody = (): Promise<Expert> => t.make.expert(own());
const known = async (given: object = {}): Promise<Expert> => {
  const expert = await somebody();
  await t.make.relationship({ ...own(), expert_id: expert.id, owner_user_id: liaison.id, ...given });
  return expert;
};
const fill = ({ reference }: Expert, form: string, fields: Record<string, string>, page = 'relationship') =>
  browser.fill(`/experts/${reference}/${page}`, form, fields);
const kept = async ({ id }: Expert): Promise<Record<string, unknown>> =>
  (await t.as(liaison.token).get(`experts/${id}`).expect(200)).body.relationships[0] as Record<string, unknown>;

function expectErrors(page: Page, status: number, problems: [string, string | null][]): void {
  expect([page.status, page.problems]).toEqual([status, problems]);
  expect([page.title.startsWith('Error: '), page.headings.length]).toEqual([true, 1]);
  for (const [text, href] of problems)
    if (href !== null) {
      expect(page.ids).toContain(href.slice(1));
      expect(page.messageAt(href.slice(1).replace(/-day$/, ''))).toBe(`Error: ${text}`);
    }
}

describe('beginning a relationship', () => {
  const button = 'Begin the relationship';

  it('leads to the record, which says so', async () => {
    const expert = await somebody();
    const sent = await fill(expert, button, {
      stage: 'named_expert',
      reason: 'Introduced',
      'sinceOn-day': '1',
      'sinceOn-month': '6',
      'sinceOn-year': '2026',
      ownerUserId: colleague.id,
      cadenceDays: ' 90 ',
      notes: 'Mornings',
    });
    expect([sent.status, sent.headers.location]).toEqual([303, `/experts/${expert.reference}?done=began#relationship`]);
    const page = await browser.get(`/experts/${expert.reference}?done=began`);
    expect(page.text).toContain('Your agency’s relationship with this person has begun.');
    expect(await kept(expert)).toMatchObject({
      stage: 'named_expert',
      sinceOn: '2026-06-01',
      owner: { id: colleague.id },
      cadenceDays: 90,
      notes: 'Mornings',
      history: [{ reason: 'Introduced' }],
    });
  });

  it('needs nothing but the button', async () => {
    const expert = await somebody();
    expect((await fill(expert, button, {})).status).toBe(303);
    expect(await kept(expert)).toMatchObject({ stage: 'contact', sinceOn: '2026-06-10' });
  });

  it('says what is wrong beside each field, and keeps what was typed', async () => {
    const expert = await somebody();
    const date = { 'sinceOn-day': '11', 'sinceOn-month': '6', 'sinceOn-year': '2026' };
    const typed = { ...date, notes: 'Kept <b>words</b>', marking: 'OFFICIAL-SENSITIVE', sharing: 'agency' };
    const page = await fill(expert, button, typed);
    expectErrors(page, 400, [
      ['The day it began cannot lie in the future.', '#sinceOn-day'],
      ['What is marked OFFICIAL-SENSITIVE is shared with named people only. Select “Named people only”.', '#sharing'],
    ]);
    expect(page.form(button)).toMatchObject(typed);
    expectErrors(await fill(expert, button, { 'sinceOn-day': '31', 'sinceOn-month': '2' }), 400, [
      ['Enter a real date, such as 27 3 2026.', '#sinceOn-day'],
    ]);
    expectErrors(await fill(expert, button, { cadenceDays: 'often', ownerUserId: 'me' }), 400, [
      ['Select one of the choices.', '#ownerUserId'],
      ['Cadence days must be a whole number.', '#cadenceDays'],
    ]);
  });

  it('that somebody else has begun meanwhile is not begun again', async () => {
    const expert = await somebody();
    const opened = await browser.get(`/experts/${expert.reference}/relationship`);
    await t.as(colleague.token).post(`experts/${expert.id}/relationships`, {}).expect(201);
    const page = await browser.post(`/experts/${expert.reference}/relationship`, opened.form(button));
    expectErrors(page, 409, [['Your agency has a relationship with this person already.', null]]);
    expect(page.text).toContain('Change the stage');
  });
});

describe('changing the stage', () => {
  const button = 'Why it changes';

  it('with a reason, which is kept', async () => {
    const expert = await known();
    const sent = await fill(expert, button, { stage: 'partner', reason: 'Signed up' });
    expect(sent.headers.location).toBe(`/experts/${expert.reference}?done=stage#relationship`);
    expect(await kept(expert)).toMatchObject({
      stage: 'partner',
      version: 2,
      history: [{ from: 'contact', reason: 'Signed up' }],
    });
  });

  it('asks for both, and says why a stage is refused', async () => {
    const expert = await known({ stage: 'former' });
    expectErrors(await fill(expert, button, {}), 400, [
      ['Select the new stage.', '#stage'],
      ['Enter the reason why the stage changes.', '#reason'],
    ]);
    const page = await fill(expert, button, { stage: 'partner', reason: 'Back again' });
    expectErrors(page, 409, [['Somebody who left begins again at the stage “contact”.', null]]);
    expect(page.form(button)).toMatchObject({ stage: 'partner', reason: 'Back again' });
  });

  it('of a version that has moved on is not made, and keeps to that version', async () => {
    const expert = await known();
    const opened = await browser.get(`/experts/${expert.reference}/relationship`);
    const { id } = await kept(expert);
    await t.as(colleague.token).patch(`experts/${expert.id}/relationships/${id}`, { notes: 'Another' }, 1).expect(200);
    const page = await browser.post(`/experts/${expert.reference}/relationship/stage`, {
      ...opened.form(button),
      stage: 'partner',
      reason: 'Signed up',
    });
    expectErrors(page, 412, [[expect.stringMatching(/changed/) as string, null]]);
    expect(page.form(button)).toMatchObject({ version: '1', stage: 'partner', reason: 'Signed up' });
  });
});

describe('changing the rest', () => {
  const button = 'Save the relationship';

  it('keeps what the form says, and clears what is blank', async () => {
    const expert = await known({ notes: 'Old', assessment: 'Old', source: 'Conference', cadence_days: 30 });
    const sent = await fill(expert, button, {
      deputyUserId: colleague.id,
      notes: '',
      assessment: 'Delivers',
      cadenceDays: '',
    });
    expect(sent.headers.location).toBe(`/experts/${expert.reference}?done=details#relationship`);
    expect(await kept(expert)).toMatchObject({
      owner: { id: liaison.id },
      deputy: { id: colleague.id },
      notes: null,
      assessment: 'Delivers',
      source: 'Conference',
      cadenceDays: null,
    });
  });

  it('leaves an owner who has left as they are', async () => {
    const gone = await t.make.user('liaison', liaison.organisationId, { disabled_at: '2026-06-01T09:00:00Z' });
    const expert = await known({ owner_user_id: gone.id });
    expect((await fill(expert, button, { notes: 'Changed' })).status).toBe(303);
    expect(await kept(expert)).toMatchObject({ owner: { id: gone.id }, notes: 'Changed' });
  });

  it('says on each field of the agency’s own that the person can ask for a copy', async () => {
    const page = await browser.get(`/experts/${(await known()).reference}/relationship`);
    for (const id of ['reason', 'source', 'notes', 'assessment'])
      expect(new RegExp(`id="${id}-hint"[^>]*>[^<]*This person can ask for a copy`).test(page.html)).toBe(true);
    const labels = page.tags('label').map(({ attributes }) => attributes.for);
    const fields = ['input', 'select', 'textarea'].flatMap((name) => page.tags(name));
    const shown = fields
      .filter(({ attributes }) => attributes.type !== 'hidden')
      .map(({ attributes }) => attributes.id);
    expect(labels.sort()).toEqual(shown.sort());
  });

  it('refuses a text that is too long and keeps it', async () => {
    const page = await fill(await known(), button, { notes: 'x'.repeat(10_001) });
    expectErrors(page, 400, [['Notes must be 10000 characters or fewer.', '#notes']]);
    expect(page.form(button).notes).toHaveLength(10_001);
  });

  it('of another agency’s relationship is not to be had', async () => {
    const expert = await somebody();
    const foreign = await t.make.user('partner', (await t.make.agency()).id);
    await t.make.relationship({ ...own(), expert_id: expert.id });
    const stranger = await t.asBrowser(foreign);
    expect((await stranger.get(`/experts/${expert.reference}/relationship`)).text).toContain('Begin the relationship');
    const fields = { _csrf: await stranger.csrfToken(), version: '1', notes: 'Theirs' };
    expect((await stranger.post(`/experts/${expert.reference}/relationship/details`, fields)).status).toBe(404);
  });
});

describe('recording a vetting', () => {
  const dates = { 'grantedOn-day': '1', 'grantedOn-month': '3', 'grantedOn-year': '2026' };

  it('stands on the record, and is changed there', async () => {
    const expert = await somebody();
    const sent = await fill(expert, 'Record the vetting', { level: 'sc', status: 'granted', ...dates }, 'vetting');
    expect(sent.headers.location).toMatch(/\?done=vetting#vetting$/);
    const record = await browser.get(`/experts/${expert.reference}?done=vetting`);
    expect(record.text).toContain('Security check (SC), granted on 1 March 2026 Granted');
    const expiring = { 'expiresOn-day': '9', 'expiresOn-month': '6', 'expiresOn-year': '2026' };
    expect((await fill(expert, 'name="version"', expiring, 'vetting')).status).toBe(303);
    expect((await browser.get(`/experts/${expert.reference}`)).text).toContain('expires on 9 June 2026 Expired');
    // What is stored stands in the form again.
    const form = (await browser.get(`/experts/${expert.reference}/vetting`)).form('name="version"');
    expect(form).toMatchObject({ version: '2', status: 'granted', ...dates, ...expiring });
  });

  it('says what is wrong, and keeps what was typed', async () => {
    const expert = await somebody();
    expectErrors(await fill(expert, 'Record the vetting', {}, 'vetting'), 400, [
      ['Select the level.', '#new-level'],
      ['Select the status.', '#new-status'],
    ]);
    const typed = {
      level: 'dv',
      status: 'granted',
      'expiresOn-day': '31',
      'expiresOn-month': '6',
      'expiresOn-year': '2027',
    };
    const page = await fill(expert, 'Record the vetting', typed, 'vetting');
    expectErrors(page, 400, [['Enter a real date, such as 27 3 2026.', '#new-expiresOn-day']]);
    expect(page.form('Record the vetting')).toMatchObject(typed);
    await t.make.vetting({ ...own(), expert_id: expert.id, level: 'dv' });
    expectErrors(await fill(expert, 'Record the vetting', { level: 'dv', status: 'in_progress' }, 'vetting'), 409, [
      ['Your agency has this level for this person already. Change that one.', '#new-level'],
    ]);
  });
});
