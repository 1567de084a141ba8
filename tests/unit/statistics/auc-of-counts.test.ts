import fc from 'fast-check';
import { aucOfCounts } from '../../../lib/statistics/auc-of-counts.ts';
import { delong } from '../../../lib/statistics/delong.ts';
import { rankScores } from '../../../lib/statistics/rank-scores.ts';

test('area, error, interval and bound of four scores', () => {
  // numpy and scipy: placements by cumsum, expit(logit(A) ± 1.959963984540054 se / (A (1 - A)))
  const { area, standardError, low, high, exactWithin } = aucOfCounts({
    converted: [1, 2, 3, 4],
    others: [10, 8, 4, 2],
  })!;
  expect(area).toBeCloseTo(0.7708333, 7);
  expect(standardError).toBeCloseTo(0.090097, 6);
  expect(low).toBeCloseTo(0.553138, 5);
  expect(high).toBeCloseTo(0.901383, 5);
  expect(exactWithin).toBeCloseTo(0.0958333, 7);
});

const scored = fc.array(
  fc.record({ score: fc.double({ min: 0, max: 1, noNaN: true }), converts: fc.boolean() }),
  { maxLength: 60 },
);

test('counts of every score give what the leads give; rounding moves the area by no more than it says', () => {
  fc.assert(
    fc.property(scored, fc.integer({ min: 1, max: 12 }), (leads, bins) => {
      const labels = Uint8Array.from(leads, ({ converts }) => Number(converts));
      const scores = Float64Array.from(leads, ({ score }) => score);
      const exact = delong(rankScores(scores, labels));
      const distinct = [...new Set(scores)].sort((a, b) => a - b);
      const count = (score: number, label: number) =>
        leads.filter((lead, i) => lead.score === score && labels[i] === label).length;
      const all = aucOfCounts({
        converted: distinct.map((score) => count(score, 1)),
        others: distinct.map((score) => count(score, 0)),
      });
      if (exact === undefined) return expect(all).toBeUndefined();
      expect(all!.area).toBeCloseTo(exact.area, 12);
      expect(all!.standardError).toBeCloseTo(exact.standardError, 12);
      const binned = { converted: new Array(bins + 1).fill(0), others: new Array(bins + 1).fill(0) };
      for (const { score, converts } of leads)
        binned[converts ? 'converted' : 'others'][Math.round(bins * score)] += 1;
      const rounded = aucOfCounts(binned)!;
      expect(Math.abs(rounded.area - exact.area)).toBeLessThanOrEqual(rounded.exactWithin + 1e-12);
      expect(rounded.low).toBeLessThanOrEqual(rounded.area);
      expect(rounded.high).toBeGreaterThanOrEqual(rounded.area);
    }),
  );
});

test('a perfect order of few leads is not certain', () => {
  expect(aucOfCounts({ converted: [0, 5], others: [20, 0] })).toEqual({
    area: 1,
    standardError: 0,
    // Wilson's interval of 5 of 5.
    low: expect.closeTo(0.565518, 6),
    high: 1,
    exactWithin: 0,
  });
});

test('one lead of a class is too few', () => {
  expect(aucOfCounts({ converted: [0, 1], others: [5, 5] })).toBeUndefined();
  expect(aucOfCounts({ converted: [3, 3], others: [0, 1] })).toBeUndefined();
  expect(aucOfCounts({ converted: [], others: [] })).toBeUndefined();
});
