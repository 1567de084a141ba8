import { count } from '../count.ts';
import type { Separator } from '../files/csv/scan-bytes.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { range } from '../typed-arrays.ts';
import { buildArtifact } from './build-artifact.ts';
import { buildRecord } from './build-record.ts';
import { measureDrift } from './evaluation/drift-over-time.ts';
import type { Repeats } from './evaluation/find-repeats.ts';
import type { Fitter } from './fit-in-parallel.ts';
import { type Fingerprints, fingerprintLeads } from './lead-fingerprints.ts';
import type { TrainingPlan } from './plan-training.ts';
import { describeLeakSuspect, findLeakSuspects } from './profile/find-leak-suspects.ts';
import type { LeakSuspect } from './profile/profile.ts';
import type { ReadLeads } from './table/read-leads.ts';
import { ROW_ORDER } from './table/read-times.ts';
import type { TrainInput } from './train-input.ts';
import type { TrainingRecord } from './training-record.ts';
import type { Trial } from './try-candidates.ts';

export interface TrainedModel {
  readonly artifact: ModelArtifact;
  /** What metrics.json and report.html are made of. */
  readonly record: TrainingRecord;
  /** Of the leads that it has learned from; what leads.json is made of. */
  readonly fingerprints: Fingerprints;
  readonly file: { readonly rows: number; readonly columns: number; readonly separator: Separator };
}

/** Fits the winner on all leads, and makes the artifact and the record of it. */
export async function buildModel(
  input: TrainInput,
  plan: TrainingPlan,
  trial: Trial,
  fitter: Pick<Fitter, 'fit'>,
): Promise<TrainedModel> {
  const { seed, read } = plan;
  const all = range(read.labels.length);
  const final = await fitter.fit({ spec: trial.winner.spec, train: all, predict: all });
  const artifact = buildArtifact(input, seed, read, trial.winner, final);
  const suspects = findLeakSuspects(read.leads.features, read.labels, all).filter(
    // An honest column that is strong deserves a look, too, and that is all.
    ({ grade }) => grade === 'suspect',
  );
  const warnings = listWarnings(input, plan, suspects, trial, final.fit.warnings);
  const record = buildRecord(input, plan, trial, artifact, final.logOdds, { warnings, suspects });
  const fingerprints = fingerprintLeads(read.leads)!;
  return { artifact, record, fingerprints, file: read.file };
}

/** The artifact's file: its SHA-256 is the model's identity. */
export const serializeArtifact = (artifact: ModelArtifact): string =>
  `${JSON.stringify(artifact, null, 2)}\n`;

/** What the reader must know first comes first: that the model is worth nothing. */
function listWarnings(
  input: TrainInput,
  { read, repeats }: TrainingPlan,
  suspects: readonly LeakSuspect[],
  { verdict, winner }: Trial,
  fitted: readonly string[],
): string[] {
  const drift = findDrift(input, read);
  return [
    ...new Set([
      ...(verdict === undefined || verdict.better ? [] : [`the model is ${verdict.text}`]),
      ...read.warnings,
      ...(repeats === undefined ? [] : [describeRepeats(repeats)]),
      ...suspects.map(describeLeakSuspect),
      ...(drift === undefined ? [] : [drift]),
      ...winner.warnings,
      ...fitted,
    ]),
  ];
}

/** Whether the conversion rate moves with the time that was told, else along the file. */
function findDrift({ time }: TrainInput, { times, labels, fileRows }: ReadLeads): string | undefined {
  if (times !== undefined) {
    const name = time === ROW_ORDER ? 'the order of the rows' : time!;
    return measureDrift(times, labels, name, 'retrain often and watch how the probabilities hold')?.warning;
  }
  return measureDrift(
    Float64Array.from(fileRows),
    labels,
    'the place in the file',
    `if its rows are in order of time, measure forward in it (--time ${ROW_ORDER}) and retrain often`,
  )?.warning;
}

const describeRepeats = ({ rows }: Repeats): string =>
  rows === 1
    ? '1 lead repeats another in everything that is used; the two stay on one side of every split'
    : `${count(rows, 'lead')} repeat another in everything that is used; each set stays on one side of every split`;
