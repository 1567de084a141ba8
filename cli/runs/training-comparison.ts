import { type ComparedTraining, compareTrainings, holdoutOf } from '../../lib/client/compare-trainings.ts';
import { style } from '../terminal/print.ts';
import { alignCells } from '../terminal/text-table.ts';

/** Trainings side by side, a column each: what they were, what differs in what they were told, what came of it. */
export function compareRuns(trainings: readonly ComparedTraining[]): string[] {
  const { facts, options, candidates } = compareTrainings(trainings);
  const align = (rows: readonly (readonly string[])[]) => alignCells(rows.map((row) => [...row]));
  return [
    ...align([['', ...trainings.map(({ training_id }) => training_id)], ...facts]),
    '',
    style('bold', options.length === 0 ? 'The options are the same.' : 'Options that differ'),
    ...align(options),
    ...(candidates.length === 0
      ? []
      : ['', style('bold', 'Candidates'), ...align(candidates), ...noteHoldouts(trainings)]),
  ];
}

/** Figures on other leads differ by chance. */
function noteHoldouts(trainings: readonly ComparedTraining[]): string[] {
  const holdouts = trainings.map(holdoutOf);
  if (holdouts.every((holdout) => holdout === undefined)) return [];
  return new Set(holdouts).size === 1
    ? ['', 'All were measured on the same held-out leads.']
    : [
        '',
        'They were measured on different held-out leads: part of any difference is chance. Compare them on one file with: scorelane models compare … --leads FILE',
      ];
}
