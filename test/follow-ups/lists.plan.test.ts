import pg from 'pg';
import { loadLargeSet } from '../../src/demonstration/large-set.js';
import { loadOrganisations, organisationId } from '../../src/features/organisations/register/load-organisations.js';
import { loadVocabularies } from '../../src/features/vocabularies/register/load-vocabularies.js';
import { encodeCursor } from '../../src/kernel/page.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { expectOneStatementByIndexes } from '../support/plans.js';

const leadAgencyName = 'National Crime Agency';
const large = [
  'experts',
  'agreements',
  'interactions',
  'interaction_participants',
  'follow_ups',
  'reminders',
  'notifications',
];

/** Three rows of the ledger for each follow-up and one for each agreement, most of them done with. */
const ledger = `
  insert into reminders (id, rule_id, record_kind, record_id, record_reference, anchor_on, offset_days, recipient_user_id, send_on,
    state, reason, created_at, updated_at)
  select gen_random_uuid(), (select id from reminder_rules order by code limit 1), of.kind, of.id, of.reference, of.day, of.days,
    of.recipient, of.day + of.days, of.state, case of.state when 'skipped' then 'Large set' end, now(), now()
  from (
    select 'follow_up' as kind, f.id, 'Follow-up' as reference, f.due_on as day, days, f.assignee_user_id as recipient,
      case when f.status = 'done' then 'superseded' when days = 7 and f.due_on < now() then 'failed' else 'scheduled' end as state
    from follow_ups f cross join unnest(array[0, 1, 7]) days
    union all
    select 'agreement', a.id, a.reference, a.end_on, -30, a.owner_user_id,
      case when a.id::text like '%7' then 'skipped' else 'sent' end from agreements a where a.end_on is not null) of`;

/** A notification of each row that somebody got, one in fifty unread: of some 100,000. */
const inbox = `
  insert into notifications (id, user_id, reminder_id, record_kind, record_id, record_reference, template, anchor_on, offset_days, made_at, read_at)
  select gen_random_uuid(), r.recipient_user_id, r.id, r.record_kind, r.record_id, r.record_reference, 'follow-up-due', r.anchor_on,
    r.offset_days, r.send_on + time '08:00', case when hashtext(r.id::text) % 50 <> 0 then now() end
  from reminders r where r.recipient_user_id is not null`;

let t: TestApp;
let owner: pg.Client;
/** Made nineteen in twenty of the records. */
let liaison: Person;
/** Of an agency that reads of the others what is shared with it, and made one in twenty. */
let partner: Person;

beforeAll(async () => {
  t = await startTestApp();
  owner = new pg.Client({ connectionString: t.database.ownerUrl, options: '-c timezone=UTC' });
  await owner.connect();
  const run = (text: string, values?: unknown[]): Promise<pg.QueryResult> => owner.query(text, values);
  const now = t.clock.now();
  await loadVocabularies(run, now);
  await loadOrganisations(run, now);
  const agency = organisationId(leadAgencyName);
  liaison = await t.make.user('liaison', agency);
  for (let number = 0; number < 9; number += 1) await t.make.user('liaison', agency);
  const many = { experts: 5000, agreements: 3000, interactions: 60_000, followUps: 40_000 };
  await loadLargeSet(run, { ...many, now, leadAgencyName });
  await run(ledger);
  await run(inbox);
  await run('analyze reminders, notifications, users');
  partner = await t.make.user('partner', await one(`select id from organisations where name like 'Large Set Police%'`));
}, 300_000);
afterAll(async () => {
  await owner.end();
  await t.close();
});

async function one(statement: string): Promise<string> {
  return (await owner.query<{ id: string }>(statement)).rows[0].id;
}

async function farIn(statement: string): Promise<string> {
  const { rows } = await owner.query<{ moment: string; id: string }>(statement);
  return encodeURIComponent(encodeCursor([rows[0].moment, rows[0].id]));
}

const anExpert = `select about_expert_id as id from follow_ups where about_expert_id is not null limit 1`;
const anAgreement = `select id from agreements limit 1`;
const deepInteraction = `select happened_at::text as moment, id from interactions order by happened_at desc, id desc offset 30000 limit 1`;
const deepFollowUp = `select due_on as moment, id from follow_ups order by due_on, id offset 20000 limit 1`;
const deepReminder = `select send_on as moment, id from reminders order by send_on desc, id desc offset 60000 limit 1`;

/** Each with what its plan has to go by, whatever the values are. */
const requests: readonly (readonly [path: string, index: RegExp, rest?: () => Promise<string>])[] = [
  ['interactions', /^interactions_/],
  ['interactions?limit=100', /^interactions_/],
  ['interactions?cursor=', /^interactions_/, () => farIn(deepInteraction)],
  ['interactions?from=2026-01-01&to=2026-03-31', /^interactions_/],
  ['interactions?kind=briefing', /^interactions_/],
  ['interactions?whose=mine', /^interactions_|^interaction_participants_/],
  ['interactions?whose=agency', /^interactions_/],
  ['interactions?q=zqxjv', /^interactions_search$/],
  ['interactions?expert=EXP-000501', /^interactions_|^interaction_participants_/],
  ['interactions?expertId=', /^interactions_about_expert$/, () => one(anExpert)],
  ['interactions?agreementId=', /^interactions_about_agreement$/, () => one(anAgreement)],
  ['notifications', /^notifications_/],
  ['notifications?limit=100', /^notifications_/],
  ['notifications?unread=true', /^notifications_unread$|^notifications_newest$/],
  ['notifications/count', /^notifications_unread$/],
  ['follow-ups', /^follow_ups_/],
  ['follow-ups?limit=100', /^follow_ups_/],
  ['follow-ups?cursor=', /^follow_ups_/, () => farIn(deepFollowUp)],
  ['follow-ups?state=to_do', /^follow_ups_/],
  ['follow-ups?state=overdue', /^follow_ups_/],
  ['follow-ups?state=done', /^follow_ups_/],
  ['follow-ups?state=to_do&assigneeUserId=me', /^follow_ups_/],
  ['follow-ups?dueBefore=2026-01-01', /^follow_ups_/],
  ['follow-ups?q=zqxjv', /^follow_ups_search$/],
  ['follow-ups?about=EXP-000501', /^follow_ups_about_expert$/],
  ['follow-ups?expertId=', /^follow_ups_about_expert$/, () => one(anExpert)],
  ['follow-ups?agreementId=', /^follow_ups_about_agreement$/, () => one(anAgreement)],
  ['reminders', /^reminders_/],
  ['reminders?limit=100', /^reminders_/],
  ['reminders?cursor=', /^reminders_newest$/, () => farIn(deepReminder)],
  ['reminders?state=failed', /^reminders_state$/],
  ['reminders?recipient=me', /^reminders_recipient$/],
  ['reminders?reference=AGR-2026-0001', /^reminders_reference$/],
  ['reminders?recordId=', /^reminders_(record|rule_id)/, () => one(anAgreement)],
  ['reminders?from=2026-06-01&to=2026-06-30', /^reminders_/],
];

describe.each([
  ['an agency that made most of it', () => liaison],
  ['an agency that others share with', () => partner],
])('for %s, among 60,000 interactions, 40,000 follow-ups and 123,000 reminders', (_who, person) => {
  it.each(requests.map((one) => [one[0], one] as const))(
    '%s is one statement by indexes',
    async (path, [, wanted, rest]) => {
      const asked = path + (rest === undefined ? '' : await rest());
      const ask = (): Promise<unknown> => t.as(person().token).get(asked).expect(200);
      await expectOneStatementByIndexes(owner, ask, { large, wanted });
    },
  );
});
