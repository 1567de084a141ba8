/** What a reader of a model's file may be told beside it. */
export interface ReadOptions {
  /** For messages. */
  readonly fileName: string;
  /** Column → the words that its codes stand for, in the order of the codes. */
  readonly categories?: Readonly<Record<string, readonly unknown[]>>;
  /** The leads that are given with the model. */
  readonly leads?: LeadsLook;
  /** Use every tree of a model that was stopped early. */
  readonly allTrees?: boolean;
}

/** What the table of leads tells a reader. */
export interface LeadsLook {
  /** The column that a model's column is: libraries write some characters of names otherwise. */
  readonly nameOf: (feature: string) => string;
  readonly has: (column: string) => boolean;
  /** Of a column whose values are few enough to be kept. */
  readonly valuesOf: (column: string) => LeadsValues | undefined;
}

/** The different values of a column, but for those that mean “missing”. */
export interface LeadsValues {
  readonly words: readonly string[];
  /** They are neither all numbers nor all true and false. */
  readonly areWords: boolean;
}
