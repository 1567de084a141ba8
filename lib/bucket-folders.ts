/**
 * The folders of a stack's bucket. The template grants rights, removes files and starts trainings by the same names
 * (infra/cloudformation/bucket.yml, roles.yml, training.yml); a test compares them.
 */
export const MODELS_FOLDER = 'models/';
export const DEAD_LETTERS_FOLDER = 'dead-letters/';
export const JOBS_FOLDER = 'jobs/';
export const TRAINING_FOLDER = 'training/';
export const POLICIES_FOLDER = 'policies/';
/** What was read of the scored leads of weeks that are over; the bucket's lifecycle removes it, and it is read anew. */
export const COHORTS_FOLDER = 'cohorts/';
/** What is put there starts a training of the model that the next folder names. */
export const DATASETS_FOLDER = 'datasets/';
/** What is put there is read for outcomes of leads, as the mapping file of the model that the next folder names says. */
export const OUTCOMES_FOLDER = 'outcomes/';
/** What `scorelane train --remote` sends; the bucket's lifecycle removes it. */
export const UPLOADS_FOLDER = 'uploads/';

const KEPT = [
  MODELS_FOLDER,
  DEAD_LETTERS_FOLDER,
  JOBS_FOLDER,
  TRAINING_FOLDER,
  POLICIES_FOLDER,
  COHORTS_FOLDER,
];

/** Whether the service keeps a file for itself: it is no file of leads to score or to learn from. */
export const isKeptByService = (key: string): boolean => KEPT.some((folder) => key.startsWith(folder));

const MOST_KEY_BYTES = 1024;

/**
 * What is wrong with the key of an object, as the end of a sentence; undefined: S3 takes it as it is (S3, user guide,
 * "Naming Amazon S3 objects"). Clients and proxies resolve the segments `.` and `..`, so that such a key may name another
 * object.
 */
export function explainBadKey(key: string): string | undefined {
  const bytes = Buffer.byteLength(key);
  if (bytes > MOST_KEY_BYTES) return `a name of at most ${MOST_KEY_BYTES} bytes, got ${bytes}`;
  if (/\p{Cc}/u.test(key)) return 'a name without control characters';
  if (key.split('/').some((segment) => segment === '.' || segment === '..'))
    return 'a name without the segments “.” and “..”';
  return undefined;
}
