import { newId } from '../../src/kernel/identifier.js';
import type { TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

export interface Morning {
  readonly liaison: Person;
  /** The reference of somebody just met. */
  readonly met: string;
  /** The reference of what is to be approved. */
  readonly agreement: string;
  readonly promises: readonly string[];
}

/** A liaison with four promises to keep, somebody gone quiet, an approval to decide, and somebody just met. */
export async function morning(t: TestApp): Promise<Morning> {
  const agency = await t.make.agency();
  const liaison = await t.make.user('liaison', agency.id);
  const colleague = await t.make.user('liaison', agency.id);
  const promises = ['Send the survey codebook', 'Ring about the seminar', 'Read her draft', 'Answer the ethics board'];
  for (const [index, title] of promises.entries())
    await t.make.followUp({
      agency_id: agency.id,
      assignee_user_id: liaison.id,
      title,
      due_on: index === 3 ? '2026-06-10' : '2026-06-05',
    });
  const quiet = await t.make.expert({ agency_id: agency.id, privacy_notice_sent_on: '2026-01-10' });
  await t.make.relationship({
    agency_id: agency.id,
    expert_id: quiet.id,
    owner_user_id: liaison.id,
    cadence_days: 30,
    last_contact_at: '2026-01-10T09:00:00Z',
  });
  const put = await t.make.agreement({ agency_id: agency.id, stage: 'in_approval' });
  await t.make.row('agreement_approvals', {
    id: newId(),
    agreement_id: put.id,
    assignee_user_id: liaison.id,
    asked_by_user_id: colleague.id,
    asked_at: '2026-06-09T09:00:00Z',
    due_on: '2026-06-20',
  });
  const met = await t.make.expert({
    agency_id: agency.id,
    privacy_notice_sent_on: '2026-01-10',
    family_name: 'Quillfeather',
  });
  await t.make.relationship({ agency_id: agency.id, expert_id: met.id, owner_user_id: liaison.id });
  return { liaison, met: met.reference, agreement: put.reference, promises };
}

/** The button that does a follow-up: its hidden words stand apart from its seen one. */
export const doneButton = (title: string): RegExp => new RegExp(`^Done\\s*: ${title}$`);
