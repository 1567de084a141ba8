import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { scoreColumns } from '../../../../lib/learning/score-columns.ts';
import type { Feature, LevelFeature, NumberFeature } from '../../../../lib/learning/table/encode-leads.ts';
import { createScorecardTrainer } from '../../../../lib/learning/trainers/scorecard.ts';
import { binFeature } from '../../../../lib/learning/trainers/scorecard-features.ts';
import {
  SCORECARD_DEFAULTS,
  type ScorecardOptions,
} from '../../../../lib/learning/trainers/scorecard-options.ts';
import type { ModelFit, TrainingSet } from '../../../../lib/learning/trainers/trainer.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';
import { everyRow, readSampleLeads } from '../../../support/sample-leads.ts';
// scikit-learn 1.9.1 and pandas 3.0.6; golden/scorecard.py says how.
import golden from '../golden/scorecard.json' with { type: 'json' };

const setOf = (features: readonly Feature[], labels: ArrayLike<number>): TrainingSet => ({
  features,
  labels: Uint8Array.from(labels),
  rows: everyRow(labels.length),
  seed: 42,
  positiveWeight: 1,
});
const number = (field: string, values: ArrayLike<number>): NumberFeature => ({
  kind: 'number',
  field,
  values: Float64Array.from(values),
});
const level = (field: string, levels: readonly string[], codes: ArrayLike<number>): LevelFeature => ({
  kind: 'level',
  field,
  levels,
  codes: Uint16Array.from(codes),
});
const fitScorecard = (set: TrainingSet, options: Partial<ScorecardOptions> = {}): ModelFit =>
  createScorecardTrainer(options).fit(set);

/** Leads in random order of which a given share converts. */
function draw(count: number, seed: number, rate: (i: number) => number): Uint8Array {
  const random = createRandom(seed);
  return Uint8Array.from({ length: count }, (_, i) => Number(random() < rate(i)));
}
const uniform = (count: number, seed: number, size: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => Math.floor(size * random()));
};

describe('on leads of the sample', () => {
  const text = readFileSync(join(__dirname, '../golden/leads.csv'), 'utf8');
  const { features, labels } = readSampleLeads(text, ['lead_id', 'first_contact']);
  const words: Record<string, string> = { true: 'yes', false: 'no' };
  /** Every level has a bin of its own, and the regression sees the leads' own bins: a textbook's scorecard. */
  const TEXTBOOK = { minShare: 0, minExpected: 0, penalty: -1, minIv: 0, crossFitParts: 1 };

  test('agrees with scikit-learn’s regression of pandas’ weights of evidence', () => {
    const categories = features.filter(({ kind }) => kind === 'level');
    const { intercept, terms, points } = fitScorecard(setOf(categories, labels), TEXTBOOK);
    expect(intercept).toBeCloseTo(golden.intercept, 8);
    expect(points).toEqual({
      base_points: 600,
      base_odds: expect.closeTo(golden.base_odds, 12),
      points_to_double_odds: 20,
    });
    expect(terms).toHaveLength(5);
    const coefficients: Record<string, number> = golden.coefficients;
    const evidence: Record<string, Record<string, number>> = golden.evidence;
    for (const term of terms) {
      if (term.kind !== 'category') throw new Error('expected levels');
      const { feature, values, missing, mean } = term;
      const expected = (word: string) => coefficients[feature]! * evidence[feature]![word]!;
      for (const [name, value] of Object.entries(values)) {
        expect(value).toBeCloseTo(expected(words[name] ?? name), 8);
      }
      expect(missing).toBeCloseTo('' in evidence[feature]! ? expected('') : mean, 8);
    }
  });

  test('a term’s mean is the mean of its contributions', () => {
    const set = setOf(features, labels);
    const { terms } = fitScorecard(set);
    expect(terms.length).toBeGreaterThan(3);
    for (const term of terms) {
      const contributions = scoreColumns({ intercept: 0, terms: [term] }, features, set.rows);
      expect(term.mean).toBeCloseTo(contributions.reduce((sum, v) => sum + v, 0) / labels.length, 12);
    }
  });

  test('the same leads give the same scorecard, bit by bit', () => {
    expect(JSON.stringify(fitScorecard(setOf(features, labels)))).toBe(
      JSON.stringify(fitScorecard(setOf(features, labels))),
    );
  });

  test('the order of the levels does not matter', () => {
    const turned = features.map((feature): Feature => {
      if (feature.kind === 'number') return feature;
      const last = feature.levels.length - 1;
      return {
        ...feature,
        levels: [...feature.levels].reverse(),
        codes: feature.codes.map((code) => (code > last ? code : last - code)),
      };
    });
    const [straight, reversed] = [fitScorecard(setOf(features, labels)), fitScorecard(setOf(turned, labels))];
    expect(reversed).toEqual(straight);
  });
});

