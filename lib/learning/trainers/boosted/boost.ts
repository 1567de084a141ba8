import { sigmoid } from '../../../statistics/sigmoid.ts';
import { softplus } from '../../../statistics/softplus.ts';
import { sumByGroup } from '../../../statistics/sum-by-group.ts';
import { fill, range, take, takeEach } from '../../../typed-arrays.ts';
import type { BoostedOptions } from './boosted-options.ts';
import type { ValidationSplit } from './split-validation.ts';

/** Something that is boosted: leads in bins, one value per bin. A pair's bins are the cells of its grid. */
export interface Component {
  readonly bins: number;
  /** Per training lead. */
  readonly codes: Uint16Array;
  /**
   * The step that lowers the log-loss most: writes what to add to each bin's value, before shrinkage, and
   * returns false when no step helps.
   */
  readonly findStep: (
    gradient: Float64Array,
    hessian: Float64Array,
    counts: Float64Array,
    step: Float64Array,
  ) => boolean;
}

/** What is boosted on; per training lead. */
export interface BoostLeads {
  readonly labels: Uint8Array;
  readonly positiveWeight: number;
  /** Where some leads are too young: the share of conversions that show by a lead’s age. */
  readonly maturity?: Float64Array;
  /** Log-odds to begin with. */
  readonly start: Float64Array;
}

/** The validation log-loss must fall by this share of itself to count as better. */
const LEAST_GAIN = 1e-6;

export interface Boosted {
  /** Of the components, one per bin. */
  readonly values: Float64Array[];
  /** How many rounds made them. */
  readonly rounds: number;
  /** Log-odds of the leads that validated, in their order. */
  readonly validated: Float64Array;
}

/**
 * Cyclic gradient boosting (Lou, Caruana & Gehrke 2012): round after round, each component in turn takes a small
 * Newton step; ends when the log-loss of the validating leads no longer falls, at its best round.
 *
 * Within a round the gradients follow each step by their derivative, g + h · step, which saves an exponential
 * per lead and component; they are computed afresh every round.
 */
export function boost(
  components: readonly Component[],
  leads: BoostLeads,
  { learningRate, maxRounds, patience }: Pick<BoostedOptions, 'learningRate' | 'maxRounds' | 'patience'>,
  { learn, validate }: ValidationSplit,
): Boosted {
  const training = gather(components, leads, learn);
  const validation = gather(components, leads, validate);
  const values = components.map(({ bins }) => new Float64Array(bins));
  let best = values.map((value) => value.slice());
  let validated = validation.logOdds.slice();
  let bestLoss = meanLoss(validation, leads.positiveWeight);
  let bestRound = 0;
  const steps = components.map(({ bins }) => new Float64Array(bins));
  for (let round = 1; round <= maxRounds; round++) {
    if (!takeRound(components, training, steps, leads.positiveWeight, learningRate)) break;
    addSteps(values, steps);
    steps.forEach((step, j) => {
      addValues(validation.logOdds, validation.codes[j]!, step);
    });
    const loss = meanLoss(validation, leads.positiveWeight);
    if (loss < bestLoss * (1 - LEAST_GAIN)) {
      [bestLoss, bestRound] = [loss, round];
      best = values.map((value) => value.slice());
      validated = validation.logOdds.slice();
    } else if (round - bestRound >= patience) break;
  }
  return { values: best, rounds: bestRound, validated };
}

/** As `boost`, on all leads and for so many rounds. @returns the components' values */
export function boostRounds(
  components: readonly Component[],
  leads: BoostLeads,
  learningRate: number,
  rounds: number,
): Float64Array[] {
  const training = gather(components, leads, range(leads.labels.length));
  const values = components.map(({ bins }) => new Float64Array(bins));
  const steps = components.map(({ bins }) => new Float64Array(bins));
  for (let round = 1; round <= rounds; round++) {
    if (!takeRound(components, training, steps, leads.positiveWeight, learningRate)) break;
    addSteps(values, steps);
  }
  return values;
}

function addSteps(values: readonly Float64Array[], steps: readonly Float64Array[]): void {
  steps.forEach((step, j) => {
    const value = values[j]!;
    for (let bin = 0; bin < step.length; bin++) value[bin]! += step[bin]!;
  });
}

