import { Command } from 'commander';
import { openApi, untilInterrupted } from '../api-client.ts';
import { ID_TEXT } from '../ask-command.ts';
import { refuseWithout } from '../option-groups.ts';
import { resolvePrediction } from '../short-id.ts';
import { printAnswer } from '../terminal/print.ts';
import { summarisePrediction } from './prediction-summary.ts';
import { addWaitOptions, type WaitOptions, waitFor } from './wait-for.ts';

const EXAMPLES = `
Examples:
  $ scorelane get c89582a7-597e-4bb9-bdf7-f79857554eb2
  $ scorelane get c89582a7-597e-4bb9-bdf7-f79857554eb2 --wait --json > receipt.json

The JSON carries the receipt that scorelane verify checks.`;

export const createGetCommand = (): Command =>
  addWaitOptions(new Command('get').description('the state of a prediction').argument('<id>', ID_TEXT))
    .addHelpText('after', EXAMPLES)
    .action(runGet);

async function runGet(given: string, options: WaitOptions, command: Command): Promise<void> {
  refuseWithout(command, 'wait', ['timeout']);
  const client = await openApi(options);
  const id = await resolvePrediction(client, given);
  const signal = untilInterrupted();
  const prediction = options.wait
    ? await waitFor(client, id, options.timeout, signal, options.json)
    : await client.get(id, { signal });
  printAnswer(prediction, options.json, summarisePrediction);
}
