import { ConflictError, PermanentError, TransientError } from '../../errors.ts';
import { promoteVersion } from '../../registry/move-alias.ts';
import { breaksCallers, describeFindings, listOpenFindings } from '../../registry/promotion-finding.ts';
import { CHALLENGER, CHAMPION } from '../../registry/registry.ts';
import { reviewPromotion } from '../../registry/review-promotion.ts';
import { type Step, TrainingClosedError } from '../do-step.ts';
import { findMove, readJudgement } from '../find-move.ts';
import type { Judgement } from '../judge.ts';
import type { StepDeps } from '../step-deps.ts';
import { type Decision, madeBy, type Training } from '../training.ts';

/**
 * Does what was decided, and ends the training. Before an alias is moved the training is sealed: from then on it cannot be canceled,
 * so a canceled training never moves one. When somebody else moved the champion since it was looked at, it stays theirs, and the new
 * version is its challenger, unless it refuses what theirs accepts.
 */
export const decide: Step<Judgement['verdict']> = async (deps, training, verdict) => {
  const { id, newVersion: version, model: name } = training;
  const facts = readJudgement(training);
  const { reason, champion } = facts;
  if (version === undefined) throw new PermanentError('expected a registered version, found none');
  const end = (decision: Decision) => ({
    figures: { outcome: decision.outcome, reason: decision.reason },
    change: { decision, status: 'succeeded', completedAt: deps.clock.now() } as const,
    output: { outcome: decision.outcome },
  });
  if (verdict === 'keep') return end({ outcome: 'kept', ...facts });
  // This step was begun before, and its record may have been lost.
  const done = training.sealed === true ? await findMove(deps.registry, training) : undefined;
  if (done !== undefined) return end({ ...facts, ...done });
  // Last before the move: a training that was ended from outside meanwhile is to move none.
  if (!(await deps.trainings.change(id, { sealed: true })))
    throw new TrainingClosedError(`the training ${id} is final`);
  const request = { name, version, by: madeBy(id) };
  const challenge = async (why: string) => {
    const before = await deps.registry.getAlias(name, CHALLENGER);
    // First, as what is to be done ends the reason.
    const replaced = before === undefined || before === version ? '' : `in place of ${before}; `;
    const told = `${replaced}${why}`;
    await promoteVersion(deps, { ...request, why: told, alias: CHALLENGER }).catch(again);
    return end({ outcome: 'challenger', ...facts, reason: told });
  };
  const other =
    verdict === 'promote'
      ? await crown(deps, { ...request, why: reason }, champion)
      : await findOther(deps, training, champion);
  if (other === undefined)
    return verdict === 'promote' ? end({ outcome: 'promoted', ...facts }) : challenge(reason);
  if (other === version)
    return end({ outcome: 'kept', ...facts, reason: `somebody promoted it meanwhile; ${reason}` });
  const findings = await reviewAgainst(deps, training, other);
  if (breaksCallers(findings)) {
    const objection = describeFindings(listOpenFindings(findings));
    const why = `somebody promoted ${other} meanwhile, and ${objection}; ${reason}`;
    return end({ outcome: 'kept', ...facts, reason: why, findings });
  }
  return challenge(`somebody promoted ${other} meanwhile; ${reason}`);
};

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

/** The champion, when it is not the one that the new version was compared with. */
async function findOther(
  { registry }: StepDeps,
  { model }: Training,
  champion: string | undefined,
): Promise<string | undefined> {
  const now = await registry.getAlias(model, CHAMPION);
  return now === champion ? undefined : (now ?? 'nothing');
}

/** What speaks against the new version beside another champion than the one that it was compared with. */
async function reviewAgainst({ registry, ...deps }: StepDeps, training: Training, champion: string) {
  const { model, newVersion = '', policy } = training;
  const [present, next] = await Promise.all([
    registry.getVersion(model, champion),
    registry.getVersion(model, newVersion),
  ]);
  if (next === undefined) throw new PermanentError('expected a registered version, found none');
  return reviewPromotion(deps, { present, next, allowed: policy.allowFields ?? [] });
}

function again(error: unknown): never {
  if (error instanceof ConflictError) throw new TransientError(error.message);
  throw error;
}
