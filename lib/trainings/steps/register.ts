import { buildModel } from '../../learning/build-model.ts';
import { createFitter } from '../../learning/fit-in-parallel.ts';
import { inspectTraining } from '../../learning/plan-training.ts';
import { hideQuoted } from '../../quoting.ts';
import { makeModelFiles } from '../../registry/model-files.ts';
import { publishModel } from '../../registry/publish-model.ts';
import { versionKey } from '../../registry/registry.ts';
import type { Step } from '../do-step.ts';
import { readTrainInput } from '../read-dataset.ts';
import { madeBy } from '../training.ts';
import { readTrials } from '../trial-file.ts';

/**
 * Fits the winner on all leads and registers it with its report. Done again it finds the version that it made: the artifact
 * is the same to the last byte.
 */
export const register: Step = async (deps, training) => {
  const { id } = training;
  const { files, libraries, chartScript } = deps;
  const trial = await readTrials(files, training);
  const input = { ...(await readTrainInput(files, training)), libraries };
  const plan = inspectTraining(input);
  // One fit: there is nothing to do side by side.
  const trained = await buildModel(input, plan, trial, createFitter(plan.fitInput, 1));
  const { model, beside } = makeModelFiles(trained, { chartScript });
  const { version, sha256 } = await publishModel(deps, {
    artifact: Buffer.from(model),
    files: beside.map(({ name, text }) => ({ name, bytes: Buffer.from(text) })),
    by: madeBy(id),
    once: true,
    // Whether it serves is decided last.
    crown: false,
  });
  return {
    figures: {
      version,
      sha256,
      model: versionKey(training.model, version, 'model.json'),
      report: versionKey(training.model, version, 'report.html'),
      warnings: trained.record.warnings.map(hideQuoted),
    },
    change: { newVersion: version },
    output: { version },
  };
};
