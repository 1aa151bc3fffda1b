import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { isId, newId } from '../../kernel/identifier.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { requestContext, type IdempotencyClaim } from '../web/request-context.js';

/** How often to look again for the first of two equal forms that were sent at once, and how long to wait in between. */
const looks = 10;
const pause = 100;

/** A form's own key, for its hidden field `key`: what was sent under it is made once, however often the button is pressed. */
export function formKey(given?: string): string {
  return isId(given) ? given : newId();
}

/** For pages what `@Idempotent()` is for the API: the key travels in the form, and is kept with what the form made. */
@Injectable()
export class SentOnce {
  constructor(private readonly work: UnitOfWork) {}

  /** The id of what `make` makes in its transaction, or of what the same form made before. */
  async make(actor: UserActor, form: { readonly key?: string }, make: () => Promise<{ id: string }>): Promise<string> {
    const current = requestContext();
    if (!current) throw new Error('a form is sent within a request');
    const bodyHash = createHash('sha256').update(JSON.stringify(form)).digest();
    const claim = { userId: actor.userId, route: current.route, key: formKey(form.key), bodyHash };
    for (let look = 1; ; look += 1) {
      const kept = await this.keptUnder(actor, claim);
      if (kept !== null) return kept;
      current.idempotency = { ...claim, taken: false };
      try {
        return (await make()).id;
      } catch (error) {
        // The first of a double click is still at work: the browser shows the answer to the second.
        if (!(error instanceof DomainError) || error.code !== 'in_flight' || look >= looks) throw error;
        await setTimeout(pause);
      }
    }
  }

  private async keptUnder(
    actor: UserActor,
    { userId, route, key, bodyHash }: Omit<IdempotencyClaim, 'taken'>,
  ): Promise<string | null> {
    const kept = await this.work.readOne<{ bodyHash: Buffer; recordId: string }>(
      actor,
      sql`select body_hash as "bodyHash", record_id as "recordId" from idempotency_keys
        where user_id = ${userId} and route = ${route} and key = ${key}`,
    );
    if (kept === null) return null;
    if (kept.bodyHash.equals(bodyHash)) return kept.recordId;
    throw new DomainError(
      'conflict',
      'You sent this form before, and what it said then is kept. Send it again only if this is to be another record.',
    );
  }
}
