import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { newId } from '../../src/kernel/identifier.js';
import type { TestApp } from '../support/app.js';
import type { Person as User } from '../support/factory.js';
import { canary } from './canaries.js';
import { people, roleOf, type Person, type Visitor } from './people.js';
import { kinds } from './reach.js';
import { keep, makeExpert, type Making, type Records } from './making.js';
import { makeAgreements } from './scene.agreements.js';
import { makeRecords } from './scene.records.js';

export interface Scene extends Making {
  tokenOf(visitor: Visitor): string | null;
  cookieOf(visitor: Visitor): string | null;
}

/** Brings the people of the tables to life, and of each kind of record one of every class. */
export async function buildScene(t: TestApp): Promise<Scene> {
  const { make } = t;
  const agencies = {
    a: (await make.agency()).id,
    b: (await make.agency()).id,
    c: (await make.agency({ kind: 'international', audience: 'overseas', joint_controller_from: null })).id,
    campus: (await make.organisation()).id,
  };
  const records = Object.fromEntries(kinds.map((kind) => [kind, {}])) as Records;
  const self = await makeExpert({ t, records }, 'self', { agency_id: agencies.a });
  const workplace: Record<Person, string> = {
    liaison: agencies.a,
    colleague: agencies.a,
    partner: agencies.b,
    outsider: agencies.c,
    approver: agencies.a,
    academic: agencies.campus,
    admin: agencies.a,
    auditor: agencies.a,
    host: agencies.campus,
    delegate: agencies.campus,
  };
  const user = {} as Record<Person, User>;
  for (const person of people) {
    const expert_id = person === 'academic' ? self : null;
    user[person] = await make.user(roleOf[person], workplace[person], { expert_id });
  }
  const clerks = { a: await make.user('liaison', agencies.a), b: await make.user('partner', agencies.b) };
  const making: Making = { t, agencies, user, clerks, records };
  await makeRecords(making);
  await makeAgreements(making);
  await aboutEachOther(making);
  await makeReminders(making);
  const cookies = {} as Record<Person, string>;
  for (const person of people) cookies[person] = await make.session(user[person].id, 'cookie');
  return {
    ...making,
    tokenOf: (visitor) => (visitor === 'anonymous' ? null : user[visitor].token),
    cookieOf: (visitor) => (visitor === 'anonymous' ? null : cookies[visitor]),
  };
}

/** Records that may be read name records that may not: whatever shows the one must not show the other. */
async function aboutEachOther({ t, records, clerks }: Making): Promise<void> {
  const { agreement, expert, contact, interaction, follow_up } = records;
  const set = (table: string, id: string, column: string, value: string): Promise<unknown> =>
    t.source.query(['update', table, 'set', column, '= $2 where id = $1'].join(' '), [id, value]);
  await set('follow_ups', follow_up.own.id, 'about_agreement_id', agreement.hidden.id);
  await set('follow_ups', follow_up.own.id, 'continues_id', follow_up.hidden.id);
  await set('follow_ups', follow_up.shared.id, 'about_interaction_id', interaction.other.id);
  await set('interactions', interaction.own.id, 'about_agreement_id', agreement.hidden.id);
  await set('interactions', interaction.shared.id, 'about_expert_id', expert.other.id);
  for (const [one, ...others] of [
    [interaction.own, { expert_id: expert.hidden.id }, { contact_id: contact.hidden.id }, { user_id: clerks.a.id }],
    [interaction.shared, { expert_id: expert.other.id }, { contact_id: contact.other.id }],
    [interaction.chatham, { expert_id: expert.shared.id }, { contact_id: contact.shared.id }],
  ] as const)
    for (const participant of others)
      await t.make.row('interaction_participants', { id: newId(), interaction_id: one.id, ...participant });
}

/** The sweep plans and sends them; those of the agreements' end, a month before it, stand for all: a later one was sent for them. */
async function makeReminders({ t, records, clerks }: Making): Promise<void> {
  await t.runner.run(sweep.name);
  for (const className of ['own', 'shared', 'other', 'hidden']) {
    const [reminder] = await t.source.query<{ id: string }[]>(
      `select r.id from reminders r join reminder_rules rule on rule.id = r.rule_id
       where r.record_id = $1 and r.offset_days = -30 and rule.code = 'agreement-end'`,
      [records.agreement[className].id],
    );
    keep(records, 'reminder', className, reminder);
    await wasSentAgain(reminder.id, className);
  }

  async function wasSentAgain(reminderId: string, className: string): Promise<void> {
    const { id: clerk } = className === 'own' || className === 'hidden' ? clerks.a : clerks.b;
    const [id, at] = [newId(), t.clock.now()];
    const message = { id, message_id: `<${id}@localhost>`, template: 'agreement-end', state: 'failed', created_at: at };
    await t.make.row('reminder_messages', { ...message, recipient_user_id: clerk });
    const reason = canary('reminder', className, 'resend_reason');
    const asked = { id, reminder_id: reminderId, message_id: id, by_user_id: clerk, reason, asked_at: at };
    await t.make.row('reminder_resends', asked);
  }

  const [rule] = await t.source.query<{ id: string }[]>(`select id from reminder_rules where code = 'agreement-end'`);
  keep(records, 'reminder_rule', 'own', rule);
}
