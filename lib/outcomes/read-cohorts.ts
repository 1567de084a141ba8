import type { Bucket } from '../bucket/ports.ts';
import { COHORTS_FOLDER } from '../bucket-folders.ts';

export const removeCohort = (files: Bucket, model: string, week: string): Promise<void> =>
  files.remove([`${COHORTS_FOLDER}${model}/${week}.json.gz`]);
