/**
 * Added to a number below 2^51 it rounds it to the next integer, a half to the even one, whose low 32 bits are then those of the
 * sum; subtracted again it leaves the integer.
 */
export const ROUNDS = 2 ** 52 + 2 ** 51;

/**
 * The loops over leads, which take nearly all of the time. Arguments are byte addresses in the one memory; `end` is the address
 * behind the last. Each implementation gives the same bytes.
 */
export interface Kernel {
  /**
   * Gradient and hessian of the log-loss, times the label's weight and the scale, rounded to integers and packed.
   *
   * @param sums where the sums of the integers go: of |gradient| and of the hessian (Float64)
   */
  gradient(
    scores: number,
    end: number,
    labels: number,
    packed: number,
    sigmoids: number,
    weights: number,
    gradientScale: number,
    hessianScale: number,
    sums: number,
  ): void;
  /**
   * Adds the packed gradients of leads to the histograms of columns, which it clears first.
   *
   * @param columns address of the columns' indices (Int32)
   * @param count how many they are
   * @param wide bytes from a lead's bins to those of the next
   * @param histograms where the columns' histograms begin
   */
  histogram(
    order: number,
    end: number,
    byLead: number,
    wide: number,
    packed: number,
    columns: number,
    count: number,
    histograms: number,
  ): void;
  /** Puts the leads that go left before the others, each side in the order that it had. @returns how many go left */
  partition(order: number, end: number, spare: number, codes: number, routes: number): number;
  /** Adds the histograms at `other` to those at `histograms`. */
  add(histograms: number, end: number, other: number): void;
  subtract(histograms: number, end: number, other: number): void;
  /** Adds a value to the scores of leads. */
  raise(order: number, end: number, scores: number, value: number): void;
}
