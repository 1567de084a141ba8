import { Command } from 'commander';
import { type ApiOptions, addApiOptions } from '../api-client.ts';
import { printJson, printLines } from '../terminal/print.ts';

const EXAMPLES = `
Examples:
  $ scorelane status
  $ scorelane status --stage prod
  $ scorelane status --json

Exit code 1 where leads are not scored as they should be: nothing answers, a check fails, or an earlier version serves than the
champion. What a key may not read is left out, and named.`;

export const createStatusCommand = (): Command =>
  addApiOptions(new Command('status').description('what runs, and whether it is well'))
    .addHelpText('after', EXAMPLES)
    .action(runStatus);

async function runStatus(options: ApiOptions): Promise<void> {
  const [{ readStatus }, { summariseStatus }] = await Promise.all([
    import('./read-status.ts'),
    import('./status-summary.ts'),
  ]);
  const status = await readStatus(options);
  if (options.json) printJson(status);
  else printLines(summariseStatus(status));
  if (status.status !== 'ok') process.exitCode = 1;
}
