import { rocAuc } from '../../../../lib/learning/evaluation/evaluate.ts';
import { contributeColumn, scoreColumns } from '../../../../lib/learning/score-columns.ts';
import type { Feature, LevelFeature, NumberFeature } from '../../../../lib/learning/table/encode-leads.ts';
import { purifyPair } from '../../../../lib/learning/trainers/boosted/purify-pair.ts';
import {
  splitLatest,
  splitValidation,
  type ValidationSplit,
} from '../../../../lib/learning/trainers/boosted/split-validation.ts';
import { createBoostedTrainer } from '../../../../lib/learning/trainers/boosted.ts';
import type { ModelFit } from '../../../../lib/learning/trainers/trainer.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';
import { sigmoid } from '../../../../lib/statistics/sigmoid.ts';
import { everyRow } from '../../../support/sample-leads.ts';

interface Leads {
  readonly features: Feature[];
  readonly labels: Uint8Array;
  readonly truth: Float64Array;
}

/** Leads with a smooth, a stepped and a level effect, and, when asked, an effect of two numbers together. */
function drawLeads(count: number, seed: number, interaction = 0): Leads {
  const random = createRandom(seed);
  const column = () => Float64Array.from({ length: count }, () => 4 * random() - 2);
  const [age, size, x1, x2] = [column(), column(), column(), column()];
  const levels = ['ash', 'beech', 'cedar', 'dogwood'];
  const codes = Uint16Array.from({ length: count }, () => Math.floor(4.2 * random()));
  for (let i = 0; i < count; i++) if (random() < 0.1) size[i] = Number.NaN;
  const effects = [-0.8, 0, 0.4, 1, -0.3];
  const truth = Float64Array.from(
    age,
    (value, i) =>
      -0.5 +
      Math.sin(2 * value) +
      (Number.isNaN(size[i]!) ? 0.7 : size[i]! > 0.5 ? 0.9 : -0.3) +
      effects[codes[i]!]! +
      interaction * Math.sign(x1[i]!) * Math.sign(x2[i]!),
  );
  const labels = Uint8Array.from(truth, (z) => Number(random() < sigmoid(z)));
  const features: Feature[] = [
    { kind: 'number', field: 'age', values: age },
    { kind: 'number', field: 'size', values: size },
    { kind: 'level', field: 'tree', levels, codes },
    { kind: 'number', field: 'x1', values: x1 },
    { kind: 'number', field: 'x2', values: x2 },
  ];
  return { features, labels, truth };
}

const fitOn = (
  { features, labels }: Leads,
  options = {},
  rows = everyRow(labels.length),
  positiveWeight = 1,
) => createBoostedTrainer(options).fit({ features, labels, rows, seed: 1, positiveWeight });

const correlation = (a: Float64Array, b: Float64Array): number => {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    ab += (value - ma) * (b[i]! - mb);
    aa += (value - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  });
  return ab / Math.sqrt(aa * bb);
};

const additive = drawLeads(4000, 11);
const additiveFit = fitOn(additive);

test('recovers smooth, stepped and level effects', () => {
  const { features, truth } = additive;
  expect(correlation(scoreColumns(additiveFit, features, everyRow(4000)), truth)).toBeGreaterThan(0.95);
  const [age, size, tree] = additiveFit.terms;
  const bent = contributeColumn(age!, features, everyRow(4000));
  const sine = (features[0] as NumberFeature).values.map((value) => Math.sin(2 * value));
  expect(correlation(bent, sine)).toBeGreaterThan(0.95);
  if (size?.kind !== 'binned' || tree?.kind !== 'category') throw new Error('expected other terms');
  expect(size.missing).toBeGreaterThan(size.values[0]! + 0.5);
  expect(size.values.at(-1)! - size.values[0]!).toBeGreaterThan(0.8);
  expect(
    Object.entries(tree.values)
      .sort(([, a], [, b]) => a - b)
      .map(([level]) => level),
  ).toEqual(['ash', 'beech', 'cedar', 'dogwood']);
});

test('every mean is the mean of the contributions, and the mean probability is the share of converted leads', () => {
  const { features, labels } = additive;
  for (const term of additiveFit.terms) {
    const contributions = contributeColumn(term, features, everyRow(4000));
    expect(contributions.reduce((sum, value) => sum + value, 0) / 4000).toBeCloseTo(term.mean, 9);
    expect(term.mean).toBeCloseTo(0, 9);
  }
  const predicted = scoreColumns(additiveFit, features, everyRow(4000)).reduce(
    (sum, z) => sum + sigmoid(z),
    0,
  );
  expect(predicted).toBeCloseTo(
    labels.reduce((sum, label) => sum + label, 0),
    4,
  );
});

