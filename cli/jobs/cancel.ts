import { Command } from 'commander';
import { type ApiOptions, addApiOptions } from '../api-client.ts';
import { printJson, printLines } from '../terminal/print.ts';

interface CancelOptions extends ApiOptions {
  readonly json?: boolean;
}

export const createCancelCommand = (): Command =>
  addApiOptions(
    new Command('cancel')
      .description('end a job that is not done')
      .argument('<id>', 'the id that submit gave'),
  )
    .option('--json', 'print the API’s answer as JSON')
    .action(runCancel);

async function runCancel(id: string, options: CancelOptions): Promise<void> {
  const [{ openApi }, { summariseJob }] = await Promise.all([
    import('../api-client.ts'),
    import('./job-summary.ts'),
  ]);
  const job = await (await openApi(options)).cancelJob(id);
  if (options.json) printJson(job);
  else printLines(summariseJob(job));
}
