import type { ModelArtifact } from './artifact.ts';

type Origin = Pick<ModelArtifact, 'trainer_options' | 'lineage' | 'metrics'>;

/** Whether another library made the model. */
export const isImported = ({ trainer_options }: Pick<ModelArtifact, 'trainer_options'>): boolean =>
  trainer_options.imported === true;

/** Whether the lineage of a model tells what it predicts: that of an import without outcomes does not. */
export const isOutcomeKnown = (artifact: Pick<ModelArtifact, 'trainer_options' | 'lineage'>): boolean =>
  !isImported(artifact) || artifact.lineage.converted > 0;

/**
 * Whether the leads of the lineage are those that the model learned from. Those of an import are when they came with their outcomes; they
 * are not when they were held out, which its figures tell, or when they only describe the fields.
 */
export const areLeadsKnown = (artifact: Origin): boolean =>
  !isImported(artifact) || (isOutcomeKnown(artifact) && artifact.metrics.holdout === undefined);
