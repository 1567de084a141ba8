import fc from 'fast-check';
import { InputError } from '../../../../lib/errors.ts';
import { planSplit, type SplitOptions } from '../../../../lib/learning/evaluation/plan-split.ts';
import type { Split } from '../../../../lib/learning/evaluation/split-leads.ts';
// scikit-learn 1.9.1; golden/splits.py says how.
import golden from '../golden/splits.json' with { type: 'json' };

const leads = fc
  .tuple(
    fc.array(
      fc.record({
        label: fc.boolean().map(Number),
        group: fc.nat(25),
        time: fc.option(fc.nat(40), { nil: Number.NaN }),
      }),
      { minLength: 20, maxLength: 120 },
    ),
    fc.constantFrom(0, 0.2, 0.35),
    fc.constantFrom(0, 2, 3, 5),
  )
  .map(([rows, holdoutShare, folds]) => ({
    labels: Uint8Array.from(rows, ({ label }) => label),
    groups: Uint32Array.from(rows, ({ group }) => group),
    times: Float64Array.from(rows, ({ time }) => time),
    holdoutShare,
    folds,
  }));

type Leads = ReturnType<typeof toOptions>;
const toOptions = (drawn: SplitOptions, kind: 'stratified' | 'grouped' | 'forward'): SplitOptions => {
  const { labels, holdoutShare, folds, groups, times } = drawn;
  return {
    labels,
    holdoutShare,
    folds,
    ...(kind === 'grouped' ? { groups: groups! } : {}),
    ...(kind === 'forward' ? { times: times! } : {}),
  };
};

/** The plan, or undefined when the leads are too few for one. */
function tryPlan(options: Leads) {
  try {
    return planSplit(options);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return undefined;
  }
}

const sorted = (...parts: readonly Int32Array[]) =>
  parts.flatMap((part) => [...part]).toSorted((a, b) => a - b);
const countClass = (labels: Uint8Array, rows: Int32Array, label: number) =>
  rows.filter((row) => labels[row] === label).length;

describe.each(['stratified', 'grouped', 'forward'] as const)('%s', (kind) => {
  test('the hold-out and the folds’ tests are disjoint, ascending and have leads of both classes', () => {
    fc.assert(
      fc.property(leads, (drawn) => {
        const options = toOptions(drawn, kind);
        const plan = tryPlan(options);
        fc.pre(plan !== undefined);
        const { holdout, development, folds } = plan;
        expect(plan.scheme).toBe(kind);
        expect(folds).toHaveLength(options.folds);
        expect(holdout === undefined).toBe(options.holdoutShare === 0);
        const all = Array.from(drawn.labels.keys()).filter(
          (i) => kind !== 'forward' || !Number.isNaN(drawn.times[i]!),
        );
        expect(sorted(development, holdout?.test ?? new Int32Array())).toEqual(all);
        for (const { train, test } of holdout === undefined ? folds : [holdout, ...folds]) {
          expect(train).toEqual(train.toSorted());
          expect(test).toEqual(test.toSorted());
          expect(new Set([...train, ...test]).size).toBe(train.length + test.length);
          for (const part of [train, test]) {
            expect(countClass(drawn.labels, part, 0)).toBeGreaterThan(0);
            expect(countClass(drawn.labels, part, 1)).toBeGreaterThan(0);
          }
        }
        const tests = sorted(...folds.map(({ test }) => test));
        expect(new Set(tests).size).toBe(tests.length);
        if (kind !== 'forward' && folds.length > 0) {
          expect(tests).toEqual([...development]);
          for (const { train, test } of folds) expect(sorted(train, test)).toEqual([...development]);
        }
      }),
    );
  });
});

describe('stratified', () => {
  test('every fold has its share of either class, within one lead, and so has the hold-out', () => {
    fc.assert(
      fc.property(leads, (drawn) => {
        const plan = tryPlan(toOptions(drawn, 'stratified'));
        fc.pre(plan !== undefined);
        for (const label of [0, 1]) {
          const inDevelopment = countClass(drawn.labels, plan.development, label);
          for (const { test } of plan.folds) {
            const share = inDevelopment / drawn.folds;
            expect(Math.abs(countClass(drawn.labels, test, label) - share)).toBeLessThan(1);
          }
          if (plan.holdout === undefined) continue;
          const share =
            drawn.holdoutShare * countClass(drawn.labels, Int32Array.from(drawn.labels.keys()), label);
          expect(Math.abs(countClass(drawn.labels, plan.holdout.test, label) - share)).toBeLessThan(1);
        }
      }),
    );
  });

  test.each([
    [3, 5, '--folds: expected at most 3, got 5: fold 4 would have no lead that converted to be measured on.'],
    [
      1,
      2,
      '--folds: expected 0 (no cross-validation), got 2: fold 1 would have no lead that converted to learn from.',
    ],
    [
      17,
      5,
      '--folds: expected at most 3, got 5: fold 4 would have no lead that did not convert to be measured on.',
    ],
  ])('%i of 20 converted are too few for %i folds', (converted, folds, message) => {
    const labels = Uint8Array.from({ length: 20 }, (_, i) => (i < converted ? 1 : 0));
    expect(() => planSplit({ labels, holdoutShare: 0, folds })).toThrow(new InputError(message));
  });

  test('one converted lead cannot be on both sides of a hold-out', () => {
    expect(() => planSplit({ labels: Uint8Array.of(0, 0, 1, 0, 0), holdoutShare: 0.2, folds: 0 })).toThrow(
      '--holdout: expected a share that leaves leads of both outcomes on both sides, got 0.2: the hold-out would have no lead that converted to learn from.',
    );
  });
});

