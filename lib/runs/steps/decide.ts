import { ConflictError, PermanentError, TransientError } from '../../errors.ts';
import { promoteVersion } from '../../registry/move-alias.ts';
import { CHALLENGER, CHAMPION } from '../../registry/registry.ts';
import { doStep, RunClosedError } from '../do-step.ts';
import { findMove } from '../find-move.ts';
import type { Judgement } from '../judge.ts';
import { readJudgement } from '../judgement.ts';
import { type Decision, madeBy } from '../run.ts';
import type { StepDeps } from '../step-deps.ts';

/**
 * Does what was decided, and ends the run. Before an alias is moved the run is sealed: from then on it cannot be canceled,
 * so a canceled run never moves one. When somebody else moved the champion since it was looked at, it stays theirs, and the new
 * version is its challenger.
 */
export const decide = (deps: StepDeps, id: string, verdict: Judgement['verdict']) =>
  doStep(deps, id, 'decide', async (run) => {
    const { newVersion: version, model: name } = run;
    const facts = readJudgement(run);
    const { reason, champion } = facts;
    if (version === undefined) throw new PermanentError('expected a registered version, found none');
    const end = (decision: Decision) => ({
      figures: { outcome: decision.outcome, reason: decision.reason },
      change: { decision, status: 'succeeded', completedAt: deps.clock.now() } as const,
      output: { outcome: decision.outcome },
    });
    if (verdict === 'keep') return end({ outcome: 'kept', ...facts });
    // This step was begun before, and its record may have been lost.
    const done = run.sealed === true ? await findMove(deps.registry, run) : undefined;
    if (done !== undefined) return end({ ...facts, ...done });
    // Last before the move: a run that was ended from outside meanwhile is to move none.
    if (!(await deps.runs.change(id, { sealed: true })))
      throw new RunClosedError(`the training ${id} is final`);
    const request = { name, version, by: madeBy(id) };
    const challenge = async (why: string) => {
      await promoteVersion(deps, { ...request, why, alias: CHALLENGER }).catch(again);
      return end({ outcome: 'challenger', ...facts, reason: why });
    };
    if (verdict === 'challenge') return challenge(reason);
    const other = await crown(deps, { ...request, why: reason }, champion);
    return other === undefined
      ? end({ outcome: 'promoted', ...facts })
      : challenge(`somebody promoted ${other} meanwhile; ${reason}`);
  });

/** @returns undefined: it is the champion; else what somebody else promoted */
async function crown(
  { registry, clock }: StepDeps,
  request: { readonly name: string; readonly version: string; readonly by: string; readonly why: string },
  from: string | undefined,
): Promise<string | undefined> {
  const { name, version } = request;
  try {
    await promoteVersion({ registry, clock }, { ...request, alias: CHAMPION, from });
    return undefined;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    const now = await registry.getAlias(name, CHAMPION);
    // This very step is done twice at once.
    return now === version ? undefined : (now ?? 'nothing');
  }
}

function again(error: unknown): never {
  if (error instanceof ConflictError) throw new TransientError(error.message);
  throw error;
}
