import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { addDays } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError, invalidField } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/identifier.js';
import { highestMarking } from '../../kernel/marking.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { validate } from '../../platform/errors/validate.js';
import { errorsOf, statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { listAddress } from '../../platform/pages/list-address.js';
import { ChangeRelationshipDto } from '../experts/relationships/relationships.dto.js';
import { RelationshipsService } from '../experts/relationships/relationships.service.js';
import { QuietAskForm, QuietChangeForm, QuietListForm } from './quiet.form.js';
import { QuietQueries } from './quiet.queries.js';
import { deferredDays, quietActs, quietWords, type QuietAct } from './quiet.words.js';

const pageSize = 50;

/** Whoever has gone quiet: contact them, put it off, or stop pursuing, several at once. */
@Pages()
@Controller('gone-quiet')
export class QuietWebController {
  constructor(
    private readonly queries: QuietQueries,
    private readonly relationships: RelationshipsService,
    private readonly clock: Clock,
  ) {}

  /** All of them, longest overdue first. */
  @Permit('experts.write')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() { cursor, done }: QuietListForm): Promise<PageView> {
    const { items, nextCursor } = await this.queries.list(actor, { limit: pageSize, cursor: cursor || undefined });
    const model = {
      title: 'Gone quiet',
      marking: highestMarking(items.map(({ marking }) => marking)),
      items,
      done: quietWords[done ?? ''],
      next: nextCursor === null ? null : listAddress('/gone-quiet', { cursor: nextCursor }),
      first: cursor ? '/gone-quiet' : null,
    };
    return page('today/quiet', model, { shown: { relationship: items } });
  }

  /** Names whom it is about, and asks once. */
  @Permit('experts.write')
  @Get('change')
  ask(@CurrentActor() actor: UserActor, @Query() { relationship = [], act }: QuietAskForm): Promise<PageView> {
    return this.askPage(actor, { relationship, act });
  }

  /** Does it, to all of them or to none. */
  @Permit('experts.write')
  @Post('change')
  async change(@CurrentActor() actor: UserActor, @Body() form: QuietChangeForm): Promise<PageView | Redirect> {
    try {
      const sent = new Map((form.relationship ?? []).map((one) => one.split('/') as [string, string]));
      const selected = await this.queries.selected(actor, [...sent.keys()].filter(isId));
      if (selected.length === 0) throw nobodySelected();
      const which = selected.map(({ id, expertId }) => ({ id, expertId, version: versionOf(sent.get(id)) }));
      await this.relationships.changeSeveral(actor, which, this.changeOf(form));
      return new Redirect(`/?done=${form.act === 'stop' ? 'stopped' : 'deferred'}`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.askPage(actor, form, error);
    }
  }

  private changeOf({ act, reason }: QuietChangeForm): ChangeRelationshipDto {
    if (act !== 'stop')
      return validate(ChangeRelationshipDto, { contactDeferredUntil: addDays(this.clock.today(), deferredDays) });
    if (!reason?.trim()) throw invalidField('/reason', 'Enter why nobody pursues them any more.');
    return validate(ChangeRelationshipDto, { stage: 'dormant', reason });
  }

  private async askPage(actor: UserActor, form: QuietChangeForm, error?: DomainError): Promise<PageView> {
    const ids = (form.relationship ?? []).map((one) => one.split('/')[0]).filter(isId);
    const selected = await this.queries.selected(actor, ids);
    const act: QuietAct = quietActs.find((one) => one === form.act) ?? 'defer';
    const model = {
      title: act === 'stop' ? 'Stop pursuing' : 'Put contact off',
      marking: highestMarking(selected.map(({ marking }) => marking)),
      selected,
      act,
      until: addDays(this.clock.today(), deferredDays),
      typed: form,
      errors: error ? errorsOf(error, ['reason']) : [],
    };
    const status = statusOnThePage(error) ?? 200;
    return page('today/quiet-change', model, { status, shown: { relationship: selected } });
  }
}

function nobodySelected(): DomainError {
  return invalidField('/relationship', 'Select whom it is about.');
}
