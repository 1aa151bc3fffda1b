import { newId } from '../../kernel/identifier.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { User } from './user.entity.js';
import type { CreateUserDto } from './users.dto.js';

/** The row of an account that nobody has used yet. No password: whoever makes it neither chooses nor learns one (SEC-A6). */
export function newAccount(tx: Transaction, dto: CreateUserDto): User {
  const defaults = {
    expertId: null,
    passwordHash: null,
    passwordChangedAt: null,
    awayFrom: null,
    awayTo: null,
    coverUserId: null,
    disabledAt: null,
  };
  return Object.assign(new User(), defaults, dto, { id: newId(), version: 1, createdAt: tx.now, updatedAt: tx.now });
}