interface Gathered {
  readonly size: number;
  readonly labels: Uint8Array;
  /** ln(1 − maturity). */
  readonly unseen?: Float64Array;
  readonly logOdds: Float64Array;
  /** Per component, the leads' bins. */
  readonly codes: readonly Uint16Array[];
  /** Per component, the leads in each bin. */
  readonly counts: readonly Float64Array[];
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Copies the leads at `rows` next to each other, so that every pass reads memory in order. */
function gather(
  components: readonly Component[],
  { labels, start, maturity }: BoostLeads,
  rows: Int32Array,
): Gathered {
  const codes = components.map((component) => takeCodes(component.codes, rows));
  return {
    size: rows.length,
    labels: take(labels, rows),
    ...(maturity === undefined ? {} : { unseen: unseenOf(takeEach(maturity, rows)) }),
    logOdds: fill(new Float64Array(rows.length), (i) => start[rows[i]!]!),
    codes,
    counts: components.map(({ bins }, j) => sumByGroup(codes[j]!, bins)),
    gradient: new Float64Array(rows.length),
    hessian: new Float64Array(rows.length),
  };
}

/** A loop of its own and not `fill`: it is done for every component of every bag, where a call per lead is felt. */
function takeCodes(codes: Uint16Array, rows: Int32Array): Uint16Array {
  const taken = new Uint16Array(rows.length);
  for (let i = 0; i < taken.length; i++) taken[i] = codes[rows[i]!]!;
  return taken;
}

/** One step of every component in turn; the steps, shrunk, are written to `steps`. */
function takeRound(
  components: readonly Component[],
  leads: Gathered,
  steps: readonly Float64Array[],
  positiveWeight: number,
  learningRate: number,
): boolean {
  differentiate(leads, positiveWeight);
  let moved = false;
  components.forEach((component, j) => {
    const step = steps[j]!.fill(0);
    const codes = leads.codes[j]!;
    const gradient = new Float64Array(component.bins);
    const hessian = new Float64Array(component.bins);
    sumByBin(leads, codes, gradient, hessian);
    if (!component.findStep(gradient, hessian, leads.counts[j]!, step)) return;
    moved = true;
    for (let bin = 0; bin < step.length; bin++) step[bin]! *= learningRate;
    followStep(leads, codes, step);
  });
  return moved;
}

/** ln(1 − maturity) per lead: what a lead’s log-odds are lowered by to those of converting later than by now. */
export const unseenOf = (maturity: Float64Array): Float64Array => maturity.map((share) => Math.log1p(-share));

/**
 * Gradient and Hessian of the log-loss per lead, in its log-odds. Of an unconverted lead that is too young the Hessian stays
 * p (1 − p), which that of its loss never passes.
 */
export function differentiate(
  {
    labels,
    unseen,
    logOdds,
    gradient,
    hessian,
  }: Pick<Gathered, 'labels' | 'unseen' | 'logOdds' | 'gradient' | 'hessian'>,
  positiveWeight: number,
): void {
  for (let i = 0; i < labels.length; i++) {
    const p = 1 / (1 + Math.exp(-logOdds[i]!));
    const weight = labels[i] === 1 ? positiveWeight : 1;
    gradient[i] = weight * (p - labels[i]!);
    hessian[i] = weight * p * (1 - p);
    if (unseen !== undefined && labels[i] === 0) gradient[i] = p - sigmoid(logOdds[i]! + unseen[i]!);
  }
}

function sumByBin(
  { size, gradient, hessian }: Gathered,
  codes: Uint16Array,
  g: Float64Array,
  h: Float64Array,
): void {
  for (let i = 0; i < size; i++) {
    const bin = codes[i]!;
    g[bin]! += gradient[i]!;
    h[bin]! += hessian[i]!;
  }
}

function followStep(
  { size, logOdds, gradient, hessian }: Gathered,
  codes: Uint16Array,
  step: Float64Array,
): void {
  for (let i = 0; i < size; i++) {
    const change = step[codes[i]!]!;
    logOdds[i]! += change;
    gradient[i]! += hessian[i]! * change;
  }
}

/** Adds to every lead's log-odds the value of its bin. */
export function addValues(logOdds: Float64Array, codes: Uint16Array, values: Float64Array): void {
  for (let i = 0; i < logOdds.length; i++) logOdds[i]! += values[codes[i]!]!;
}

function meanLoss({ size, labels, unseen, logOdds }: Gathered, positiveWeight: number): number {
  let [sum, weights] = [0, 0];
  for (let i = 0; i < size; i++) {
    const z = labels[i] === 1 ? -logOdds[i]! : logOdds[i]!;
    const weight = labels[i] === 1 ? positiveWeight : 1;
    sum += weight * softplus(z);
    weights += weight;
    if (unseen !== undefined && labels[i] === 0) sum -= softplus(logOdds[i]! + unseen[i]!);
  }
  return sum / weights;
}
