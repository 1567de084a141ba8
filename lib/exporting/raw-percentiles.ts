import { InputError } from '../errors.ts';
import type { Calibration, ModelArtifact, NumberStep } from '../model/artifact.ts';
import { calibrate } from '../model/calibrate.ts';

/** How far another library’s `ln`, or another order of a sum, may move a raw score. */
const SLACK = 1e-12;

/**
 * The percentiles of the scale as raw scores: a lead's probability is above percentile i just when its raw score is above entry i.
 *
 * Percentiles are probabilities of training leads, so ties are common, and a probability that another language computes may differ in
 * its last bit. Raw scores are sums of the artifact's own numbers: they agree to the last bit, unless a step of the model calls a
 * function, or trees are added in another order.
 *
 * @throws {InputError} the probability falls while the raw score rises
 */
export function rawPercentiles(artifact: ModelArtifact): number[] {
  const { calibration, scale } = artifact;
  if (calibration.method === 'platt' && calibration.slope < 0) {
    throw new InputError(
      `calibration: expected a probability that rises with the raw score, got a slope of ${calibration.slope}`,
    );
  }
  const slack = isInexact(artifact) ? SLACK : 0;
  return scale.percentiles.map((percentile) => {
    const raw = lastWithin(calibration, percentile);
    return Number.isFinite(raw) ? raw + slack * Math.max(1, Math.abs(raw)) : raw;
  });
}

/** The largest raw score whose probability is at most the percentile; ±∞ where all are, or none. */
function lastWithin(calibration: Calibration, percentile: number): number {
  const isAbove = (raw: number) => calibrate(calibration, raw) > percentile;
  let low = orderOf(-Number.MAX_VALUE);
  let high = orderOf(Number.MAX_VALUE);
  if (isAbove(numberAt(low))) return Number.NEGATIVE_INFINITY;
  if (!isAbove(numberAt(high))) return Number.POSITIVE_INFINITY;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (isAbove(numberAt(middle))) high = middle;
    else low = middle;
  }
  return numberAt(low);
}

const view = new DataView(new ArrayBuffer(8));

/** The place of a number among all of 64 bits: bisection over places ends after 64 steps. */
function orderOf(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}

function numberAt(order: bigint): number {
  view.setBigUint64(0, order < 0n ? -order | (1n << 63n) : order);
  return view.getFloat64(0);
}

const isFunction = ({ op }: NumberStep): boolean => op === 'log1p' || op === 'yeo-johnson';

/** Trees are added in another order where many leads are scored at once. */
const isInexact = ({ terms, trees }: ModelArtifact): boolean =>
  trees !== undefined || terms.some((term) => term.kind === 'linear' && term.steps.some(isFunction));
