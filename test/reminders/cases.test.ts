import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { dataFolder } from '../support/product.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';

let t: TestApp;
let smtp: SmtpPeer;

beforeAll(async () => {
  smtp = await startSmtpPeer();
  t = await startTestApp({ smtpUrl: smtp.url });
});
afterAll(async () => {
  await t.close();
  await smtp.close();
});

interface Scene {
  readonly agency: { id: string };
  readonly owner: Person;
  readonly deputy: Person;
  readonly lead: Person;
  readonly agreement: { id: string; reference: string };
}

/** In force, with an owner, a deputy and an agency that has a lead. */
async function scene(at: string, given: object): Promise<Scene> {
  t.time.set(at);
  const agency = await t.make.agency();
  const [owner, deputy, lead] = await Promise.all([1, 2, 3].map(() => t.make.user('liaison', agency.id)));
  await t.source.query('update organisations set lead_user_id = $2 where id = $1', [agency.id, lead.id]);
  const agreement = await t.make.agreement({
    agency_id: agency.id,
    owner_user_id: owner.id,
    deputy_user_id: deputy.id,
    stage: 'executed',
    executed_on: '2024-12-15',
    effective_on: '2025-01-01',
    ...given,
  });
  return { agency, owner, deputy, lead, agreement };
}

const set = (table: string, column: string, value: unknown, id: string): Promise<unknown> =>
  t.source.query(['update', table, 'set', column, '= $1 where id = $2'].join(' '), [value, id]);
const ends = (on: string | null) => (one: Scene) => set('agreements', 'end_on', on, one.agreement.id);

/** `2026-07-10 -30 sent owner`: the date, the offset, what became of it and whose it was; in the order of the days. */
async function ledgerOf({ agreement, owner, deputy, lead }: Scene): Promise<string[]> {
  const rows = await t.source.query<{ words: string }[]>(
    `select concat_ws(' ', r.anchor_on, r.offset_days, r.state, coalesce(r.recipient_user_id::text, 'nobody')) as words
     from reminders r join reminder_rules rule on rule.id = r.rule_id
     where r.record_id = $1 and rule.code = 'agreement-end' order by r.anchor_on, r.offset_days, r.created_at, r.state`,
    [agreement.id],
  );
  const names = { [owner.id]: 'owner', [deputy.id]: 'deputy', [lead.id]: 'lead' };
  return rows.map(({ words }) => Object.entries(names).reduce((text, [id, name]) => text.replace(id, name), words));
}

type Step = readonly [at: string, act?: (one: Scene) => unknown];

interface Case {
  readonly called: string;
  readonly given: object;
  /** At each instant something happens, if anything, and then the sweep runs. */
  readonly steps: readonly Step[];
  readonly expected: readonly string[];
  /** Mails to owner, deputy and lead. */
  readonly mails: readonly [number, number, number];
}

const away = (who: 'owner' | 'deputy' | 'lead') => (one: Scene) => set('users', 'away_from', '2026-06-01', one[who].id);

