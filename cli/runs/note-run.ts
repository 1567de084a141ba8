import { resolve } from 'node:path';
import type { TrainedModel } from '../../lib/learning/train-model.ts';
import { describeError } from '../terminal/describe-error.ts';
import { isStandardInput } from '../terminal/standard-streams.ts';
import { type LocalRun, type Metrics, saveRun } from './run-history.ts';

export interface NotedTraining {
  /** As it was named on the command line. */
  readonly file: string;
  readonly out: string;
  /** All options of the command. */
  readonly options: object;
  /** What is said of the leads, in options or in a file of columns. */
  readonly told: object;
  readonly startedAt: Date;
  readonly trained: Pick<TrainedModel, 'artifact' | 'record'>;
  readonly metrics: Metrics;
}

/** Options that say nothing of what was learned and how, or stand in the run elsewhere. */
const NOT_KEPT = new Set(['json', 'out', 'threads', 'remote', 'stage', 'name', 'color']);

/**
 * Keeps a training in the history. One that cannot be kept is a training all the same: the reason is returned.
 *
 * @returns its id and how many of the oldest were removed, or why it is not kept
 */
export async function noteRun(
  noted: NotedTraining,
): Promise<{ readonly id: string; readonly removed: number } | { readonly trouble: string }> {
  try {
    return await saveRun(toRun(noted), noted.metrics);
  } catch (error) {
    return { trouble: describeError(error) };
  }
}

function toRun({ file, out, options, told, startedAt, trained, metrics }: NotedTraining) {
  const { artifact, record } = trained;
  const { lineage } = artifact;
  const winner = record.candidates.find(({ trainer }) => trainer === record.winner);
  const figures = winner?.holdout ?? winner?.cross_validated;
  const { measured_sha256 } = record.split;
  return {
    name: artifact.name,
    created_at: artifact.created_at,
    duration_ms: Date.now() - startedAt.getTime(),
    versions: lineage.libraries,
    ...(lineage.git_commit === undefined ? {} : { git_commit: lineage.git_commit }),
    options: keptOptions({ ...options, ...told }),
    data: {
      file: record.data.file,
      ...(isStandardInput(file) ? {} : { path: resolve(file) }),
      sha256: lineage.data_sha256,
      ...(lineage.joined_sha256 === undefined ? {} : { joined_sha256: lineage.joined_sha256 }),
      rows: lineage.rows,
      converted: lineage.converted,
    },
    out: resolve(out),
    model_sha256: metrics.model_sha256,
    winner: record.winner,
    ...(figures === undefined
      ? {}
      : {
          measured: {
            on: winner?.holdout === undefined ? ('cross_validation' as const) : ('holdout' as const),
            figures,
            ...(measured_sha256 === undefined ? {} : { measured_sha256 }),
          },
        }),
  } satisfies Omit<LocalRun, 'format' | 'run_id'>;
}

/** By the names that the API has for them. */
const keptOptions = (options: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(options)
      .filter(([name, value]) => !NOT_KEPT.has(name) && !isEmpty(value))
      .map(([name, value]) => [
        name === 'trainer' ? 'trainers' : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        value,
      ]),
  );

const isEmpty = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
