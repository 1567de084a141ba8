import fc from 'fast-check';
import { planSplit } from '../../../../lib/learning/evaluation/plan-split.ts';
import { planOldSplit } from '../../../../lib/learning/horizon/split-old.ts';

const lead = fc.record({
  converted: fc.boolean(),
  old: fc.boolean(),
  group: fc.nat({ max: 40 }),
});
const leads = fc.array(lead, { minLength: 300, maxLength: 400 });

const plan = (each: readonly { converted: boolean; old: boolean; group: number }[], isGrouped: boolean) => {
  const isOld = Uint8Array.from(each, ({ old }) => Number(old));
  const groups = Uint32Array.from(each, ({ group }) => group);
  const labels = Uint8Array.from(each, ({ converted }) => Number(converted));
  const options = { labels, holdoutShare: 0.2, folds: 3, ...(isGrouped ? { groups } : {}) };
  return { isOld, groups, options, split: planOldSplit(options, isOld) };
};

test('only old leads are measured on, each once; the young are learned from wherever nothing of theirs is measured', () => {
  fc.assert(
    fc.property(leads, fc.boolean(), (each, isGrouped) => {
      const { isOld, groups, split } = plan(each, isGrouped);
      const parts = [...split.folds, split.holdout!];
      const tested = parts.flatMap(({ test }) => [...test]);
      expect(new Set(tested).size).toBe(tested.length);
      expect(tested.every((one) => isOld[one] === 1)).toBe(true);
      expect(tested.length).toBe(isOld.reduce((sum, old) => sum + old, 0));
      const held = new Set(Array.from(split.holdout!.test, (one) => groups[one]!));
      for (const { train, test } of parts) {
        const own = new Set(Array.from(test, (one) => groups[one]!));
        const learned = new Set(train);
        expect([...train]).toEqual([...train].sort((a, b) => a - b));
        each.forEach((_, one) => {
          if (isOld[one] === 1) return;
          const isApart = isGrouped && (own.has(groups[one]!) || held.has(groups[one]!));
          expect(learned.has(one)).toBe(!isApart);
        });
        if (isGrouped) expect([...train].some((one) => own.has(groups[one]!))).toBe(false);
        expect([...test].some((one) => learned.has(one))).toBe(false);
      }
      expect([...split.development]).toEqual([...split.holdout!.train]);
    }),
    { numRuns: 30 },
  );
});

test('where all leads are old, it is the usual split', () => {
  const each = Array.from({ length: 100 }, (_, i) => ({ converted: i % 3 === 0, old: true, group: i }));
  const { options, split } = plan(each, false);
  expect(split).toEqual(planSplit(options));
});
