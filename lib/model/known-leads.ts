import type { ModelArtifact } from './artifact.ts';

/**
 * Whether the lineage of a model tells of leads. That of a model which was imported without leads does not: nothing is known of the
 * leads that it learned from, nor of the column of their outcome.
 */
export const hasKnownLeads = ({ lineage }: Pick<ModelArtifact, 'lineage'>): boolean => lineage.rows > 0;
