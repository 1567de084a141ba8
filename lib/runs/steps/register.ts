import { publishModel } from '../../registry/publish-model.ts';
import { versionKey } from '../../registry/registry.ts';
import { sha256Of } from '../../sha256.ts';
import { buildModel, serializeArtifact } from '../../training/build-model.ts';
import { createFitter } from '../../training/fit-in-parallel.ts';
import { fingerprintLeads } from '../../training/lead-fingerprints.ts';
import { planTraining } from '../../training/plan-training.ts';
import { renderReport } from '../../training/report/render-report.ts';
import { doStep } from '../do-step.ts';
import { encodeFingerprints } from '../fingerprints-file.ts';
import { readTrainInput } from '../read-dataset.ts';
import { readTrials } from '../read-trials.ts';
import { fingerprintsKey, madeBy } from '../run.ts';
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
    const { artifact, record } = await buildModel(input, plan, trial, createFitter(plan.fitInput, 1));
    const { leads, labels } = plan.read;
    // Before the version is there: whoever is compared with it later asks for them.
    await files.write(
      fingerprintsKey(id),
      Buffer.from(encodeFingerprints(fingerprintLeads(leads, labels)!)),
      'application/json',
    );
    const model = serializeArtifact(artifact);
    const metrics = { model_sha256: sha256Of(model), ...record };
    const { version, sha256 } = await publishModel(deps, {
      artifact: Buffer.from(model),
      files: [
        { name: 'metrics.json', bytes: Buffer.from(`${JSON.stringify(metrics, null, 2)}\n`) },
        { name: 'report.html', bytes: Buffer.from(renderReport(record, artifact, { chartScript })) },
      ],
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
        warnings: record.warnings,
      },
      change: { newVersion: version },
      output: { version },
    };
  });
