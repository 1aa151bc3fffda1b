import { PartialType } from '@nestjs/swagger';
import { markings, sharings, type Marking, type Sharing } from '../../kernel/marking.js';
import { EmailAddress, IsId, Nullable, OneOf, Optional, Text } from '../../platform/errors/fields.js';
import { ListQuery } from '../../platform/errors/list-query.js';

export class CreateContactDto {
  @Text({ max: 200 })
  name: string;

  /** Such as "Research Contracts Office". */
  @Nullable()
  @Text({ max: 200 })
  office?: string | null;

  /** The body they act for. */
  @IsId()
  organisationId: string;

  @Nullable()
  @EmailAddress()
  email?: string | null;

  @Nullable()
  @Text({ max: 40 })
  phone?: string | null;

  @Optional()
  @OneOf(markings)
  marking?: Marking;

  /** Who may handle it and how, such as RECIPIENTS ONLY. */
  @Nullable()
  @Text({ max: 200 })
  handling?: string | null;

  @Optional()
  @OneOf(sharings)
  sharing?: Sharing;
}

/** Any of the facts. Left out: unchanged. null: cleared. */
export class ChangeContactDto extends PartialType(CreateContactDto, { skipNullProperties: false }) {}

export class ContactListQuery extends ListQuery {
  /** Part of a name or office; or a whole e-mail address. */
  @Optional()
  @Text({ max: 254 })
  q?: string;

  /** The body they act for. */
  @Optional()
  @IsId()
  organisationId?: string;
}

class NamedRef {
  id: string;
  name: string;
}

export class ContactView {
  id: string;
  /** Counts the changes; the ETag. */
  version: number;
  name: string;
  office: string | null;
  organisation: NamedRef;
  email: string | null;
  phone: string | null;
  /** The agency that keeps it. */
  agency: NamedRef;
  marking: Marking;
  handling: string | null;
  sharing: Sharing;
  createdAt: Date;
  updatedAt: Date;
}

export class ContactPage {
  items: ContactView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}
