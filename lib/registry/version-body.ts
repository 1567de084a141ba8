import type { ModelVersion as ModelVersionBody } from '../contract/model.ts';
import type { ModelVersion } from './registry.ts';

/** A version as JSON, for the API and the command line: snake_case, dates as text. */
export const versionBody = (record: ModelVersion): ModelVersionBody => {
  const { name, version, sha256, createdAt, createdBy: created_by, trainer, metrics, tags, files } = record;
  const created_at = createdAt.toISOString();
  const within = record.horizonDays === undefined ? {} : { horizon_days: record.horizonDays };
  return { name, version, sha256, created_at, created_by, trainer, ...within, metrics, tags, files };
};
