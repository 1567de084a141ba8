import { messageOf } from '../../lib/errors.ts';
import type { AliasMoved, ShipWorld, StackBefore } from './ship-world.ts';
import type { SmokeOptions } from './smoke-stage.ts';

/** How far a stage is back. */
export interface Back {
  /** Code and aliases are those of before. */
  readonly complete: boolean;
  /** What was done, and what could not be, a sentence each. */
  readonly lines: readonly string[];
}

/**
 * Leads a stage back to what it was: the aliases that were moved, then the code, from the template that was remembered; its
 * archives are still in the deployment bucket, so nothing is built. What fails does not keep the rest from being tried.
 */
export async function goBack(
  { stack, models, smoke }: ShipWorld,
  before: StackBefore | undefined,
  moved: readonly AliasMoved[],
  test: SmokeOptions,
): Promise<Back> {
  const lines: string[] = [];
  let complete = true;
  const attempt = async (what: string, work: () => Promise<string>): Promise<boolean> => {
    try {
      lines.push(await work());
      return true;
    } catch (error) {
      complete = false;
      lines.push(`${what} failed: ${messageOf(error)}`);
      return false;
    }
  };
  for (const move of moved.toReversed())
    await attempt(`Taking back ${move.alias} of ${move.name}`, () => models.takeBack(move));
  if (before === undefined) {
    lines.push('This was the first deployment of the stage: there is no code to go back to.');
    return { complete: false, lines };
  }
  const isBack = await attempt(`Going back to commit ${before.commit}`, () => restoreCode(stack, before));
  if (isBack)
    await attempt('The smoke test after going back', async () => {
      const tested = await smoke(test);
      return tested.length === 0 ? 'There is no model to test it with.' : `Tested: ${tested.join('; ')}.`;
    });
  return { complete, lines };
}

async function restoreCode(stack: ShipWorld['stack'], before: StackBefore): Promise<string> {
  const found = await stack.settle();
  if (found?.status === 'UPDATE_ROLLBACK_COMPLETE')
    return `CloudFormation itself went back to commit ${before.commit}.`;
  if (found?.template === before.template)
    return `The code was not changed: it is that of commit ${before.commit}.`;
  if (found !== undefined && !found.status.endsWith('_COMPLETE'))
    throw new Error(
      `the stack is ${found.status}. Look at its events, then: aws cloudformation continue-update-rollback --stack-name …`,
    );
  await stack.restore(before);
  return `The code is that of commit ${before.commit} again.`;
}
