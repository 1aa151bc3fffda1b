import { ArrayMinSize } from 'class-validator';
import { isId } from '../../../kernel/identifier.js';
import { Holds, IsId, OneOf, Optional, Text, Texts } from '../../../platform/errors/fields.js';
import { longestTag } from '../../tags/tags.dto.js';
import { bulkActs, mostAtOnce, type BulkAct, type SkipReason } from './bulk.rules.js';

export class BulkChangeDto {
  /** Ids or references of experts, a hundred at most. */
  @ArrayMinSize(1)
  @Texts({ max: 40, most: mostAtOnce })
  @Holds(
    'areExperts',
    (value) => Array.isArray(value) && value.every((one) => isId(one) || /^EXP-\d{4,10}$/.test(String(one))),
    (label) => `${label} must be a list of ids or references of experts, such as EXP-000123.`,
  )
  experts: string[];

  /** Gives your agency's relationships another owner, or adds or removes a tag of your agency. */
  @OneOf(bulkActs)
  act: BulkAct;

  /** With `reassign`: a user of your agency. */
  @Optional()
  @IsId()
  ownerUserId?: string;

  /** With `add_tag` and `remove_tag`. */
  @Optional()
  @IsId()
  tagId?: string;

  /** With `add_tag`, instead of `tagId`: your agency's tag of this name, made when there is none. */
  @Optional()
  @Text({ max: longestTag })
  tagName?: string;
}

class NamedRef {
  id: string;
  name: string;
}

export class SkippedView {
  reference: string;
  reason: SkipReason;
}

export class BulkChangeView {
  id: string;
  act: BulkAct;
  /** Who took over. */
  owner: NamedRef | null;
  tag: NamedRef | null;
  /** How many records were changed. */
  changed: number;
  skipped: SkippedView[];
  madeAt: Date;
  undoneAt: Date | null;
  /** How many of the changed were put back; null while it is not undone. Whoever was changed again meanwhile, or whose former owner may look after them no longer, stays as they are. */
  restored: number | null;
}
