import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { bankHolidayDivisions } from '../../kernel/working-days.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { BankHolidaysDoneForm, BankHolidaysForm, fileOf } from './bank-holidays.form.js';
import { divisionWords } from './bank-holidays.rules.js';
import { BankHolidaysService } from './bank-holidays.service.js';

/** The bank holidays, for administrators to look at and to renew. */
@Pages()
@Controller('admin/bank-holidays')
export class BankHolidaysWebController {
  constructor(private readonly service: BankHolidaysService) {}

  @Permit('bank-holidays.write')
  @Get()
  list(@CurrentActor() actor: UserActor, @Query() { done }: BankHolidaysDoneForm): Promise<PageView> {
    return this.listPage(actor, {}, { done: done === 'loaded' ? 'Bank holidays loaded.' : undefined });
  }

  /** Loads the pasted file of GOV.UK. */
  @Permit('bank-holidays.write')
  @Post()
  async load(@CurrentActor() actor: UserActor, @Body() form: BankHolidaysForm): Promise<PageView | Redirect> {
    try {
      await this.service.load(actor, fileOf(form));
      return new Redirect('/admin/bank-holidays?done=loaded');
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      return this.listPage(actor, form, { errors: error.fields.map(inTheField) });
    }
  }

  private async listPage(
    actor: UserActor,
    form: BankHolidaysForm,
    { done, errors = [] }: { done?: string; errors?: readonly FormError[] },
  ): Promise<PageView> {
    const { items, knownUntil, warning } = await this.service.list(actor);
    const divisions = bankHolidayDivisions.map((division) => {
      const days = items.filter((one) => one.division === division);
      const years = [...new Set(days.map(({ heldOn }) => heldOn.slice(0, 4)))].reverse();
      const byYear = years.map((year) => ({ year, days: days.filter(({ heldOn }) => heldOn.startsWith(year)) }));
      return { name: divisionWords[division], byYear };
    });
    const model = { title: 'Bank holidays', divisions, knownUntil, warning, form, done, errors };
    return page('bank-holidays/list', model, { status: errors.length > 0 ? 400 : 200 });
  }
}

/** Whatever in the file is wrong, the field of the form is the file; where in it is said before the reason. */
function inTheField({ pointer, detail }: { pointer: string; detail: string }): FormError {
  const place = pointer === '' || pointer === '/file' ? '' : `${pointer.slice(1).replaceAll('/', ', ')}: `;
  return { text: `${place}${detail}`, href: '#file' };
}
