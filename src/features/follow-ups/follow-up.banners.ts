import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/identifier.js';
import { FollowUpHandOversService } from './follow-up.hand-overs.service.js';
import { doneWords, stepWords } from './follow-up.words.js';
import { FollowUpQueries } from './follow-ups.queries.js';
import type { FollowUpView } from './follow-ups.dto.js';

/** What a page's address says was done just now. */
export interface News {
  readonly done?: string;
  readonly finished?: string;
  readonly handed?: string;
}

interface Undo {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface Banner {
  readonly model: { readonly done?: string; readonly undo: Undo | null };
  /** The record whose title it says. */
  readonly shown: readonly FollowUpView[];
}

/** The banner of a page that a follow-up was done from, or handed over from, with the way back. */
@Injectable()
export class FollowUpBanners {
  constructor(
    private readonly queries: FollowUpQueries,
    private readonly handOvers: FollowUpHandOversService,
  ) {}

  async of(actor: UserActor, { done = '', finished, handed }: News, back: string): Promise<Banner> {
    if (isId(finished)) {
      const followUp = await this.find(actor, finished);
      if (followUp?.state !== 'done') return nothingToSay;
      return { model: { done: `Done: “${followUp.title}”.`, undo: this.undoOf(followUp, back) }, shown: [followUp] };
    }
    if (isId(handed)) {
      const handOver = await this.handOvers.find(actor, handed);
      if (handOver === null || handOver.undone) return nothingToSay;
      const { length } = handOver.followUpIds;
      const said = `${length} follow-up${length === 1 ? '' : 's'} handed over to ${handOver.to.name}.`;
      const undo = { action: '/follow-ups/hand-over/undo', fields: { handOverId: handOver.id, back } };
      return { model: { done: said, undo }, shown: [] };
    }
    const words = done === 'reassign' ? stepWords.reassign.done : doneWords[done];
    return { model: { done: words, undo: null }, shown: [] };
  }

  /** The way back from a Done, as long as the step is open. */
  undoOf(followUp: FollowUpView | null, back: string): Undo | null {
    const open = followUp?.steps.some(({ step, blockedBecause }) => step === 'reopen' && blockedBecause === null);
    if (!followUp || !open) return null;
    return { action: `/follow-ups/${followUp.id}/undo`, fields: { version: String(followUp.version), back } };
  }

  /** Null when it cannot be seen (any more): then there is nothing to say of it. */
  private async find(actor: UserActor, id: string): Promise<FollowUpView | null> {
    try {
      return await this.queries.show(actor, id);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'not_found') return null;
      throw error;
    }
  }
}

const nothingToSay: Banner = { model: { undo: null }, shown: [] };
