import { fromBase64, toBase64 } from '../base64.ts';
import { PermanentError } from '../errors.ts';
import type { Predictions } from '../learning/evaluation/summarise-folds.ts';
import { type CandidateTrial, chooseTrial, type Trial } from '../learning/try-candidates.ts';
import type { StepDeps } from './step-deps.ts';
import { type Training, trialKey } from './training.ts';

/** A trial as a file, which tells all that is known of a candidate; numbers come back to the last bit. */
export function encodeTrial({ candidate, folds, fit, foldFits }: CandidateTrial): string {
  const { predictions, ...facts } = candidate;
  return JSON.stringify({
    candidate: { ...facts, ...(predictions === undefined ? {} : { predictions: pack(predictions) }) },
    folds: folds.map(pack),
    fit,
    foldFits,
  });
}

function decodeTrial(text: string): CandidateTrial {
  const { candidate, folds, fit, foldFits } = JSON.parse(text);
  const { predictions, ...facts } = candidate;
  return {
    candidate: { ...facts, ...(predictions === undefined ? {} : { predictions: unpack(predictions) }) },
    folds: folds.map(unpack),
    ...(fit === undefined ? {} : { fit }),
    ...(foldFits === undefined ? {} : { foldFits }),
  };
}

/** Base64 of the doubles as they are. */
const pack = ({ probabilities, labels }: Predictions) => ({
  probabilities: toBase64(probabilities),
  labels: toBase64(labels),
});

const unpack = ({ probabilities, labels }: ReturnType<typeof pack>): Predictions => ({
  probabilities: new Float64Array(fromBase64(probabilities)),
  labels: new Uint8Array(fromBase64(labels)),
});

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
