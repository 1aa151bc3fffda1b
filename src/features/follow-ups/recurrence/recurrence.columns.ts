import type { FollowUp } from '../follow-up.entity.js';
import type { PlaceInSeries } from './follow-up.recurrence.rules.js';

type Columns = Pick<
  FollowUp,
  'everyCount' | 'everyUnit' | 'seriesFirstOn' | 'seriesNumber' | 'seriesUntilOn' | 'seriesTimes'
>;

/** The columns that say how it comes round again; all null for what happens once. */
export function columnsOfPlace(place: PlaceInSeries | null): Columns {
  return {
    everyCount: place?.everyCount ?? null,
    everyUnit: place?.everyUnit ?? null,
    seriesFirstOn: place?.firstOn ?? null,
    seriesNumber: place?.number ?? null,
    seriesUntilOn: place?.untilOn ?? null,
    seriesTimes: place?.times ?? null,
  };
}

/** Null for what happens once. */
export function placeOf(row: Columns): PlaceInSeries | null {
  const { everyCount, everyUnit, seriesFirstOn, seriesNumber, seriesUntilOn, seriesTimes } = row;
  if (everyCount === null || everyUnit === null || seriesFirstOn === null || seriesNumber === null) return null;
  return {
    everyCount,
    everyUnit,
    firstOn: seriesFirstOn,
    number: seriesNumber,
    untilOn: seriesUntilOn,
    times: seriesTimes,
  };
}
