import { compareLosses } from '../../training/evaluation/compare-losses.ts';
import { planTraining, type TrainingPlan } from '../../training/plan-training.ts';
import { scoreWithModel } from '../../training/score-with-model.ts';
import type { Trial } from '../../training/try-candidates.ts';
import { doStep } from '../do-step.ts';
import { type Champion, findChampion } from '../find-champion.ts';
import { judge } from '../judge.ts';
import { readTrainInput } from '../read-dataset.ts';
import { readTrials } from '../read-trials.ts';
import type { Comparison } from '../run.ts';
import type { StepDeps } from '../step-deps.ts';
import { findUnseen } from '../unseen-leads.ts';

/** A standard error of fewer leads tells nothing. */
const FEWEST_ROWS = 30;

/**
 * Compares the new model with the champion on held-out leads that neither has seen, and says what the policy makes of it.
 * The new model takes part as it was fitted without the hold-out.
 *
 * @returns `verdict`: promote, challenge or keep
 */
export const compare = (deps: StepDeps, id: string) =>
  doStep(deps, id, 'compare', async (run) => {
    const champion = await findChampion(deps, run.model);
    const compared =
      champion === undefined
        ? 'there is no champion'
        : await measure(
            deps,
            champion,
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

/** @returns a text saying why they cannot be compared */
async function measure(
  { files }: StepDeps,
  champion: Champion,
  { read, split }: TrainingPlan,
  { winner }: Trial,
): Promise<Comparison | string> {
  const { record, artifact } = champion;
  const { version } = record;
  if (artifact === undefined) return `${version} cannot be read`;
  if (split.holdout === undefined || winner.predictions === undefined) return 'no leads were held out';
  const unseen = await findUnseen(files, record, artifact, read);
  if (typeof unseen === 'string') return unseen;
  const { test } = split.holdout;
  const chosen = [...test.keys()].filter((i) => unseen[test[i]!] === 1);
  if (artifact.lineage.data_sha256 === read.sha256)
    return `${version} has learned from this very file, so it has seen every lead that was held out`;
  if (chosen.length < FEWEST_ROWS)
    return `only ${chosen.length} of ${test.length} held-out leads are new to ${version}; at least ${FEWEST_ROWS} are needed`;
  const rows = Int32Array.from(chosen, (i) => test[i]!);
  const theirs = scoreWithModel(artifact, read.leads, rows);
  if (typeof theirs === 'string') return `${version} cannot score these leads: ${theirs}`;
  const { probabilities } = winner.predictions;
  const ours = Float64Array.from(chosen, (i) => probabilities[i]!);
  const labels = Uint8Array.from(rows, (row) => read.labels[row]!);
  const { first, second, difference, standardError } = compareLosses(theirs, ours, labels);
  return {
    rows: rows.length,
    champion_log_loss: first,
    candidate_log_loss: second,
    difference,
    standard_error: standardError,
  };
}
