import { Optional, Typed } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import { typedOffsets } from '../reminder.offsets.rules.js';
import { ChangeReminderRuleDto, PreviewQuery, TrialQuery } from './reminder-rules.dto.js';

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

  /** `calendar` or `working`. */
  @Optional()
  @Typed()
  dayCount?: string;

  /** Whole numbers; blank for none. */
  @Optional()
  @Typed()
  repeatEvery?: string;

  @Optional()
  @Typed()
  repeatTimes?: string;

  @Optional()
  @Typed()
  escalateAfter?: string;

  /** The reference of a record to try the rule on. */
  @Optional()
  @Typed()
  record?: string;

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
export const ruleFields = [
  'name',
  'offsets',
  'dayCount',
  'repeatEvery',
  'repeatTimes',
  'escalateAfter',
  'enabled',
  'record',
] as const;

/** Blank is sent as it is, so that what has to be entered is asked for in its own words. */
export function ruleChangeOf(form: ReminderRuleForm): ChangeReminderRuleDto {
  const { name, enabled } = form;
  return validate(ChangeReminderRuleDto, {
    name: name ?? '',
    ...timingOf(form, null),
    ...(enabled === undefined ? {} : { enabled: enabled === 'yes' ? true : enabled === 'no' ? false : enabled }),
  });
}

/** The timing that was typed, to look at. */
export function lookedAt(form: ReminderRuleForm): PreviewQuery {
  return validate(PreviewQuery, timingOf(form, 0));
}

export function triedOn(form: ReminderRuleForm): TrialQuery {
  return validate(TrialQuery, { ...timingOf(form, 0), record: form.record ?? '' });
}

/** `none` stands for a number that was left blank. */
function timingOf(
  { offsets, dayCount, repeatEvery, repeatTimes, escalateAfter }: ReminderRuleForm,
  none: null | 0,
): object {
  const counted = (typed: string | undefined): unknown => {
    const text = typed?.trim() ?? '';
    return text === '' ? none : /^\d{1,6}$/.test(text) ? Number(text) : text;
  };
  return {
    offsets: typedOffsets(offsets ?? ''),
    ...(dayCount === undefined ? {} : { dayCount }),
    repeatEvery: counted(repeatEvery),
    repeatTimes: counted(repeatTimes),
    escalateAfter: counted(escalateAfter),
  };
}
