import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { highestMarking } from '../../kernel/marking.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { errorsOf, statusOnThePage } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { RelationshipQueries } from '../experts/relationships/relationships.queries.js';
import { CareQueries, shownIn } from './care.queries.js';
import { HandOverCareForm, handOverOf, HandOversForm, seenOf } from './hand-overs.form.js';
import { HandOversService } from './hand-overs.service.js';
import type { CareKindView } from './hand-overs.dto.js';

/** What is in the care of colleagues, and handing it over when they leave or are away for long. */
@Pages()
@Controller('hand-overs')
export class HandOversWebController {
  constructor(
    private readonly queries: CareQueries,
    private readonly service: HandOversService,
    private readonly relationships: RelationshipQueries,
  ) {}

  /** The colleagues. */
  @Permit('hand-overs.write')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() { handed }: HandOversForm): Promise<PageView> {
    const colleagues = await this.queries.colleagues(actor);
    const done = /^\d{1,3}$/.test(handed ?? '')
      ? `${counted(Number(handed), ['record', 'records'])} handed over.`
      : null;
    return page('hand-overs/list', { title: 'Hand over what colleagues look after', colleagues, done });
  }

  /** Everything open in the care of one of them, and the form. */
  @Permit('hand-overs.write')
  @Get(':id')
  show(@CurrentActor() actor: UserActor, @Param('id', IdPipe) userId: string): Promise<PageView> {
    return this.carePage(actor, userId, {});
  }

  /** Hands it over: all that is ticked or nothing. */
  @Permit('hand-overs.write')
  @Post(':id')
  async handOver(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) userId: string,
    @Body() form: HandOverCareForm,
  ): Promise<PageView | Redirect> {
    try {
      const { kinds } = await this.service.handOver(actor, userId, handOverOf(form));
      return new Redirect(`/hand-overs?handed=${kinds.reduce((sum, { count }) => sum + count, 0)}`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.carePage(actor, userId, form, error);
    }
  }

  private async carePage(
    actor: UserActor,
    userId: string,
    typed: HandOverCareForm,
    error?: DomainError,
  ): Promise<PageView> {
    const [care, owners] = await Promise.all([
      this.queries.of(actor, userId),
      this.relationships.possibleOwners(actor),
    ]);
    const { colleague, kinds } = care;
    const model = {
      title: `What ${colleague.name} looks after`,
      marking: highestMarking(kinds.flatMap(({ records }) => records.map(({ marking }) => marking))),
      care,
      kinds: kinds.map((kind) => this.kindModel(kind, typed)),
      takers: owners.filter(({ id }) => id !== colleague.id),
      typed,
      errors: error ? errorsOf(error, [['/kinds', 'kinds'], 'toUserId', 'reason']) : [],
    };
    return page('hand-overs/show', model, { status: statusOnThePage(error) ?? 200, shown: shownIn(care) });
  }

  /** Shown again it keeps what was seen and ticked: with fresh versions a second try would not notice what had changed. */
  private kindModel(kind: CareKindView, typed: HandOverCareForm): object {
    const { words } = this.queries.cares.find(({ name }) => name === kind.name)!;
    const values = new Map((typed.record ?? []).map((value) => [value.split('/').slice(0, 2).join('/'), value]));
    return {
      ...kind,
      heading: counted(kind.count, words),
      seen: seenOf(typed).get(kind.name) ?? kind.seen,
      whole: typed.whole?.includes(kind.name) ?? false,
      records: kind.records.map((record) => {
        const ticked = values.get(`${kind.name}/${record.id}`);
        return {
          ...record,
          value: ticked ?? `${kind.name}/${record.id}/${record.version}`,
          ticked: ticked !== undefined,
        };
      }),
    };
  }
}

function counted(count: number, [one, several]: readonly [string, string]): string {
  return `${count} ${count === 1 ? one : several}`;
}
