import { Command } from 'commander';
import { type ApiOptions, addApiOptions } from '../api-client.ts';
import { printJson, printLines } from '../terminal/print.ts';

interface CompareOptions extends ApiOptions {
  readonly json?: boolean;
}

export const createCompareRunsCommand = (): Command =>
  addApiOptions(
    new Command('compare')
      .description('trainings side by side: what differs in data and options, and every candidate’s figures')
      .argument('<ids...>', 'two or more ids'),
  )
    .option('--json', 'print the API’s answers as JSON')
    .action(runCompare);

async function runCompare(ids: readonly string[], options: CompareOptions, command: Command): Promise<void> {
  if (ids.length < 2) command.error('error: expected two ids or more');
  const [{ openApi }, { compareRuns }] = await Promise.all([
    import('../api-client.ts'),
    import('./training-comparison.ts'),
  ]);
  const client = await openApi(options);
  const trainings = await Promise.all(ids.map((id) => client.getTraining(id)));
  if (options.json) printJson(trainings);
  else printLines(compareRuns(trainings));
}