const cases: readonly Case[] = [
  {
    called: 'a record entered inside its window gets one catch-up',
    given: { end_on: '2026-06-20' },
    steps: [['2026-06-10T09:00:00Z'], ['2026-06-10T09:01:00Z'], ['2026-06-13T09:00:00Z']],
    expected: [
      '2026-06-20 -180 skipped owner',
      '2026-06-20 -90 skipped owner',
      '2026-06-20 -30 sent owner',
      '2026-06-20 -7 sent owner',
    ],
    mails: [2, 0, 0],
  },
  {
    called: 'a record entered on its last day gets one, and the day after none',
    given: { end_on: '2026-06-10' },
    steps: [['2026-06-10T09:00:00Z'], ['2026-06-11T09:00:00Z']],
    expected: [
      '2026-06-10 -180 skipped owner',
      '2026-06-10 -90 skipped owner',
      '2026-06-10 -30 skipped owner',
      '2026-06-10 -7 sent owner',
    ],
    mails: [1, 0, 0],
  },
  {
    called: 'a date moved after it was reminded of begins anew, and the sent one stays',
    given: { end_on: '2026-07-10' },
    steps: [['2026-06-10T09:00:00Z'], ['2026-06-11T09:00:00Z', ends('2026-07-20')], ['2026-06-20T09:00:00Z']],
    expected: [
      '2026-07-10 -180 skipped owner',
      '2026-07-10 -90 skipped owner',
      '2026-07-10 -30 sent owner',
      '2026-07-10 -7 superseded owner',
      '2026-07-20 -180 skipped owner',
      '2026-07-20 -90 sent owner',
      '2026-07-20 -30 sent owner',
      '2026-07-20 -7 scheduled owner',
    ],
    mails: [3, 0, 0],
  },
  {
    called: 'a date moved there and back repeats nothing and loses nothing',
    given: { end_on: '2026-07-10' },
    steps: [
      ['2026-06-10T09:00:00Z'],
      ['2026-06-11T09:00:00Z', ends('2027-12-31')],
      ['2026-06-12T09:00:00Z', ends('2026-07-10')],
      ['2026-07-03T09:00:00Z'],
    ],
    expected: [
      '2026-07-10 -180 skipped owner',
      '2026-07-10 -90 skipped owner',
      '2026-07-10 -30 sent owner',
      '2026-07-10 -7 sent owner',
    ],
    mails: [2, 0, 0],
  },
  {
    called: 'the second year is reminded of like the first',
    given: { end_on: '2026-06-17' },
    steps: [
      ['2026-06-10T09:00:00Z'],
      ['2026-06-11T09:00:00Z', ends('2027-06-17')],
      ['2026-12-19T09:00:00Z'],
      ['2027-06-10T09:00:00Z'],
    ],
    expected: [
      '2026-06-17 -180 skipped owner',
      '2026-06-17 -90 skipped owner',
      '2026-06-17 -30 skipped owner',
      '2026-06-17 -7 sent owner',
      '2027-06-17 -180 sent owner',
      '2027-06-17 -90 skipped owner',
      '2027-06-17 -30 skipped owner',
      '2027-06-17 -7 sent owner',
    ],
    mails: [3, 0, 0],
  },
  {
    called: 'a new term that begins by itself starts a cycle of its own',
    given: {
      end_on: '2026-06-17',
      renewal_type: 'automatic',
      renewal_months: 12,
      notice_count: 1,
      notice_unit: 'months',
    },
    steps: [['2026-05-10T09:00:00Z'], ['2026-06-18T09:00:00Z'], ['2027-05-10T09:00:00Z']],
    expected: [
      '2026-06-17 -180 skipped owner',
      '2026-06-17 -90 sent owner',
      '2026-06-17 -30 superseded owner',
      '2026-06-17 -7 superseded owner',
      '2027-06-17 -180 skipped owner',
      '2027-06-17 -90 sent owner',
      '2027-06-17 -30 scheduled owner',
      '2027-06-17 -7 scheduled owner',
    ],
    mails: [2, 0, 0],
  },
  {
    called: 'an owner who changed between planning and sending: the new one gets it, once',
    given: { end_on: '2026-07-11' },
    steps: [
      ['2026-06-10T09:00:00Z'],
      ['2026-06-11T09:00:00Z', (one) => set('agreements', 'owner_user_id', one.lead.id, one.agreement.id)],
      ['2026-06-12T09:00:00Z', (one) => set('agreements', 'owner_user_id', one.owner.id, one.agreement.id)],
    ],
    expected: [
      '2026-07-11 -180 skipped owner',
      '2026-07-11 -90 sent owner',
      '2026-07-11 -30 superseded owner',
      '2026-07-11 -30 sent lead',
      '2026-07-11 -7 scheduled owner',
      '2026-07-11 -7 superseded lead',
    ],
    mails: [1, 0, 1],
  },
  {
    called: 'no owner, and a deputy who has left: the lead of the agency',
    given: { end_on: '2026-07-10', owner_user_id: null },
    steps: [['2026-06-10T09:00:00Z', (one) => set('users', 'disabled_at', '2026-06-01T00:00:00Z', one.deputy.id)]],
    expected: [
      '2026-07-10 -180 skipped lead',
      '2026-07-10 -90 skipped lead',
      '2026-07-10 -30 sent lead',
      '2026-07-10 -7 scheduled lead',
    ],
    mails: [0, 0, 1],
  },
  {
    called: 'nobody at all: said in the ledger',
    given: { end_on: '2026-07-10', owner_user_id: null, deputy_user_id: null },
    steps: [['2026-06-10T09:00:00Z', (one) => set('organisations', 'lead_user_id', null, one.agency.id)]],
    expected: [
      '2026-07-10 -180 skipped nobody',
      '2026-07-10 -90 skipped nobody',
      '2026-07-10 -30 skipped nobody',
      '2026-07-10 -7 scheduled nobody',
    ],
    mails: [0, 0, 0],
  },
  {
    called: 'everybody away and nobody covers: the owner all the same',
    given: { end_on: '2026-07-10' },
    steps: [
      [
        '2026-06-10T09:00:00Z',
        async (one) => {
          await away('owner')(one);
          await away('deputy')(one);
          await away('lead')(one);
        },
      ],
    ],
    expected: [
      '2026-07-10 -180 skipped owner',
      '2026-07-10 -90 skipped owner',
      '2026-07-10 -30 sent owner',
      '2026-07-10 -7 scheduled owner',
    ],
    mails: [1, 0, 0],
  },
  {
    called: 'a worker that was off for three days makes up for what fell due, each once',
    given: { end_on: '2026-07-10' },
    steps: [['2026-06-09T09:00:00Z'], ['2026-06-13T05:00:00Z'], ['2026-06-13T09:00:00Z']],
    expected: [
      '2026-07-10 -180 skipped owner',
      '2026-07-10 -90 sent owner',
      '2026-07-10 -30 sent owner',
      '2026-07-10 -7 scheduled owner',
    ],
    mails: [2, 0, 0],
  },
  {
    called: 'the morning after the clocks go forward: at eight by the new time, once',
    given: { end_on: '2027-04-27' },
    // -30 is 28 March 2027, when eight in London is seven in UTC.
    steps: [['2027-02-01T09:00:00Z'], ['2027-03-28T06:59:00Z'], ['2027-03-28T07:00:00Z'], ['2027-03-28T08:00:00Z']],
    expected: [
      '2027-04-27 -180 skipped owner',
      '2027-04-27 -90 sent owner',
      '2027-04-27 -30 sent owner',
      '2027-04-27 -7 scheduled owner',
    ],
    mails: [2, 0, 0],
  },
  {
    called: 'the morning after the clocks go back: at eight by the new time, once',
    given: { end_on: '2026-11-24' },
    // -30 is 25 October 2026, when eight in London is eight in UTC.
    steps: [
      ['2026-09-01T09:00:00Z'],
      ['2026-10-25T07:00:00Z'],
      ['2026-10-25T07:59:00Z'],
      ['2026-10-25T08:00:00Z'],
      ['2026-10-25T09:00:00Z'],
    ],
    expected: [
      '2026-11-24 -180 skipped owner',
      '2026-11-24 -90 sent owner',
      '2026-11-24 -30 sent owner',
      '2026-11-24 -7 scheduled owner',
    ],
    mails: [2, 0, 0],
  },
  {
    called: 'a clock that steps back sends nothing again',
    given: { end_on: '2026-07-10' },
    steps: [['2026-06-10T09:00:00Z'], ['2026-06-09T09:00:00Z'], ['2026-06-10T09:00:00Z']],
    expected: [
      '2026-07-10 -180 skipped owner',
      '2026-07-10 -90 skipped owner',
      '2026-07-10 -30 sent owner',
      '2026-07-10 -7 scheduled owner',
    ],
    mails: [1, 0, 0],
  },
  {
    called: 'an end on 29 February',
    given: { end_on: '2028-02-29' },
    steps: [['2028-02-22T09:00:00Z']],
    expected: [
      '2028-02-29 -180 skipped owner',
      '2028-02-29 -90 skipped owner',
      '2028-02-29 -30 skipped owner',
      '2028-02-29 -7 sent owner',
    ],
    mails: [1, 0, 0],
  },
  {
    called: 'what is taken out of the world is reminded of no more',
    given: { end_on: '2026-07-10' },
    steps: [
      ['2026-06-10T09:00:00Z'],
      ['2026-06-11T09:00:00Z', (one) => set('agreements', 'terminated_on', '2026-06-11', one.agreement.id)],
      ['2026-07-03T09:00:00Z'],
    ],
    expected: [
      '2026-07-10 -180 skipped owner',
      '2026-07-10 -90 skipped owner',
      '2026-07-10 -30 sent owner',
      '2026-07-10 -7 superseded owner',
    ],
    mails: [1, 0, 0],
  },
];

