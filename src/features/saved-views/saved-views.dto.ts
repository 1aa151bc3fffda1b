import { OneOf, Optional, Text } from '../../platform/errors/fields.js';
import { longestQuery, longestViewName, savedViewPageNames, type SavedViewPage } from './saved-view.rules.js';

export class SavedViewListQuery {
  /** The views of one list; of all unless told. */
  @Optional()
  @OneOf(savedViewPageNames)
  page?: SavedViewPage;
}

export class CreateSavedViewDto {
  /** The list it is a view of. */
  @OneOf(savedViewPageNames)
  page: SavedViewPage;

  /** No other view of yours on this list has it: capitals and accents make no difference. */
  @Text({ max: longestViewName })
  name: string;

  /** The list's filters as its address has them, such as `topic=fraud&region=wales`. Where in the list you stood is not kept. */
  @Optional()
  @Text({ max: longestQuery, min: 0 })
  query?: string;
}

export class SavedViewView {
  id: string;
  page: SavedViewPage;
  name: string;
  query: string;
  /** Where it leads, without the server's name. */
  address: string;
  createdAt: Date;
}

export class SavedViewListView {
  /** Your own views by list and name: they are few, so the list is never cut. */
  items: SavedViewView[];
}
