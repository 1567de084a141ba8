import type { Candidate, TrainingRecord } from '../../../lib/learning/training-record.ts';
import type { CrossValidation, Evaluation } from '../../../lib/model/artifact.ts';
import { FIGURES } from '../../../lib/pages/figures.ts';
import { whole } from '../parts/format.ts';
import { ScrollArea } from '../parts/scroll-area.tsx';

/** Every candidate's figures, out of fold and on the hold-out, each under the name of what they were measured on. */
export function MetricsView({
  record: { candidates, winner, choice, split },
}: {
  readonly record: TrainingRecord;
}) {
  const tables: readonly (readonly [title: string, figuresOf: FiguresOf])[] = [
    ...(split.folds > 0
      ? ([[`Cross-validation, ${split.folds} folds`, (one: Candidate) => one.cross_validated]] as const)
      : []),
    ...(split.holdout_rows > 0
      ? ([[`Hold-out, ${whole(split.holdout_rows)} leads`, (one: Candidate) => one.holdout]] as const)
      : []),
  ];
  return (
    <section class="card" aria-label="How good it is">
      <h2>How good it is</h2>
      <p>{choice}.</p>
      {tables.map(([title, figuresOf]) => (
        <div key={title}>
          <h3>{title}</h3>
          <Figures title={title} candidates={candidates} winner={winner} figuresOf={figuresOf} />
        </div>
      ))}
      <p class="hint">
        {split.text}. {split.folds > 0 && '± is the standard deviation over the folds. '}Higher is better for
        ROC-AUC, Gini, KS and PR-AUC, lower for log-loss, Brier and ECE.
      </p>
    </section>
  );
}

type FiguresOf = (candidate: Candidate) => Evaluation | CrossValidation | undefined;

interface FiguresProps extends Pick<TrainingRecord, 'candidates' | 'winner'> {
  readonly title: string;
  readonly figuresOf: FiguresOf;
}

function Figures({ title, candidates, winner, figuresOf }: FiguresProps) {
  return (
    <ScrollArea label={`Figures of the candidates: ${title}`}>
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
          {candidates.map((candidate) => {
            const figures = figuresOf(candidate);
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
        </tbody>
      </table>
    </ScrollArea>
  );
}
