import { ASSUMED } from './calls-per-lead.ts';
import { PRICES } from './prices.ts';

/**
 * A training of all three trainers as its machine runs it: `tests/unit/costs` counts states and invocations in its definition.
 */
export const TRAINING = {
  /** States that are entered when nothing fails; each is a transition. */
  transitions: 13,
  invocations: 9,
  /** `trainingMemory` of infra/stages.yml. */
  memoryGb: 3008 / 1024,
  /** For a million rows of 19 columns, as docs/how-to/retrain.md measured them; the last is what its slowest trainer takes. */
  secondsPerMillion: {
    check: 7,
    prepare: 4,
    logistic: 16,
    scorecard: 18,
    boosted: 220,
    compare: 10,
    register: 113,
  },
} as const;

export interface TrainingCosts {
  /** Of Lambda. */
  readonly seconds: number;
  /** Dollars, a training. */
  readonly total: number;
}

/** Dollars of a training. Time is taken to grow with the rows; requests to S3 and DynamoDB come to less than a hundredth of a cent. */
export function computeTraining(rows: number): TrainingCosts {
  const work = Object.values(TRAINING.secondsPerMillion).reduce((sum, seconds) => sum + seconds, 0);
  const seconds = (work * rows) / 1_000_000 + (TRAINING.invocations * ASSUMED.startMilliseconds) / 1000;
  const { lambdaGbSecond, lambdaRequest, stateTransition } = PRICES;
  return {
    seconds,
    total:
      seconds * TRAINING.memoryGb * lambdaGbSecond.dollars +
      (TRAINING.invocations * lambdaRequest.dollars) / lambdaRequest.per +
      (TRAINING.transitions * stateTransition.dollars) / stateTransition.per,
  };
}
