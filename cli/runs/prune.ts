import { Command } from 'commander';
import { count } from '../../lib/count.ts';
import { formatCount } from '../../lib/format-figures.ts';
import { numberParser } from '../options.ts';
import { printJson, printLines } from '../terminal/print.ts';

interface PruneOptions {
  readonly keep: number;
  readonly json?: boolean;
}

const parseKeep = numberParser((_, text) => /^\d{1,6}$/.test(text), 'a whole number from 0 on');

export const createPruneRunsCommand = (): Command =>
  new Command('prune')
    .description('remove the oldest trainings from the history of this folder; models stay')
    .requiredOption('--keep <number>', 'how many of the latest stay', parseKeep)
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample:\n  $ scorelane runs prune --keep 20')
    .action(async ({ keep, json }: PruneOptions) => {
      const { listRuns, pruneRuns } = await import('./run-history.ts');
      const removed = await pruneRuns(keep);
      const { runs } = await listRuns();
      if (json) printJson({ removed, kept: runs.length });
      else printLines([`Removed ${count(removed.length, 'training')}; ${formatCount(runs.length)} left`]);
    });