describe('training and serving', () => {
  const dirty = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -20, max: 20 }) },
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
  );
  const lead = fc.record({ x: dirty, l: fc.nat(5), converted: fc.nat(3).map((n) => Number(n === 0)) });
  const leads = fc
    .array(lead, { minLength: 40, maxLength: 200 })
    .filter((all) => all.some((l) => l.converted === 1) && all.some((l) => l.converted === 0));

  test('a score is the intercept and coefficient × weight of evidence of each bin', () => {
    const options = { ...SCORECARD_DEFAULTS, minExpected: 1, penalty: 0.1, crossFitParts: 1 };
    fc.assert(
      fc.property(leads, fc.constantFrom('none' as const, 'auto' as const), (all, monotone) => {
        const set = setOf(
          [
            level(
              'l',
              ['a', 'b', 'c', 'd', 'e'],
              all.map(({ l }) => l),
            ),
            number(
              'x',
              all.map(({ x }) => x),
            ),
          ],
          all.map(({ converted }) => converted),
        );
        const { intercept, terms } = fitScorecard(set, { ...options, monotone });
        const expected = new Float64Array(all.length).fill(intercept);
        for (const term of terms) {
          const feature = set.features.find(({ field }) => 'feature' in term && field === term.feature)!;
          const parts = { count: 1, of: new Uint8Array(all.length) };
          const { column } = binFeature(feature, set, parts, { ...options, monotone });
          const contributions = scoreColumns({ intercept: 0, terms: [term] }, set.features, set.rows);
          const strongest = column.reduce(
            (most, w, i) => (Math.abs(w) > Math.abs(column[most]!) ? i : most),
            0,
          );
          const coefficient = contributions[strongest]! / column[strongest]!;
          expect(coefficient).toBeGreaterThan(0);
          column.forEach((woe, i) => {
            expected[i]! += coefficient * woe;
          });
        }
        scoreColumns({ intercept, terms }, set.features, set.rows).forEach((z, i) => {
          expect(z).toBeCloseTo(expected[i]!, 10);
        });
      }),
      { numRuns: 50 },
    );
  });

  test('a value on an edge belongs to the bin below it', () => {
    const values = uniform(2000, 1, 10);
    const labels = draw(2000, 2, (i) => (values[i]! <= 4 ? 0.1 : 0.5));
    const { terms } = fitScorecard(setOf([number('x', values)], labels), { maxBins: 2 });
    expect(terms).toMatchObject([{ kind: 'binned', edges: [4] }]);
    const asked = number('x', [4, 4.000001, Number.NaN]);
    const [on, above, missing] = scoreColumns({ intercept: 0, terms }, [asked], everyRow(3));
    expect(on).toBeLessThan(above!);
    expect(missing).toBe(terms[0]!.mean);
  });

  test('what the training leads never showed contributes the mean', () => {
    const codes = uniform(1000, 3, 2);
    const labels = draw(1000, 4, (i) => 0.2 + 0.3 * codes[i]!);
    const [term] = fitScorecard(setOf([level('l', ['a', 'b'], codes)], labels)).terms;
    if (term?.kind !== 'category') throw new Error('expected a category');
    expect(term.other).toBe(term.mean);
    expect(term.missing).toBe(term.mean);
  });

  test('rare levels share a weight, which unseen levels get, too; missing has its own', () => {
    const codes = uniform(1000, 3, 2).map((code, i) => (i < 12 ? 2 + (i % 4) : i < 80 ? 6 : code));
    const labels = draw(1000, 5, (i) => (i < 80 ? 0.8 : 0.1 + 0.3 * codes[i]!));
    const [term] = fitScorecard(setOf([level('l', ['a', 'b', 'c', 'd', 'e', 'f'], codes)], labels)).terms;
    if (term?.kind !== 'category') throw new Error('expected a category');
    expect(Object.keys(term.values)).toEqual(['a', 'b']);
    expect(term.other).toBeGreaterThan(term.values.b!);
    expect(term.missing).toBeGreaterThan(term.other);
  });

  test('learns from the leads at the given rows, and from no others', () => {
    const values = uniform(800, 6, 50);
    const labels = draw(800, 7, (i) => 0.1 + values[i]! / 100);
    const rows = everyRow(400);
    const full = { ...setOf([number('x', values)], labels), rows };
    const other = {
      ...setOf(
        [
          number(
            'x',
            values.map((x, i) => (i < 400 ? x : -1e6)),
          ),
        ],
        labels.map((y, i) => (i < 400 ? y : 1 - y)),
      ),
      rows,
    };
    expect(fitScorecard(other)).toEqual(fitScorecard(full));
  });
});

