import type { FieldProblem } from '../../kernel/domain-error.js';
import { Optional, Typed, TypedList } from '../../platform/errors/fields.js';
import { checked, versionOf } from '../../platform/pages/forms.js';
import { HandOverCareDto, mostHandedOver } from './hand-overs.dto.js';

export class HandOversForm {
  /** Who was just handed over, and how much. */
  @Optional()
  @Typed()
  handed?: string;
}

export class HandOverCareForm {
  /** The kinds that are ticked as a whole. */
  @Optional()
  @TypedList(20)
  whole?: string[];

  /** What was seen of each kind, as `name/seen`. */
  @Optional()
  @TypedList(20)
  seen?: string[];

  /** The records that are ticked, each as `name/id/version`. */
  @Optional()
  @TypedList(mostHandedOver)
  record?: string[];

  @Optional()
  @Typed()
  toUserId?: string;

  @Optional()
  @Typed()
  reason?: string;
}

/** The form as the API would have been sent it. A kind that is ticked as a whole is meant as a whole. */
export function handOverOf(form: HandOverCareForm): HandOverCareDto {
  const { whole = [], record = [], toUserId, reason } = form;
  const seen = seenOf(form);
  const kinds = whole.map((name): HandOverCareDto['kinds'][number] => ({ name, seen: seen.get(name) ?? '-' }));
  for (const ticked of record) {
    const [name, id, version] = ticked.split('/');
    if (whole.includes(name)) continue;
    const kind = kinds.find((one) => one.name === name);
    const one = { id, version: versionOf(version) };
    if (kind) kind.records!.push(one);
    else kinds.push({ name, records: [one] });
  }
  const problems: FieldProblem[] = [];
  if (kinds.length === 0) problems.push({ pointer: '/kinds', detail: 'Select what to hand over.' });
  if (!toUserId) problems.push({ pointer: '/toUserId', detail: 'Select who takes it on.' });
  if (!reason?.trim()) problems.push({ pointer: '/reason', detail: 'Enter the reason.' });
  const said = { kinds, toUserId: toUserId || nobody, reason: reason?.trim() || '-' };
  return checked(HandOverCareDto, said, problems);
}

/** What was seen of each kind, by its name. */
export function seenOf({ seen = [] }: HandOverCareForm): Map<string, string> {
  return new Map(seen.map((one) => [one.slice(0, one.indexOf('/')), one.slice(one.indexOf('/') + 1)]));
}

/** Stands where somebody is still to be selected, which is said beside the field. */
const nobody = '00000000-0000-7000-8000-000000000000';
