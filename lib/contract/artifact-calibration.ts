import * as z from 'zod/mini';
import { ascending } from './artifact-terms.ts';
import { say, type Wire } from './parts.ts';

export const Calibration = say(
  z.discriminatedUnion('method', [
    z.object({ method: z.literal('none') }),
    say(
      z.object({ method: z.literal('platt'), slope: z.number(), offset: z.number() }),
      'Platt (1999), fitted out of fold: p = sigmoid(slope · z + offset)',
    ),
    say(
      z.object({ method: z.literal('isotonic'), z: ascending, p: ascending }),
      'linear between the points (z, p), constant outside; both ascending',
    ),
    say(
      z.object({ method: z.literal('identity') }),
      'the raw score is a mean of probabilities already, as that of a random forest: p = z, held between 0 and 1',
    ),
  ]),
  'Maps the raw score z to a probability. It is log-odds but for the method `identity`.',
);
export type Calibration = Wire<typeof Calibration>;
