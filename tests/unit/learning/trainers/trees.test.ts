import { rocAuc } from '../../../../lib/learning/evaluation/evaluate.ts';
import { fitCandidate } from '../../../../lib/learning/fit-candidate.ts';
import { SELECTION_DEFAULTS } from '../../../../lib/learning/preparation/preparation-options.ts';
import { scoreColumns } from '../../../../lib/learning/score-columns.ts';
import type { Feature, LevelFeature, NumberFeature } from '../../../../lib/learning/table/encode-leads.ts';
import { createBoostedTrainer } from '../../../../lib/learning/trainers/boosted.ts';
import { createTrainer, DEFAULT_SETTINGS } from '../../../../lib/learning/trainers/create-trainer.ts';
import { changeSettings } from '../../../../lib/learning/trainers/set-trainer.ts';
import type { TrainingSet } from '../../../../lib/learning/trainers/trainer.ts';
import { createTreesTrainer, type TreesOptions } from '../../../../lib/learning/trainers/trees.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';
import { sigmoid } from '../../../../lib/statistics/sigmoid.ts';
import { everyRow } from '../../../support/sample-leads.ts';

/** What is otherwise chosen by trying it, told: a fit takes a moment. */
const TOLD: Partial<TreesOptions> = {
  leaves: 8,
  minLeadsPerLeaf: 10,
  levelSmoothing: 10,
  columnShare: 1,
  additiveShare: 0,
  bags: 2,
  maxTrees: 60,
  learningRate: 0.1,
};

/** Leads that convert when exactly one of two numbers is large, and by their level; some numbers are missing. */
function drawLeads(count: number, seed: number): TrainingSet & { readonly features: Feature[] } {
  const random = createRandom(seed);
  const column = () => Float64Array.from({ length: count }, () => Math.round(400 * random()) / 100);
  const [x1, x2] = [column(), column()];
  const codes = Uint8Array.from({ length: count }, () => Math.floor(3 * random()));
  const labels = Uint8Array.from(x1, (value, i) => {
    const z = (value > 2 !== x2[i]! > 2 ? 1.5 : -1.5) + [-0.7, 0, 0.7][codes[i]!]!;
    return Number(random() < sigmoid(z));
  });
  for (let i = 0; i < count; i += 9) x1[i] = Number.NaN;
  const features: Feature[] = [
    { kind: 'level', field: 'source', levels: ['fair', 'web', 'call', 'none'], codes },
    { kind: 'number', field: 'x1', values: x1 },
    { kind: 'number', field: 'x2', values: x2 },
  ];
  return { features, labels, rows: everyRow(count), seed: 1, positiveWeight: 1 };
}

const fitOn = (set: TrainingSet, changes: Partial<TreesOptions> = {}) =>
  createTreesTrainer({ ...TOLD, ...changes }).fit(set);

test('learns what two numbers say together, which no sum of their own effects says', () => {
  const fit = fitOn(drawLeads(1500, 1));
  const fresh = drawLeads(1500, 2);
  const auc = rocAuc(scoreColumns(fit, fresh.features, fresh.rows), fresh.labels);
  const { intercept, terms } = createBoostedTrainer({ pairs: 0, bags: 1 }).fit(drawLeads(1500, 1));
  const additive = rocAuc(scoreColumns({ intercept, terms }, fresh.features, fresh.rows), fresh.labels);
  expect(auc).toBeGreaterThan(0.8);
  expect(additive).toBeLessThan(0.7);
});

test('leaves are short decimals, thresholds lie between the leads’ values, and each bag weighs the same', () => {
  const { trees } = fitOn(drawLeads(800, 1), { learningRate: 0.05 });
  expect(trees!.members.map(({ weight }) => weight)).toEqual([0.5, 0.5]);
  for (const member of trees!.members) {
    if (member.kind !== 'trees') throw new Error('expected trees');
    for (const value of member.value) expect(value).toBe(Math.round(value * 1e4) / 1e4);
    member.threshold.forEach((threshold, split) => {
      // Where only what is missing is parted from the numbers, none of them is above the threshold.
      if (member.route[split]! < 2 && threshold < Number.MAX_VALUE)
        expect(String(threshold).length).toBeLessThanOrEqual(5);
    });
  }
});

