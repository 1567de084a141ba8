import { Command } from 'commander';
import { type ApiOptions, addApiOptions } from '../api-client.ts';
import { printJson, printLines } from '../terminal/print.ts';

interface ShowOptions extends ApiOptions {
  readonly json?: boolean;
}

export const createShowRunCommand = (): Command =>
  addApiOptions(
    new Command('show')
      .description('a training now: its steps and what was decided')
      .argument('<id>', 'its id'),
  )
    .option('--json', 'print the API’s answer as JSON')
    .action(runShow);

async function runShow(id: string, options: ShowOptions): Promise<void> {
  const [{ openApi }, { summariseTraining }] = await Promise.all([
    import('../api-client.ts'),
    import('./training-summary.ts'),
  ]);
  const training = await (await openApi(options)).getTraining(id);
  if (options.json) printJson(training);
  else printLines(summariseTraining(training));
  if (training.status === 'failed') process.exitCode = 1;
}
