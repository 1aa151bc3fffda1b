import { Optional, Typed } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import { typedOffsets } from '../reminder.offsets.rules.js';
import { ChangeReminderRuleDto } from './reminder-rules.dto.js';

export class ReminderRuleForm {
  /** The version that the page showed. */
  @Optional()
  @Typed()
  version?: string;

  @Optional()
  @Typed()
  name?: string;

  /** As people type a list: "-180, -90, -30". */
  @Optional()
  @Typed()
  offsets?: string;

  /** `yes` or `no`. */
  @Optional()
  @Typed()
  enabled?: string;
}

/** What was just done. */
export class RuleDoneForm {
  @Optional()
  @Typed()
  done?: string;
}

/** The fields of the form in their order, as `errorsOf` wants them. */
export const ruleFields = ['name', 'offsets', 'enabled'] as const;

/** Blank is sent as it is, so that what has to be entered is asked for in its own words. */
export function ruleChangeOf({ name, offsets, enabled }: ReminderRuleForm): ChangeReminderRuleDto {
  return validate(ChangeReminderRuleDto, {
    name: name ?? '',
    offsets: typedOffsets(offsets ?? ''),
    ...(enabled === undefined ? {} : { enabled: enabled === 'yes' ? true : enabled === 'no' ? false : enabled }),
  });
}
