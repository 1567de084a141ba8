import type { ModelArtifact } from '../model/artifact.ts';
import type { LoadModel } from './load-model.ts';
import type { ArtifactStore } from './ports.ts';
import type { ModelVersion } from './registry.ts';
import { loadIfReadable } from './review-promotion.ts';
import { readTrainingNotes, type TrainingNotes } from './training-notes.ts';

/** A model with what tells on which leads it was measured; the artifact is absent where it cannot be read. */
export interface Measured {
  readonly artifact: ModelArtifact | undefined;
  readonly notes: Pick<TrainingNotes, 'measuredSha256'>;
}

/** Reads it of a version that may be unreadable. */
export async function readMeasured(
  { load, artifacts }: { readonly load: LoadModel; readonly artifacts: Pick<ArtifactStore, 'get'> },
  version: ModelVersion,
): Promise<Measured> {
  const [model, notes] = await Promise.all([
    loadIfReadable(load, version),
    readTrainingNotes(artifacts, version),
  ]);
  return { artifact: model?.artifact, notes };
}

/**
 * Whether the figures of two models were measured on the same leads: else the better one may only have had the easier leads.
 * Models without a note of these leads, as trainings of before leave them, were when they learned from the same file and a
 * constant has the very same log-loss on their leads.
 */
export function areSameLeads(one: Measured, other: Measured): boolean {
  const [first, second] = [one.notes.measuredSha256, other.notes.measuredSha256];
  if (first !== undefined && second !== undefined) return first === second;
  const [a, b] = [one.artifact, other.artifact];
  if (a === undefined || b === undefined) return false;
  const [x, y] = [a, b].map(({ metrics }) => metrics.holdout ?? metrics.cross_validated);
  return (
    x !== undefined &&
    y !== undefined &&
    a.lineage.data_sha256 === b.lineage.data_sha256 &&
    (a.metrics.holdout === undefined) === (b.metrics.holdout === undefined) &&
    x.rows === y.rows &&
    x.base_rate === y.base_rate &&
    x.constant_log_loss === y.constant_log_loss
  );
}
