import { Command } from 'commander';
import { type ApiOptions, addApiOptions } from '../../api-client.ts';
import { printJson, printLines } from '../../print.ts';

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
  const { openApi } = await import('../../api-client.ts');
  const run = await (await openApi(options)).cancelTraining(id);
  if (options.json) printJson(run);
  else printLines([`Training ${run.training_id} is ${run.status}`]);
}
