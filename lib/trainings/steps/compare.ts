import { PermanentError } from '../../errors.ts';
import { planTraining } from '../../learning/plan-training.ts';
import { reviewPromotion } from '../../registry/review-promotion.ts';
import { compareWithChampion } from '../compare-with-champion.ts';
import { doStep } from '../do-step.ts';
import { findChampion } from '../find-champion.ts';
import { judge } from '../judge.ts';
import { readTrainInput } from '../read-dataset.ts';
import { readTrials } from '../read-trials.ts';
import type { StepDeps } from '../step-deps.ts';

/**
 * Compares the new model with the champion, looks for what speaks against its serving, and says what the policy makes of it.
 *
 * @returns `verdict`: promote, challenge or keep
 */
export const compare = (deps: StepDeps, id: string) =>
  doStep(deps, id, 'compare', async (training) => {
    const { model, newVersion: version = '', policy } = training;
    const next = await deps.registry.getVersion(model, version);
    if (next === undefined) throw new PermanentError('expected a registered version, found none');
    const champion = await findChampion(deps, model);
    const compared =
      champion === undefined
        ? 'there is no champion'
        : await compareWithChampion(
            deps.files,
            champion,
            training.options.target,
            planTraining(await readTrainInput(deps.files, training)),
            await readTrials(deps.files, training),
          );
    const allowed = policy.allowFields ?? [];
    const findings = await reviewPromotion(deps, { present: champion?.record, next, allowed });
    const facts = { model, version, champion: champion?.record.version, compared, findings };
    const { verdict, reason } = judge(policy, facts);
    return {
      figures: {
        verdict,
        reason,
        champion: champion?.record.version ?? null,
        ...(typeof compared === 'string' ? {} : { comparison: compared }),
        findings,
      },
      output: { verdict },
    };
  });
