import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { changeableAgreements, visibleAgreements } from '../agreement.visibility.js';

/** Which obligations this actor may read: those of the agreements they may read; an academic, those shared with them. */
export function visibleObligations(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  const o = raw(aliasName);
  const readable = sql`exists (select 1 from agreements agreed where agreed.id = ${o}.agreement_id
    and ${visibleAgreements(actor, 'agreed', today)})`;
  if (actor.kind === 'user' && actor.role === 'academic') return sql`(${o}.shared_with_academic and ${readable})`;
  return readable;
}

/** Which obligations this actor may change: those of the agreements that their agency keeps. */
export function changeableObligations(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  return sql`exists (select 1 from agreements agreed where agreed.id = ${raw(aliasName)}.agreement_id
    and ${changeableAgreements(actor, 'agreed', today)})`;
}
