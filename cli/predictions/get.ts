import { Command } from 'commander';
import { type ApiOptions, addApiOptions, openApi, untilInterrupted } from '../api-client.ts';
import { parseSeconds } from '../options.ts';
import { printAnswer } from '../terminal/print.ts';

interface GetOptions extends ApiOptions {
  readonly wait?: boolean;
  readonly timeout: number;
}

const EXAMPLES = `
Examples:
  $ scorelane get c89582a7-597e-4bb9-bdf7-f79857554eb2
  $ scorelane get c89582a7-597e-4bb9-bdf7-f79857554eb2 --wait --json > receipt.json

The JSON carries the receipt that scorelane verify checks.`;

export const createGetCommand = (): Command =>
  addApiOptions(
    new Command('get').description('the state of a prediction').argument('<id>', 'the id that submit gave'),
  )
    .option('--wait', 'wait for the result')
    .option('--timeout <seconds>', 'how long to wait', parseSeconds, 60)
    .addHelpText('after', EXAMPLES)
    .action(runGet);

async function runGet(id: string, options: GetOptions): Promise<void> {
  const [{ summarisePrediction }, { waitFor }] = await Promise.all([
    import('./prediction-summary.ts'),
    import('./wait-for.ts'),
  ]);
  const client = await openApi(options);
  const signal = untilInterrupted();
  const prediction = options.wait
    ? await waitFor(client, id, options.timeout, signal)
    : await client.get(id, { signal });
  printAnswer(prediction, options.json, summarisePrediction);
}
