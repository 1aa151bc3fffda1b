import sql, { type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { Badge, DatedSubject } from '../../../kernel/contracts.js';
import { SubjectRegister } from '../subject-register.js';

/** A row for each that somebody has not read, of a record that they may read now: the index of the unread has all it asks for. */
export function ownUnread(actor: UserActor, subjects: SubjectRegister, today: CalendarDate): Sql {
  return sql`select 1 from notifications n
    where n.user_id = ${actor.userId} and n.read_at is null and ${subjects.readableBy(actor, 'n', today)}`;
}

/** The number beside "Notifications" on every page. */
export function unreadNotifications(subjects: readonly DatedSubject[]): Badge {
  const register = new SubjectRegister(subjects);
  return {
    href: '/notifications',
    words: ['unread notification', 'unread notifications'],
    records: (actor, today) => ownUnread(actor, register, today),
  };
}
