import type { Role } from '../../kernel/actor.js';
import { isBefore, type CalendarDate } from '../../kernel/calendar-date.js';
import type { FieldProblem } from '../../kernel/domain-error.js';

export interface Account {
  readonly role: Role;
  readonly expertId: string | null;
}

/** Where an account stands: the nearest body upward that is not a unit. */
export interface Workplace {
  /** False for universities, companies and the like. */
  readonly isAgency: boolean;
  /** The agency that runs this system, a setting. */
  readonly isLeadAgency: boolean;
}

/** What is wrong between a role, its organisation and its expert (docs/domain.md, User); empty when nothing is. */
export function problemsOfAccount({ role, expertId }: Account, workplace: Workplace): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const place = problemOfPlace(role, workplace);
  if (place !== null) problems.push({ pointer: '/organisationId', detail: place });
  if (role === 'academic' && expertId === null)
    problems.push({ pointer: '/expertId', detail: 'Select the expert whose account this is.' });
  if (role !== 'academic' && expertId !== null)
    problems.push({
      pointer: '/expertId',
      detail: 'Only an academic’s account is tied to an expert. Clear this field.',
    });
  return problems;
}

function problemOfPlace(role: Role, { isAgency, isLeadAgency }: Workplace): string | null {
  switch (role) {
    case 'liaison':
      return isLeadAgency
        ? null
        : 'A liaison works in the lead agency or one of its units. Select one of them, or the role partner.';
    case 'partner':
      if (!isAgency) return 'A partner works in an agency or one of its units. Select one of them.';
      return isLeadAgency
        ? 'A partner works in an agency other than the lead agency. Select another, or the role liaison.'
        : null;
    case 'admin':
    case 'approver':
    case 'auditor':
      return isAgency ? null : 'Somebody with this role works in an agency or one of its units. Select one of them.';
    case 'host':
    case 'academic':
    case 'delegate':
      return null;
  }
}

/**
 * What is wrong with an administrator's giving this role; empty when nothing is. A delegate is named by an academic, for parts of a profile and
 * until a day, so an account made by hand would open nothing and say that somebody had been named who was not.
 */
export function problemsOfRole(role: Role): FieldProblem[] {
  if (role !== 'delegate') return [];
  const detail = 'An academic names a delegate in their own profile, which opens the account. Select another role.';
  return [{ pointer: '/role', detail }];
}

/** What is wrong with an absence; empty when nothing is. Without a last day it lasts until one is entered. */
export function problemsOfAbsence(from: CalendarDate | null, to: CalendarDate | null): FieldProblem[] {
  if (to === null) return [];
  if (from === null) return [{ pointer: '/awayFrom', detail: 'Enter the first day away as well.' }];
  return isBefore(to, from) ? [{ pointer: '/awayTo', detail: 'The last day away must be on or after the first.' }] : [];
}
