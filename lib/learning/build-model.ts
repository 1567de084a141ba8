import { count } from '../count.ts';
import type { Separator } from '../files/csv/scan-bytes.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { hideQuoted } from '../quoting.ts';
import { range } from '../typed-arrays.ts';
import { buildArtifact } from './build-artifact.ts';
import { buildRecord } from './build-record.ts';
import { measureDrift } from './evaluation/drift-over-time.ts';
import type { Repeats } from './evaluation/find-repeats.ts';
import type { Fitter } from './fit-in-parallel.ts';
import { type Fingerprints, fingerprintLeads } from './lead-fingerprints.ts';
import type { OutOfFold } from './out-of-fold.ts';
import type { InspectedPlan } from './plan-training.ts';
import { describeLeakSuspect, spoilsModel } from './profile/find-leak-suspects.ts';
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
  /** What the record says without words of the file, with them: for the terminal of those who have the file. */
  readonly told: {
    readonly leftOut: Readonly<Record<string, string>>;
    readonly warnings: readonly string[];
  };
  readonly file: { readonly rows: number; readonly columns: number; readonly separator: Separator };
  /** Where it was asked for. */
  readonly outOfFold?: OutOfFold;
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
  const list = (warnings: readonly string[]) =>
    listWarnings(input, { ...plan, read: { ...read, warnings } }, trial, final.fit.warnings);
  const warnings = list(read.warnings.map(hideQuoted));
  const record = buildRecord(input, plan, trial, artifact, final.logOdds, warnings);
  const told = {
    leftOut: Object.fromEntries([...read.leftOut, ...final.leftOut]),
    warnings: list(read.warnings),
  };
  return { artifact, record, told, fingerprints, file: read.file };
}

/** The artifact's file: its SHA-256 is the model's identity. The numbers of trees stand on one line each list. */
export function serializeArtifact(artifact: ModelArtifact): string {
  const text = `${JSON.stringify(artifact, null, 2)}\n`;
  // No text of JSON holds a line feed.
  return artifact.trees === undefined
    ? text
    : text.replace(/\[\n\s*([-\d.,eE+\s]*)\n\s*\]/g, (_, list: string) => `[${list.replace(/\s+/g, '')}]`);
}

/** What the reader must know first comes first: that the model is worth nothing. */
function listWarnings(
  input: TrainInput,
  { read, repeats, findings: { suspects, notes } }: InspectedPlan,
  { verdict, winner }: Trial,
  fitted: readonly string[],
): string[] {
  const { labels, times, horizon, leftOut, warnings } = read;
  const timed = input.time === ROW_ORDER ? 'the order of the rows' : input.time;
  // Of leads too young fewer have converted, whatever the rate does.
  const known =
    horizon === undefined
      ? times
      : times?.map((time, lead) => (horizon.isOld[lead] === 1 ? time : Number.NaN));
  const drift = known === undefined ? undefined : measureDrift(known, labels, timed!, { isForward: true });
  return [
    ...new Set([
      ...(verdict === undefined || verdict.better ? [] : [`the model is ${verdict.text}`]),
      ...warnings,
      ...(repeats === undefined ? [] : [describeRepeats(repeats)]),
      ...suspects.filter((suspect) => spoilsModel(suspect, leftOut)).map(describeLeakSuspect),
      ...(drift?.warning === undefined ? [] : [drift.warning]),
      ...notes,
      ...winner.warnings,
      ...fitted,
    ]),
  ];
}

const describeRepeats = ({ rows }: Repeats): string =>
  rows === 1
    ? '1 lead repeats another in everything that is used; the two stay on one side of every split'
    : `${count(rows, 'lead')} repeat another in everything that is used; each set stays on one side of every split`;
