/** A picture and the same facts as a sentence and a table: nobody has to see it to know what it shows. */
export interface Chart {
  /** Unique on its page. */
  readonly id: string;
  readonly title: string;
  /** What it shows, in plain English. */
  readonly sentence: string;
  /** Made by this module only, which escapes every text: the one value a template may print as it is. */
  readonly svg: string;
  readonly table: ChartTable;
}

export interface ChartTable {
  readonly head: readonly string[];
  /** The first cell names the row; it may lead somewhere. */
  readonly rows: readonly (readonly [ChartRowName, ...(string | number)[]])[];
}

export interface ChartRowName {
  readonly text: string;
  readonly href?: string;
}

/** What every chart is given. */
export interface ChartWords {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
}
