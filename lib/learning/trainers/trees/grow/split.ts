/** A leaf while its tree grows. Gradients and hessians are sums of integers, exact whatever the order they were added in. */
export interface Leaf {
  readonly gradient: number;
  readonly hessian: number;
  /** Leads that the tree sees. */
  readonly count: number;
  /** Between which its value must lie, before the learning rate, so that scores keep to their directions. */
  readonly low: number;
  readonly high: number;
  /** Added to its hessian for its value. */
  readonly l2: number;
}

export interface Split {
  /** By how much the loss falls, times two. */
  readonly gain: number;
  readonly column: number;
  /** For each bin: 1 when it goes left. */
  readonly goesLeft: Uint8Array;
  /** Sums of what goes left. */
  readonly gradient: number;
  readonly hessian: number;
  /** For the values of its sides. */
  readonly l2: number;
}

/** What makes real numbers of the integers: powers of two, so that nothing is rounded. */
export interface Scales {
  readonly gradient: number;
  readonly hessian: number;
}

/** A column's histogram as numbers. */
export interface Cells {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

/** What rates the two sides of a split of one leaf. */
export interface Judge {
  /** Leads, estimated by their share of the hessian as LightGBM does: histograms do not count them. */
  countOf(hessian: number): number;
  /**
   * @param l2 added to the hessians of both sides
   * @param direction in which the sides' values must go
   * @returns the gain; NaN when the sides go the other way
   */
  gain(gradient: number, hessian: number, l2: number, direction: number): number;
  /** The hessian, as an integer, that a side must have: enough for its leads, too. */
  readonly least: number;
  /** Twice the loss of the leaf undivided, less that of a value of 0. */
  readonly whole: number;
  /** Whether no direction and no limit need be kept. */
  readonly isFree: boolean;
}
