import { OutboxRelay } from '../../src/platform/jobs/relay.js';
import { newId } from '../../src/kernel/identifier.js';
import type { TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

/** An academic whom an agency keeps, with staff there and elsewhere. */
export interface Cast {
  readonly agency: { id: string; name: string };
  readonly liaison: Person;
  readonly elsewhere: Person;
  readonly academic: Person;
  readonly expert: { id: string; reference: string; name: string };
}

export async function castOf({ make }: TestApp, given: Record<string, unknown> = {}): Promise<Cast> {
  const [agency, other] = [await make.agency(), await make.agency()];
  const number = make.next();
  const expert = await make.expert({
    agency_id: agency.id,
    title: 'Dr',
    email: `ada-${number}@university.example`,
    ...given,
  });
  return {
    agency,
    expert,
    liaison: await make.user('liaison', agency.id),
    elsewhere: await make.user('partner', other.id),
    academic: await make.user('academic', (await make.organisation()).id, { expert_id: expert.id }),
  };
}

/** A proposal as the academic made it, straight into the table. */
export async function proposal(
  { make, clock }: TestApp,
  expertId: string,
  given: Record<string, unknown> = {},
): Promise<string> {
  const { id } = await make.row('profile_changes', {
    id: newId(),
    expert_id: expertId,
    section: 'email',
    before: { email: null },
    after: { email: `new-${make.next()}@university.example` },
    proposed_at: clock.now(),
    updated_at: clock.now(),
    ...given,
  });
  return id;
}

/** Does what the events of a job's kind have left to do, as the queue would. */
export async function runOwed({ app, source, runner }: TestApp, job: string): Promise<void> {
  await app.get(OutboxRelay).pass();
  const owed = await source.query<{ id: string }[]>(
    'select id from outbox_deliveries where job = $1 and done_at is null order by id',
    [job],
  );
  for (const { id } of owed) await runner.run(job, id);
}

export async function expertRow(t: TestApp, id: string): Promise<Record<string, unknown>> {
  const [row] = await t.source.query<Record<string, unknown>[]>('select * from experts where id = $1', [id]);
  return row;
}
