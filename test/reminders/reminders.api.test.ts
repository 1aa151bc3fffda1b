import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';

let t: TestApp;
let smtp: SmtpPeer;
let owner: Person;
let colleague: Person;
let reader: Person;
let followUp: { id: string };
let agreement: { id: string; reference: string };

const shared = { sharing: 'uk_law_enforcement' };
const told = ({ recipient, reason, message, withheld }: Record<string, unknown>) => ({
  recipient,
  reason,
  message,
  withheld,
});
const ledger = async (who: Person, query: string): Promise<Record<string, unknown>[]> =>
  (await t.as(who.token).get(`reminders?${query}`).expect(200)).body.items as Record<string, unknown>[];

beforeAll(async () => {
  smtp = await startSmtpPeer();
  t = await startTestApp({ smtpUrl: smtp.url });
  const agency = await t.make.agency();
  [owner, colleague] = [await t.make.user('liaison', agency.id), await t.make.user('liaison', agency.id)];
  reader = await t.make.user('partner', (await t.make.agency()).id);
  const own = { agency_id: agency.id, ...shared };
  // Said under the Chatham House Rule: even who wrote it up is told to nobody else, and it falls to them.
  const said = await t.make.interaction({ ...own, chatham_house: true, created_by_user_id: owner.id });
  followUp = await t.make.followUp({ ...own, about_interaction_id: said.id, due_on: '2026-06-10' });
  const inForce = { stage: 'executed', executed_on: '2025-12-15', end_on: '2026-07-10' };
  agreement = await t.make.agreement({ ...own, ...inForce, owner_user_id: owner.id });
  await t.make.row('agreement_parties', {
    id: agreement.id,
    agreement_id: agreement.id,
    organisation_id: reader.organisationId,
    signed_on: '2025-12-15',
    signatory_name: 'Somebody',
  });
  await t.runner.run(sweep.name);
});
afterAll(async () => {
  await t.close();
  await smtp.close();
});

describe('whom a reminder goes to', () => {
  it('is told to the agency that keeps the record, with what became of the mail', async () => {
    const [row] = await ledger(colleague, `recordId=${followUp.id}&state=sent`);
    expect(told(row)).toMatchObject({
      recipient: { id: owner.id, name: owner.name },
      message: { attempts: 1 },
      withheld: false,
    });
    expect(await ledger(colleague, `recordId=${followUp.id}&recipient=${owner.id}`)).not.toEqual([]);
  });

  it('is not told to another agency that the record is shared with, in a list or alone', async () => {
    const nothing = { recipient: null, reason: null, message: null, withheld: true };
    for (const { id } of [followUp, agreement]) {
      const rows = await ledger(reader, `recordId=${id}`);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(told(row)).toEqual(nothing);
      const { body } = await t
        .as(reader.token)
        .get(`reminders/${rows[0].id as string}`)
        .expect(200);
      expect(told(body)).toEqual(nothing);
    }
  });

  it('cannot be asked for by another agency either', async () => {
    for (const { id } of [followUp, agreement])
      expect(await ledger(reader, `recordId=${id}&recipient=${owner.id}`)).toEqual([]);
  });

  it('is told to whoever got it, also once they are at another agency', async () => {
    const agency = await t.make.agency();
    const mover = await t.make.user('liaison', agency.id);
    const moved = { agency_id: agency.id, ...shared, assignee_user_id: mover.id, due_on: '2026-06-10' };
    const { id } = await t.make.followUp(moved);
    await t.runner.run(sweep.name);
    await t.source.query('update users set organisation_id = $2 where id = $1', [mover.id, reader.organisationId]);
    const [row] = await ledger(mover, `recordId=${id}&state=sent&recipient=me`);
    expect(told(row)).toMatchObject({ recipient: { id: mover.id }, withheld: false });
    expect(await ledger(reader, `recordId=${id}&recipient=${mover.id}`)).toEqual([]);
  });

  it('is on no page of another agency: neither the ledger nor the agreement', async () => {
    const [own, theirs] = [await t.asBrowser(colleague), await t.asBrowser(reader)];
    for (const path of ['/reminders', `/agreements/${agreement.reference}`]) {
      const page = await theirs.get(path);
      // The agreement says beside its terms who owns it.
      const names = ({ text }: Page): boolean => text.split('What became of it').slice(1).join().includes(owner.name);
      expect([path, page.status, names(await own.get(path)), names(page)]).toEqual([path, 200, true, false]);
      expect(page.text).toContain('Known to the agency that keeps it');
      expect(page.text).not.toContain('A later reminder of the same date');
    }
    const asked = await theirs.get(`/reminders?recipient=${owner.id}`);
    expect(asked.text).toContain('0 reminders');
  });
});
