import type { RunSql } from '../../../platform/database/run-sql.js';
import { stableId } from '../../../platform/database/stable-id.js';
import type { PlaybookEvent, PlaybookStep, PlaybookSubject } from '../playbook.rules.js';

type Loaded = readonly [code: string, name: string, about: PlaybookSubject, on: PlaybookEvent, steps: PlaybookStep[]];

const step = (title: string, offsetDays: number, given: Partial<PlaybookStep> = {}): PlaybookStep => ({
  title,
  offsetDays,
  dayCount: 'working',
  priority: 'normal',
  assignee: 'owner',
  ...given,
});

const playbooks: readonly Loaded[] = [
  [
    'data-sharing-signed',
    'After a data sharing agreement is signed',
    'agreement',
    'agreement.executed',
    [
      step('Send the signed copy to every party and file it', 2),
      step('Tell those who work under the agreement what it allows and what it does not', 5, { priority: 'high' }),
      step('Check that the first transfer is logged and went the agreed way', 20),
      step('Look at what has been shared, and whether it is still needed', 90, { dayCount: 'calendar' }),
    ],
  ],
  [
    'expert-entered',
    'Welcome of a new expert',
    'expert',
    'expert.entered',
    [
      step('Send the privacy notice and enter the day', 2, { priority: 'high', assignee: 'starter' }),
      step('Introduce whoever looks after the relationship', 5),
      step('Ask whether the profile is complete and correct', 15),
      step('Ask how it goes', 90, { dayCount: 'calendar' }),
    ],
  ],
];

/** The playbooks for all agencies that every installation begins with; none starts by itself until somebody says so. */
export async function loadPlaybooks(run: RunSql, now: Date): Promise<void> {
  for (const [code, name, aboutKind, beginsOn, steps] of playbooks)
    await run(
      `insert into playbooks (id, agency_id, name, about_kind, begins_on, steps, created_at, updated_at)
       values ($1, null, $2, $3, $4, $5, $6, $6) on conflict (id) do nothing`,
      [stableId('playbook', code), name, aboutKind, beginsOn, JSON.stringify(steps), now],
    );
}
