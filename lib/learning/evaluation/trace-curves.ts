import { lowerBound } from '../../statistics/lower-bound.ts';
import { type Ranking, rankScores } from '../../statistics/rank-scores.ts';
import { runningSums } from '../../statistics/running-sums.ts';
import { wilsonInterval } from '../../statistics/wilson-interval.ts';
import type { CalibrationBin, Curves, Threshold } from '../training-record.ts';
import { measureDeciles } from './measure-deciles.ts';
import type { Predictions } from './summarise-folds.ts';
import { thinCurve } from './thin-curve.ts';

const MOST_POINTS = 201;
const RIVAL_POINTS = 101;
const CALIBRATION_BINS = 10;
const HISTOGRAM_BINS = 40;
/** The histogram ends at a multiple of this. */
const HISTOGRAM_STEP = 0.05;

/**
 * What the report draws of predictions on leads that were not fitted.
 *
 * @param predictions of leads of both classes
 */
export function traceCurves({ probabilities, labels }: Predictions): Curves {
  const ranking = rankScores(probabilities, labels);
  const { rows, converted } = ranking.total;
  return {
    rows,
    converted,
    roc: traceRoc(ranking),
    precision_recall: tracePrecisionRecall(ranking),
    calibration: measureCalibration(ranking),
    lift: measureDeciles(ranking),
    thresholds: listThresholds(ranking),
    distribution: countProbabilities(ranking),
  };
}

/** The ROC curve of another candidate, to be drawn beside the winner's. */
export const traceRival = ({ probabilities, labels }: Predictions): Curves['roc'] => {
  const { false_positive_rate, true_positive_rate } = traceRoc(
    rankScores(probabilities, labels),
    RIVAL_POINTS,
  );
  const round = (values: readonly number[]) => values.map((value) => Number(value.toPrecision(5)));
  return {
    false_positive_rate: round(false_positive_rate),
    true_positive_rate: round(true_positive_rate),
  };
};

/** Of the leads; a list of every hundredth would be longer than anyone reads. */
const CALLED = [
  0.005,
  0.01,
  0.02,
  0.03,
  0.05,
  0.075,
  ...Array.from({ length: 37 }, (_, i) => 0.1 + 0.025 * i),
];

/** The cut-offs that come nearest to these shares of the leads; leads of one probability are called together. */
function listThresholds({ scores, rows, converted, total }: Ranking): Threshold[] {
  const [called, found] = [runningSums(rows), runningSums(converted)];
  const entries = CALLED.map((share) => {
    const after = Math.min(lowerBound(called, share * total.rows), called.length - 1);
    const isBeforeNearer =
      after > 0 && share * total.rows - called[after - 1]! < called[after]! - share * total.rows;
    return isBeforeNearer ? after - 1 : after;
  });
  return [...new Set(entries)].map((entry) => ({
    probability: scores[entry]!,
    rows: called[entry]!,
    converted: found[entry]!,
  }));
}

function traceRoc({ rows, converted, total }: Ranking, most = MOST_POINTS): Curves['roc'] {
  const [seen, found] = [runningSums([0, ...rows]), runningSums([0, ...converted])];
  const [false_positive_rate, true_positive_rate] = thin(
    seen.map((count, i) => (count - found[i]!) / (total.rows - total.converted)),
    found.map((count) => count / total.converted),
    most,
  );
  return { false_positive_rate, true_positive_rate };
}

/** From recall 0, with the precision of the highest score, to 1, with the base rate. */
function tracePrecisionRecall({ rows, converted, total }: Ranking): Curves['precision_recall'] {
  const [seen, found] = [runningSums([0, ...rows]), runningSums([0, ...converted])];
  const [recall, precision] = thin(
    found.map((count) => count / total.converted),
    found.map((count, i) => (i === 0 ? converted[0]! / rows[0]! : count / seen[i]!)),
  );
  return { recall, precision };
}

/** A curve's points that are drawn. */
function thin(x: Float64Array, y: Float64Array, most = MOST_POINTS): [number[], number[]] {
  const kept = Array.from(thinCurve(x, y, most));
  return [kept.map((i) => x[i]!), kept.map((i) => y[i]!)];
}

/**
 * Leads with equal probabilities stay together, in the bin where the middle one of them belongs: split, they would
 * be several dots that claim less certainty than there is. So a bin may be empty, and is left out then.
 */
function measureCalibration({ scores, rows, converted, total }: Ranking): CalibrationBin[] {
  const bins = Array.from({ length: CALIBRATION_BINS }, () => ({ rows: 0, converted: 0, sum: 0 }));
  let below = 0;
  for (let i = rows.length - 1; i >= 0; i--) {
    const bin = bins[Math.floor((CALIBRATION_BINS * (below + rows[i]! / 2)) / total.rows)]!;
    bin.rows += rows[i]!;
    bin.converted += converted[i]!;
    bin.sum += rows[i]! * scores[i]!;
    below += rows[i]!;
  }
  return bins
    .filter((bin) => bin.rows > 0)
    .map((bin) => ({
      rows: bin.rows,
      mean_probability: bin.sum / bin.rows,
      rate: bin.converted / bin.rows,
      ...wilsonInterval(bin.converted, bin.rows),
    }));
}

/**
 * Most models never come near 1, so the histogram ends where the probabilities do. Bin i holds
 * edges[i] ≤ p < edges[i + 1], the last one its end, too.
 */
function countProbabilities({ scores, rows, converted }: Ranking): Curves['distribution'] {
  const steps = Math.max(1, Math.ceil(scores[0]! / HISTOGRAM_STEP));
  const edges = Array.from(
    { length: HISTOGRAM_BINS + 1 },
    (_, i) => (i * steps) / (HISTOGRAM_BINS / HISTOGRAM_STEP),
  );
  const convertedPerBin = new Array<number>(HISTOGRAM_BINS).fill(0);
  const othersPerBin = new Array<number>(HISTOGRAM_BINS).fill(0);
  let bin = HISTOGRAM_BINS - 1;
  for (let i = 0; i < rows.length; i++) {
    while (bin > 0 && scores[i]! < edges[bin]!) bin -= 1;
    convertedPerBin[bin]! += converted[i]!;
    othersPerBin[bin]! += rows[i]! - converted[i]!;
  }
  return { edges, converted: convertedPerBin, not_converted: othersPerBin };
}
