import fc from 'fast-check';
import type { Calibration, ModelArtifact } from '../../../lib/model/artifact.ts';
import { calibrate } from '../../../lib/model/calibrate.ts';
import { compileModel } from '../../../lib/model/compile-model.ts';
import { EXAMPLE_LEAD, exampleArtifact, exampleTreesArtifact } from '../../support/example-model.ts';

const finite = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const ascending = (all: readonly number[]) => [...all].sort((a, b) => a - b);

const anyCalibration: fc.Arbitrary<Calibration> = fc.oneof(
  fc.constant({ method: 'none' } as const),
  fc.record({ method: fc.constant('platt' as const), slope: finite(0, 3), offset: finite(-3, 3) }),
  // With level stretches, and with certainty at the ends.
  fc.integer({ min: 1, max: 6 }).chain((count) =>
    fc.record({
      method: fc.constant('isotonic' as const),
      z: fc.array(finite(-8, 8), { minLength: count, maxLength: count }).map(ascending),
      p: fc
        .array(fc.oneof(fc.constantFrom(0, 0.2, 1), finite(0, 1)), { minLength: count, maxLength: count })
        .map(ascending),
    }),
  ),
);

const anyModel = fc
  .record({
    calibration: anyCalibration,
    intercept: finite(-4, 2),
    weights: fc.array(finite(-4, 4), { minLength: 3, maxLength: 3 }),
  })
  .map(({ calibration, intercept, weights: [web, weight, together] }) =>
    exampleArtifact({
      calibration,
      intercept,
      terms: [
        {
          kind: 'category',
          feature: 'source',
          values: { web: web!, referral: -web! },
          other: 0,
          missing: 0,
          mean: 0.3,
        },
        { kind: 'linear', feature: 'visits', steps: [], weight: weight! / 10, missing: 0.4, mean: -0.2 },
        {
          kind: 'pair',
          features: ['source', 'visits'],
          axes: [{ levels: ['web'] }, { edges: [4] }],
          values: [
            [together!, 0.1, 0],
            [0, -together!, 0.2],
            [0, 0, 0],
          ],
          mean: 0.1,
        },
      ],
    }),
  );
const anyLead = fc.record({
  source: fc.constantFrom('web', 'referral', 'fair'),
  visits: fc.option(finite(0, 20)),
  opened: fc.constant(null),
  first_contact: fc.constant(null),
});

/** A double that is nearly 1 keeps few digits of its odds. */
const isNearlyCertain = ({ calibration }: ModelArtifact, ...probabilities: readonly number[]) =>
  calibration.method !== 'isotonic' && probabilities.some((p) => p > 1 - 1e-6);

/** What a sentence claims of the odds: the least and the most that their factor may be. */
function readClaim(text: string): [low: number, high: number] {
  const tail = / (raises|lowers|multiplies) the odds by (more than |less than )?([\d,.]+)( %)?$/.exec(text);
  if (tail === null) {
    expect(text).toMatch(/ speaks (for|against) a conversion, but alone does not change the odds$/);
    return [1, 1];
  }
  const [, verb, bound, digits] = tail;
  const n = Number(digits!.replaceAll(',', ''));
  if (verb === 'multiplies') {
    if (bound === 'more than ') return [n * 0.999, Number.POSITIVE_INFINITY];
    return digits!.includes('.') ? [n - 0.05, n + 0.05] : [n - 0.5, n + 0.5];
  }
  const sign = verb === 'raises' ? 1 : -1;
  const [least, most] =
    bound === 'less than ' ? [0, n] : bound === 'more than ' ? [n, 100] : [n - 0.5, n + 0.5];
  return [1 + (sign * least) / 100, 1 + (sign * most) / 100].sort((a, b) => a - b) as [number, number];
}

const odds = (p: number) => p / (1 - p);

test('a reason’s sentence is true of the published probability, whatever the calibration', () => {
  let told = 0;
  fc.assert(
    fc.property(anyModel, anyLead, (artifact, lead) => {
      const model = compileModel(artifact);
      const { logOdds, probability } = model.score(lead);
      for (const { effect, text } of model.explain(lead).reasons) {
        // The lead, but for a feature that does what it does on average.
        const without = calibrate(artifact.calibration, logOdds - effect);
        const [low, high] = readClaim(text);
        if (isNearlyCertain(artifact, probability, without)) continue;
        told += 1;
        if (without === probability) expect([low <= 1, high >= 1]).toEqual([true, true]);
        else if (without === 0 || probability === 1) expect(high).toBe(Number.POSITIVE_INFINITY);
        else if (without === 1 || probability === 0) expect(low).toBe(0);
        else {
          const factor = odds(probability) / odds(without);
          // 1 − p keeps fewer digits of the log-odds the nearer p is to 1.
          const slack = 1e-9 + 1e-14 / (1 - probability) + 1e-14 / (1 - without);
          expect(factor).toBeGreaterThanOrEqual(low * (1 - slack));
          expect(factor).toBeLessThanOrEqual(high * (1 + slack));
        }
      }
    }),
    { numRuns: 2000 },
  );
  expect(told).toBeGreaterThan(1000);
});

