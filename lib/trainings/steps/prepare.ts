import { identifyMeasured } from '../../learning/evaluation/identify-measured.ts';
import { planTraining } from '../../learning/plan-training.ts';
import { hideQuoted } from '../../quoting.ts';
import type { Step } from '../do-step.ts';
import { readTrainInput } from '../read-dataset.ts';

/**
 * Makes the plan that every other step makes for itself, so that what is wrong with it is told once and at once.
 *
 * @returns `trainers`: one branch each
 */
export const prepare: Step = async (deps, training) => {
  const { read, split, specs } = planTraining(await readTrainInput(deps.files, training));
  const measured = identifyMeasured(read, split);
  return {
    figures: {
      rows: read.labels.length,
      positive: read.positive,
      features: read.leads.features.length,
      scheme: split.scheme,
      folds: split.folds.length,
      holdout_rows: split.holdout?.test.length ?? 0,
      ...(measured === undefined ? {} : { measured_sha256: measured }),
      left_out: Object.fromEntries([...read.leftOut].map(([column, reason]) => [column, hideQuoted(reason)])),
    },
    output: { trainers: specs.map(({ trainer }) => trainer) },
  };
};
