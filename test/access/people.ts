import type { Role } from '../../src/kernel/actor.js';

/** Whoever has a column in the tables of access. The scene brings each of them to life. */
export const people = [
  'liaison',
  'colleague',
  'partner',
  'outsider',
  'approver',
  'academic',
  'admin',
  'auditor',
  'host',
  'delegate',
] as const;
export type Person = (typeof people)[number];

/** Somebody who calls the API, signed in or not. */
export type Visitor = Person | 'anonymous';
export const visitors: readonly Visitor[] = [...people, 'anonymous'];

export const roleOf: Record<Person, Role> = {
  liaison: 'liaison',
  colleague: 'liaison',
  partner: 'partner',
  outsider: 'partner',
  approver: 'approver',
  academic: 'academic',
  admin: 'admin',
  auditor: 'auditor',
  host: 'host',
  delegate: 'delegate',
};

export const described: Record<Person, string> = {
  liaison: 'a liaison of agency A',
  colleague: 'a second liaison of agency A, who is named where a record is shared with named people only',
  partner: 'a partner of agency B, a police force with a joint-controller arrangement',
  outsider: 'a partner of agency C, overseas and without an arrangement',
  approver: 'an approver of agency A, to whom one agreement has been put',
  academic: 'an academic, who is an expert that agency A keeps and that one agreement covers',
  admin: 'an administrator of agency A',
  auditor: 'an auditor of agency A',
  host: 'a host at a university',
  delegate: 'a delegate of the academic, for every section that somebody else may edit',
};
