import { NumberInQuery, Optional, Text } from './fields.js';

/** What every list takes. */
export class ListQuery {
  /** How many to answer with: 25 unless told, 100 at most. */
  @Optional()
  @NumberInQuery(1, 100)
  limit?: number;

  /** `nextCursor` of the page before, as it was given. */
  @Optional()
  @Text({ max: 2048 })
  cursor?: string;
}
