import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { markings, sharings } from '../../kernel/marking.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { RecordIdPipe } from '../../platform/web/record-id.pipe.js';
import { sharingWords } from '../../platform/pages/sharing-words.js';
import type { ExpertView } from '../experts/expert.views.dto.js';
import { ExpertQueries } from '../experts/experts.queries.js';
import { relationshipStages } from '../experts/relationships/relationship.rules.js';
import type { RelationshipView } from '../experts/relationships/relationships.dto.js';
import { RelationshipQueries } from '../experts/relationships/relationships.queries.js';
import { RelationshipsService } from '../experts/relationships/relationships.service.js';
import { nameOf, ownRelationshipOf } from './expert-records.js';
import {
  BeginForm,
  beginningOf,
  detailsOf,
  DetailsForm,
  relationshipErrors,
  StageForm,
  stageOf,
} from './relationship.form.js';

type Sent = 'begin' | 'stage' | 'details';
interface Shown {
  readonly sent: Sent;
  readonly typed: object;
  readonly error: DomainError;
}

/** What the reader's agency has with a person: begun, its stage changed with a reason, and all that is kept of it. */
@Pages()
@Controller('experts/:id/relationship')
export class RelationshipWebController {
  constructor(
    private readonly experts: ExpertQueries,
    private readonly queries: RelationshipQueries,
    private readonly service: RelationshipsService,
  ) {}

  @Permit('experts.write')
  @Get()
  async show(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<PageView> {
    return this.form(actor, await this.experts.show(actor, id));
  }

  @Permit('experts.write')
  @Post()
  begin(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: BeginForm,
  ): Promise<PageView | Redirect> {
    return this.act(actor, id, 'begin', form, ({ id: expertId }) =>
      this.service.create(actor, expertId, beginningOf(form)),
    );
  }

  @Permit('experts.write')
  @Post('stage')
  changeStage(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: StageForm,
  ): Promise<PageView | Redirect> {
    return this.act(actor, id, 'stage', form, (expert) =>
      this.service.change(actor, expert.id, ownOf(expert, actor).id, versionOf(form.version), stageOf(form)),
    );
  }

  @Permit('experts.write')
  @Post('details')
  changeDetails(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: DetailsForm,
  ): Promise<PageView | Redirect> {
    return this.act(actor, id, 'details', form, (expert) => {
      const own = ownOf(expert, actor);
      return this.service.change(actor, expert.id, own.id, versionOf(form.version), detailsOf(form, own));
    });
  }

  private async act(
    actor: UserActor,
    id: string,
    sent: Sent,
    typed: object,
    change: (expert: ExpertView) => Promise<RelationshipView>,
  ): Promise<PageView | Redirect> {
    const expert = await this.experts.show(actor, id);
    try {
      await change(expert);
      return new Redirect(`/experts/${expert.reference}?done=${sent === 'begin' ? 'began' : sent}#relationship`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.form(actor, await this.experts.show(actor, id), { sent, typed, error });
    }
  }

  private async form(actor: UserActor, expert: ExpertView, shown?: Shown): Promise<PageView> {
    const own = ownRelationshipOf(expert, actor);
    const people = await this.queries.possibleOwners(actor);
    const model = {
      title: `Your agency’s relationship with ${nameOf(expert)}`,
      marking: own?.marking ?? 'OFFICIAL',
      handling: own?.handling ?? null,
      expert,
      own,
      typed: {
        stage: shown?.sent === 'stage' ? shown.typed : {},
        facts: shown && shown.sent !== 'stage' ? shown.typed : own === null ? {} : typedOf(own),
      },
      people: { owner: withPresent(people, own?.owner), deputy: withPresent(people, own?.deputy) },
      stages: relationshipStages.filter((stage) => stage !== own?.stage),
      markings,
      sharings,
      words: { sharing: sharingWords },
      errors: shown ? relationshipErrors(shown.error, own === null ? 'begin' : shown.sent) : [],
    };
    const status = statusOnThePage(shown?.error) ?? 200;
    const records = { expert: [expert], relationship: own === null ? [] : [own] };
    return page('expert-records/relationship', model, { status, shown: records });
  }
}

function ownOf(expert: ExpertView, actor: UserActor): RelationshipView {
  const own = ownRelationshipOf(expert, actor);
  if (own === null) throw notFound('relationship');
  return own;
}

function typedOf(own: RelationshipView): object {
  return { ...own, ownerUserId: own.owner?.id, deputyUserId: own.deputy?.id };
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Somebody who has left stands in the list for as long as they are named. */
function withPresent(people: readonly Named[], present: Named | null | undefined): readonly Named[] {
  return !present || people.some(({ id }) => id === present.id) ? people : [...people, present];
}
