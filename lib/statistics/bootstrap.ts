import { quantile } from './quantile.ts';
import { createRandom } from './random.ts';

/** Leads drawn in all samples together, which bounds the time: a second or two. */
const MOST_DRAWS = 2e7;
const MOST_SAMPLES = 1000;
const FEWEST_SAMPLES = 100;

export interface BootstrapOptions {
  /**
   * What is drawn as a whole, per lead. Without it leads are drawn one by one, as many of either class as there
   * are.
   */
  readonly groups?: Uint32Array;
  readonly seed: number;
}

export interface BootstrapInterval {
  readonly low: number;
  readonly high: number;
  /** The standard deviation of the samples' figures. */
  readonly standardError: number;
  readonly samples: number;
}

/**
 * The 95 % percentile interval of a figure (Efron & Tibshirani 1993, An introduction to the bootstrap, §13.3). It draws 1,000
 * samples, fewer for very many leads, but 100 at least; the same seed draws the same samples.
 *
 * @param labels 1 or 0 per lead
 * @param measure the figure of a sample, told how often each lead is in it; NaN where it has none, which leaves the sample out
 * @returns undefined when fewer than half of the samples have a figure
 */
export function bootstrap(
  labels: Uint8Array,
  measure: (counts: Uint32Array) => number,
  { groups, seed }: BootstrapOptions,
): BootstrapInterval | undefined {
  const draw = groups === undefined ? drawByClass(labels) : drawByGroup(groups);
  const wanted = Math.floor(MOST_DRAWS / labels.length);
  const samples = Math.min(MOST_SAMPLES, Math.max(FEWEST_SAMPLES, wanted));
  const random = createRandom(seed);
  const counts = new Uint32Array(labels.length);
  const figures: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    counts.fill(0);
    draw(counts, random);
    const figure = measure(counts);
    if (!Number.isNaN(figure)) figures.push(figure);
  }
  if (figures.length < samples / 2) return undefined;
  const sorted = Float64Array.from(figures).sort();
  const mean = sorted.reduce((sum, figure) => sum + figure, 0) / sorted.length;
  const squares = sorted.reduce((sum, figure) => sum + (figure - mean) ** 2, 0);
  return {
    low: quantile(sorted, 0.025),
    high: quantile(sorted, 0.975),
    standardError: Math.sqrt(squares / (sorted.length - 1)),
    samples: sorted.length,
  };
}

type Draw = (counts: Uint32Array, random: () => number) => void;

function drawByClass(labels: Uint8Array): Draw {
  const leads = [0, 1].map((label) => Uint32Array.from(labels.keys()).filter((i) => labels[i] === label));
  return (counts, random) => {
    for (const own of leads)
      for (let i = 0; i < own.length; i++) counts[own[Math.floor(random() * own.length)]!]! += 1;
  };
}

function drawByGroup(groups: Uint32Array): Draw {
  const indices = new Map<number, number>();
  const groupOf = groups.map((group) => {
    const known = indices.get(group);
    if (known !== undefined) return known;
    indices.set(group, indices.size);
    return indices.size - 1;
  });
  const drawn = new Uint32Array(indices.size);
  return (counts, random) => {
    drawn.fill(0);
    for (let i = 0; i < drawn.length; i++) drawn[Math.floor(random() * drawn.length)]! += 1;
    for (let lead = 0; lead < counts.length; lead++) counts[lead] = drawn[groupOf[lead]!]!;
  };
}
