import type { Evaluation, Metric } from '../../../lib/model/artifact.ts';
import type { RunRecord } from '../../../lib/training/run-record.ts';
import { ScrollArea } from '../parts/scroll-area.tsx';

export const FIGURES: readonly (readonly [
  metric: Metric,
  name: string,
  digits: number,
  better: 'high' | 'low',
])[] = [
  ['roc_auc', 'ROC-AUC', 3, 'high'],
  ['pr_auc', 'PR-AUC', 3, 'high'],
  ['log_loss', 'Log-loss', 4, 'low'],
  ['brier', 'Brier', 4, 'low'],
  ['ks', 'KS', 3, 'high'],
  ['ece', 'ECE', 4, 'low'],
];

/** Every candidate's figures, with their standard deviation over the folds. */
export function MetricsView({ record }: { readonly record: RunRecord }) {
  const { candidates, winner, choice, split } = record;
  const folds = split.folds > 0;
  const figures = (candidate: (typeof candidates)[number]): Evaluation | undefined =>
    folds ? candidate.cross_validated : candidate.holdout;
  return (
    <section class="card" aria-label="How good it is">
      <h2>How good it is</h2>
      <p>{choice}.</p>
      <ScrollArea label="Figures of the candidates">
        <table>
          <thead>
            <tr>
              <th scope="col">Candidate</th>
              {FIGURES.map(([metric, name]) => (
                <th key={metric} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {candidates.map((candidate) => (
              <tr key={candidate.trainer} class={candidate.trainer === winner ? 'winner' : ''}>
                <th scope="row">
                  {candidate.trainer}
                  {candidate.trainer === winner && ' (champion)'}
                </th>
                {FIGURES.map(([metric, , digits]) => {
                  const value = figures(candidate)?.[metric];
                  const sd = folds ? candidate.cross_validated?.sd[metric] : undefined;
                  return (
                    <td key={metric}>
                      {value?.toFixed(digits) ?? '–'}
                      {sd !== undefined && <small> ± {sd.toFixed(digits)}</small>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      <p class="hint">
        {split.text}. {folds && '± is the standard deviation over the folds. '}Higher is better for ROC-AUC,
        PR-AUC and KS, lower for log-loss, Brier and ECE.
      </p>
    </section>
  );
}
