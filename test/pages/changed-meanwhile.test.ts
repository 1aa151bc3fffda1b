import { newId } from '../../src/kernel/identifier.js';
import { castOf } from '../portal/cast.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let liaison: Person;
let browser: Browser;
let admin: Browser;

beforeAll(async () => {
  t = await startTestApp();
  liaison = await t.make.user('liaison', (await t.make.agency()).id);
  browser = await t.asBrowser(liaison);
  admin = await t.asBrowser(await t.make.user('admin', liaison.organisationId));
});
afterAll(() => t.close());

/** A form of a record of its own, and what two people type into it. */
interface Given {
  readonly path: string;
  /** Where the form is sent to, when that is not its own address. */
  readonly action?: string;
  readonly who?: Browser;
  readonly theirs: Record<string, string>;
  readonly mine: Record<string, string>;
  /** What the form holds besides: boxes that are not ticked, and choices as radios. */
  readonly without?: readonly string[];
  /** The form does not show again what was sent: only the version tells that nothing was overwritten. */
  readonly unread?: true;
}

const own = () => ({ agency_id: liaison.organisationId });
const known = async (): Promise<{ id: string; reference: string }> => {
  const expert = await t.make.expert(own());
  await t.make.relationship({ ...own(), expert_id: expert.id, owner_user_id: liaison.id });
  return expert;
};
const academic = async (): Promise<Browser> => t.asBrowser((await castOf(t)).academic);
const text = (field: string): Pick<Given, 'theirs' | 'mine'> => ({
  theirs: { [field]: 'Theirs' },
  mine: { [field]: 'Mine' },
});

/** The form of a section, as a delegate of the person has it. */
async function delegated(section: string, words: Pick<Given, 'theirs' | 'mine'>): Promise<Given> {
  const { expert } = await castOf(t);
  const delegate = await t.make.user('delegate', (await t.make.organisation()).id);
  await t.make.delegate({ expert_id: expert.id, user_id: delegate.id });
  return { who: await t.asBrowser(delegate), path: `/delegations/${expert.id}/edit/${section}`, ...words };
}

