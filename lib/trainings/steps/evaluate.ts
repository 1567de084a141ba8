import type { Step } from '../do-step.ts';
import { readTrials } from '../trial-file.ts';

/** Chooses among the candidates, by leads that none of them has seen. */
export const evaluate: Step = async (deps, training) => {
  const { winner, choice, candidates } = await readTrials(deps.files, training);
  const { trainer } = winner.spec;
  return {
    figures: {
      winner: trainer,
      choice,
      metric: training.options.metric,
      candidates: candidates.map(({ spec, cross_validated, holdout }) => ({
        trainer: spec.trainer,
        cross_validated: cross_validated?.[training.options.metric] ?? null,
        holdout: holdout?.[training.options.metric] ?? null,
      })),
    },
    change: { winner: trainer },
    output: { winner: trainer },
  };
};
