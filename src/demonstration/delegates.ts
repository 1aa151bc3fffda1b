import type { RunSql } from '../platform/database/run-sql.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import { delegatePerson, staffId } from './staff.js';
import type { Timeline } from './timeline.js';

/** The academic who signs in has a delegate, and another whom staff have not accepted yet. */
export async function insertDelegates(run: RunSql, time: Timeline, expertId: string): Promise<void> {
  const sections = ['about', 'availability', 'expertise'];
  const accepted = {
    delegate: delegatePerson.name,
    email: delegatePerson.email,
    sections,
    untilOn: time.day(300),
  };
  const waiting = {
    delegate: 'Joseph Invented-Adeyemi',
    email: 'joseph.adeyemi@elsewhere.example',
    sections: ['availability'],
    untilOn: time.day(60),
  };
  const change = (key: string, offset: number, after: object, given: Row = {}): Row => ({
    id: demonstrationId('profile-change', `delegate/${key}`),
    expert_id: expertId,
    section: 'delegate',
    before: {},
    after,
    state: 'proposed',
    reason: null,
    proposed_by_user_id: demonstrationId('user', 'academic'),
    proposed_at: time.moment(offset, 95),
    decided_by_user_id: null,
    decided_at: null,
    updated_at: time.moment(offset, 95),
    ...given,
  });
  const decided = { state: 'approved', decided_by_user_id: staffId('liaison'), decided_at: time.moment(-29, 40) };
  const [first, second] = [change('accepted', -30, accepted, decided), change('waiting', -1, waiting)];
  await insertRows(run, 'profile_changes', [first, second]);
  await insertRows(run, 'expert_delegates', [
    {
      id: demonstrationId('expert-delegate', 'delegate'),
      expert_id: expertId,
      user_id: demonstrationId('user', 'delegate'),
      name: delegatePerson.name,
      email: delegatePerson.email,
      sections,
      named_on: time.day(-30),
      until_on: accepted.untilOn,
      change_id: first.id,
      accepted_by_user_id: staffId('liaison'),
      started_at: time.moment(-29, 40),
      last_changed_at: time.moment(-6, 200),
      updated_at: time.moment(-6, 200),
    },
  ]);
}
