import { Text } from '../../platform/errors/fields.js';

export const longestTag = 60;

export class CreateTagDto {
  /** Nobody else's in your agency: capitals and accents make no difference. */
  @Text({ max: longestTag })
  name: string;
}

export class TagView {
  id: string;
  name: string;
}

export class TagListView {
  /** Every tag of your agency by name: they are few, so the list is never cut. */
  items: TagView[];
}
