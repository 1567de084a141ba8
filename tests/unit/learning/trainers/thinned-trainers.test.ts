import { scoreColumns } from '../../../../lib/learning/score-columns.ts';
import type { Feature } from '../../../../lib/learning/table/encode-leads.ts';
import { createTrainer, DEFAULT_SETTINGS } from '../../../../lib/learning/trainers/create-trainer.ts';
import type { TrainerName } from '../../../../lib/learning/trainers/trainer.ts';
import { createTreeGrower } from '../../../../lib/learning/trainers/trees/grow/create-tree-grower.ts';
import { conversionCurve } from '../../../../lib/statistics/conversion-curve.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';
import { shareConverted } from '../../../../lib/statistics/share-converted.ts';
import { sigmoid } from '../../../../lib/statistics/sigmoid.ts';
import { everyRow } from '../../../support/sample-leads.ts';
import { drawLeads, RULES } from './trees/grow/leads.ts';

const HORIZON = 90;
const COUNT = 8000;

/** Leads of up to 200 days, so that half of them are too young, and what will have become of each when it is 90 days old. */
function draw(seed: number) {
  const random = createRandom(seed);
  const x = Float64Array.from({ length: COUNT }, () => 4 * random() - 2);
  const codes = Uint16Array.from({ length: COUNT }, () => Math.floor(3 * random()));
  const truth = Float64Array.from({ length: COUNT }, (_, i) =>
    sigmoid(-1.6 + 0.9 * x[i]! + [-0.8, 0, 0.9][codes[i]!]!),
  );
  const ages = Float64Array.from({ length: COUNT }, () => Math.floor(200 * random()));
  // Conversions take 90 days · u²: a half come within a quarter of the horizon.
  const delays = Float64Array.from({ length: COUNT }, (_, i) =>
    random() < truth[i]! ? Math.ceil(HORIZON * random() ** 2) : Number.POSITIVE_INFINITY,
  );
  const known = Uint8Array.from({ length: COUNT }, (_, i) =>
    Number(delays[i]! <= Math.min(ages[i]!, HORIZON)),
  );
  const later = Uint8Array.from({ length: COUNT }, (_, i) => Number(delays[i]! <= HORIZON));
  const converted = everyRow(COUNT).filter((i) => known[i] === 1);
  const curve = conversionCurve(
    { delays: converted.map((i) => delays[i]!), ages: converted.map((i) => ages[i]!) },
    HORIZON,
  );
  const features: Feature[] = [
    { kind: 'level', field: 'level', levels: ['a', 'b', 'c'], codes },
    { kind: 'number', field: 'x', values: x },
  ];
  const maturity = ages.map((age) => shareConverted(curve, age));
  return {
    features,
    truth,
    known,
    later,
    maturity,
    rows: everyRow(COUNT).filter((i) => maturity[i]! >= 0.05),
  };
}

/** How far probabilities are from the true ones: the log-loss beyond theirs, thousandths of a nat; and their mean beside the true one. */
function judge(probabilities: Float64Array, truth: Float64Array) {
  let [excess, told, real] = [0, 0, 0];
  probabilities.forEach((p, i) => {
    const t = truth[i]!;
    excess += t * Math.log(t / p) + (1 - t) * Math.log((1 - t) / (1 - p));
    told += p;
    real += t;
  });
  return { excess: (1000 * excess) / truth.length, share: told / real };
}

const leads = draw(3);

test.each(['logistic', 'gradient-descent', 'scorecard', 'boosted', 'trees'] as const)(
  '%s learns from young leads what it would of the same leads when they are old',
  (name: TrainerName) => {
    const { features, truth, known, later, rows } = leads;
    const learn = (labels: Uint8Array, maturity?: Float64Array) => {
      const young = maturity === undefined ? {} : { maturity };
      const set = { features, labels, rows, seed: 1, positiveWeight: 1, ...young };
      const fit = createTrainer(name, DEFAULT_SETTINGS).fit(set);
      return judge(scoreColumns(fit, features, everyRow(COUNT)).map(sigmoid), truth);
    };
    const [young, old, naive] = [learn(known, leads.maturity), learn(later), learn(known)];
    expect(young.share).toBeGreaterThan(0.94);
    expect(young.share).toBeLessThan(1.06);
    expect(young.excess).toBeLessThan(old.excess + 2);
    // Taken for lost, they make it far worse.
    expect(naive.share).toBeLessThan(0.85);
    expect(naive.excess).toBeGreaterThan(young.excess + 3);
  },
  60_000,
);

test('trees of leads of which some are too young are the same in both kernels, in any number of threads', () => {
  const { count, columns, labels } = drawLeads(6000, 5);
  const maturity = Float64Array.from({ length: count }, (_, i) => [1, 0.9999, 0.6, 0.05][i % 4]!);
  const heldOut = Uint8Array.from({ length: count }, (_, i) => Number(i % 7 === 0));
  const grow = (options: { threads?: number; isScript?: boolean }) => {
    const grower = createTreeGrower(
      { count, columns },
      { labels, positiveWeight: 1, start: -1, heldOut, maturity },
      { ...RULES, learningRate: 0.5 },
      options,
    );
    try {
      const trees = Array.from({ length: 30 }, (_, round) => grower.grow(round));
      return { trees, scores: grower.scores.slice() };
    } finally {
      grower.close();
    }
  };
  const one = grow({});
  expect(grow({ isScript: true })).toEqual(one);
  expect(grow({ threads: 3 })).toEqual(one);
});