describe('two features that only tell something together', () => {
  const leads = drawLeads(4000, 12, 1.2);
  const fresh = drawLeads(2000, 13, 1.2);
  const aucOf = (fit: ReturnType<typeof fitOn>) =>
    rocAuc(scoreColumns(fit, fresh.features, everyRow(2000)), fresh.labels);
  const paired = fitOn(leads);

  test('are found, as the strongest pair', () => {
    const pairs = paired.terms.filter((term) => term.kind === 'pair');
    const spread = (term: (typeof pairs)[number]) =>
      Math.max(...contributeColumn(term, leads.features, everyRow(4000)).map(Math.abs));
    const [strongest] = [...pairs].sort((a, b) => spread(b) - spread(a));
    expect(strongest!.features).toEqual(['x1', 'x2']);
    expect(aucOf(paired)).toBeGreaterThan(aucOf(fitOn(leads, { pairs: 0 })) + 0.05);
  });

  test('are not looked for when no pairs are wanted', () => {
    expect(fitOn(leads, { pairs: 0 }).terms.every(({ kind }) => kind !== 'pair')).toBe(true);
  });

  test('a pair says nothing of one feature alone', () => {
    for (const term of paired.terms) {
      if (term.kind !== 'pair') continue;
      const contributions = contributeColumn(term, leads.features, everyRow(4000));
      expect(contributions.reduce((sum, value) => sum + value, 0) / 4000).toBeCloseTo(0, 6);
    }
  });
});

test('purifying moves row and column means away and keeps every sum', () => {
  const [height, width] = [3, 4];
  const random = createRandom(3);
  const counts = Float64Array.from({ length: 12 }, () => Math.floor(5 * random()));
  const values = Float64Array.from({ length: 12 }, () => random() - 0.3);
  const before = values.slice();
  const [rows, columns] = purifyPair({ height, width, counts }, values);
  for (let i = 0; i < height; i++) {
    let mean = 0;
    for (let j = 0; j < width; j++) {
      const cell = i * width + j;
      expect(values[cell]! + rows[i]! + columns[j]!).toBeCloseTo(before[cell]!, 12);
      mean += counts[cell]! * values[cell]!;
    }
    expect(mean).toBeCloseTo(0, 8);
  }
});

test('looks at the given rows only, and gives the same fit for the same leads', () => {
  const rows = everyRow(1500);
  const straight = fitOn(additive, {}, rows);
  const changed: Leads = {
    ...additive,
    labels: additive.labels.map((label, i) => (i < 1500 ? label : 1 - label)),
    features: additive.features.map((feature) =>
      feature.kind === 'number'
        ? { ...feature, values: feature.values.map((value, i) => (i < 1500 ? value : 1e9)) }
        : { ...feature, codes: feature.codes.map((code, i) => (i < 1500 ? code : 0)) },
    ),
  };
  expect(fitOn(changed, {}, rows)).toEqual(straight);
});

test('the names of the levels make no difference', () => {
  const tree = additive.features[2] as LevelFeature;
  const renamed = additive.features.with(2, { ...tree, levels: ['zz', 'mm', 'aa', 'kk'] });
  const rows = everyRow(4000);
  const scores = scoreColumns(fitOn({ ...additive, features: renamed }), renamed, rows);
  const straight = scoreColumns(additiveFit, additive.features, rows);
  scores.forEach((score, i) => {
    expect(score).toBeCloseTo(straight[i]!, 9);
  });
});

test('unseen levels and values beyond the training range are scored', () => {
  const features: Feature[] = [
    { kind: 'number', field: 'age', values: Float64Array.of(-1e300, 1e300, Number.NaN) },
    { kind: 'number', field: 'size', values: Float64Array.of(0, 0, 0) },
    { kind: 'level', field: 'tree', levels: ['never seen'], codes: Uint16Array.of(0, 0, 1) },
    { kind: 'number', field: 'x1', values: Float64Array.of(0, 0, 0) },
    { kind: 'number', field: 'x2', values: Float64Array.of(0, 0, 0) },
  ];
  for (const z of scoreColumns(additiveFit, features, everyRow(3))) expect(Number.isFinite(z)).toBe(true);
});

describe('hard cases give finite values', () => {
  const random = createRandom(8);
  const few = 100;
  const noise = Float64Array.from({ length: few }, () => random());
  const labels = Uint8Array.from({ length: few }, (_, i) => Number(i % 5 < 2));
  const number = (field: string, values: Float64Array): Feature => ({ kind: 'number', field, values });
  test.each<[string, Feature[]]>([
    ['forty of a class', [number('noise', noise)]],
    [
      'a constant',
      [
        number(
          'constant',
          noise.map(() => 3),
        ),
        number('noise', noise),
      ],
    ],
    [
      'nothing but a constant',
      [
        number(
          'constant',
          noise.map(() => 3),
        ),
      ],
    ],
    [
      'all missing',
      [
        number(
          'gone',
          noise.map(() => Number.NaN),
        ),
        number('noise', noise),
      ],
    ],
    ['perfect separation', [number('leak', Float64Array.from(labels)), number('noise', noise)]],
  ])('%s', (_, features) => {
    const fit = fitOn({ features, labels, truth: noise });
    const scores = scoreColumns(fit, features, everyRow(few));
    expect(scores.every(Number.isFinite)).toBe(true);
    expect(scores.reduce((sum, z) => sum + sigmoid(z), 0)).toBeCloseTo(40, 2);
  });
});

