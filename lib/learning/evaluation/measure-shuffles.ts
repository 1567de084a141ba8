import type { Calibration, Term, Trees } from '../../model/artifact.ts';
import { calibrate } from '../../model/calibrate.ts';
import { drawSample } from '../../statistics/draw-sample.ts';
import { leadLoss, logLoss } from '../../statistics/log-loss.ts';
import { meanError } from '../../statistics/mean-error.ts';
import { moments } from '../../statistics/moments.ts';
import { createRandom, hashText } from '../../statistics/random.ts';
import { Z_95 } from '../../statistics/z-95.ts';
import { fill, range, take } from '../../typed-arrays.ts';
import { explainFeatures } from '../effects/explain-features.ts';
import { planExplained } from '../effects/plan-explained.ts';
import { contributeColumn, type Scoring, scoreColumns } from '../score-columns.ts';
import type { Feature } from '../table/encode-leads.ts';
import { takeFeature } from '../table/take-feature.ts';
import { rocAuc } from './evaluate.ts';
import type { ShuffledFeature, ShuffleRecord } from './evaluation-record.ts';
import { shuffleLeads } from './shuffle-leads.ts';
import { compileShuffles, countShuffleSteps } from './shuffle-trees.ts';

const REPEATS = 10;
/** Of models with trees, which take longer to score. */
const REPEATS_OF_TREES = 5;
const MOST_LEADS = 10_000;
const FEWEST_LEADS = 1000;
/** Leads that are scored anew in all: some ten seconds at most. */
const MOST_SCORED = 4e7;
/** Steps from node to node of trees, in all: some ten seconds at most, too. */
const MOST_STEPS = 1e9;
/** A model and the leads that it has not seen. */
export interface ShuffleInput {
  readonly fit: Scoring;
  readonly calibration: Calibration;
  readonly features: readonly Feature[];
  /** 1 or 0 per lead of the features. */
  readonly labels: Uint8Array;
  /** The leads that are held out. */
  readonly holdout: Int32Array;
  /** Per lead of the features, leads that belong together having the same number. */
  readonly groups?: Uint32Array;
  readonly seed: number;
  readonly repeats?: number;
}

/**
 * Permutation importance (Breiman 2001, Random forests, §10; as scikit-learn's `permutation_importance` with `log_loss` and
 * `roc_auc`): how much worse the held-out leads are predicted when the values of a field change places among them. What a field
 * shares with another that goes with it is not lost by that, so both may come out small; and the model is asked about leads that
 * may not exist.
 *
 * The same leads and seed give the same figures: each field is shuffled by its name and the seed.
 */