describe('grouped', () => {
  test('no group stands on both sides', () => {
    fc.assert(
      fc.property(leads, (drawn) => {
        const plan = tryPlan(toOptions(drawn, 'grouped'));
        fc.pre(plan !== undefined);
        const splits: readonly Split[] =
          plan.holdout === undefined ? plan.folds : [plan.holdout, ...plan.folds];
        for (const { train, test } of splits) {
          const learned = new Set(Array.from(train, (row) => drawn.groups[row]));
          expect(Array.from(test).some((row) => learned.has(drawn.groups[row]))).toBe(false);
        }
      }),
    );
  });

  test('the groups’ numbers do not matter', () => {
    fc.assert(
      fc.property(leads, fc.integer({ min: 1, max: 1000 }), (drawn, factor) => {
        const options = toOptions(drawn, 'grouped');
        const renumbered = drawn.groups.map((group) => 100_000 - factor * group);
        expect(tryPlan({ ...options, groups: renumbered })).toEqual(tryPlan(options));
      }),
    );
  });

  test.each(golden.grouped)(
    'is about as even as scikit-learn’s StratifiedGroupKFold ($unevenness)',
    (expected) => {
      const labels = Uint8Array.from(expected.labels);
      const { folds } = planSplit({
        labels,
        holdoutShare: 0,
        folds: 5,
        groups: Uint32Array.from(expected.groups),
      });
      const unevenness = [0, 1].map((label) => {
        const total = countClass(labels, Int32Array.from(labels.keys()), label);
        const shares = folds.map(({ test }) => countClass(labels, test, label) / total);
        return Math.sqrt(shares.reduce((sum, share) => sum + (share - 0.2) ** 2, 0) / 5);
      });
      expect((unevenness[0]! + unevenness[1]!) / 2).toBeLessThan(1.1 * expected.unevenness);
    },
  );

  test('a hold-out of many small groups has its share of either class', () => {
    const labels = Uint8Array.from({ length: 2000 }, (_, i) => (i % 7 === 0 ? 1 : 0));
    const groups = Uint32Array.from(labels, (_, i) => (i * 31) % 400);
    const { holdout } = planSplit({ labels, holdoutShare: 0.2, folds: 0, groups });
    expect(
      countClass(labels, holdout!.test, 0) / countClass(labels, Int32Array.from(labels.keys()), 0),
    ).toBeCloseTo(0.2, 1);
    expect(
      countClass(labels, holdout!.test, 1) / countClass(labels, Int32Array.from(labels.keys()), 1),
    ).toBeCloseTo(0.2, 1);
  });

  test('too few groups are told with the number of folds that they allow', () => {
    const labels = Uint8Array.from({ length: 60 }, (_, i) => i % 2);
    const groups = Uint32Array.from(labels, (_, i) => Math.floor(i / 15));
    expect(() => planSplit({ labels, holdoutShare: 0, folds: 5, groups })).toThrow(
      new InputError('--folds: expected at most 4, got 5: the column of --group has only 4 groups.'),
    );
    expect(() => planSplit({ labels, holdoutShare: 0.2, folds: 0, groups: new Uint32Array(60) })).toThrow(
      '--holdout: expected leads to hold out, but there is only one group in the column of --group.',
    );
  });
});

