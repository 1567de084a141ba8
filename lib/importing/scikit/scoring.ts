import type { ImportedModel } from '../imported-model.ts';

/** What makes the score, how exact it is, and what its reader has to say. */
export type Scoring = Pick<
  ImportedModel,
  'intercept' | 'terms' | 'trees' | 'calibration' | 'tolerance' | 'notes'
>;

/** Of models that count in 64 bits. */
export const EXACT = { tolerance: 1e-12, notes: [] } as const;