export function measureShuffles({
  fit,
  calibration,
  features: all,
  labels: everyLabel,
  holdout,
  groups: everyGroup,
  seed,
  repeats = fit.trees === undefined ? REPEATS : REPEATS_OF_TREES,
}: ShuffleInput): ShuffleRecord {
  const fields = [...new Set(all.map(({ field }) => field))];
  const steps = fit.trees === undefined ? 0 : repeats * countShuffleSteps(fit.trees);
  const most = Math.floor(
    Math.min(MOST_SCORED / Math.max(1, fields.length * repeats), MOST_STEPS / Math.max(1, steps)),
  );
  const rows = drawSample(holdout, Math.min(MOST_LEADS, Math.max(FEWEST_LEADS, most)), seed);
  const features = all.map((feature) => takeFeature(feature, rows));
  const labels = take(everyLabel, rows);
  const groups = everyGroup && Uint32Array.from(rows, (row) => everyGroup[row]!);
  const every = range(rows.length);
  const base = scoreColumns(fit, features, every);
  const toProbabilities = (logOdds: Float64Array) => logOdds.map((z) => calibrate(calibration, z));
  const usual = toProbabilities(base);
  const losses = usual.map((p, lead) => leadLoss(p, labels[lead]!));
  const usualLoss = logLoss(usual, labels);
  const usualArea = rocAuc(usual, labels);

  const shuffleTrees = fit.trees && compileShuffles(fit.trees, features, every);
  const importanceOf = fit.trees && explainFields(fit, fit.trees, { features, rows: every, seed });

  const shuffleField = (field: string): ShuffledFeature => {
    const own = fit.terms.filter((term) => fieldsOf(term).includes(field));
    const inTrees = shuffleTrees?.(field);
    if (own.length === 0 && inTrees === undefined) {
      const none = { mean: 0, sd: 0 };
      return { feature: field, mean_abs: 0, log_loss: { ...none, low: 0, high: 0 }, roc_auc: none };
    }
    const before = own.map((term) => contributeColumn(term, features, every));
    const rises: number[] = [];
    const falls: number[] = [];
    const perLead = new Float64Array(rows.length);
    for (let repeat = 0; repeat < repeats; repeat++) {
      const giverOf = shuffleLeads(rows.length, createRandom(hashText(`${field} ${repeat}`, seed)), groups);
      const logOdds = base.slice();
      own.forEach((term, t) => {
        const after = contributeShuffled(term, before[t]!, { field, features, giverOf });
        for (let lead = 0; lead < logOdds.length; lead++) logOdds[lead]! += after[lead]! - before[t]![lead]!;
      });
      const changes = inTrees?.(giverOf);
      if (changes !== undefined)
        for (let lead = 0; lead < logOdds.length; lead++) logOdds[lead]! += changes[lead]!;
      const shuffled = toProbabilities(logOdds);
      let sum = 0;
      for (let lead = 0; lead < shuffled.length; lead++) {
        const rise = leadLoss(shuffled[lead]!, labels[lead]!) - losses[lead]!;
        perLead[lead]! += rise / repeats;
        sum += rise;
      }
      rises.push(sum / shuffled.length);
      falls.push(usualArea - rocAuc(shuffled, labels));
    }
    return {
      feature: field,
      mean_abs: importanceOf?.(field) ?? meanDistance(before),
      log_loss: { ...summarise(rises), ...bound(perLead, groups) },
      roc_auc: summarise(falls),
    };
  };
  return {
    on: 'holdout',
    rows: rows.length,
    holdout_rows: holdout.length,
    repeats,
    shuffled: groups === undefined ? 'leads' : 'groups',
    log_loss: usualLoss,
    roc_auc: usualArea,
    features: fields
      .map(shuffleField)
      .sort((a, b) => b.log_loss.mean - a.log_loss.mean || (a.feature < b.feature ? -1 : 1)),
  };
}

const fieldsOf = (term: Term): readonly string[] => (term.kind === 'pair' ? term.features : [term.feature]);

/** Mean distance of a field's effects from their mean, of as many leads as the curves are made of. */
function explainFields(
  fit: Scoring,
  trees: Trees,
  {
    features,
    rows,
    seed,
  }: { readonly features: readonly Feature[]; readonly rows: Int32Array; readonly seed: number },
): (field: string) => number {
  const explained = explainFeatures(fit, features, drawSample(rows, planExplained(trees), seed));
  return (field) =>
    meanDistance([...explained.values()].flatMap((own) => (own.field === field ? [own.effects] : [])));
}

/** What a term contributes once the field's values have changed places. */
function contributeShuffled(
  term: Term,
  before: Float64Array,
  {
    field,
    features,
    giverOf,
  }: { readonly field: string; readonly features: readonly Feature[]; readonly giverOf: Int32Array },
): Float64Array {
  if (term.kind !== 'pair') return fill(new Float64Array(before.length), (lead) => before[giverOf[lead]!]!);
  const shuffled = features.map((feature) =>
    feature.field === field ? takeFeature(feature, giverOf) : feature,
  );
  return contributeColumn(term, shuffled, range(before.length));
}

/** Mean distance of a field's contributions from their mean, log-odds. */
function meanDistance(contributions: readonly Float64Array[]): number {
  const total = fill(new Float64Array(contributions[0]!.length), (lead) =>
    contributions.reduce((sum, own) => sum + own[lead]!, 0),
  );
  const mean = total.reduce((sum, x) => sum + x, 0) / total.length;
  return total.reduce((sum, x) => sum + Math.abs(x - mean), 0) / total.length;
}

function summarise(values: readonly number[]): { readonly mean: number; readonly sd: number } {
  const { mean, sd } = moments(values);
  return { mean, sd };
}

function bound(perLead: Float64Array, groups: Uint32Array | undefined) {
  if (groups !== undefined && new Set(groups).size < 2) return {};
  const { mean, standardError } = meanError(perLead, groups);
  return { low: mean - Z_95 * standardError, high: mean + Z_95 * standardError };
}
