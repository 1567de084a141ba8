import { planTraining } from '../../training/plan-training.ts';
import { compareWithChampion } from '../compare-with-champion.ts';
import { doStep } from '../do-step.ts';
import { findChampion } from '../find-champion.ts';
import { judge } from '../judge.ts';
import { readTrainInput } from '../read-dataset.ts';
import { readTrials } from '../read-trials.ts';
import type { StepDeps } from '../step-deps.ts';

/**
 * Compares the new model with the champion and says what the policy makes of it.
 *
 * @returns `verdict`: promote, challenge or keep
 */
export const compare = (deps: StepDeps, id: string) =>
  doStep(deps, id, 'compare', async (run) => {
    const champion = await findChampion(deps, run.model);
    const compared =
      champion === undefined
        ? 'there is no champion'
        : await compareWithChampion(
            deps.files,
            champion,
            run.options.target,
            planTraining(await readTrainInput(deps.files, run)),
            await readTrials(deps.files, run),
          );
    const { verdict, reason } = judge(run.policy, champion?.record.version, compared);
    return {
      figures: {
        verdict,
        reason,
        champion: champion?.record.version ?? null,
        ...(typeof compared === 'string' ? {} : { comparison: compared }),
      },
      output: { verdict },
    };
  });
