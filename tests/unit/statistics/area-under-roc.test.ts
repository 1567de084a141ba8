import fc from 'fast-check';
import { rocAuc } from '../../../lib/learning/evaluation/evaluate.ts';
import { areaUnderRoc } from '../../../lib/statistics/area-under-roc.ts';
import { countPairs } from '../../../lib/statistics/count-pairs.ts';
import { rankScores } from '../../../lib/statistics/rank-scores.ts';

/** Scores with many ties, and outcomes. */
const leads = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.boolean()), {
  minLength: 1,
  maxLength: 40,
});

test('is its definition: the share of pairs in which the converted lead scores higher, ties counting half', () => {
  fc.assert(
    fc.property(leads, (rows) => {
      const converts = rows.flatMap(([score, converted]) => (converted ? [score] : []));
      const others = rows.flatMap(([score, converted]) => (converted ? [] : [score]));
      let won = 0;
      for (const c of converts) for (const n of others) won += c > n ? 1 : c === n ? 0.5 : 0;
      const pairs = converts.length * others.length;
      const area = pairs === 0 ? 0.5 : won / pairs;
      const scores = Float64Array.from(rows, ([score]) => score);
      const labels = Uint8Array.from(rows, ([, converted]) => Number(converted));
      const { rows: total, converted } = rankScores(scores, labels);
      const ascending = { total: total.toReversed(), converted: converted.toReversed() };
      expect(countPairs(ascending)).toEqual({ later: won, pairs });
      expect(areaUnderRoc(ascending)).toBe(area);
      if (pairs > 0) expect(rocAuc(scores, labels)).toBeCloseTo(area, 14);
    }),
  );
});

test('leads are ranked by score, equal ones together; a score that is none is refused', () => {
  const ranking = rankScores(Float64Array.of(0.2, 0.9, 0.2, -0), Uint8Array.of(0, 1, 1, 0));
  expect([...ranking.scores]).toEqual([0.9, 0.2, -0]);
  expect([...ranking.rows]).toEqual([1, 2, 1]);
  expect([...ranking.converted]).toEqual([1, 1, 0]);
  expect(ranking.total).toEqual({ rows: 4, converted: 2 });
  expect(() => rankScores(Float64Array.of(Number.NaN), Uint8Array.of(0))).toThrow('NaN for lead 0');
});
