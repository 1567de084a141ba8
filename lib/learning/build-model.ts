import type { Separator } from '../files/csv/scan-bytes.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { hideQuoted } from '../quoting.ts';
import { range } from '../typed-arrays.ts';
import { buildArtifact } from './build-artifact.ts';
import { buildRecord } from './build-record.ts';
import { measureDrift } from './evaluation/drift-over-time.ts';
import type { Fitter } from './fit-in-parallel.ts';
import { type Fingerprints, fingerprintLeads } from './lead-fingerprints.ts';
import type { InspectedPlan } from './plan-training.ts';
import { describeLeakSuspect, type FileFindings, spoilsModel } from './profile/find-leak-suspects.ts';
import type { ReadLeads } from './table/read-leads.ts';
import type { TrainInput } from './train-input.ts';
import type { TrainingRecord } from './training-record.ts';
import type { Trial } from './try-candidates.ts';

export interface TrainedModel {
  readonly artifact: ModelArtifact;
  /** What metrics.json and report.html are made of. */
  readonly record: TrainingRecord;
  /** Of the leads that it has learned from; what leads.json is made of. */
  readonly fingerprints: Fingerprints;
  /** What the record says without words of the file, with them: for the terminal of those who have the file. */
  readonly told: {
    readonly leftOut: Readonly<Record<string, string>>;
    readonly warnings: readonly string[];
  };
  readonly file: { readonly rows: number; readonly columns: number; readonly separator: Separator };
}

/** Fits the winner on all leads, and makes the artifact and the record of it. */
export async function buildModel(
  input: TrainInput,
  plan: InspectedPlan,
  trial: Trial,
  fitter: Pick<Fitter, 'fit'>,
): Promise<TrainedModel> {
  const { seed, read } = plan;
  const all = range(read.labels.length);
  const final = await fitter.fit({ spec: trial.winner.spec, train: all, predict: all });
  const fingerprints = fingerprintLeads(read.leads)!;
  const artifact = buildArtifact(input, seed, { ...read, fingerprints }, trial.winner, final);
  const fitted = [...trial.winner.warnings, ...final.fit.warnings];
  const hidden = { ...read, warnings: read.warnings.map(hideQuoted) };
  const warnings = listWarnings(input, hidden, plan.findings, fitted);
  const record = buildRecord(input, plan, trial, artifact, final.logOdds, warnings);
  const told = {
    leftOut: Object.fromEntries([...read.leftOut, ...final.leftOut]),
    warnings: listWarnings(input, read, plan.findings, fitted),
  };
  return { artifact, record, told, fingerprints, file: read.file };
}

/** The artifact's file: its SHA-256 is the model's identity. */
export const serializeArtifact = (artifact: ModelArtifact): string =>
  `${JSON.stringify(artifact, null, 2)}\n`;

function listWarnings(
  input: TrainInput,
  { labels, times, leftOut, warnings }: ReadLeads,
  { suspects, notes }: FileFindings,
  fitted: readonly string[],
): string[] {
  const drift =
    times === undefined ? undefined : measureDrift(times, labels, input.time!, { isForward: true });
  return [
    ...new Set([
      ...warnings,
      ...suspects.filter((suspect) => spoilsModel(suspect, leftOut)).map(describeLeakSuspect),
      ...(drift?.warning === undefined ? [] : [drift.warning]),
      ...notes,
      ...fitted,
    ]),
  ];
}