test('the same leads give the same model; another seed another', () => {
  const set = drawLeads(600, 3);
  const text = JSON.stringify(fitOn(set));
  expect(JSON.stringify(fitOn(set))).toBe(text);
  expect(JSON.stringify(fitOn({ ...set, seed: 2 }))).not.toBe(text);
});

test('looks at no other leads than those at `rows`', () => {
  const set = drawLeads(600, 3);
  const rows = set.rows.filter((row) => row % 2 === 0);
  const { features } = set;
  const changed = features.map(
    (feature): Feature =>
      feature.kind === 'number'
        ? { ...feature, values: feature.values.map((x, row) => (row % 2 === 0 ? x : 1e6)) }
        : { ...feature, codes: feature.codes.map((x, row) => (row % 2 === 0 ? x : 3)) },
  );
  expect(fitOn({ ...set, rows, features: changed })).toEqual(fitOn({ ...set, rows }));
});

describe('what is not told is chosen', () => {
  const set = drawLeads(500, 5);
  const few = { maxTrees: 10, bags: 1, learningRate: 0.3 };

  test('by the log-loss of leads that were not learned from; the record has what was tried', () => {
    const { settings, choice } = createTreesTrainer(few, { maxRounds: 20 }).settle!(set);
    const { tried, chosen, validation_rows: rows } = choice!;
    expect(tried.length).toBe(8);
    expect(rows).toBe(75);
    const best = tried.reduce((a, b) => (b.log_loss < a.log_loss ? b : a));
    expect(chosen).toEqual(best.settings);
    expect(settings).toEqual({
      leaves: chosen.leaves,
      minLeadsPerLeaf: chosen.min_leads_per_leaf,
      levelSmoothing: chosen.level_smoothing,
      columnShare: chosen.column_share,
      additiveShare: chosen.additive_share,
      bags: 1,
    });
  });

  test('a fit without that choice makes it itself', () => {
    const trainer = createTreesTrainer(few, { maxRounds: 20, bags: 1 });
    const settled = createTreesTrainer(
      { ...few, ...trainer.settle!(set).settings },
      { maxRounds: 20, bags: 1 },
    );
    expect(settled.settle!(set).choice).toBeUndefined();
    expect(settled.fit(set)).toEqual(trainer.fit(set));
  });

  test('what is told is not tried otherwise', () => {
    const { choice } = createTreesTrainer({ ...few, leaves: 4, additiveShare: 0 }).settle!(set);
    expect(choice!.tried.map(({ settings }) => settings.leaves)).toEqual([4, 4, 4]);
    expect(createTreesTrainer(TOLD).settle!(set)).toEqual({
      settings: {
        leaves: 8,
        minLeadsPerLeaf: 10,
        levelSmoothing: 10,
        columnShare: 1,
        additiveShare: 0,
        bags: 2,
      },
    });
  });
});

test('five fits are averaged, fewer of a large table, which is not mixed either unless that is told', () => {
  const told = { ...TOLD, bags: undefined, additiveShare: undefined } as unknown as Partial<TreesOptions>;
  const of = (rows: number) => {
    const set = drawLeads(100, 1);
    return { ...set, rows: new Int32Array(rows).fill(1) };
  };
  const bagsOf = (rows: number) => {
    const { bags: _, ...others } = TOLD;
    return createTreesTrainer(others).settle!(of(rows)).settings.bags;
  };
  expect([100, 1_000_000, 2_500_000, 7_000_000].map(bagsOf)).toEqual([5, 5, 2, 1]);
  expect(createTreesTrainer(told).settle!(of(7_000_000)).settings.additiveShare).toBe(0);
});

