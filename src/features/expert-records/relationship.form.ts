import { DomainError, type FieldProblem } from '../../kernel/domain-error.js';
import { Optional, Typed } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { errorsOf, withoutBlanks } from '../../platform/pages/forms.js';
import { notARealDate, typedDate } from '../../platform/pages/typed-date.js';
import {
  ChangeRelationshipDto,
  CreateRelationshipDto,
  type RelationshipView,
} from '../experts/relationships/relationships.dto.js';

/** What an agency keeps of a relationship, as its form sends it; blank clears. */
class FactsForm {
  @Optional()
  @Typed()
  ownerUserId?: string;

  @Optional()
  @Typed()
  deputyUserId?: string;

  @Optional()
  @Typed()
  cadenceDays?: string;

  @Optional()
  @Typed()
  source?: string;

  @Optional()
  @Typed()
  notes?: string;

  @Optional()
  @Typed()
  assessment?: string;

  @Optional()
  @Typed()
  marking?: string;

  @Optional()
  @Typed()
  handling?: string;

  @Optional()
  @Typed()
  sharing?: string;
}

export class BeginForm extends FactsForm {
  @Optional()
  @Typed()
  stage?: string;

  @Optional()
  @Typed()
  reason?: string;

  @Optional()
  @Typed()
  'sinceOn-day'?: string;

  @Optional()
  @Typed()
  'sinceOn-month'?: string;

  @Optional()
  @Typed()
  'sinceOn-year'?: string;
}

export class DetailsForm extends FactsForm {
  /** The version that the page showed. */
  @Typed()
  version: string;
}

export class StageForm {
  @Typed()
  version: string;

  @Optional()
  @Typed()
  stage?: string;

  @Optional()
  @Typed()
  reason?: string;
}

const correcting = 'Some of what you sent needs correcting.';
const notReal: FieldProblem = { pointer: '/sinceOn', detail: notARealDate };

/** The form as the API would have sent it: what was left blank is left out, and the API's own defaults hold. */
export function beginningOf(form: BeginForm): CreateRelationshipDto {
  const { 'sinceOn-day': day, 'sinceOn-month': month, 'sinceOn-year': year, ...typed } = form;
  const sinceOn = typedDate(day, month, year);
  const given = withCadence(withoutBlanks(typed));
  const dto = validate(CreateRelationshipDto, { ...given, ...(sinceOn ? { sinceOn } : {}) });
  if (sinceOn === undefined) throw new DomainError('invalid', correcting, [notReal]);
  return dto;
}

/** Every field of the form stands on the page, so a blank one was cleared. Who is owner already need not be named anew. */
export function detailsOf(
  { version: _version, ...form }: DetailsForm,
  present: RelationshipView,
): ChangeRelationshipDto {
  const typed = withCadence(withoutBlanks(form)) as Record<string, unknown>;
  const cleared = Object.fromEntries(
    ['ownerUserId', 'deputyUserId', 'cadenceDays', 'source', 'notes', 'assessment', 'handling'].map((name) => [
      name,
      null,
    ]),
  );
  const { ownerUserId, deputyUserId, ...others } = { ...cleared, ...typed } as Record<string, unknown>;
  return validate(ChangeRelationshipDto, {
    ...others,
    ...(ownerUserId === (present.owner?.id ?? null) ? {} : { ownerUserId }),
    ...(deputyUserId === (present.deputy?.id ?? null) ? {} : { deputyUserId }),
  });
}

export function stageOf({ version: _version, ...form }: StageForm): ChangeRelationshipDto {
  const given = withoutBlanks(form);
  const missing: FieldProblem[] = [];
  if (given.stage === undefined) missing.push({ pointer: '/stage', detail: 'Select the new stage.' });
  if (given.reason === undefined)
    missing.push({ pointer: '/reason', detail: 'Enter the reason why the stage changes.' });
  if (missing.length > 0) throw new DomainError('invalid', correcting, missing);
  return validate(ChangeRelationshipDto, given);
}

const chosen = ['/stage', '/ownerUserId', '/deputyUserId', '/marking', '/sharing'];
const factFields = [
  'ownerUserId',
  'deputyUserId',
  'cadenceDays',
  'source',
  'notes',
  'assessment',
  'marking',
  'handling',
  'sharing',
];

/** What was wrong, each by the field of the form that was sent. Codes of ours would tell nobody anything. */
export function relationshipErrors(error: DomainError, form: 'stage' | 'details' | 'begin'): FormError[] {
  const fields = error.fields.map((problem) => ({ ...problem, detail: onThePage(problem) }));
  const worded = new DomainError(error.code, error.detail, fields);
  if (form === 'stage')
    return errorsOf(worded, [
      ['/stage', 'stage'],
      ['/reason', 'reason'],
    ]);
  if (form === 'details') return errorsOf(worded, factFields);
  return errorsOf(worded, ['stage', 'reason', ['/sinceOn', 'sinceOn-day'], ...factFields]);
}

function onThePage({ pointer, detail }: FieldProblem): string {
  if (chosen.includes(pointer) && / must be (one of|the id)/.test(detail)) return 'Select one of the choices.';
  return detail.replace('Set sharing to "named".', 'Select “Named people only”.');
}

function withCadence(form: Record<string, unknown>): Record<string, unknown> {
  const { cadenceDays } = form;
  const isNumber = typeof cadenceDays === 'string' && /^\s*\d{1,9}\s*$/.test(cadenceDays);
  return isNumber ? { ...form, cadenceDays: Number(cadenceDays) } : form;
}