const forms: Record<string, () => Promise<Given>> = {
  'an agreement': async () => ({
    path: `/agreements/${(await t.make.agreement({ ...own(), owner_user_id: liaison.id })).reference}/edit`,
    ...text('title'),
  }),
  'the text of an agreement': async () => {
    const { reference } = await t.make.agreement(own());
    await t.as(liaison.token).put(`agreements/${reference}/text`, {}, 1).expect(200);
    const without = Array.from({ length: 12 }, (_, index) => `remove${index}`);
    return { path: `/agreements/${reference}/text/edit`, ...text('wording0'), without };
  },
  'who signs an agreement': async () => ({
    path: `/agreements/${(await t.make.agreement(own())).reference}/signatories`,
    ...text('signatory0'),
  }),
  'an amendment': async () => {
    const { id, reference } = await t.make.agreement({ ...own(), stage: 'executed', executed_on: '2025-12-15' });
    const rest = { title: 'Longer', reason: 'It takes longer', changes: { endOn: '2028-06-30' } };
    await t.as(liaison.token).post(`agreements/${id}/amendments`, rest).expect(201);
    return { path: `/agreements/${reference}/amendments/1/edit`, ...text('amendmentReason') };
  },
  'an obligation': async () => ({
    path: `/obligations/${(await t.make.obligation(await t.make.agreement(own()))).id}/edit`,
    without: ['survivesEnd', 'sharedWithAcademic'],
    ...text('what'),
  }),
  'how it stands with an obligation': async () => {
    const executed = { stage: 'executed', executed_on: '2025-12-15' };
    const { id } = await t.make.obligation(await t.make.agreement({ ...own(), ...executed }));
    const path = `/obligations/${id}`;
    const said = (evidence: string) => ({ progress: 'partly', evidence });
    return { path, action: `${path}/progress`, theirs: said('Theirs'), mine: said('Mine'), unread: true };
  },
  'the agencies that may adhere to an agreement': async () => {
    const named = async (): Promise<string> => (await t.make.agency({ name: `Named Police ${t.make.next()}` })).name;
    return {
      path: `/agreements/${(await t.make.agreement(own())).reference}/beneficiaries`,
      without: ['kept'],
      theirs: { agency1: await named() },
      mine: { agency1: await named() },
      unread: true,
    };
  },
  'a change of employer of somebody whom an agreement covers': async () => {
    const { id } = await t.make.expert(own());
    const post = await t.make.affiliation({ expert_id: id, ended_on: '2026-06-09' });
    const agreement = await t.make.agreement(own());
    const at = { left_on: '2026-06-09', flagged_at: t.clock.now() };
    for (let moves = 0; moves < 2; moves += 1) {
      const affiliation = moves === 0 ? post : await t.make.affiliation({ expert_id: id, is_primary: false });
      await t.make.row('agreement_employer_moves', {
        id: newId(),
        agreement_id: agreement.id,
        expert_id: id,
        affiliation_id: affiliation.id,
        organisation_id: affiliation.organisationId,
        ...at,
      });
    }
    const moves = await t.source.query<{ id: string }[]>(
      'select id from agreement_employer_moves where agreement_id = $1',
      [agreement.id],
    );
    const done = (move: number, reason: string) => ({
      employerMoveId: moves[move].id,
      outcome: 'nothing_needed',
      reason,
    });
    return {
      path: `/agreements/${agreement.reference}/employer-moves`,
      theirs: done(0, 'Theirs'),
      mine: done(1, 'Mine'),
      unread: true,
    };
  },
  'a contact': async () => ({ path: `/contacts/${(await t.make.contact(own())).id}/edit`, ...text('office') }),
  'an organisation': async () => ({
    path: `/organisations/${(await t.make.organisation()).id}/edit`,
    ...text('shortName'),
  }),
  'a person': async () => ({
    path: `/experts/${(await t.make.expert(own())).reference}/edit`,
    without: ['doNotContact'],
    ...text('interests'),
  }),
  'the stage of a relationship': async () => {
    const path = `/experts/${(await known()).reference}/relationship`;
    const theirs = { stage: 'partner', reason: 'Signed' };
    return { path, action: `${path}/stage`, theirs, mine: { stage: 'former', reason: 'Left' }, unread: true };
  },
  'what is kept of a relationship': async () => {
    const path = `/experts/${(await known()).reference}/relationship`;
    return { path, action: `${path}/details`, ...text('notes') };
  },
  'a vetting': async () => {
    const expert = await known();
    const { id } = await t.make.vetting({ ...own(), expert_id: expert.id });
    const path = `/experts/${expert.reference}/vetting`;
    return {
      path,
      action: `${path}/${id}`,
      theirs: { 'expiresOn-year': '2031' },
      mine: { 'expiresOn-year': '2032' },
    };
  },
  'an interaction': async () => {
    const { id } = await t.make.interaction({ ...own(), created_by_user_id: liaison.id });
    const rest = { kind: 'meeting', correctionReason: 'Wrong' };
    return {
      path: `/interactions/${id}`,
      action: `/interactions/${id}/correction`,
      without: ['remove', 'chathamHouse'],
      theirs: { notes: 'Theirs', ...rest },
      mine: { notes: 'Mine', ...rest },
      unread: true,
    };
  },
  'how a follow-up comes round again': async () => ({
    path: `/follow-ups/${(await t.make.followUp(own())).id}/repeats`,
    theirs: { everyCount: '2' },
    mine: { everyCount: '3' },
  }),
  'a term': async () => {
    const scheme = `list_${t.make.next()}`;
    await t.make.term({ scheme, code: 'first', label: 'First' });
    return { who: admin, path: `/admin/vocabularies/${scheme}/terms/first`, ...text('label') };
  },
  'a rule of reminders': async () => {
    const [{ id }] = await t.source.query<{ id: string }[]>(
      `select id from reminder_rules where code = 'agreement-end'`,
    );
    return { who: admin, path: `/admin/rules/${id}`, ...text('name') };
  },
  'an account': async () => {
    const { id } = await t.make.user('liaison', liaison.organisationId);
    return { who: admin, path: `/admin/users/${id}/change`, ...text('name') };
  },
  'an absence': async () => {
    const { id } = await t.make.user('liaison', liaison.organisationId);
    const from = (day: string) => ({ 'from-day': day, 'from-month': '7', 'from-year': '2026' });
    return { who: admin, path: `/admin/users/${id}/away`, theirs: from('1'), mine: from('2') };
  },
  'a publication': async () => {
    const cast = await castOf(t);
    const given = { expert_id: cast.expert.id, title: 'Ours', type: 'book', source: 'self', state: 'claimed' };
    const { id } = await t.make.row('publications', { id: newId(), ...given, ...t.make.stamps() });
    const path = `/me/publications?correct=${id}`;
    return { who: await t.asBrowser(cast.academic), path, action: `/me/publications/${id}`, ...text('venue') };
  },
  'a profile: about': async () => ({ who: await academic(), path: '/me/edit/about', ...text('interests') }),
  'a profile: availability': async () => ({
    who: await academic(),
    path: '/me/edit/availability',
    ...text('contactPreferences'),
  }),
  'a profile: expertise': async () => ({
    who: await academic(),
    path: '/me/edit/expertise',
    theirs: { term: 'threat:fraud', level: 'primary' },
    mine: { term: 'threat:fraud', level: 'secondary' },
    unread: true,
  }),
  'somebody else’s profile: about': async () => delegated('about', text('interests')),
  'somebody else’s profile: availability': async () => delegated('availability', text('contactPreferences')),
  'somebody else’s profile: expertise': async () => ({
    ...(await delegated('expertise', {
      theirs: { term: 'threat:fraud', level: 'primary' },
      mine: { term: 'threat:fraud', level: 'secondary' },
    })),
    unread: true,
  }),
  'a profile: who may read what': async () => ({
    who: await academic(),
    path: '/me/audience',
    theirs: { phone: 'all_partners' },
    mine: { phone: 'uk_law_enforcement' },
  }),
};

