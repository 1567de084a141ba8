import type { Separator } from '../csv/scan-csv.ts';
import { InputError } from '../errors.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { buildArtifact } from './build-artifact.ts';
import { buildRecord } from './build-record.ts';
import { checkMonotone } from './check-monotone.ts';
import { measureDrift } from './evaluation/drift-over-time.ts';
import { planSplit } from './evaluation/plan-split.ts';
import type { CandidateSpec } from './fit-candidate.ts';
import { createFitter } from './fit-in-parallel.ts';
import { SELECTION_DEFAULTS } from './preparation/preparation-options.ts';
import { describeLeakSuspect, findLeakSuspects } from './profile/find-leak-suspects.ts';
import type { RunRecord } from './run-record.ts';
import { type ReadLeads, readLeads } from './table/read-leads.ts';
import {
  DEFAULT_FOLDS,
  DEFAULT_HOLDOUT,
  DEFAULT_SEED,
  DEFAULT_TRAINERS,
  type TrainInput,
} from './train-input.ts';
import { DEFAULT_SETTINGS } from './trainers/create-trainer.ts';
import { type Trial, tryCandidates } from './try-candidates.ts';

export interface TrainedModel {
  readonly artifact: ModelArtifact;
  /** What metrics.json and report.html are made of. */
  readonly record: RunRecord;
  readonly file: { readonly rows: number; readonly columns: number; readonly separator: Separator };
}

/**
 * Trains a lead-conversion model on a CSV file: reads, infers the schema, tries candidates on leads that they
 * have not seen, chooses one, then fits it on all leads. The same data, options and seed give the same artifact
 * but for `created_at`; so does the same file with its rows in another order, but for its hash.
 *
 * @throws {InputError} when the file or an option is at fault; the message says what to do
 * @example
 * const { csv } = generateSample({ rows: 3000, seed: 1 });
 * const { artifact } = await trainModel({ data: csv, target: 'converted', name: 'leads', createdAt: new Date() });
 */
export async function trainModel(input: TrainInput): Promise<TrainedModel> {
  const { seed = DEFAULT_SEED, onProgress = () => {}, folds = DEFAULT_FOLDS } = input;
  const specs = listCandidates(input, folds);
  onProgress('reading');
  const read = readLeads(input, seed);
  const { leads, labels } = read;
  checkMonotone(read.schema, input.settings?.scorecard?.monotoneBy ?? {});
  const plan = planSplit({
    labels,
    holdoutShare: input.holdout ?? DEFAULT_HOLDOUT,
    folds,
    ...(read.groups === undefined ? {} : { groups: read.groups }),
    ...(read.times === undefined ? {} : { times: read.times }),
  });
  const fitInput = { features: leads.features, labels, seed };
  const fitter = createFitter(fitInput, input.threads ?? 1);
  try {
    const trial = await tryCandidates(fitInput, specs, plan, fitter, {
      calibration: input.calibration ?? 'auto',
      metric: input.metric ?? 'log_loss',
      onProgress,
    });
    onProgress('fitting on all leads');
    const all = Int32Array.from(labels.keys());
    const final = await fitter.fit({ spec: trial.winner.spec, train: all, predict: all });
    const artifact = buildArtifact(input, seed, read, trial.winner, final);
    const warnings = listWarnings(input, read, trial, final.fit.warnings);
    const record = buildRecord({ input, seed, read, plan, trial, artifact, warnings });
    return { artifact, record, file: read.file };
  } finally {
    await fitter.close();
  }
}

/** The artifact's file: its SHA-256 is the model's identity. */
export const serializeArtifact = (artifact: ModelArtifact): string =>
  `${JSON.stringify(artifact, null, 2)}\n`;

function listCandidates(input: TrainInput, folds: number): CandidateSpec[] {
  const { trainers = DEFAULT_TRAINERS, settings, selection, classWeight = 'none' } = input;
  const distinct = [...new Set(trainers)];
  if (folds === 0 && distinct.length > 1) {
    throw new InputError(
      `--folds: expected at least 2, to compare ${distinct.join(', ')}, got 0. Name one trainer, or let them be compared.`,
    );
  }
  return distinct.map((trainer) => ({
    trainer,
    settings: { ...DEFAULT_SETTINGS, ...settings },
    selection: { ...SELECTION_DEFAULTS, ...selection },
    classWeight,
  }));
}

function listWarnings(input: TrainInput, read: ReadLeads, trial: Trial, final: readonly string[]): string[] {
  const { leads, labels, times } = read;
  const suspects = findLeakSuspects(leads.features, labels, Int32Array.from(labels.keys()));
  const drift = times === undefined ? undefined : measureDrift(times, labels, input.time!);
  return [
    ...new Set([
      ...read.warnings,
      ...suspects.filter(({ grade }) => grade === 'suspect').map(describeLeakSuspect),
      ...(drift?.warning === undefined ? [] : [drift.warning]),
      ...trial.winner.warnings,
      ...final,
    ]),
  ];
}
