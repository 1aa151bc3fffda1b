import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { IdPipe, RecordIdPipe } from '../../platform/web/record-id.pipe.js';
import { ExpertQueries } from '../experts/experts.queries.js';
import { vettingLevels, vettingStatuses } from '../experts/vetting/vetting.rules.js';
import type { VettingView } from '../experts/vetting/vetting.dto.js';
import { VettingQueries } from '../experts/vetting/vetting.queries.js';
import { VettingService } from '../experts/vetting/vetting.service.js';
import { levelWords } from '../experts/vetting/vetting.words.js';
import { vettingColours } from './expert-record.words.js';
import { nameOf } from './expert-records.js';

import { ChangeVettingForm, newVettingOf, RecordVettingForm, vettingChangeOf, vettingErrors } from './vetting.form.js';

/** The form that was sent, by the prefix of its ids: `new`, or the vetting's own id. */
interface Shown {
  readonly form: string;
  readonly typed: object;
  readonly error: DomainError;
}

/** What the reader's agency has a person vetted for. Nothing here is of another agency. */
@Pages()
@Controller()
export class VettingWebController {
  constructor(
    private readonly experts: ExpertQueries,
    private readonly queries: VettingQueries,
    private readonly service: VettingService,
  ) {}

  @Permit('vetting.write')
  @Get('experts/:id/vetting')
  show(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<PageView> {
    return this.form(actor, id);
  }

  /** Where a reminder leads, which names neither the person nor what they are vetted for. */
  @Permit('vetting.write')
  @Get('vettings/:vettingId')
  async showOne(@CurrentActor() actor: UserActor, @Param('vettingId', IdPipe) vettingId: string): Promise<PageView> {
    const { expertId } = await this.queries.show(actor, vettingId);
    return this.form(actor, expertId, { from: 'a reminder' });
  }

  @Permit('vetting.write')
  @Post('experts/:id/vetting')
  record(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: RecordVettingForm,
  ): Promise<PageView | Redirect> {
    return this.act(actor, id, 'new', form, () => this.service.create(actor, id, newVettingOf(form)));
  }

  @Permit('vetting.write')
  @Post('experts/:id/vetting/:vettingId')
  change(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Param('vettingId', IdPipe) vettingId: string,
    @Body() form: ChangeVettingForm,
  ): Promise<PageView | Redirect> {
    return this.act(actor, id, vettingId, form, () =>
      this.service.change(actor, id, vettingId, versionOf(form.version), vettingChangeOf(form)),
    );
  }

  private async act(
    actor: UserActor,
    id: string,
    form: string,
    typed: object,
    change: () => Promise<VettingView>,
  ): Promise<PageView | Redirect> {
    try {
      await change();
      return new Redirect(`/experts/${id}?done=vetting#vetting`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.form(actor, id, { shown: { form, typed, error } });
    }
  }

  private async form(
    actor: UserActor,
    id: string,
    { shown, from }: { shown?: Shown; from?: string } = {},
  ): Promise<PageView> {
    const [expert, vetting] = await Promise.all([this.experts.show(actor, id), this.queries.of(actor, id)]);
    const forms = vetting.items.map((one) => ({
      ...one,
      typed: shown?.form === one.id ? shown.typed : typedOf(one),
      open: shown?.form === one.id,
    }));
    const model = {
      heading: `Vetting of ${nameOf(expert)}`,
      // Each address has a title of its own, so that two open windows are told apart.
      title: `Vetting of ${nameOf(expert)}${from === undefined ? '' : `, from ${from}`}`,
      marking: 'OFFICIAL',
      expert,
      vetting,
      forms,
      typed: shown?.form === 'new' ? shown.typed : {},
      levels: vettingLevels,
      statuses: vettingStatuses,
      words: { level: levelWords },
      colours: vettingColours,
      errors: shown ? vettingErrors(shown.error, shown.form) : [],
    };
    const status = statusOnThePage(shown?.error) ?? 200;
    const items = vetting.items.map((one) => ({ id: one.id, marking: 'OFFICIAL' as const }));
    return page('expert-records/vetting', model, { status, shown: { expert: [expert], vetting: items } });
  }
}

/** What is stored: one that has expired is granted still. */
function typedOf({ status, grantedOn, expiresOn }: VettingView): object {
  const partsOf = (name: string, date: string | null): object => {
    const [year, month, day] = (date ?? '--').split('-').map((part) => part.replace(/^0/, ''));
    return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
  };
  return {
    status: status === 'expired' ? 'granted' : status,
    ...partsOf('grantedOn', grantedOn),
    ...partsOf('expiresOn', expiresOn),
  };
}
