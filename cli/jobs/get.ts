import { Command } from 'commander';
import { type ApiOptions, addApiOptions } from '../api-client.ts';
import { printJson, printLines } from '../terminal/print.ts';

interface GetOptions extends ApiOptions {
  readonly json?: boolean;
}

export const createGetJobCommand = (): Command =>
  addApiOptions(
    new Command('get').description('the state of a job now').argument('<id>', 'the id that submit gave'),
  )
    .option('--json', 'print the API’s answer as JSON')
    .action(runGet);

async function runGet(id: string, options: GetOptions): Promise<void> {
  const [{ openApi }, { summariseJob }] = await Promise.all([
    import('../api-client.ts'),
    import('./job-summary.ts'),
  ]);
  const job = await (await openApi(options)).getJob(id);
  if (options.json) printJson(job);
  else printLines(summariseJob(job));
  if (job.status === 'failed') process.exitCode = 1;
}
