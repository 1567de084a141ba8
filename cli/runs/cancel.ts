import { Command } from 'commander';
import { type ApiOptions, addApiOptions } from '../api-client.ts';
import { printJson, printLines } from '../terminal/print.ts';

interface CancelOptions extends ApiOptions {
  readonly json?: boolean;
}

export const createCancelRunCommand = (): Command =>
  addApiOptions(
    new Command('cancel').description('cancel a training; the champion stays').argument('<id>', 'its id'),
  )
    .option('--json', 'print the API’s answer as JSON')
    .action(runCancel);

async function runCancel(id: string, options: CancelOptions): Promise<void> {
  const { openApi } = await import('../api-client.ts');
  const training = await (await openApi(options)).cancelTraining(id);
  if (options.json) printJson(training);
  else printLines([`Training ${training.training_id} is ${training.status}`]);
}
