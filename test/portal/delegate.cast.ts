import { newId } from '../../src/kernel/identifier.js';
import type { TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { castOf, type Cast } from './cast.js';

/** An academic and somebody who edits for them. */
export interface DelegateCast extends Cast {
  readonly delegate: Person;
  readonly delegationId: string;
}

/** `given` are columns of the delegation: all sections and the end of 2026 unless told. */
export async function delegateCastOf(t: TestApp, given: Record<string, unknown> = {}): Promise<DelegateCast> {
  const cast = await castOf(t);
  const delegate = await t.make.user('delegate', cast.academic.organisationId);
  const { id } = await t.make.delegate({ expert_id: cast.expert.id, user_id: delegate.id, ...given });
  return { ...cast, delegate, delegationId: id };
}

/** The body of a request that names somebody whom nobody knows yet. */
export function naming(given: object = {}): { name: string; email: string; sections: string[]; untilOn: string } {
  return {
    name: 'Pat Assistant',
    email: `pat-${newId().slice(-12)}@university.example`,
    sections: ['about'],
    untilOn: '2026-12-31',
    ...given,
  };
}

/** Answers with the id of the proposal. */
export async function named(t: TestApp, { academic }: Cast, dto: object): Promise<string> {
  const { body } = await t.as(academic.token).post('me/delegates', dto).expect(201);
  return (body as { id: string }).id;
}

export const accept = (t: TestApp, { liaison }: Cast, id: string, version = 1) =>
  t.as(liaison.token).change(`profile-changes/${id}/decisions`, version, { decision: 'approve' });

export async function delegationsOf(t: TestApp, expertId: string): Promise<Record<string, unknown>[]> {
  return t.source.query('select * from expert_delegates where expert_id = $1 order by started_at, id', [expertId]);
}

export async function accountsOf(t: TestApp, email: string): Promise<Record<string, unknown>[]> {
  return t.source.query('select * from users where email = $1', [email]);
}

/** What the academic reads of their delegates. */
export async function listed(
  t: TestApp,
  { academic }: Cast,
): Promise<{ items: Record<string, unknown>[]; proposals: Record<string, unknown>[] }> {
  const { body } = await t.as(academic.token).get('me/delegates').expect(200);
  return body as { items: Record<string, unknown>[]; proposals: Record<string, unknown>[] };
}
