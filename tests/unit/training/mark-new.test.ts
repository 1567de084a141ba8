import fc from 'fast-check';
import { planSplit } from '../../../lib/training/evaluation/plan-split.ts';
import { fingerprintLeads } from '../../../lib/training/lead-fingerprints.ts';
import { markNew } from '../../../lib/training/mark-new.ts';
import { readLeads } from '../../../lib/training/table/read-leads.ts';

test('markNew counts equal leads, as a plain count does', () => {
  const key = fc.integer({ min: 0, max: 9 });
  fc.assert(
    fc.property(fc.array(key), fc.array(key), (now, before) => {
      const fresh = markNew(Float64Array.from(now), Float64Array.from(before));
      const of = (keys: readonly number[], pair: number) => keys.filter((k) => k >> 1 === pair).length;
      const isNew = now.filter((_, i) => fresh[i] === 1);
      for (const pair of [0, 1, 2, 3, 4])
        expect(of(isNew, pair)).toBe(Math.max(0, of(now, pair) - of(before, pair)));
      // Those of an outcome of which there are no more than before are known.
      const count = (keys: readonly number[], k: number) => keys.filter((other) => other === k).length;
      for (const k of isNew) expect(count(now, k)).toBeGreaterThan(count(before, k));
    }),
  );
  expect([...markNew(Float64Array.of(4, 5, 5, 4), Float64Array.of(5, 4))]).toEqual([0, 0, 1, 1]);
  expect([...markNew(Float64Array.of(4, 5), Float64Array.of(5))]).toEqual([1, 0]);
});

test('the new ones of equal leads are spread evenly over them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(60), (now, before) => {
      const marks = markNew(new Float64Array(now), new Float64Array(before));
      const fresh = Math.max(0, now - before);
      marks.forEach((_, i) => {
        const sofar = marks.subarray(0, i + 1).reduce((sum, mark) => sum + mark, 0);
        expect(sofar).toBe(Math.floor(((i + 1) * fresh) / now));
      });
    }),
  );
});

test('of a file of few columns, whose leads are often equal, half of the hold-out is new when half of the leads are', () => {
  const lines = Array.from({ length: 10_000 }, (_, i) =>
    [
      ['web', 'fair', 'mail'][i % 3],
      ['DE', 'FR'][i % 2],
      ['s', 'm', 'l'][(i >> 3) % 3],
      +(i % 7 === 0),
    ].join(),
  );
  const read = (rows: readonly string[]) =>
    readLeads({ data: ['source,country,size,converted', ...rows].join('\n'), target: 'converted' }, 42);
  const [first, both] = [read(lines.slice(0, 5000)), read(lines)];
  const print = ({ leads, labels }: typeof both) => fingerprintLeads(leads, labels)!.keys;
  const fresh = markNew(print(both), print(first));
  const { holdout } = planSplit({ labels: both.labels, holdoutShare: 0.2, folds: 5 });
  const unseen = [...holdout!.test].filter((row) => fresh[row] === 1);
  expect(holdout!.test).toHaveLength(2000);
  expect(Math.abs(unseen.length - 1000)).toBeLessThan(100);
  const converted = unseen.filter((row) => both.labels[row] === 1).length;
  expect(Math.abs(converted / unseen.length - 1 / 7)).toBeLessThan(0.02);
});