test('mixed: the score is the weighted mean of the trees’ and the additive model’s', () => {
  const set = drawLeads(600, 7);
  const rules = { maxRounds: 30, pairs: 2 };
  const scoresOf = (additiveShare: number) =>
    scoreColumns(createTreesTrainer({ ...TOLD, additiveShare }, rules).fit(set), set.features, set.rows);
  const trees = scoresOf(0);
  const additive = scoreColumns(createBoostedTrainer(rules).fit(set), set.features, set.rows);
  scoresOf(0.3).forEach((z, i) => {
    expect(z).toBeCloseTo(0.7 * trees[i]! + 0.3 * additive[i]!, 9);
  });
});

test.each([
  ['ascending', 1],
  ['descending', -1],
] as const)(
  '%s: no score goes the other way, and the additive model, which knows no such rule, is left out',
  (rule, sign) => {
    const random = createRandom(1);
    const values = Float64Array.from({ length: 900 }, () => Math.floor(20 * random()));
    const labels = Uint8Array.from(values, (x) =>
      Number(random() < sigmoid(sign * (x / 5 - 2) + Math.sin(2 * x))),
    );
    const noise = Float64Array.from(values, () => random());
    const set: TrainingSet = {
      features: [
        { kind: 'number', field: 'noise', values: noise },
        { kind: 'number', field: 'visits', values },
      ],
      labels,
      rows: everyRow(900),
      seed: 1,
      positiveWeight: 1,
    };
    const { additiveShare: _, ...others } = TOLD;
    for (const told of [rule, 'auto'] as const) {
      const fit = createTreesTrainer({ ...others, monotoneBy: { visits: told } }).fit(set);
      expect(fit.terms).toEqual([]);
      for (const at of [0.1, 0.5, 0.9]) {
        const line: NumberFeature[] = [
          { kind: 'number', field: 'noise', values: new Float64Array(20).fill(at) },
          { kind: 'number', field: 'visits', values: Float64Array.from({ length: 20 }, (_, x) => x) },
        ];
        const scores = scoreColumns(fit, line, everyRow(20));
        for (let x = 1; x < 20; x++)
          expect(sign * (scores[x]! - scores[x - 1]!)).toBeGreaterThanOrEqual(-1e-12);
        expect(sign * (scores[19]! - scores[0]!)).toBeGreaterThan(1);
      }
    }
  },
);

test('a heavier class moves scores as much as its weight, and the intercept takes it back', () => {
  const set = drawLeads(1500, 9);
  const meanOf = (positiveWeight: number) => {
    const scores = scoreColumns(fitOn({ ...set, positiveWeight }), set.features, set.rows);
    return scores.reduce((sum, z) => sum + z, 0) / scores.length;
  };
  expect(meanOf(5) - meanOf(1)).toBeCloseTo(Math.log(5), 0);
});

test('forward in time the latest leads say how many trees, and all leads are learned from', () => {
  const set = drawLeads(800, 11);
  const times = Float64Array.from(set.rows, (row) => row);
  const { trees } = fitOn({ ...set, times });
  const [first, second] = trees!.members;
  if (first?.kind !== 'trees' || second?.kind !== 'trees') throw new Error('expected trees');
  const treesOf = ({ input, cover }: typeof first) => ({
    splits: input.filter((at) => at >= 0).length,
    leads: cover.slice(0, 8).reduce((a, b) => a + b, 0),
  });
  // Every tree of eight leaves parts all 800 leads; bags differ by what their trees see.
  expect(treesOf(first).leads).toBe(800);
  expect(treesOf(first).splits).toBe(treesOf(second).splits);
  expect(first.value).not.toEqual(second.value);
});

