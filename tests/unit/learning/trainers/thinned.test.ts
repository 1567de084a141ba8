import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { prepareFeatures } from '../../../../lib/learning/preparation/prepare-features.ts';
import { buildDesign } from '../../../../lib/learning/trainers/design.ts';
import { fitLogistic } from '../../../../lib/learning/trainers/fit-logistic.ts';
import { computeLoss } from '../../../../lib/learning/trainers/logistic-loss.ts';
import { sum } from '../../../../lib/statistics/sum.ts';
import { leadsOfYoung, thinnedRate } from '../../../../lib/statistics/thinned-rate.ts';
import { everyRow, readSampleLeads } from '../../../support/sample-leads.ts';
// numpy 2.4.6 and scipy 1.17.1; golden/thinned.py says how.
import golden from '../golden/thinned.json' with { type: 'json' };

const text = readFileSync(join(__dirname, '../golden/leads.csv'), 'utf8');
const { features, labels: outcomes } = readSampleLeads(text, ['lead_id', 'first_contact']);
const rows = everyRow(outcomes.length);
const maturity = Float64Array.from(rows, (i) => [1, 0.8, 0.5, 0.2][i % 4]!);
const labels = outcomes.map((label, i) => (i % 4 === 0 || i % 3 > 0 ? label : 0));

const OPTIONS = {
  impute: 'mean',
  missingEffect: true,
  winsorise: 0,
  transform: 'log1p',
  normalise: true,
  rareLevelRows: 1,
} as const;

describe('a logistic regression of which some leads are too young', () => {
  test.each([0, 0.0000001])('finds the optimum that EM in numpy ends at, with l1 = %d', (l1) => {
    const prepared = prepareFeatures(features, rows, OPTIONS);
    const design = buildDesign(prepared, rows);
    const { weights, converged, loss } = fitLogistic(design, labels, { l2: 1, l1, maturity });
    expect(converged).toBe(true);
    expect(loss).toBeCloseTo(golden.loss, 5);
    const expected = golden.weights as Record<string, number>;
    expect(Math.abs(weights[0]! - expected.intercept!)).toBeLessThan(1e-5);
    const words: Record<string, string> = { true: 'yes', false: 'no' };
    let compared = 1;
    prepared.forEach(({ feature }, f) => {
      const { slope, levels, missing } = design.parameters[f]!;
      const own = feature.kind === 'level' ? feature.levels : [];
      const check = (at: number, name: string) => {
        compared += 1;
        expect(Math.abs(weights[at]! - expected[name]!)).toBeLessThan(1e-5);
      };
      if (slope >= 0) check(slope, feature.field);
      levels.forEach((at, i) => {
        check(at, `${feature.field}=${words[own[i]!] ?? own[i]}`);
      });
      if (missing >= 0) check(missing, `${feature.field}=`);
    });
    expect(compared).toBe(Object.keys(expected).length);
  });

  test('of mature leads alone, is the usual one to the last bit', () => {
    const design = buildDesign(prepareFeatures(features, rows, OPTIONS), rows);
    const at = Float64Array.from({ length: design.columns }, (_, j) => Math.sin(j));
    const problem = { design, labels: outcomes, positiveWeight: 1, l2: 1 };
    expect(computeLoss({ ...problem, maturity: new Float64Array(rows.length).fill(1) }, at)).toEqual(
      computeLoss(problem, at),
    );
  });

  test('its gradient is the slope of its loss', () => {
    const design = buildDesign(prepareFeatures(features, rows, OPTIONS), rows);
    const problem = { design, labels, positiveWeight: 1, l2: 1, maturity };
    const at = Float64Array.from({ length: design.columns }, (_, j) => Math.sin(j) / 2);
    const { gradient } = computeLoss(problem, at);
    for (let j = 0; j < at.length; j++) {
      const [up, down] = [1e-5, -1e-5].map((by) => at.map((w, k) => (k === j ? w + by : w)));
      const slope = (computeLoss(problem, up!).loss - computeLoss(problem, down!).loss) / 2e-5;
      expect(Math.abs(slope - gradient[j]!)).toBeLessThan(1e-4);
    }
  });
});

describe('the rate of leads of which some are too young', () => {
  const group = (leads: number, converted: number, share: number) =>
    Array.from({ length: leads }, (_, i) => ({ label: Number(i < converted), share }));
  const parted = [...group(100, 10, 1), ...group(100, 4, 0.5), ...group(50, 1, 0.2)];
  const leads = { labels: parted.map(({ label }) => label), maturity: parted.map(({ share }) => share) };

  test('is that of scipy', () => {
    expect(thinnedRate(leads)).toBeCloseTo(golden.rate, 12);
    expect(thinnedRate(leads).toFixed(7)).toBe('0.0939356');
  });

  test('is the share of those that converted, when the others count as the leads that they are', () => {
    const lead = fc.record({
      label: fc.integer({ min: 0, max: 1 }),
      share: fc.double({ min: 0.05, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(lead, { minLength: 1, maxLength: 50 }), (each) => {
        const [is, share] = [each.map(({ label }) => label), each.map((one) => one.share)];
        const rate = thinnedRate({ labels: is, maturity: share });
        expect(rate).toBeGreaterThanOrEqual(0);
        expect(rate).toBeLessThanOrEqual(1);
        const converted = sum(is);
        // Where young leads are few beside those that converted, all of them will.
        if (rate === 0 || rate > 1 - 1e-9) return;
        const others = each.map(({ label }, i) => (label === 1 ? 0 : leadsOfYoung(share[i]!, rate)));
        expect(converted / (converted + sum(others))).toBeCloseTo(rate, 9);
      }),
    );
  });
});
