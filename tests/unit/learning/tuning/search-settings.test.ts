import fc from 'fast-check';
import { type CandidateFit, type FitTask, fitCandidate } from '../../../../lib/learning/fit-candidate.ts';
import { planTraining, type TrainingPlan } from '../../../../lib/learning/plan-training.ts';
import type { TrainInput } from '../../../../lib/learning/train-input.ts';
import { countFits, tryCandidate } from '../../../../lib/learning/try-candidates.ts';
import { searchSettings } from '../../../../lib/learning/tuning/search-settings.ts';
import { drawNoisyLeads } from './noisy-leads.ts';

const planOf = (changes: Partial<TrainInput> = {}) =>
  planTraining({
    data: drawNoisyLeads(240, 24, 5, 2),
    target: 'converted',
    name: 'm',
    createdAt: new Date(0),
    trainers: ['logistic'],
    drop: ['day', 'account'].filter((name) => name !== changes.group && name !== changes.time),
    tune: 8,
    folds: 3,
    ...changes,
  });

const searchIn = (
  { fitInput: input, specs, split }: TrainingPlan,
  rows: Int32Array,
  fit: (task: FitTask) => Promise<CandidateFit>,
  onFit?: () => void,
) => {
  const spec = { ...specs[0]!, tune: specs[0]!.tune! };
  return searchSettings({
    input,
    spec,
    scheme: split.scheme,
    rows,
    fitter: { fit },
    ...(onFit === undefined ? {} : { onFit }),
  });
};

test('finds the penalty that many useless columns ask for', async () => {
  const plan = planOf();
  const { development } = plan.split;
  const { spec, search } = await searchIn(plan, development, async (task) =>
    fitCandidate(plan.fitInput, task),
  );
  expect(Math.max(search.chosen.l2 ?? 1, search.chosen.l1 ?? 0)).toBeGreaterThan(1);
  expect(spec.settings.logistic).toEqual({ l2: 1, l1: 0, ...search.chosen });
  expect(spec.tune).toBeUndefined();
  const [usual, ...others] = search.trials;
  expect(usual!.settings).toEqual({});
  expect(search.inner_folds).toBe(4);
  // 7 others in one fold, 4 in two, 2 in four.
  expect(others.map(({ folds }) => folds).sort()).toEqual([1, 1, 1, 2, 2, 4, 4]);
  expect(usual!.folds).toBe(4);
  const found = others.find(({ settings }) => settings === search.chosen)!;
  expect(found.folds).toBe(4);
  expect(found.figure).toBeLessThan(usual!.figure);
  expect(search.text).toMatch(/^l[12] .+ \(\.\d{4}; the defaults had \.\d{4}\)$/);
});

test('what was given is left alone', async () => {
  const plan = planOf({ settings: { logistic: { l2: 7 } } });
  const { search, spec } = await searchIn(plan, plan.split.development, async (task) =>
    fitCandidate(plan.fitInput, task),
  );
  for (const { settings } of search.trials) expect(Object.keys(settings)).not.toContain('l2');
  expect(spec.settings.logistic.l2).toBe(7);
});

test('the order in which fits end does not matter', async () => {
  const plan = planOf({ tune: 4 });
  const { development } = plan.split;
  const expected = await searchIn(plan, development, async (task) => fitCandidate(plan.fitInput, task));
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const found = searchIn(plan, development, (task) =>
        scheduler.schedule(Promise.resolve()).then(() => fitCandidate(plan.fitInput, task)),
      );
      await scheduler.waitFor(found);
      expect(await found).toEqual(expected);
    }),
    { numRuns: 5 },
  );
});

describe.each<[string, Partial<TrainInput>]>([
  ['at random', {}],
  ['by group', { group: 'account' }],
  ['forward in time', { time: 'day' }],
  ['forward in time by group', { time: 'day', group: 'account' }],
])('%s', (_, changes) => {
  test('no search sees a lead outside of its part, and every inner split keeps the outer split’s rules', async () => {
    const plan = planOf(changes);
    const { fitInput, split } = plan;
    const { groups, times } = fitInput;
    for (const { train } of split.folds) {
      const own = new Set(train);
      let fits = 0;
      await searchIn(plan, train, async (task) => {
        fits += 1;
        expect([...task.train, ...task.predict].every((lead) => own.has(lead))).toBe(true);
        const tested = new Set(task.predict);
        expect(task.train.some((lead) => tested.has(lead))).toBe(false);
        if (groups !== undefined) {
          const testedGroups = new Set(Array.from(task.predict, (lead) => groups[lead]));
          expect(task.train.some((lead) => testedGroups.has(groups[lead]))).toBe(false);
        }
        if (times !== undefined) {
          const first = Math.min(...Array.from(task.predict, (lead) => times[lead]!));
          expect(Math.max(...Array.from(task.train, (lead) => times[lead]!))).toBeLessThan(first);
        }
        return fitCandidate(fitInput, task);
      });
      if (times === undefined) expect(fits).toBe(8 + 5 * 1 + 3 * 2);
      else expect(fits).toBeGreaterThan(0);
    }
  });

  test('what is predicted for a figure takes no part in the search of its settings', async () => {
    const plan = planOf({ ...changes, tune: 3 });
    const { fitInput, split, specs } = plan;
    const tests = [...split.folds, split.holdout!].map(({ test }) => new Set(test));
    let fits = 0;
    const trial = await tryCandidate(
      fitInput,
      specs[0]!,
      split,
      {
        fit: async (task) => fitCandidate(fitInput, task),
        settle: async ({ spec }) => ({ spec }),
      },
      { calibration: 'none', onFit: () => (fits += 1) },
    );
    // Forward in time, a first fold may have too few leads for four inner ones.
    if (fitInput.times === undefined) expect(fits).toBe(countFits(specs[0]!, split));
    else expect(fits).toBeLessThanOrEqual(countFits(specs[0]!, split));
    // The settings are a function of the fold's training leads alone: with the outcomes of its test turned round, they are found again.
    const { chosen_without_fold: chosen, chosen: own } = trial.candidate.search!;
    for (const [fold, tested] of tests.entries()) {
      const labels = fitInput.labels.map((label, lead) => (tested.has(lead) ? 1 - label : label));
      const turned = { ...fitInput, labels };
      const { search } = await searchSettings({
        input: turned,
        spec: { ...specs[0]!, tune: specs[0]!.tune! },
        scheme: split.scheme,
        rows: [...split.folds, split.holdout!][fold]!.train,
        fitter: { fit: async (task) => fitCandidate(turned, task) },
      });
      expect(search.chosen).toEqual(fold < split.folds.length ? chosen![fold] : own);
    }
  });
});

test('too few leads to part again: nothing is tuned, and that is said', async () => {
  const plan = planOf();
  const { search, spec } = await searchIn(plan, plan.split.development.slice(0, 2), async () => {
    throw new Error('nothing is to be fitted');
  });
  expect(search).toEqual({
    method: 'successive_halving',
    metric: 'log_loss',
    inner_folds: 0,
    trials: [],
    chosen: {},
    text: 'not tuned: the leads are too few to part them once more',
  });
  expect(spec.settings).toEqual(plan.specs[0]!.settings);
});
