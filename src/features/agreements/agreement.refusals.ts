import { DomainError, type FieldProblem } from '../../kernel/domain-error.js';
import type { Agreement } from './agreement.entity.js';
import { lockedFields } from './agreement.terms.rules.js';

export function refuseInvalid(problems: readonly FieldProblem[]): void {
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
}

/** Terms change in draft only: after that, who looks after it and who sees it. */
export function refuseLocked(agreement: Agreement, fields: readonly string[]): void {
  const locked = lockedFields(agreement.stage, fields);
  if (locked.length === 0) return;
  throw new DomainError(
    'refused',
    'This agreement has left draft, so its terms no longer change. Recall it to draft, or agree an amendment.',
    locked.map((field) => ({ pointer: `/${field}`, detail: 'This cannot change at the present stage.' })),
  );
}