test('a weight of two for converted leads doubles the odds', () => {
  const { features } = additive;
  const weighted = fitOn(additive, {}, everyRow(4000), 2);
  const [heavy, light] = [weighted, additiveFit].map((fit) => {
    const scores = scoreColumns(fit, features, everyRow(4000));
    return scores.reduce((sum, z) => sum + z, 0) / 4000;
  });
  expect(heavy! - light!).toBeGreaterThan(0.6);
  expect(heavy! - light!).toBeLessThan(0.8);
});

test('so many leads of a kind that they would not fit on the stack as arguments', () => {
  const count = 300_000;
  const random = createRandom(1);
  const codes = Uint8Array.from({ length: count }, () => Number(random() < 0.5));
  const labels = Uint8Array.from(codes, (code) => Number(random() < 0.3 + 0.4 * code));
  const features: Feature[] = [{ kind: 'level', field: 'tree', levels: ['ash', 'beech'], codes }];
  const { terms } = fitOn(
    { features, labels, truth: new Float64Array(0) },
    { maxRounds: 3, bags: 1, pairs: 0 },
  );
  expect(terms).toHaveLength(1);
});

describe('what tells when to stop', () => {
  const { labels } = drawLeads(1000, 11);
  const sides = ({ learn, validate }: ValidationSplit) => [learn, validate] as const;

  test('leads of a group are on one side, about as many as without groups, and another part for another seed', () => {
    const groups = Uint32Array.from(labels.keys(), (lead) => lead % 300);
    const [learn, validate] = sides(splitValidation({ labels, groups }, 0.15, 1));
    const held = new Set(Array.from(validate, (lead) => groups[lead]!));
    expect(learn.every((lead) => !held.has(groups[lead]!))).toBe(true);
    expect(learn.length + validate.length).toBe(1000);
    expect(Math.abs(validate.length - 150)).toBeLessThan(10);
    expect(sides(splitValidation({ labels, groups }, 0.15, 2))[1]).not.toEqual(validate);
  });

  test('with few large groups both sides still have leads of both classes', () => {
    for (let seed = 0; seed < 20; seed++) {
      const groups = Uint32Array.from(labels.keys(), (lead) => lead % 3);
      for (const side of sides(splitValidation({ labels, groups }, 0.15, seed)))
        expect(new Set(Array.from(side, (lead) => labels[lead])).size).toBe(2);
    }
  });

  test('where the leads have times, the latest; those that belong to them are on neither side', () => {
    const times = Float64Array.from(labels.keys(), (lead) => 5000 - lead);
    const groups = Uint32Array.from(labels.keys(), (lead) => (lead === 900 ? 3 : lead));
    const [learn, validate] = sides(splitLatest({ labels, groups }, times, 0.15)!);
    expect(validate).toEqual(Int32Array.from({ length: 150 }, (_, lead) => lead));
    expect(learn.includes(900)).toBe(false);
    expect(learn).toHaveLength(849);
    expect(splitLatest({ labels }, new Float64Array(1000), 0.15)).toBeUndefined();
  });

  test('twins of noise leads do not make the boosted model learn noise', () => {
    const random = createRandom(12);
    const half = Array.from({ length: 300 }, () => random());
    const values = Float64Array.from([...half, ...half]);
    const outcomes = Array.from({ length: 300 }, () => Number(random() < 0.5));
    const leads = {
      features: [{ kind: 'number', field: 'noise', values }] as Feature[],
      labels: Uint8Array.from([...outcomes, ...outcomes]),
      rows: everyRow(600),
      seed: 1,
      positiveWeight: 1,
    };
    const groups = Uint32Array.from({ length: 600 }, (_, lead) => lead % 300);
    const spread = (fit: ModelFit) => {
      const logOdds = scoreColumns(fit, leads.features, everyRow(600));
      return Math.max(...logOdds) - Math.min(...logOdds);
    };
    const trainer = createBoostedTrainer();
    expect(spread(trainer.fit({ ...leads, groups }))).toBeLessThan(0.5 * spread(trainer.fit(leads)));
  });
});

describe('pairs', () => {
  const countPairs = (leads: Leads, options = {}) =>
    fitOn(leads, options).terms.filter(({ kind }) => kind === 'pair').length;

  test('that gain nothing are not kept; one that does is', () => {
    expect(countPairs(drawLeads(3000, 13), { pairs: 15 })).toBe(0);
    expect(countPairs(drawLeads(3000, 14, 1), { pairs: 15 })).toBeGreaterThan(0);
  });

  test('more that are allowed do not make the model worse', () => {
    const [learned, fresh] = [drawLeads(3000, 15, 1), drawLeads(3000, 16, 1)];
    const auc = (pairs: number) =>
      rocAuc(scoreColumns(fitOn(learned, { pairs }), fresh.features, everyRow(3000)), fresh.labels);
    const [none, few, many] = [auc(0), auc(4), auc(60)];
    expect(few!).toBeGreaterThan(none! + 0.02);
    expect(many!).toBeGreaterThan(few! - 0.003);
  });
});
