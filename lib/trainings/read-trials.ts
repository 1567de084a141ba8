import { PermanentError } from '../errors.ts';
import { chooseTrial, type Trial } from '../learning/try-candidates.ts';
import type { StepDeps } from './step-deps.ts';
import { type Training, trialKey } from './training.ts';
import { decodeTrial } from './trial-file.ts';

/** The trials of a run's candidates, and the choice among them: the same whenever it is made. */
export async function readTrials(files: StepDeps['files'], { id, options }: Training): Promise<Trial> {
  const trials = await Promise.all(
    [...new Set(options.trainers)].map(async (trainer) => {
      const key = trialKey(id, trainer);
      const found = await files.stat(key);
      if (found === undefined) throw new PermanentError(`expected the trial of ${trainer}, found none`);
      return decodeTrial(Buffer.from(await files.read(key, 0, found.bytes, found.etag)).toString());
    }),
  );
  return chooseTrial(trials, options.metric);
}
