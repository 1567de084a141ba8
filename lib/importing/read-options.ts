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
  /** Of a column that holds words, and not only numbers, or true and false. */
  readonly wordsOf: (column: string) => readonly string[] | undefined;
}
