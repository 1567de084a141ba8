/**
 * The folders of a stack's bucket. The template grants rights, removes files and starts trainings by the same names
 * (infra/bucket.yml, roles.yml, training-roles.yml, training.yml); a test compares them.
 */
export const MODELS_FOLDER = 'models/';
export const DEAD_LETTERS_FOLDER = 'dead-letters/';
export const JOBS_FOLDER = 'jobs/';
export const TRAINING_FOLDER = 'training/';
export const POLICIES_FOLDER = 'policies/';
/** What is put there starts a training of the model that the next folder names. */
export const DATASETS_FOLDER = 'datasets/';
/** What `scorelane train --remote` sends; the bucket's lifecycle removes it. */
export const UPLOADS_FOLDER = 'uploads/';

const KEPT = [MODELS_FOLDER, DEAD_LETTERS_FOLDER, JOBS_FOLDER, TRAINING_FOLDER, POLICIES_FOLDER];

/** Whether the service keeps a file for itself: it is no file of leads to score or to learn from. */
export const isKeptByService = (key: string): boolean => KEPT.some((folder) => key.startsWith(folder));
