import type { ModelVersion as ModelVersionBody } from '../contract/model.ts';
import type { ModelVersion } from './registry.ts';

/** A version as JSON, for the API and the command line: snake_case, dates as text. */
export const versionBody = ({
  name,
  version,
  sha256,
  createdAt,
  createdBy,
  trainer,
  metrics,
  tags,
  files,
}: ModelVersion): ModelVersionBody => ({
  name,
  version,
  sha256,
  created_at: createdAt.toISOString(),
  created_by: createdBy,
  trainer,
  metrics,
  tags,
  files,
});
