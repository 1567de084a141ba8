import { Command } from 'commander';
import { openApi, untilInterrupted } from '../api-client.ts';
import { printAnswer } from '../terminal/print.ts';
import { summarisePrediction } from './prediction-summary.ts';
import { addWaitOptions, type WaitOptions, waitFor } from './wait-for.ts';

const EXAMPLES = `
Examples:
  $ scorelane get c89582a7-597e-4bb9-bdf7-f79857554eb2
  $ scorelane get c89582a7-597e-4bb9-bdf7-f79857554eb2 --wait --json > receipt.json

The JSON carries the receipt that scorelane verify checks.`;

export const createGetCommand = (): Command =>
  addWaitOptions(
    new Command('get').description('the state of a prediction').argument('<id>', 'the id that submit gave'),
  )
    .addHelpText('after', EXAMPLES)
    .action(runGet);

async function runGet(id: string, options: WaitOptions): Promise<void> {
  const client = await openApi(options);
  const signal = untilInterrupted();
  const prediction = options.wait
    ? await waitFor(client, id, options.timeout, signal, options.json)
    : await client.get(id, { signal });
  printAnswer(prediction, options.json, summarisePrediction);
}
