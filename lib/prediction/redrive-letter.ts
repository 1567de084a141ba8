import { NotFoundError } from '../errors.ts';
import type { FieldError } from '../lead/schema.ts';
import { decodeLeadMessage } from './lead-message.ts';
import type { DeadLetter, DeadLetterStore } from './ports.ts';
import { type SubmitDeps, submitPrediction } from './submit-prediction.ts';
import { tagsOf } from './tags.ts';
import { tidyLetter } from './tidy-letter.ts';
import { isTooLate } from './time-limit.ts';

export interface Redriven {
  readonly redriven: readonly { readonly from: string; readonly to: string }[];
  /** Leads that the model of today does not accept, or whose time for scoring is over, and what is wrong with them. */
  readonly refused: readonly { readonly from: string; readonly errors: readonly FieldError[] }[];
}

/**
 * Submits the leads of a dead letter again, to the version of their model that serves now, and notes their new ids. A
 * final state stays final: what failed under its old id goes on under a new one. Safe to run again: the same lead of the
 * same letter gets the same new id.
 *
 * @throws {NotFoundError} there is no such letter
 * @throws {PermanentError} the letter holds no job that can be read
 */
export async function redriveLetter(
  deps: SubmitDeps & { readonly deadLetters: DeadLetterStore },
  letterId: string,
): Promise<Redriven> {
  const letter = await deps.deadLetters.get(letterId);
  if (letter === undefined) throw new NotFoundError(`there is no dead letter ${letterId}`);
  const job = decodeLeadMessage(letter.body);
  const redriven: { from: string; to: string }[] = [];
  const refused: { from: string; errors: readonly FieldError[] }[] = [];
  const tooLate = isTooLate(job.scoreBy, deps.clock.now());
  for (const { id: from, lead, ...tags } of job.items) {
    if (tooLate) {
      refused.push({ from, errors: [TOO_LATE] });
      continue;
    }
    const idempotency = { caller: 'redrive', key: `${letterId}:${from}` };
    const submission = await submitPrediction(
      deps,
      job.model.name,
      { lead, ...tagsOf(tags) },
      { idempotency },
    );
    if (submission.ok) redriven.push({ from, to: submission.prediction.id });
    else refused.push({ from, errors: submission.errors });
  }
  // As it is now: what was erased meanwhile must not come back.
  const { error: _error, ...kept }: DeadLetter = (await deps.deadLetters.get(letterId)) ?? letter;
  await deps.deadLetters.keep({ ...kept, redriven });
  await tidyLetter(deps, letterId);
  return { redriven, refused };
}

const TOO_LATE: FieldError = {
  field: '',
  message: 'the time that its request allowed for scoring is over',
};
