import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import type { HandedSeat } from '../../kernel/seats.rules.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { AgreementsService } from '../agreements/agreements.service.js';
import { ObligationsService } from '../agreements/obligations/obligations.service.js';
import { RelationshipsService } from '../experts/relationships/relationships.service.js';
import { FollowUpsService } from '../follow-ups/follow-ups.service.js';

interface HandedRecord {
  readonly id: string;
  readonly version: number;
}

interface HandOver {
  readonly fromUserId: string;
  readonly toUserId: string;
  readonly reason: string;
}

type Mover = (tx: Transaction, actor: UserActor, one: HandedRecord, given: HandOver) => Promise<unknown>;

/** How each kind of what somebody looks after changes hands: by the feature's own rules, as if one were changed alone. */
@Injectable()
export class CareMovers {
  /** Agreements before obligations: of one for named people only, who looks after an obligation has to be named by then. */
  private readonly movers: ReadonlyMap<string, Mover>;

  constructor(
    agreements: AgreementsService,
    obligations: ObligationsService,
    relationships: RelationshipsService,
    followUps: FollowUpsService,
  ) {
    const seat = (name: HandedSeat['seat'], one: HandedRecord, { fromUserId, toUserId }: HandOver): HandedSeat => ({
      ...one,
      seat: name,
      fromUserId,
      toUserId,
    });
    this.movers = new Map<string, Mover>([
      ['agreements.owned', (tx, actor, one, given) => agreements.handOverWithin(tx, actor, seat('owner', one, given))],
      [
        'agreements.deputied',
        (tx, actor, one, given) => agreements.handOverWithin(tx, actor, seat('deputy', one, given)),
      ],
      [
        'obligations.owned',
        (tx, actor, one, { toUserId }) => obligations.changeWithin(tx, actor, one, { ownerUserId: toUserId }),
      ],
      [
        'relationships.owned',
        (tx, actor, one, given) => relationships.handOverWithin(tx, actor, seat('owner', one, given)),
      ],
      [
        'relationships.deputied',
        (tx, actor, one, given) => relationships.handOverWithin(tx, actor, seat('deputy', one, given)),
      ],
      [
        'follow-ups.assigned',
        (tx, actor, one, { toUserId, reason }) =>
          followUps.performWithin(tx, actor, one, { step: 'reassign', assigneeUserId: toUserId, reason }),
      ],
    ]);
  }

  get names(): string[] {
    return [...this.movers.keys()];
  }

  async move(tx: Transaction, actor: UserActor, name: string, one: HandedRecord, given: HandOver): Promise<void> {
    await this.movers.get(name)!(tx, actor, one, given);
  }
}