describe('monotone', () => {
  const values = uniform(3000, 8, 40);
  // Rises to 20, then falls.
  const labels = draw(3000, 9, (i) => 0.05 + 0.025 * (20 - Math.abs(20 - values[i]!)));
  const set = setOf([number('visits', values)], labels);
  const valuesOf = ({ terms: [term] }: ModelFit) => (term?.kind === 'binned' ? term.values : []);
  const sorted = (list: readonly number[]) => [...list].sort((a, b) => a - b);

  test('without it a term follows the leads up and down', () => {
    const effects = valuesOf(fitScorecard(set));
    expect(effects).not.toEqual(sorted(effects));
    expect(effects).not.toEqual(sorted(effects).reverse());
  });

  test('ascending and descending hold for every number, and by field for one', () => {
    for (const options of [
      { monotone: 'ascending' as const },
      { monotoneBy: { visits: 'ascending' as const } },
    ]) {
      const effects = valuesOf(fitScorecard(set, options));
      expect(effects.length).toBeGreaterThan(1);
      expect(effects).toEqual(sorted(effects));
    }
    const falling = valuesOf(
      fitScorecard(set, { monotone: 'ascending', monotoneBy: { visits: 'descending' } }),
    );
    expect(falling).toEqual(sorted(falling).reverse());
  });

  test('a rule for a field that is named like a property of every object', () => {
    const odd = setOf([number('constructor', values)], labels);
    expect(fitScorecard(odd)).toEqual({
      ...fitScorecard(set),
      terms: [{ ...fitScorecard(set).terms[0], feature: 'constructor' }],
    });
  });

  test('the effects are monotone whatever the leads did', () => {
    const lead = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(lead, { minLength: 50, maxLength: 300 }), (leads) => {
        const outcomes = leads.map(([, converted]) => Number(converted));
        fc.pre(outcomes.includes(0) && outcomes.includes(1));
        const drawn = setOf(
          [
            number(
              'x',
              leads.map(([x]) => x),
            ),
          ],
          outcomes,
        );
        const effects = valuesOf(
          fitScorecard(drawn, { monotone: 'ascending', penalty: 0, minExpected: 1, minIv: 0 }),
        );
        expect(effects).toEqual(sorted(effects));
      }),
      { numRuns: 50 },
    );
  });
});

describe('what the features weigh', () => {
  const count = 4000;
  const x = uniform(count, 10, 10);
  const labels = draw(count, 11, (i) => 0.05 + 0.05 * x[i]!);

  test('a feature of many small levels that say nothing gets next to no weight', () => {
    const noise = level(
      'page',
      Array.from({ length: 200 }, (_, i) => `page ${i}`),
      uniform(count, 12, 200),
    );
    const spread = (options: Partial<ScorecardOptions>) => {
      const { terms } = fitScorecard(setOf([noise, number('x', x)], labels), options);
      const page = terms.find((term) => term.kind === 'category');
      return page === undefined ? 0 : Math.max(...Object.values(page.values).map(Math.abs));
    };
    expect(spread({ crossFitParts: 1 })).toBeGreaterThan(0.5);
    expect(spread({})).toBeLessThan(0.1);
  });

  test('a coefficient below zero leaves the feature out, and says so', () => {
    // Tells what x tells, only worse: given x it runs the other way.
    const random = createRandom(13);
    const worse = x.map((value, i) => value + 4 * random() - 3 * labels[i]!);
    const y = draw(count, 14, (i) => 1 / (1 + Math.exp(4 - x[i]! + 0.3 * worse[i]!)));
    const { terms, warnings } = fitScorecard(setOf([number('worse', worse), number('x', x)], y));
    expect(terms.map((term) => 'feature' in term && term.feature)).toEqual(['x']);
    expect(warnings).toEqual([
      'worse: left out of the scorecard, because the other features tell what it tells.',
    ]);
  });

  test('a constant has no term; without any term the intercept is the base rate’s log-odds', () => {
    const { intercept, terms, warnings } = fitScorecard(
      setOf(
        [
          number(
            'x',
            x.map(() => 7),
          ),
        ],
        labels,
      ),
    );
    const converted = labels.reduce((sum, y) => sum + y, 0);
    expect(terms).toEqual([]);
    expect(warnings).toEqual([]);
    expect(intercept).toBeCloseTo(Math.log(converted / (count - converted)), 8);
  });

  test('perfect separation has finite effects, and is told', () => {
    const answer = labels.map((y) => 1 - y);
    const { terms, warnings } = fitScorecard(setOf([level('deal', ['closed', 'open'], answer)], labels));
    expect(terms).toHaveLength(1);
    expect(JSON.stringify(terms)).not.toContain('null');
    expect(warnings).toEqual([expect.stringContaining('perfectly')]);
  });

  test('converted leads that count more raise the intercept, not the evidence', () => {
    const set = setOf([number('x', x)], labels);
    const [plain, heavy] = [fitScorecard(set), fitScorecard({ ...set, positiveWeight: 5 })];
    expect(heavy.intercept - plain.intercept).toBeCloseTo(Math.log(5), 1);
    expect(heavy.points).toEqual(plain.points);
    const [a, b] = [plain.terms[0], heavy.terms[0]];
    if (a?.kind !== 'binned' || b?.kind !== 'binned') throw new Error('expected bins');
    const ratio = b.values[0]! / a.values[0]!;
    a.values.forEach((value, i) => {
      expect(b.values[i]).toBeCloseTo(ratio * value, 10);
    });
  });
});

test('records its options in the artifact’s names', () => {
  expect(
    createScorecardTrainer({ monotone: 'auto', monotoneBy: { b: 'none', a: 'ascending' } }),
  ).toMatchObject({
    name: 'scorecard',
    options: { monotone: 'auto', monotone_by: 'a:ascending,b:none', base_points: 600, max_bins: 10 },
  });
  expect(createScorecardTrainer().options).not.toHaveProperty('monotone_by');
});
