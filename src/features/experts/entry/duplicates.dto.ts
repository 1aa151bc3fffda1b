import { EmailAddress, Optional, Text } from '../../../platform/errors/fields.js';
import type { ExpertKind } from '../expert.rules.js';
import { OrcidId } from '../experts.dto.js';
import type { Likeness } from './duplicates.rules.js';

export class DuplicateQuery {
  /** A name or initials. */
  @Text({ max: 100 })
  givenName: string;

  @Text({ max: 100 })
  familyName: string;

  @Optional()
  @EmailAddress()
  email?: string;

  @Optional()
  @OrcidId()
  orcid?: string;
}

class PostRef {
  id: string;
  name: string;
}

export class DuplicateView {
  id: string;
  reference: string;
  kind: ExpertKind;
  title: string | null;
  givenName: string;
  familyName: string;
  knownAs: string | null;
  /** Where they work today. */
  organisations: PostRef[];
  /** What is alike: `email` and `orcid` mean that it is them, as far as you may read those; `name` that it may be. */
  alike: Likeness[];
}

export class DuplicateList {
  /** The likeliest first, ten at most. */
  items: DuplicateView[];
}