describe('poor leads', () => {
  const column = (values: number[]): NumberFeature => ({
    kind: 'number',
    field: 'x',
    values: Float64Array.from(values),
  });
  const fortyOf = (features: Feature[]): TrainingSet => ({
    features,
    labels: Uint8Array.from({ length: 40 }, (_, i) => i % 2),
    rows: everyRow(40),
    seed: 1,
    positiveWeight: 1,
  });
  const alike: LevelFeature = { kind: 'level', field: 'x', levels: ['a'], codes: new Uint8Array(40) };
  test.each<[string, Feature[]]>([
    ['no column', []],
    ['a constant', [column(Array(40).fill(3))]],
    ['nothing but missing values', [column(Array(40).fill(Number.NaN))]],
    ['one level', [alike]],
    [
      'a level each',
      [
        {
          ...alike,
          levels: [...everyRow(40)].map((i) => `l${i}`),
          codes: Uint8Array.from(everyRow(40)),
        },
      ],
    ],
    ['too few leads for a split', [column([...everyRow(40)])]],
  ])('%s: the base rate', (_, features) => {
    const set = fortyOf(features);
    const fit = createTreesTrainer({ ...TOLD, minLeadsPerLeaf: 30 }).fit(set);
    expect(fit.trees).toBeUndefined();
    expect([...scoreColumns(fit, features, set.rows)]).toEqual(Array(40).fill(0));
  });

  test('forty leads with all settings open', () => {
    const fit = createTreesTrainer().fit(fortyOf([column([...everyRow(40)].map((i) => i % 7))]));
    expect(Number.isFinite(fit.intercept)).toBe(true);
  });
});

test('what no training lead showed goes where most leads go', () => {
  const count = 400;
  const values = Float64Array.from({ length: count }, (_, i) => Number(i % 4 > 0));
  const labels = Uint8Array.from(values, (x, i) => Number(x === 1 ? i % 3 > 0 : i % 8 === 0));
  const set: TrainingSet = {
    features: [{ kind: 'number', field: 'x', values }],
    labels,
    rows: everyRow(count),
    seed: 1,
    positiveWeight: 1,
  };
  const fit = fitOn(set);
  const [missing, usual] = scoreColumns(
    fit,
    [{ kind: 'number', field: 'x', values: Float64Array.of(Number.NaN, 1) }],
    everyRow(2),
  );
  expect(missing).toBe(usual);
});

test('levels of few leads are scored by their own estimates, named after the fit as the leads have them', () => {
  // 40 companies of 8 leads, half of which convert nearly always and half nearly never; one of 80.
  const random = createRandom(4);
  const codes = Uint8Array.from({ length: 400 }, (_, i) => (i < 320 ? i >> 3 : 40));
  const labels = Uint8Array.from(codes, (code) =>
    Number(random() < (code === 40 ? 0.5 : code % 2 ? 0.1 : 0.9)),
  );
  const levels = Array.from({ length: 42 }, (_, i) => `Firm ${i}`);
  const company: LevelFeature = { kind: 'level', field: 'company', levels, codes };
  const settings = changeSettings(DEFAULT_SETTINGS, { trees: TOLD });
  const spec = { trainer: 'trees', settings, selection: SELECTION_DEFAULTS, classWeight: 'none' } as const;
  const all = everyRow(400);
  const { fit } = fitCandidate({ features: [company], labels, seed: 1 }, { spec, train: all, predict: all });
  const scores = scoreColumns(
    fit,
    [{ ...company, codes: Uint8Array.from({ length: 43 }, (_, i) => i) }],
    everyRow(43),
  );
  // Companies that converted score above those that did not; one that was never seen lies between.
  expect(scores[0]).toBeGreaterThan(scores[41]! + 0.3);
  expect(scores[1]).toBeLessThan(scores[41]! - 0.3);
  const names = fit.trees!.inputs.flatMap((input) =>
    input.kind === 'level' ? Object.keys(input.values) : [],
  );
  expect(names).not.toContain('');
  expect(names).toContain('Firm 0');
  expect(createTrainer('trees', settings).options.leaves).toBe(8);
});