const endMails = ({ agreement }: Scene, person: Person): number =>
  smtp.received.filter(({ to, subject }) => to === person.email && subject.startsWith(`${agreement.reference} ends on`))
    .length;

async function expectOutcome(one: Scene, { expected, mails }: Case): Promise<void> {
  expect(await ledgerOf(one)).toEqual(expected);
  expect([one.owner, one.deputy, one.lead].map((person) => endMails(one, person))).toEqual(mails);
}

describe('the ledger', () => {
  it.each(cases.map((one) => [one.called, one] as const))('%s', async (_called, one) => {
    const made = await scene(one.steps[0][0], one.given);
    for (const [at, act] of one.steps) {
      t.time.set(at);
      await act?.(made);
      await t.runner.run(sweep.name);
    }
    await expectOutcome(made, one);
  });

  it.each(cases.map((one) => [one.called, one] as const))('with two workers at once: %s', async (_called, one) => {
    const made = await scene(one.steps[0][0], one.given);
    for (const [at, act] of one.steps) {
      t.time.set(at);
      await act?.(made);
      await Promise.all([t.runner.run(sweep.name), t.runner.run(sweep.name)]);
    }
    await expectOutcome(made, one);
  });
});

describe('on a server in another time zone', () => {
  const still = cases.filter(({ called }) => called.includes('clocks') || called.includes('entered inside'));

  it.each(['America/Los_Angeles', 'Pacific/Auckland'])('in %s it is the same', async (zone) => {
    for (const one of still) {
      const made = await scene(one.steps[0][0], one.given);
      await sweepIn(
        zone,
        one.steps.map(([at]) => at),
      );
      await expectOutcome(made, one);
    }
  });

  async function sweepIn(zone: string, instants: readonly string[]): Promise<void> {
    const folder = dataFolder();
    try {
      const child = spawn(process.execPath, [join(import.meta.dirname, '../support/sweep-at.mjs'), ...instants], {
        env: {
          PATH: process.env.PATH,
          TZ: zone,
          DATABASE_URL: t.database.applicationUrl,
          SMTP_URL: smtp.url,
          DATA_FOLDER: folder.path,
        },
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      const code = await new Promise((resolve) => child.once('exit', resolve));
      expect(code).toBe(0);
    } finally {
      folder.remove();
    }
  }
});
