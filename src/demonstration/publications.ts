import type { RunSql } from '../platform/database/run-sql.js';
import type { InventedExpert } from './experts.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import { createRandom } from './random.js';
import { staffId, workersOf } from './staff.js';
import { subjects } from './subjects.js';
import type { Timeline } from './timeline.js';

/** Invented, as everything here is. */
const venues: readonly (readonly [type: string, venue: string])[] = [
  ['article', 'Invented Journal of Organised Crime Research'],
  ['article', 'Invented Review of Policing and Evidence'],
  ['chapter', 'Invented Handbook of Serious Crime'],
  ['report', 'Invented Institute for Public Safety'],
  ['conference_paper', 'Invented Conference on Crime and Data'],
];
const forms = ['Evidence on %', 'What is known of %', 'A study of %', 'Ten years of research on %'];

/** A few of most people; the academic who signs in has more, with two that wait for an answer and one that is not theirs. */
export async function insertPublications(
  run: RunSql,
  time: Timeline,
  experts: readonly InventedExpert[],
): Promise<void> {
  const random = createRandom('publications');
  const thisYear = Number(time.today.slice(0, 4));
  const rows = experts.flatMap((expert) => {
    const topics = expert.threats.flatMap((threat) => subjects[threat].specialisms);
    const many = expert.number === 0 ? 8 : random.integer(0, 4);
    return Array.from({ length: many }, (_, number): Row => {
      const signsIn = expert.number === 0;
      const state = signsIn && number >= 5 ? (number === 7 ? 'rejected' : 'proposed') : 'claimed';
      const suggested = state !== 'claimed' || random.chance(0.2);
      const [type, venue] = random.pick(venues);
      const entered = time.moment(-30 - 5 * number, 60);
      return {
        id: demonstrationId('publication', `${expert.number}/${number}`),
        version: 1,
        expert_id: expert.id,
        // 10.5555 is the prefix that registration agencies keep for examples.
        doi: random.chance(0.6) ? `10.5555/accord.${expert.number}.${number}` : null,
        title: random.pick(forms).replace('%', topics[number % topics.length]),
        year: thisYear - number,
        venue,
        type,
        source: suggested ? 'liaison' : 'self',
        state,
        highlighted: state === 'claimed' && number < 2,
        created_by_user_id: suggested ? staffId(workersOf[expert.agency][0]) : null,
        created_at: entered,
        updated_at: entered,
      };
    });
  });
  await insertRows(run, 'publications', rows);
}
