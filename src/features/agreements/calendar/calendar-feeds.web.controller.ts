import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { Optional, Typed } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import { errorsOf, statusOnThePage } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import { CalendarFeedsService } from './calendar-feeds.service.js';
import { CreateCalendarFeedDto, type NewCalendarFeedView } from './calendar.dto.js';
import { feedScopes } from './calendar.rules.js';

class CalendarForm {
  @Optional()
  @Typed()
  label?: string;

  @Optional()
  @Typed()
  scope?: string;
}

class CalendarDoneForm {
  @Optional()
  @Typed()
  done?: string;
}

interface Shown {
  readonly form: CalendarForm;
  readonly made?: NewCalendarFeedView;
  readonly done?: string;
  readonly error?: DomainError;
}

const scopeWords = { mine: 'What you look after', all: 'All that you may read' };

/** Somebody's calendar addresses: made, shown once, and revoked. */
@Pages()
@Controller('calendar')
export class CalendarFeedsWebController {
  constructor(private readonly service: CalendarFeedsService) {}

  @Permit('agreements.read')
  @Get()
  show(@CurrentActor() actor: UserActor, @Query() { done }: CalendarDoneForm): Promise<PageView> {
    return this.feeds(actor, { form: { scope: 'mine' }, done });
  }

  /** The address stands on this page and nowhere else again: so there is no redirect to another one. */
  @Permit('agreements.read')
  @Post()
  async create(@CurrentActor() actor: UserActor, @Body() form: CalendarForm): Promise<PageView> {
    try {
      const dto = validate(CreateCalendarFeedDto, { label: form.label ?? '', scope: form.scope || 'mine' });
      const made = await this.service.create(actor, dto);
      return await this.feeds(actor, { form: { scope: 'mine' }, made });
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.feeds(actor, { form, error });
    }
  }

  @Permit('agreements.read')
  @Post(':id/revoke')
  async revoke(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<Redirect> {
    await this.service.revoke(actor, id);
    return new Redirect('/calendar?done=revoked');
  }

  private async feeds(actor: UserActor, { form, made, done, error }: Shown): Promise<PageView> {
    const { items } = await this.service.list(actor);
    const model = {
      title: 'Dates in your calendar',
      items,
      made,
      form,
      scopes: feedScopes,
      academic: actor.role === 'academic',
      words: { scope: scopeWords },
      done: done === 'revoked' ? 'That address answers nothing any more.' : undefined,
      errors: error ? errorsOf(error, ['label', 'scope']) : [],
    };
    return page('agreements/calendar', model, { status: statusOnThePage(error) ?? 200 });
  }
}