function expectTold(page: Page, path: string): void {
  expect([page.status, page.problems.length]).toEqual([412, 1]);
  expect(page.text).toContain('Somebody else changed this since you opened it. Open the form again to see it');
  expect(page.html).toContain(`href="${path}">Open the form again</a>`);
}

it.each(Object.keys(forms))('%s: pressing Save again after somebody was quicker overwrites nothing', async (name) => {
  const { path, action = path, who = browser, theirs, mine, without = [], unread } = await forms[name]();
  const marker = `action="${action}"`;
  const open = async (): Promise<Record<string, string>> => shown((await who.get(path)).form(marker));
  const shown = (fields: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(fields).filter(([field]) => !without.includes(field)));
  const opened = await open();
  expect((await who.post(action, { ...opened, ...theirs })).status).toBe(303);
  const late = await who.post(action, { ...opened, ...mine });
  expectTold(late, path);
  const again = await who.post(action, { ...shown(late.form(marker)), ...mine });
  expectTold(again, path);
  if (unread === undefined) expect(again.form(marker)).toMatchObject(mine);
  const now = await open();
  expect(now).toMatchObject({ version: String(Number(opened.version) + 1), ...(unread ? {} : theirs) });
  expect((await who.post(action, { ...now, ...(unread ? {} : mine) })).status).not.toBe(412);
});

it('a right that was being exercised while the profile changed is asked for again', async () => {
  const who = await academic();
  const object = 'name="step" value="object"';
  const opened = (await who.get('/me/privacy')).form(object);
  await who.fill('/me/privacy', 'name="step" value="restrict"', { text: 'Theirs' });
  const late = await who.post('/me/privacy', { ...opened, text: 'Mine' });
  expectTold(late, '/me/privacy');
  expectTold(await who.post('/me/privacy', late.form(object)), '/me/privacy');
  expect((await who.fill('/me/privacy', object, { text: 'Mine' })).status).toBe(303);
});

it('a step of a follow-up with its reason is asked for again', async () => {
  const { id } = await t.make.followUp({ ...own(), assignee_user_id: liaison.id });
  const cancel = 'name="step" value="cancel"';
  const opened = (await browser.get(`/follow-ups/${id}`)).form(cancel);
  const snoozed = { 'until-day': '20', 'until-month': '6', 'until-year': '2026' };
  expect((await browser.fill(`/follow-ups/${id}`, 'name="step" value="snooze"', snoozed)).status).toBe(303);
  const late = await browser.post(`/follow-ups/${id}/steps`, { ...opened, reason: 'Not needed' });
  expectTold(late, `/follow-ups/${id}`);
  expectTold(await browser.post(`/follow-ups/${id}/steps`, late.form(cancel)), `/follow-ups/${id}`);
});
