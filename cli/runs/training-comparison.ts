import { type ComparedTraining, compareTrainings, measuredOn } from '../../lib/client/compare-trainings.ts';
import { shortId } from '../short-id.ts';
import { paint } from '../terminal/screen.ts';
import { type Column, tabulate } from '../terminal/table.ts';

/** Trainings side by side, a column each: what they were, what differs in what they were told, what came of it. */
export function compareRuns(trainings: readonly ComparedTraining[]): string[] {
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
      : ['', paint('heading', 'Candidates'), ...tabulate(untitled, candidates), ...noteMeasured(trainings)]),
  ];
}

/** More of them than there is room for are folded: none may go, as they are what is compared. */
const FOLDED = { fit: 'wrap', least: 13 } as const;

/** Figures on other leads differ by chance. */
function noteMeasured(trainings: readonly ComparedTraining[]): string[] {
  const measured = trainings.map(measuredOn);
  if (measured.every((leads) => leads === undefined)) return [];
  return new Set(measured).size === 1
    ? ['', 'All were measured on the same leads.']
    : [
        '',
        'They were measured on different leads, so part of each difference is chance. scorelane models compare --leads FILE compares published versions on one file.',
      ];
}
