import { Controller, Get } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { page, Pages, type PageView } from '../../platform/pages/page.js';
import { sentence } from '../../platform/pages/words.js';
import { offsetsInWords } from './reminder.offsets.rules.js';
import { ReminderQueries } from './reminders.queries.js';

/** The rules by which reminders are sent, for administrators to read. */
@Pages()
@Controller('admin/rules')
export class RulesWebController {
  constructor(private readonly queries: ReminderQueries) {}

  @Permit('administration.read')
  @Get()
  async list(@CurrentActor() actor: UserActor): Promise<PageView> {
    const { items } = await this.queries.rules(actor);
    const rules = items.map((rule) => ({
      ...rule,
      about: sentence(rule.subject.replace('.', ': ').replaceAll('-', ' ')),
      when: sentence(offsetsInWords(rule.offsets)),
    }));
    return page('reminders/rules', { title: 'Reminder rules', rules });
  }
}