test('intercept + means + effects = log-odds, whatever the calibration', () => {
  fc.assert(
    fc.property(anyModel, anyLead, (artifact, lead) => {
      const model = compileModel(artifact);
      const means = artifact.terms.reduce((sum, { mean }) => sum + mean, artifact.intercept);
      const { reasons } = model.explain(lead);
      // What is too weak to be a reason: two fields, under half a hundredth each.
      const left = model.score(lead).logOdds - means - reasons.reduce((sum, { effect }) => sum + effect, 0);
      expect(Math.abs(left)).toBeLessThan(0.0101);
    }),
  );
});

describe('the example’s referral, of an effect of .9', () => {
  const sentenceUnder = (calibration: Calibration) =>
    compileModel(exampleArtifact({ calibration })).explain(EXAMPLE_LEAD).reasons[0]!.text;

  test.each<[string, Calibration, string]>([
    ['no calibration', { method: 'none' }, 'multiplies the odds by 2.5'],
    // exp(.5 × .9) = 1.57
    ['half a slope', { method: 'platt', slope: 0.5, offset: 1 }, 'raises the odds by 57 %'],
    [
      'no slope',
      { method: 'platt', slope: 0, offset: 1 },
      'speaks for a conversion, but alone does not change the odds',
    ],
    // From .3 − at log-odds of .3 − to .5: odds of 3/7 to 1.
    ['a steep curve', { method: 'isotonic', z: [0.3, 1.2], p: [0.3, 0.5] }, 'multiplies the odds by 2.3'],
    [
      'a level stretch',
      { method: 'isotonic', z: [0, 2], p: [0.2, 0.2] },
      'speaks for a conversion, but alone does not change the odds',
    ],
    [
      'a certain end',
      { method: 'isotonic', z: [0.5, 1], p: [0.4, 1] },
      'multiplies the odds by more than 1,000,000',
    ],
  ])('under %s', (_what, calibration, sentence) => {
    expect(sentenceUnder(calibration)).toBe(`Source “referral” ${sentence}`);
  });
});

test('where the raw score is a probability, reasons are parts of it, in percentage points', () => {
  const artifact = exampleTreesArtifact({ calibration: { method: 'identity' }, intercept: 0.2 });
  const model = compileModel(artifact);
  fc.assert(
    fc.property(anyLead, fc.option(fc.boolean()), (lead, opened) => {
      const { reasons, probability } = model.explain({ ...lead, opened });
      const { logOdds: raw } = model.score({ ...lead, opened });
      expect(probability).toBe(Math.min(1, Math.max(0, raw)));
      for (const { effect, text } of reasons) {
        const moved = probability - Math.min(1, Math.max(0, raw - effect));
        const told = /(raises|lowers) the probability by (?:less than )?([\d.]+) percentage points?$/.exec(
          text,
        );
        if (told === null) expect([moved, text]).toEqual([0, expect.stringContaining('alone does not')]);
        else {
          expect(told[1]).toBe(moved > 0 ? 'raises' : 'lowers');
          expect(Math.abs(Number(told[2]) - 100 * Math.abs(moved))).toBeLessThanOrEqual(0.5 + 1e-9);
        }
      }
    }),
  );
});

test('a reason of a fifth of a percentage point is told, which of log-odds would be too weak', () => {
  const linear = (weight: number) => ({
    kind: 'linear' as const,
    feature: 'visits',
    steps: [],
    weight,
    missing: 0,
    mean: 0,
  });
  const reasonsOf = (method: 'identity' | 'none') =>
    compileModel(
      exampleArtifact({ calibration: { method }, intercept: 0.3, terms: [linear(0.002)] }),
    ).explain({ source: 'web', visits: 1, opened: null, first_contact: null }).reasons;
  expect(reasonsOf('none')).toEqual([]);
  expect(reasonsOf('identity')[0]!.text).toBe('Visits 1 raises the probability by 0.2 percentage points');
});
