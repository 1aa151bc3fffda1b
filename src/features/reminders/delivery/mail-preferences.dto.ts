import { IsBoolean } from 'class-validator';
import { OneOf } from '../../../platform/errors/fields.js';
import { deliveries, type Delivery } from './delivery.rules.js';

/** How you get your reminders by mail, all of it. */
export class MailPreferencesDto {
  /**
   * `single`: each as a mail of its own. `daily`: all of a day in one, at 08:00 Europe/London. `weekly`: in one on Monday at 08:00;
   * what is due, overdue or less than a week away by then comes in one at 08:00 of its day.
   */
  @OneOf(deliveries)
  delivery: Delivery;

  /** True: no mail that only tells that something has happened and asks nothing of you. It stands in your inbox all the same. */
  @IsBoolean()
  dutiesOnly: boolean;
}

export class MailPreferencesView {
  delivery: Delivery;
  dutiesOnly: boolean;
}
