import { hideQuoted } from '../../quoting.ts';
import { publishModel } from '../../registry/publish-model.ts';
import { versionKey } from '../../registry/registry.ts';
import { buildModel } from '../../training/build-model.ts';
import { createFitter } from '../../training/fit-in-parallel.ts';
import { makeModelFiles } from '../../training/model-files.ts';
import { planTraining } from '../../training/plan-training.ts';
import { doStep } from '../do-step.ts';
import { readTrainInput } from '../read-dataset.ts';
import { readTrials } from '../read-trials.ts';
import { madeBy } from '../run.ts';
import type { StepDeps } from '../step-deps.ts';

/**
 * Fits the winner on all leads and registers it with its report. Done again it finds the version that it made: the artifact
 * is the same to the last byte.
 */
export const register = (deps: StepDeps, id: string) =>
  doStep(deps, id, 'register', async (run) => {
    const { files, libraries, chartScript } = deps;
    const trial = await readTrials(files, run);
    const input = { ...(await readTrainInput(files, run)), libraries };
    const plan = planTraining(input);
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
        model: versionKey(run.model, version, 'model.json'),
        report: versionKey(run.model, version, 'report.html'),
        warnings: trained.record.warnings.map(hideQuoted),
      },
      change: { newVersion: version },
      output: { version },
    };
  });
