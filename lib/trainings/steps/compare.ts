import { PermanentError } from '../../errors.ts';
import { planTraining } from '../../learning/plan-training.ts';
import { reviewPromotion } from '../../registry/review-promotion.ts';
import { compareWithChampion } from '../compare-with-champion.ts';
import type { Step } from '../do-step.ts';
import { findChampion } from '../find-champion.ts';
import { judge } from '../judge.ts';
import { readTrainInput } from '../read-dataset.ts';
import { readTrials } from '../trial-file.ts';

/**
 * Compares the new model with the champion, looks for what speaks against its serving, and says what the policy makes of it.
 *
 * @returns `verdict`: promote, challenge or keep
 */
export const compare: Step = async (deps, training) => {
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
};
