/** Leads as bins: what trees grow on. */
export interface BinnedLeads {
  readonly count: number;
  readonly columns: readonly BinnedColumn[];
}

/** What of a column the search for splits looks at. */
export interface ColumnShape {
  /** Numbers are split by an order, levels by any set of bins. */
  readonly kind: 'number' | 'level';
  /** How many bins there are, with that of what is missing. */
  readonly bins: number;
  /** Whether scores may only rise (1) or fall (−1) with it; 0: neither. */
  readonly monotone: -1 | 0 | 1;
}

export interface BinnedColumn extends ColumnShape {
  /** Per lead; 0 is missing, at most 255. */
  readonly codes: Uint8Array;
}

/** How trees grow; names as in LightGBM where it has them. */
export interface GrowRules {
  readonly leaves: number;
  readonly learningRate: number;
  readonly minLeadsPerLeaf: number;
  readonly minHessianPerLeaf: number;
  readonly l2: number;
  /** Added to the hessian of a level before levels are put in order. */
  readonly levelSmoothing: number;
  readonly levelL2: number;
  /** Levels on the smaller side of a split, at most. */
  readonly maxLevels: number;
  /** Leads that each step along the order of levels must add. */
  readonly minLeadsPerStep: number;
  /** Share of the columns and of the leads that a tree sees. */
  readonly columnShare: number;
  readonly rowShare: number;
  /** Leaf values are whole multiples of it: a power of ten, such as 0.0001. Left out: they are not rounded. */
  readonly valueStep?: number;
}

/** What the trees are to tell. */
export interface GrowTarget {
  /** Per lead 1 when it converted, else 0. */
  readonly labels: Uint8Array;
  /** What a converted lead counts for, where another counts 1. */
  readonly positiveWeight: number;
  /** Log-odds that leads start from: per lead, or one for all. */
  readonly start: Float64Array | number;
  /** Per lead 1 when trees are not to learn from it; it gets scores all the same. Nothing of such a lead changes a tree. */
  readonly heldOut?: Uint8Array;
  /**
   * Per lead, the share of the conversions within the horizon that show by its age; absent: all outcomes are known. Of a lead too
   * young that has not converted the gradient is p − σ(z + ln(1 − m)); its hessian stays p (1 − p), which that of its loss never
   * passes, so that a step lowers the loss as it does of others (a majorizer; Lange, Hunter & Yang 2000, Optimization transfer
   * using surrogate objective functions).
   */
  readonly maturity?: Float64Array;
}

/** A tree in the order of the artifact: a split, then its left and its right side. */
export interface GrownTree {
  /** Per node the column that it splits by; −1: a leaf. */
  readonly column: Int32Array;
  /** Per split, for each of its column's bins: 1 when it goes left. */
  readonly goesLeft: readonly Uint8Array[];
  /** Per leaf, after the learning rate: log-odds. */
  readonly values: Float64Array;
  /** Per leaf: leads that trees learn from, also those that this tree did not see. */
  readonly counts: Int32Array;
}

/** Grows trees on the same leads, each on what those before it left over. */
export interface TreeGrower {
  /** Log-odds of the leads, with all trees so far. */
  readonly scores: Float64Array;
  /** Grows one tree and adds it to the scores; undefined: no split helps. @param seed for the leads and columns that it sees */
  grow(seed: number): GrownTree | undefined;
  /** Ends its threads, if it has any, and gives its memory back; the scores are gone with it. */
  close(): void;
}
