import type { Bucket } from '../bucket/ports.ts';
import { PolicyFileError, readPolicy } from '../trainings/read-policy.ts';
import type { CallCost } from './performance/measure-worth.ts';

/**
 * What a call costs by the policy file of a model. A file that is wrong hides no other figure of performance, so it is no error here.
 *
 * @returns undefined: the file does not say, or there is none; `problem`: what is wrong with it, a sentence
 */
export async function readCallCost(
  files: Pick<Bucket, 'stat' | 'read'>,
  model: string,
): Promise<CallCost | { readonly problem: string } | undefined> {
  try {
    return (await readPolicy(files, model)).calls;
  } catch (error) {
    if (error instanceof PolicyFileError) return { problem: error.message };
    throw error;
  }
}
