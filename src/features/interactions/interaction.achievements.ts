import sql from 'sql-template-tag';
import type { AgreementAchievement } from '../../kernel/contracts.js';
import { visibleInteractions } from './interaction.visibility.js';

/** The meetings, calls and other contacts about an agreement. */
export const interactionsHeld: AgreementAchievement = {
  name: 'interactions.held',
  recordKind: 'interaction',
  path: '/interactions/:id',
  records: (actor, agreementId, today) => sql`
    select i.id, i.subject as title, (i.happened_at at time zone 'Europe/London')::date as on, i.marking
    from interactions i
    where i.about_agreement_id = ${agreementId} and (i.happened_at at time zone 'Europe/London')::date <= ${today}::date
      and ${visibleInteractions(actor, 'i', today)}`,
};
