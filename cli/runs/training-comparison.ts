import { compareTrainings } from '../../lib/client/compare-trainings.ts';
import type { Training } from '../../lib/client/index.ts';
import { shortId } from '../short-id.ts';
import { paint } from '../terminal/screen.ts';
import { type Column, tabulate } from '../terminal/table.ts';

/** Trainings side by side, a column each: what they were, what differs in what they were told, what came of it. */
export function compareRuns(trainings: readonly Training[]): string[] {
  const { facts, options, candidates } = compareTrainings(trainings);
  const titled = [
    { title: '' },
    ...trainings.map(({ training_id: id }): Column => ({ title: shortId(id), ...FOLDED })),
  ];
  const untitled = [{ title: '' }, ...trainings.map((): Column => ({ title: '', ...FOLDED }))];
  return [
    ...tabulate(titled, facts),
    '',
    paint('heading', options.length === 0 ? 'The options are the same.' : 'Options that differ'),
    ...tabulate(untitled, options),
    ...(candidates.length === 0
      ? []
      : ['', paint('heading', 'Candidates'), ...tabulate(untitled, candidates)]),
  ];
}

/** More of them than there is room for are folded: none may go, as they are what is compared. */
const FOLDED = { fit: 'wrap', least: 13 } as const;
