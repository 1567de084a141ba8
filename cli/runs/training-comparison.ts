import { compareTrainings } from '../../lib/client/compare-trainings.ts';
import type { Training } from '../../lib/client/index.ts';
import { shortId } from '../short-id.ts';
import { style } from '../terminal/print.ts';
import { alignCells } from '../terminal/text-table.ts';

/** Trainings side by side, a column each: what they were, what differs in what they were told, what came of it. */
export function compareRuns(trainings: readonly Training[]): string[] {
  const { facts, options, candidates } = compareTrainings(trainings);
  const align = (rows: readonly (readonly string[])[]) => alignCells(rows.map((row) => [...row]));
  return [
    ...align([['', ...trainings.map(({ training_id }) => shortId(training_id))], ...facts]),
    '',
    style('bold', options.length === 0 ? 'The options are the same.' : 'Options that differ'),
    ...align(options),
    ...(candidates.length === 0 ? [] : ['', style('bold', 'Candidates'), ...align(candidates)]),
  ];
}