describe('forward', () => {
  test('all that is learned from is earlier than all that is measured on', () => {
    fc.assert(
      fc.property(leads, (drawn) => {
        const plan = tryPlan(toOptions(drawn, 'forward'));
        fc.pre(plan !== undefined);
        const timesOf = (rows: Int32Array) => Array.from(rows, (row) => drawn.times[row]!);
        const splits: readonly Split[] =
          plan.holdout === undefined ? plan.folds : [...plan.folds, plan.holdout];
        splits.forEach(({ train, test }, i) => {
          expect(Math.max(...timesOf(train))).toBeLessThan(Math.min(...timesOf(test)));
          // The window grows by what was measured before.
          if (i > 0) expect([...train]).toEqual(sorted(splits[i - 1]!.train, splits[i - 1]!.test));
        });
      }),
    );
  });

  test('agrees with scikit-learn’s TimeSeriesSplit where no times are equal', () => {
    const { times, labels, folds } = golden.forward;
    const plan = planSplit({
      labels: Uint8Array.from(labels),
      times: Float64Array.from(times),
      holdoutShare: 0,
      folds: 5,
    });
    expect(plan.folds.map(({ train, test }) => ({ train: [...train], test: [...test] }))).toEqual(folds);
  });

  test('a border moves to the nearest change of time, and makes room for the others', () => {
    // Nine tenths of the leads at one time.
    const times = Float64Array.from({ length: 100 }, (_, i) => (i < 4 ? i : i < 94 ? 50 : i));
    const labels = Uint8Array.from(times, (_, i) => i % 2);
    const { folds } = planSplit({ labels, times, holdoutShare: 0, folds: 3 });
    const ranges = folds.map(({ test }) => [times[test[0]!], times[test.at(-1)!]]);
    expect(folds[0]!.train.length).toBe(4);
    expect(ranges).toEqual([
      [50, 50],
      [94, 96],
      [97, 99],
    ]);
  });

  test('too few times are told with the number of folds that they allow', () => {
    const labels = Uint8Array.from({ length: 60 }, (_, i) => i % 2);
    const times = Float64Array.from(labels, (_, i) => Math.floor(i / 15));
    expect(() => planSplit({ labels, holdoutShare: 0, folds: 5, times })).toThrow(
      '--folds: expected at most 3, got 5: the column of --time has only 4 different times, and',
    );
    expect(() => planSplit({ labels, holdoutShare: 0.2, folds: 0, times: times.fill(Number.NaN) })).toThrow(
      '--holdout: expected leads to hold out, but there is only one time in the column of --time.',
    );
  });
});

test.each([
  [{ folds: 1 }, '--folds: expected 0 (no cross-validation) or at least 2, got 1.'],
  [{ folds: 2.5 }, '--folds: expected 0 (no cross-validation) or at least 2, got 2.5.'],
  [{ holdoutShare: 1 }, '--holdout: expected a share of the leads from 0 (none) to below 1, got 1.'],
  [
    { holdoutShare: Number.NaN },
    '--holdout: expected a share of the leads from 0 (none) to below 1, got NaN.',
  ],
])('%o is refused in plain words', (options, message) => {
  const labels = Uint8Array.of(0, 1, 0, 1, 0, 1, 0, 1);
  expect(() => planSplit({ labels, holdoutShare: 0, folds: 2, ...options })).toThrow(new InputError(message));
});

describe('leads that belong together, in every scheme', () => {
  const isApart = ({ train, test }: Split, groups: Uint32Array) => {
    const tested = new Set(Array.from(test, (lead) => groups[lead]!));
    return train.every((lead) => !tested.has(groups[lead]!));
  };

  test.each(['stratified', 'grouped', 'forward'] as const)(
    '%s: no repeat and no group stands on both sides',
    (kind) => {
      fc.assert(
        fc.property(leads, fc.infiniteStream(fc.nat(9)), fc.boolean(), (drawn, luck, few) => {
          const repeats = drawn.groups.map((_, lead) => {
            const next = luck.next().value!;
            return few && next > 0 ? lead : Math.max(0, lead - (next % 4));
          });
          const plan = tryPlan({ ...toOptions(drawn, kind), groups: drawn.groups, repeats });
          if (plan === undefined) return;
          const splits = [...plan.folds, ...(plan.holdout === undefined ? [] : [plan.holdout])];
          for (const split of splits) {
            expect(isApart(split, drawn.groups)).toBe(true);
            expect(isApart(split, repeats)).toBe(true);
          }
        }),
      );
    },
  );

  test('a few repeats move to the side of their first, and no other lead moves', () => {
    const labels = Uint8Array.from({ length: 1000 }, (_, lead) => Number(lead % 4 === 0));
    const repeats = Uint32Array.from(labels.keys(), (lead) => (lead === 900 ? 3 : lead));
    const options = { labels, holdoutShare: 0.2, folds: 0 } as const;
    const before = planSplit(options).holdout!.test;
    const after = planSplit({ ...options, repeats }).holdout!.test;
    expect([before.includes(3), before.includes(900)]).toEqual([true, false]);
    expect(sorted(after)).toEqual(sorted(before, Int32Array.of(900)));
  });

  test('forward in time: an earlier lead of a group that is held out is not learned from, and is counted', () => {
    const labels = Uint8Array.from({ length: 100 }, (_, lead) => lead % 2);
    const times = Float64Array.from(labels.keys());
    const groups = Uint32Array.from(labels.keys(), (lead) => (lead === 10 ? 95 : lead));
    const plan = planSplit({ labels, holdoutShare: 0.2, folds: 2, groups, times });
    expect(plan.scheme).toBe('forward');
    expect(plan.parted).toBe(1);
    expect(plan.holdout!.test).toEqual(Int32Array.from({ length: 20 }, (_, i) => 80 + i));
    expect(plan.development.includes(10)).toBe(false);
    for (const { train, test: tested } of plan.folds)
      expect(Math.max(...train)).toBeLessThan(Math.min(...tested));
  });
});
