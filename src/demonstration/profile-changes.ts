import type { RunSql } from '../platform/database/run-sql.js';
import type { InventedExpert } from './experts.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import { staffId } from './staff.js';
import type { Timeline } from './timeline.js';

const notes = [
  'I moved to another department in the summer; the telephone number is an old one.',
  'My fellowship ended. I work two days a week now and have less time than the record says.',
  'I no longer work on this subject and would rather be asked about organised theft.',
];

/** What the academic who signs in asked for, and what others said by the link they were sent. */
export async function insertProfileChanges(
  run: RunSql,
  time: Timeline,
  experts: readonly InventedExpert[],
): Promise<void> {
  const academicUserId = demonstrationId('user', 'academic');
  const [academic, ...others] = experts.filter(({ agency }) => agency === 'lead');
  const proposed = (key: string, offset: number, given: Row): Row => ({
    id: demonstrationId('profile-change', key),
    expert_id: academic.id,
    section: 'email',
    before: { email: academic.email },
    after: {},
    state: 'proposed',
    reason: null,
    proposed_by_user_id: null,
    proposed_at: time.moment(offset, 95),
    decided_by_user_id: null,
    decided_at: null,
    updated_at: time.moment(offset, 95),
    ...given,
  });
  const written = others.filter(({ noticeSent, closed }) => noticeSent && closed === null);
  await insertRows(run, 'profile_changes', [
    proposed('email', -40, {
      after: { email: 'amara@elsewhere.example' },
      state: 'refused',
      reason: 'We write to addresses of universities only. Send us your new one there if it has changed.',
      proposed_by_user_id: academicUserId,
      decided_by_user_id: staffId('liaison'),
      decided_at: time.moment(-38, 30),
    }),
    proposed('name', -2, {
      section: 'name',
      before: { title: academic.title, givenName: academic.givenName, familyName: academic.familyName },
      after: { title: 'Professor', givenName: academic.givenName, familyName: academic.familyName },
      proposed_by_user_id: academicUserId,
    }),
    ...notes.map((text, number) =>
      proposed(`note/${number}`, -1 - 3 * number, {
        expert_id: written[5 * number].id,
        section: 'note',
        before: {},
        after: { text },
      }),
    ),
  ]);
}
