import sql from 'sql-template-tag';
import type { AgreementAchievement } from '../../kernel/contracts.js';
import { visibleFollowUps } from './follow-up.visibility.js';

/** What was promised about an agreement and done. */
export const followUpsDone: AgreementAchievement = {
  name: 'follow-ups.done',
  recordKind: 'follow_up',
  path: '/follow-ups/:id',
  records: (actor, agreementId, today) => sql`
    select f.id, f.title, f.completed_on as on, f.marking
    from follow_ups f
    where f.about_agreement_id = ${agreementId} and f.status = 'done' and ${visibleFollowUps(actor, 'f', today)}`,
};
