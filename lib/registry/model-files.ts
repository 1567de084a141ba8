import { serializeArtifact, type TrainedModel } from '../learning/build-model.ts';
import { encodeLeadsFile } from '../learning/leads-file.ts';
import type { TrainingRecord } from '../learning/training-record.ts';
import type { ChartScript } from '../pages/render-page.ts';
import { renderReport } from '../pages/report/render-report.ts';
import { sha256Of } from '../sha256.ts';

/** What a training leaves, as texts. */
export interface ModelFiles {
  /** `model.json` */
  readonly model: string;
  /** What `metrics.json` says. */
  readonly metrics: TrainingRecord & { readonly model_sha256: string };
  /** What lies beside the model. */
  readonly beside: readonly {
    readonly name: 'report.html' | 'metrics.json' | 'leads.json';
    readonly text: string;
  }[];
}

/** The same files whoever trains: the command, the stack, or the sample that a new stack begins with. */
export function makeModelFiles(
  { artifact, record, fingerprints }: Pick<TrainedModel, 'artifact' | 'record' | 'fingerprints'>,
  page: ChartScript,
): ModelFiles {
  const model = serializeArtifact(artifact);
  const metrics = { model_sha256: sha256Of(model), ...record };
  const leads = encodeLeadsFile(artifact, fingerprints);
  return {
    model,
    metrics,
    beside: [
      { name: 'metrics.json', text: `${JSON.stringify(metrics, null, 2)}\n` },
      { name: 'report.html', text: renderReport(record, artifact, page) },
      ...(leads === undefined ? [] : [{ name: 'leads.json' as const, text: leads }]),
    ],
  };
}
