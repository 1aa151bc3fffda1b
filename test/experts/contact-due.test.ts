import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';

let t: TestApp;
let smtp: SmtpPeer;
let agency: { id: string };
let owner: Person;
let deputy: Person;

beforeAll(async () => {
  smtp = await startSmtpPeer();
  t = await startTestApp({ smtpUrl: smtp.url });
});
afterAll(async () => {
  await t.close();
  await smtp.close();
});
beforeEach(async () => {
  t.time.set('2026-06-10T09:00:00Z');
  agency = await t.make.agency();
  owner = await t.make.user('liaison', agency.id);
  deputy = await t.make.user('liaison', agency.id);
});

/** Last spoken with thirty days before the tenth of June, every thirty days. */
async function bond(
  given: object = {},
  person: object = {},
): Promise<{ id: string; expertId: string; reference: string }> {
  const { id: expertId, reference } = await t.make.expert({ agency_id: agency.id, ...person });
  const seats = { owner_user_id: owner.id, deputy_user_id: deputy.id };
  const cadence = { cadence_days: 30, last_contact_at: '2026-05-11T10:00:00Z' };
  const { id } = await t.make.relationship({
    agency_id: agency.id,
    expert_id: expertId,
    ...seats,
    ...cadence,
    ...given,
  });
  return { id, expertId, reference };
}
const run = (): Promise<void> => t.runner.run(sweep.name);
const ledgerOf = async (id: string): Promise<string[]> => {
  const rows = await t.source.query<{ anchor: string; offset: number; state: string }[]>(
    `select anchor_on as anchor, offset_days as offset, state from reminders
      where record_id = $1 and record_kind = 'relationship' order by anchor_on, offset_days`,
    [id],
  );
  return rows.map(({ anchor, offset, state }) => `${anchor} ${offset} ${state}`);
};
const mailsTo = (person: Person, reference: string) =>
  smtp.received.filter(({ to, text }) => to === person.email && text.includes(reference));

describe('a reminder that contact is due', () => {
  it('goes to the owner on the day and once more two weeks later, and says nothing of whom', async () => {
    const { id, reference } = await bond({}, { family_name: 'Quillfeather' });
    await run();
    expect(await ledgerOf(id)).toEqual(['2026-06-10 0 sent', '2026-06-10 14 scheduled']);
    const [mail] = mailsTo(owner, reference);
    expect(mail.subject).toBe(`${reference}: contact is due on 10 June 2026`);
    expect(mail.text).toContain(`/experts/${reference}`);
    expect(mail.text).not.toContain('Quillfeather');
    const [inbox] = (await t.as(owner.token).get('notifications').expect(200)).body.items;
    expect(JSON.stringify(inbox)).toContain('Quillfeather');
    t.time.set('2026-06-24T09:00:00Z');
    await run();
    expect(mailsTo(owner, reference).map(({ subject }) => subject)).toEqual([
      `${reference}: contact is due on 10 June 2026`,
      `${reference}: contact was due on 10 June 2026`,
    ]);
    expect(mailsTo(deputy, reference)).toEqual([]);
  });

  it('goes to the deputy where the owner has left', async () => {
    const { reference } = await bond();
    await t.source.query('update users set disabled_at = now() where id = $1', [owner.id]);
    await run();
    expect(mailsTo(deputy, reference)).toHaveLength(1);
  });

  it('moves with the last contact, and back again when that was wrong', async () => {
    const { id, expertId } = await bond();
    t.time.set('2026-06-10T05:00:00Z');
    await run();
    expect(await ledgerOf(id)).toEqual(['2026-06-10 0 scheduled', '2026-06-10 14 scheduled']);
    // What the row began with was no interaction: the first one says all that is known.
    const asOwner = t.as(owner.token);
    const said = { kind: 'call', subject: 'Said', participants: [{ expertId }] };
    await asOwner.post('interactions', { ...said, happenedAt: '2026-05-11T10:00:00Z' }).expect(201);
    const { body } = await asOwner.post('interactions', { ...said, happenedAt: '2026-06-09T10:00:00Z' }).expect(201);
    await run();
    expect(await ledgerOf(id)).toEqual(['2026-06-10 0 superseded', '2026-06-10 14 superseded']);
    const change = { happenedAt: '2026-05-02T10:00:00Z', correctionReason: 'Another day.' };
    await asOwner.patch(`interactions/${body.id}`, change, 1).expect(200);
    await run();
    expect(await ledgerOf(id)).toEqual(['2026-06-10 0 scheduled', '2026-06-10 14 scheduled']);
  });

  it.each<[string, object, object]>([
    ['without a cadence', { cadence_days: null }, {}],
    ['that is dormant', { stage: 'dormant' }, {}],
    ['that is over', { stage: 'former' }, {}],
    ['of whom contact was put off', { contact_deferred_until: '2026-07-10' }, {}],
    ['with somebody who must not be contacted', {}, { do_not_contact: true }],
    ['with somebody who has objected', {}, { objected_on: '2026-06-01' }],
    ['with somebody who asked for restriction', {}, { restricted_on: '2026-06-01' }],
  ])('is not sent of a relationship %s', async (_what, given, person) => {
    const { id } = await bond(given, person);
    await run();
    expect(await ledgerOf(id)).toEqual([]);
  });

  it('waits while a meeting is planned, and comes when it did not take place', async () => {
    const { id, expertId } = await bond();
    await t.make.interaction(
      { agency_id: agency.id, happened_at: '2026-06-12T10:00:00Z', updated_at: '2026-06-01T10:00:00Z' },
      [{ expert_id: expertId }],
    );
    await run();
    expect(await ledgerOf(id)).toEqual([]);
    t.time.set('2026-06-13T09:00:00Z');
    await run();
    expect(await ledgerOf(id)).toContain('2026-06-10 0 sent');
  });

  it('is told to its own agency alone, and of what is for named people only to those', async () => {
    const { id } = await bond({ sharing: 'uk_law_enforcement' });
    const named = await bond({ sharing: 'named', marking: 'OFFICIAL-SENSITIVE' });
    await run();
    const partner = await t.make.user('partner', (await t.make.agency()).id);
    const colleague = await t.make.user('liaison', agency.id);
    const told = async (person: Person): Promise<string[]> => {
      const { body } = await t.as(person.token).get('reminders?limit=100').expect(200);
      return body.items.map((one: { record: { id: string } }) => one.record.id);
    };
    expect(await told(partner)).toEqual([]);
    expect(new Set(await told(colleague))).toEqual(new Set([id]));
    expect(new Set(await told(owner))).toEqual(new Set([id, named.id]));
  });
});
