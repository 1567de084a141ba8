import type { TrainingRecord } from '../../../lib/learning/training-record.ts';
import { FIGURES } from '../../../lib/pages/figures.ts';
import { whole } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';

/** Every candidate's figures, out of fold and on the hold-out, each under the name of what they were measured on. */
export function MetricsView({
  record: { candidates, winner, choice, split },
}: {
  readonly record: TrainingRecord;
}) {
  const tables = [
    ['cross_validated', split.folds, `Cross-validation, ${split.folds} folds`],
    ['holdout', split.holdout_rows, `Hold-out, ${whole(split.holdout_rows)} leads`],
  ] as const;
  return (
    <section class="card" aria-label="How good it is">
      <h2>How good it is</h2>
      <p>{choice}.</p>
      {tables.map(
        ([on, size, title]) =>
          size > 0 && (
            <div key={on}>
              <h3>{title}</h3>
              <Figures title={title} candidates={candidates} winner={winner} on={on} />
            </div>
          ),
      )}
      <p class="hint">
        {split.text}. {split.folds > 0 && '± is the standard deviation over the folds. '}Higher is better for
        ROC-AUC, Gini, KS and PR-AUC, lower for log-loss, Brier and ECE.
      </p>
    </section>
  );
}

interface FiguresProps extends Pick<TrainingRecord, 'candidates' | 'winner'> {
  readonly title: string;
  /** Which of a candidate's figures. */
  readonly on: 'cross_validated' | 'holdout';
}

function Figures({ title, candidates, winner, on }: FiguresProps) {
  return (
    <Table
      label={`Figures of the candidates: ${title}`}
      heads={['Candidate', ...FIGURES.map(([, name]) => name)]}
    >
      {candidates.map((candidate) => {
        const figures = candidate[on];
        return (
          <tr key={candidate.trainer} class={candidate.trainer === winner ? 'winner' : ''}>
            <th scope="row">
              {candidate.trainer}
              {candidate.trainer === winner && ' (winner)'}
            </th>
            {FIGURES.map(([metric, , digits]) => (
              <td key={metric}>
                {figures?.[metric].toFixed(digits) ?? '–'}
                {figures !== undefined && 'sd' in figures && (
                  <small> ± {figures.sd[metric].toFixed(digits)}</small>
                )}
              </td>
            ))}
          </tr>
        );
      })}
    </Table>
  );
}
