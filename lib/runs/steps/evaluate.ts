import { doStep } from '../do-step.ts';
import { readTrials } from '../read-trials.ts';
import type { StepDeps } from '../step-deps.ts';

/** Chooses among the candidates, by leads that none of them has seen. */
export const evaluate = (deps: StepDeps, id: string) =>
  doStep(deps, id, 'evaluate', async (run) => {
    const { winner, choice, candidates } = await readTrials(deps.files, run);
    const { trainer } = winner.spec;
    return {
      figures: {
        winner: trainer,
        choice,
        metric: run.options.metric,
        candidates: candidates.map(({ spec, cross_validated, holdout }) => ({
          trainer: spec.trainer,
          cross_validated: cross_validated?.[run.options.metric] ?? null,
          holdout: holdout?.[run.options.metric] ?? null,
        })),
      },
      change: { winner: trainer },
      output: { winner: trainer },
    };
  });
