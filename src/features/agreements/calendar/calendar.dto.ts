import { OneOf, Optional, Text } from '../../../platform/errors/fields.js';
import { feedScopes, type FeedScope } from './calendar.rules.js';

/** An address for a calendar program of yours. */
export class CreateCalendarFeedDto {
  /** What you call it, such as the program that reads it. */
  @Text({ max: 80 })
  label: string;

  /** `mine`: what you look after, which is usual. `all`: all that you may read. */
  @Optional()
  @OneOf(feedScopes)
  scope?: FeedScope;
}

export class CalendarFeedView {
  id: string;
  label: string;
  scope: FeedScope;
  createdAt: Date;
}

export class CalendarFeedList {
  /** Those that work, newest first. */
  items: CalendarFeedView[];
}

export class NewCalendarFeedView extends CalendarFeedView {
  /** Told this once: only a hash of it is kept. Whoever has it reads the dates without signing in. */
  address: string;
}
